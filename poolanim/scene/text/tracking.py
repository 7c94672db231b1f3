"""Chooses the cell that a pass follows."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from poolanim.scene.text.operands import operand

if TYPE_CHECKING:
    from poolanim.layers.axis import Cell
    from poolanim.parameters.sizes import Pair
    from poolanim.scene.text.view import View


def tracked_cell(view: View) -> Pair:
    """Returns the cell to follow: of those that receive most often the most covered one.

    If there are several, it is the most central one.
    """
    geometry = view.trace.geometry
    receipts = Counter(view.received.cells()) if view.received else None
    if not receipts:
        return geometry.most_covered()[0]
    (height, width), cover = view.grid(view.target).shape[:2], geometry.coverage()
    covered = operand(view.target) == view.covered

    def rank(cell: Cell) -> tuple[int, ...]:
        row, column = cell
        aside = abs(2 * row + 1 - height) + abs(2 * column + 1 - width)
        return -receipts[cell], -cover[row][column] if covered else 0, aside, row, column

    row, column = min(receipts, key=rank)
    return row, column
