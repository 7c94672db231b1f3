"""The numbers that grow on a board, scan after scan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from poolanim.layers.axis import Cell
    from poolanim.layers.terms import Terms
    from poolanim.parameters.sizes import Pair


class Sums:
    """The numbers on a board of a target, scan after scan.

    Args:
        terms: what scans add to the target.
        place: the indices of the board's cells after those of row and column.

    Attributes:
        done: the number of scans that are added.
        touched: whether a scan has added to each cell.
    """

    def __init__(self, terms: Terms, place: Cell) -> None:
        self._terms, self._place = terms, place
        cells = terms.to
        self._board = np.full(cells.padded_shape, terms.start, terms.amounts.dtype)
        self._rows, self._columns = (span.start for span in cells.extent[:2])
        self.done = 0
        self.touched: set[Pair] = set()

    def advance(self, scans: int) -> set[Pair]:
        """Adds the first `scans` scans, and returns the cells that changed."""
        if scans <= self.done:
            return set()
        cells = self._terms.to
        part = slice(cells.part(self.done).start, cells.part(scans - 1).stop)
        self._board.reshape(-1)[cells.flat[part]] = self._terms.totals[part]
        axes = (axis.tolist() for axis in cells.indices(part))
        several = zip(*axes, strict=True)
        changed = {(row, column) for row, column, *place in several if (*place,) == self._place}
        self.touched |= changed
        self.done = scans
        return changed

    def __getitem__(self, cell: Pair) -> float:
        place = cell[0] - self._rows, cell[1] - self._columns
        return float(self._board[(*place, *self._place)])
