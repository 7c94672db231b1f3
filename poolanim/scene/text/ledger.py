"""Lists, for each input cell, the scans that add to it or read it, as text for the player."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from poolanim.records.tuples import NamedTuple
from poolanim.scene.text.arrays import PLANE
from poolanim.scene.text.printed import RELATIONS

if TYPE_CHECKING:
    from poolanim.layers.axis import Cell
    from poolanim.scene.numerals import Numeral
    from poolanim.scene.text.story import Story

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


def ledger_of(story: Story) -> Ledger:
    """Returns the scans of a pass that add to each cell under the window, or read it."""
    return _additions(story) if story.view.scatters else _readings(story)


def _readings(story: Story) -> Ledger:
    """Returns the scans that read each cell, in the first channel if they read several."""
    view, write = story.view, story.numerals
    read = view.trace.board(view.reads, view.number)
    terms: dict[Cell, list[Term]] = {cell: [] for cell in np.ndindex(read.shape)}
    for scan, step in enumerate(view):
        for cell in step.cells():
            taken = TAKEN if cell in step.taken else ""
            if cell[len(PLANE) :] in ((), (view.number,)):
                terms[cell[: len(PLANE)]].append(Term(scan, (taken,) if view.takes else ()))
    accounts = [
        _account(story, cell, float(read[cell]), write.read, scans) for cell, scans in terms.items()
    ]
    return _ledger(story, [write.value(step.value) for step in view], accounts)


def _additions(story: Story) -> Ledger:
    """Returns the scans that add to each cell, with the numbers and the sums."""
    view, write = story.view, story.numerals
    terms: dict[Cell, list[Term]] = {
        cell: [] for cell in np.ndindex(view.grid(view.target).shape[:2])
    }
    ends, totals = dict.fromkeys(terms, 0.0), iter(view.totals.tolist())
    for scan, step in enumerate(view):
        for cell, delta in step.deltas:
            ends[cell] = next(totals)
            terms[cell].append(Term(scan, (write.brought(delta), write.sum(ends[cell]))))
    accounts = [
        _account(story, cell, ends[cell], write.sum, added) for cell, added in terms.items()
    ]
    return _ledger(story, [write.grad(step.grad or 0.0) for step in view], accounts)


def _account(story: Story, cell: Cell, number: float, write: Numeral, terms: list[Term]) -> Account:
    name = f"{story.name_of(cell)} {RELATIONS[write.shows(number)]} {write(number)}"
    notes = story.words.say_all("card_notes", {"terms": len(terms)})
    return Account(name, notes[min(len(terms), len(notes) - 1)], terms)


def _ledger(story: Story, scans: list[str], accounts: list[Account]) -> Ledger:
    return Ledger(story.words.say_all("card_head", {}), scans, accounts)
