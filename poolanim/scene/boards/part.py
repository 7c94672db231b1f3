"""The content of a board."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from poolanim.records import frozen

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from poolanim.layers.axis import Cell
    from poolanim.layers.batches import Array
    from poolanim.layers.borders import Border
    from poolanim.layers.scans import Along
    from poolanim.parameters.sizes import Pair
    from poolanim.scene.boards.seat import Seat


@frozen(eq=False)
class Part:
    """The content of a board in a pass.

    Attributes:
        grid: the name of the grid.
        seat: the channel of the grid.
        place: the indices of its cells after those of row and column.
        name: the label of the grid.
        roles: a few words about the grid, such as its meaning in the pass: those to use where they
            have room, and shorter ones.
        values: (H, W), the numbers of the grid; those of a target after the last scan.
        cells: the rows and the columns of the numbers that were given, or computed. The others are
            zeros, which are drawn as padding.
        small: (H, W), the small numbers under the others in the same cells; None if there are none.
        target: whether scans add to the grid, or fill it.
        rows: the rows that the board shows, including padding.
        columns: the columns that the board shows, including padding.
        spans: the rows and the columns that scans cover; empty if they cover none.
        windowed: whether scans cover a window of the board, and not one cell each.
        signed: whether the colours show the sign of a number.
        border: the cells that padding copies, or that get what falls on it; None if it copies none.
    """

    grid: str
    seat: Seat
    place: Cell
    name: str
    roles: tuple[str, ...]
    values: Array
    cells: tuple[range, range]
    small: Array | None
    target: bool
    rows: range
    columns: range
    spans: tuple[Along, ...]
    windowed: bool
    signed: bool
    border: Border | None

    @property
    def role(self) -> str:
        """The longest words about the grid; empty if there are none."""
        return self.roles[0] if self.roles else ""

    def inside(self, row: int, column: int) -> bool:
        """Returns whether a cell has a number of the grid, and is no padding."""
        return row in self.cells[0] and column in self.cells[1]

    def source(self, cell: Pair) -> Pair | None:
        """Returns the cell of the grid whose number a cell holds; None for padding without any."""
        row, column = cell  # a call of `inside` would take most of the time
        if row in self.cells[0] and column in self.cells[1]:
            return cell
        if self.border is None:
            return None
        row, column = self.border.copied(cell)
        return row, column

    def shows(self, cell: Pair) -> bool:
        """Whether its board has a cell."""
        return cell[0] in self.rows and cell[1] in self.columns

    @cached_property
    def coverage(self) -> NDArray[np.int64]:
        """How many windows cover each cell, without padding: (H, W)."""
        rows, columns = (
            [sum(cell in window for window in along.windows) for cell in range(size)]
            for along, size in zip(self.spans, self.values.shape, strict=True)
        )
        counts: NDArray[np.int64] = np.multiply.outer(rows, columns)
        return counts

    @property
    def column(self) -> int:
        """The column of boards that it belongs to."""
        return self.seat.column or 0

    @property
    def moving(self) -> bool:
        """Whether a window moves over the board."""
        return self.windowed and self.spans[0].axis is not None

    @property
    def padded(self) -> bool:
        """Whether the board shows padding."""
        return (self.rows, self.columns) != self.cells
