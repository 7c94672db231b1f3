"""Lists, for each input cell, the scans that add to it or read it, as text for the player."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from poolanim.scene.printed import RELATIONS

if TYPE_CHECKING:
    from poolanim.parameters.sizes import Pair
    from poolanim.scene.lines import Lines

TAKEN = "✓"


class Term(NamedTuple):
    """The effect of a scan on a cell.

    Attributes:
        scan: the number of the scan, from 0.
        texts: in a backward pass, the added number and the sum after it. In a forward pass of a
            layer that picks cells, whether the scan picked this one.
    """

    scan: int
    texts: tuple[str, ...] = ()


class Account(NamedTuple):
    """The effects of a pass on a cell.

    Attributes:
        name: the name of the cell, with its value.
        note: the number of scans that add to it or read it, in words.
        terms: the effect of each of these scans, in order.
    """

    name: str
    note: str
    terms: list[Term]


class Ledger(NamedTuple):
    """The accounts of all input cells in one pass.

    Attributes:
        head: the headings of the columns of terms: the scan, its number of A or dA, the texts.
        scans: the number of A or dA of each scan.
        accounts: the accounts of the cells, row by row.
    """

    head: list[str]
    scans: list[str]
    accounts: list[Account]


def readings(lines: Lines) -> Ledger:
    """Returns the scans of a forward pass that read each cell."""
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
    """Returns the scans of a backward pass that add to each cell, with the numbers and the sums."""
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
