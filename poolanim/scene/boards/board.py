"""The places of a board and of its cells."""

from __future__ import annotations

from functools import cached_property

from poolanim.records import frozen
from poolanim.records.tuples import NamedTuple

GAP = 2
"""The width of the paper between two cells, in units."""
FINE, FINEST = 24, 9
"""Cells smaller than FINE have a gap of 1 unit; cells smaller than FINEST have none."""


class Rect(NamedTuple):
    """A rectangle, in units."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """The distance from left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """The distance from top to bottom."""
        return self.bottom - self.top

    def meets(self, other: Rect) -> bool:
        """Returns whether two rectangles have a part in common."""
        beside = self.right <= other.left or other.right <= self.left
        return not (beside or self.bottom <= other.top or other.bottom <= self.top)

    def holds(self, other: Rect) -> bool:
        """Returns whether another rectangle is within this one, but for half a unit."""
        x = self.left <= other.left + 0.5 and other.right - 0.5 <= self.right
        return x and self.top <= other.top + 0.5 and other.bottom - 0.5 <= self.bottom

    @property
    def middle(self) -> tuple[float, float]:
        """The point in its middle."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @property
    def halves(self) -> tuple[Rect, Rect]:
        """Its halves, at the left and at the right."""
        middle, _ = self.middle
        return self._replace(right=middle), self._replace(left=middle)


@frozen
class Board:
    """The place of a grid.

    Attributes:
        rows: the rows of the cells that it shows, including padding.
        columns: the columns of the cells that it shows, including padding.
        x: the left edge.
        y: the top edge.
        cell_width: the width of a cell, in units.
        cell_height: the height of a cell, in units.
    """

    rows: range
    columns: range
    x: int
    y: int
    cell_width: float
    cell_height: float

    @cached_property
    def rect(self) -> Rect:
        """The rectangle of the whole board."""
        return self.block(self.rows, self.columns)

    @property
    def side(self) -> float:
        """The shorter side of a cell."""
        return min(self.cell_width, self.cell_height)

    def block(self, rows: range, columns: range) -> Rect:
        """Returns the rectangle that some rows and columns cover, on whole units.

        It is a line if there are none. Dilated ones stop right after their last cell.

        Example:
            >>> Board(range(5), range(5), 32, 98, 64, 47).block(range(1, 4), range(2, 5))
            Rect(left=160, top=145, right=352, bottom=286)
        """
        top, left = rows.start - self.rows.start, columns.start - self.columns.start
        bottom, right = rows.stop - self.rows.start, columns.stop - self.columns.start
        return Rect(
            self.x + round(left * self.cell_width),
            self.y + round(top * self.cell_height),
            self.x + round(right * self.cell_width),
            self.y + round(bottom * self.cell_height),
        )

    def cell(self, row: int, column: int) -> Rect:
        """Returns the rectangle of a cell, including the paper around it."""
        xs, ys = self._edges
        return Rect(xs[column], ys[row], xs[column + 1], ys[row + 1])

    def field(self, row: int, column: int) -> Rect:
        """Returns the coloured part of a cell. There is paper only between neighbours."""
        xs, ys = self._edges
        before, after = self._gaps
        return Rect(
            xs[column] + before * (column > self.columns.start),
            ys[row] + before * (row > self.rows.start),
            xs[column + 1] - after * (column < self.columns[-1]),
            ys[row + 1] - after * (row < self.rows[-1]),
        )

    @cached_property
    def _edges(self) -> tuple[dict[int, int], dict[int, int]]:
        """Where columns and rows start, and where the last ones end."""
        return (
            _edges(self.x, self.columns, self.cell_width),
            _edges(self.y, self.rows, self.cell_height),
        )

    @cached_property
    def _gaps(self) -> tuple[int, int]:
        """How much of the paper between two cells is before a cell, and how much is after it."""
        gap = GAP if self.side >= FINE else 1 if self.side >= FINEST else 0
        return gap - gap // 2, gap // 2


def _edges(start: int, cells: range, length: float) -> dict[int, int]:
    """Returns where each cell starts, and where the last one ends, on whole units."""
    return {
        cell: start + round((cell - cells.start) * length)
        for cell in range(cells.start, cells.stop + 1)
    }
