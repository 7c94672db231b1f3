"""The numbers that grow on a board, scan after scan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from poolanim.layers.terms import Terms
    from poolanim.parameters.sizes import Pair


class Sums:
    """The numbers in the cells of a target, scan after scan.

    Attributes:
        done: the number of scans that are added.
        touched: whether a scan has added to each cell.
    """

    def __init__(self, terms: Terms, depth: int | None) -> None:
        self._terms, self._depth = terms, depth
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
        rows, columns, *depths = (axis.tolist() for axis in cells.indices(part))
        changed = set(zip(rows, columns, strict=True))
        if self._depth is not None:
            several = zip(rows, columns, *depths, strict=True)
            changed = {(row, column) for row, column, each in several if each == self._depth}
        self.touched |= changed
        self.done = scans
        return changed

    def __getitem__(self, cell: Pair) -> float:
        place = cell[0] - self._rows, cell[1] - self._columns
        value = self._board[place] if self._depth is None else self._board[(*place, self._depth)]
        return float(value)
