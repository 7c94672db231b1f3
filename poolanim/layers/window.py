"""A window over a plane. Free of NumPy."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from poolanim.records import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolanim.parameters.sizes import Pair


@frozen
class Window:
    """A window over a plane, half-open.

    Attributes:
        top: the first row.
        bottom: the end of the rows.
        left: the first column.
        right: the end of the columns.
        steps: the distances from one row, and from one column, to the next.
    """

    top: int
    bottom: int
    left: int
    right: int
    steps: Pair = (1, 1)

    @classmethod
    def of(cls, rows: range, columns: range) -> Window:
        """Returns the window of these rows and columns."""
        steps = rows.step, columns.step
        return cls(rows.start, rows.stop, columns.start, columns.stop, steps)

    @property
    def height(self) -> int:
        """The number of rows from the first to the last."""
        return self.bottom - self.top

    @property
    def width(self) -> int:
        """The number of columns from the first to the last."""
        return self.right - self.left

    @property
    def rows(self) -> range:
        """The rows."""
        return range(self.top, self.bottom, self.steps[0])

    @property
    def columns(self) -> range:
        """The columns."""
        return range(self.left, self.right, self.steps[1])

    def __contains__(self, cell: Pair) -> bool:
        row, column = cell
        return row in self.rows and column in self.columns

    def cells(self) -> Iterator[Pair]:
        """Returns the cells, row by row."""
        return product(self.rows, self.columns)
