"""What became of each input cell, as text: every scan that added to it, or that read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from poolanim.scene.printed import RELATIONS

if TYPE_CHECKING:
    from poolanim.parameters.sizes import Pair
    from poolanim.scene.lines import Lines

TAKEN = "✓"


class Term(NamedTuple):
    """What a scan has to do with a cell.

    Attributes:
        scan: its number, from 0.
        texts: backward, what it adds, and the sum after it; forward, whether it took this cell,
            if the layer takes one before others.
    """

    scan: int
    texts: tuple[str, ...] = ()


class Account(NamedTuple):
    """All that a pass does with a cell.

    Attributes:
        name: of the cell, with its number.
        note: how many scans are concerned.
        terms: what each of them does, in scan order.
    """

    name: str
    note: str
    terms: list[Term]


class Ledger(NamedTuple):
    """The accounts of all input cells in one pass.

    Attributes:
        head: what stands above the columns of terms: the scan, its number of A or dA, the texts.
        scans: for each scan its number of A or dA.
        accounts: of the cells, row by row.
    """

    head: list[str]
    scans: list[str]
    accounts: list[Account]


def readings(lines: Lines) -> Ledger:
    """Which scans of a forward pass read each cell."""
    record, write = lines.record, lines.numerals
    takes = any(step.taken for step in record.steps)
    terms: dict[Pair, list[Term]] = {cell: [] for cell in record.geometry.unpadded().cells()}
    for scan, step in enumerate(record.steps):
        for cell in step.window.cells():
            taken = TAKEN if cell in step.taken else ""
            terms[cell].append(Term(scan, (taken,) if takes else ()))
    accounts = []
    for cell, read in terms.items():
        number = float(record.input[cell])
        relation = RELATIONS[write.input.shows(number)]
        accounts.append(_account(lines, cell, f"{relation} {write.input(number)}", read))
    return _ledger(lines, [write.output(step.value) for step in record.steps], accounts)


def additions(lines: Lines) -> Ledger:
    """Which scans of a backward pass add to each cell, how much, and what that makes."""
    record, write = lines.record, lines.numerals
    totals: dict[Pair, float] = dict.fromkeys(record.geometry.unpadded().cells(), 0.0)
    terms: dict[Pair, list[Term]] = {cell: [] for cell in totals}
    for scan, step in enumerate(record.steps):
        for row, column, delta in step.deltas:
            totals[row, column] += delta
            texts = write.delta.signed(delta), write.grad_input(totals[row, column])
            terms[row, column].append(Term(scan, texts))
    accounts = []
    for cell, added in terms.items():
        relation = RELATIONS[write.grad_input.shows(totals[cell])]
        accounts.append(
            _account(lines, cell, f"{relation} {write.grad_input(totals[cell])}", added)
        )
    grads = [write.grad_output(0.0 if step.grad is None else step.grad) for step in record.steps]
    return _ledger(lines, grads, accounts)


def _account(lines: Lines, cell: Pair, value: str, terms: list[Term]) -> Account:
    name = f"{lines.name_of(cell)} {value}"
    notes = lines.words.say_all("card_notes", {"terms": len(terms)})
    return Account(name, notes[min(len(terms), len(notes) - 1)], terms)


def _ledger(lines: Lines, scans: list[str], accounts: list[Account]) -> Ledger:
    return Ledger(lines.words.say_all("card_head", {}), scans, accounts)
