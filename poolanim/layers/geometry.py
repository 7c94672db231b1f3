"""Where windows lie over a grid of any number of axes, and in which order they are scanned."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from poolanim.errors import ParameterError
from poolanim.layers.axis import Axis, both_ends, spell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from poolanim.layers.axis import Pair, Sides


def check_fractional(shape: Pair, kernel_size: Pair, output_size: Pair) -> None:
    """Raise ParameterError if `Axis.fractional` has no room for so many windows of this size."""
    for size, kernel, count in zip(shape, kernel_size, output_size, strict=True):
        if kernel + count - 1 > size:
            raise ParameterError(
                f"kernel_size is {spell(kernel_size)} and output_size is {spell(output_size)}, but "
                f"the input is {shape[0]}x{shape[1]}; together they may exceed it by 1 at most"
            )


@dataclass(frozen=True, slots=True)
class Window:
    """A window in input cells, half-open.

    Attributes:
        top: its first row.
        bottom: where its rows end.
        left: its first column.
        right: where its columns end.
        steps: from one of its rows, and of its columns, to the next.
    """

    top: int
    bottom: int
    left: int
    right: int
    steps: Pair = (1, 1)

    @classmethod
    def of(cls, rows: range, columns: range) -> Window:
        """The window of these rows and columns."""
        steps = rows.step, columns.step
        return cls(rows.start, rows.stop, columns.start, columns.stop, steps)

    @property
    def height(self) -> int:
        """Rows from the first to the last."""
        return self.bottom - self.top

    @property
    def width(self) -> int:
        """Columns from the first to the last."""
        return self.right - self.left

    @property
    def rows(self) -> range:
        """Its rows."""
        return range(self.top, self.bottom, self.steps[0])

    @property
    def columns(self) -> range:
        """Its columns."""
        return range(self.left, self.right, self.steps[1])

    def __contains__(self, cell: Pair) -> bool:
        (row, column), (down, right) = cell, self.steps
        return row in range(self.top, self.bottom, down) and column in range(
            self.left, self.right, right
        )

    def cells(self) -> Iterator[Pair]:
        """The window's cells, row by row."""
        return product(self.rows, self.columns)


@dataclass(frozen=True, slots=True)
class Geometry:
    """The windows over a grid, and the order in which they are scanned."""

    rows: Axis
    columns: Axis

    @classmethod
    def over(
        cls,
        shape: Pair,
        kernel_size: Pair,
        stride: Pair = (1, 1),
        padding: Pair | Sides | str = (0, 0),
        dilation: Pair = (1, 1),
        *,
        ceil_mode: bool = False,
        crop: bool = False,
    ) -> Geometry:
        """Lay windows over a grid of `shape`.

        Raises:
            ParameterError: the grid is empty, or not one window fits.

        Example:
            >>> Geometry.over((5, 5), (3, 3)).output_shape
            (3, 3)
        """
        cls._check(shape)
        sides: list[Pair | str] = [padding] * 2 if isinstance(padding, str) else []
        if not isinstance(padding, str):
            sides = [both_ends(side) for side in padding]
        axes = [
            Axis.sliding(*each, ceil_mode=ceil_mode, crop=crop)
            for each in zip(shape, kernel_size, stride, sides, dilation, strict=True)
        ]
        if not all(axis.windows for axis in axes):
            padded = tuple(axis.size + sum(axis.padding) for axis in axes)
            room = f"{padded[0]}x{padded[1]}"
            least = (padded[0] - 1) // dilation[0] + 1, (padded[1] - 1) // dilation[1] + 1
            apart = f" with dilation {spell(dilation)}" if dilation != (1, 1) else ""
            raise ParameterError(
                f"kernel_size is {spell(kernel_size)}{apart}, but the input with its padding is "
                f"only {room}; use a kernel_size of at most {least[0]}x{least[1]}"
            )
        return cls(*axes)

    @classmethod
    def adaptive(cls, shape: Pair, output_size: Pair) -> Geometry:
        """Lay `output_size` windows over a grid of `shape`, so that they cover it.

        Raises:
            ParameterError: the grid is empty.
        """
        cls._check(shape)
        return cls(*map(Axis.adaptive, shape, output_size))

    @staticmethod
    def _check(shape: Pair) -> None:
        if 0 in shape:
            raise ParameterError(f"the input is {shape[0]}x{shape[1]}; give it a row and a column")

    @property
    def input_shape(self) -> Pair:
        """(height, width) of the input."""
        return self.rows.size, self.columns.size

    @property
    def output_shape(self) -> Pair:
        """(height, width) of the output: one cell for each window."""
        return len(self.rows.windows), len(self.columns.windows)

    @property
    def repeats(self) -> bool:
        """Whether windows of different output cells start at the same row or column."""
        return self.rows.repeats or self.columns.repeats

    @property
    def kernel_shape(self) -> Pair:
        """(height, width) of the largest window, in cells that it has."""
        return self.rows.kernel, self.columns.kernel

    def scans(self) -> Iterator[Pair]:
        """The windows' output cells in scan order: row by row."""
        return self.output().cells()

    def offsets(self) -> Iterator[Pair]:
        """Places in a window, row by row."""
        height, width = self.kernel_shape
        return product(range(height), range(width))

    def window(self, scan: Pair) -> Window:
        """The window of output cell `scan`, without what lies outside the input."""
        return Window.of(self.rows.clipped(scan[0]), self.columns.clipped(scan[1]))

    def whole_window(self, scan: Pair) -> Window:
        """The whole window of output cell `scan`: cells there may be negative."""
        return Window.of(self.rows.windows[scan[0]], self.columns.windows[scan[1]])

    def reaches(self, scan: Pair) -> bool:
        """Whether the window of output cell `scan` has cells outside the input."""
        window, whole = self.window(scan), self.whole_window(scan)
        return (len(window.rows), len(window.columns)) != (len(whole.rows), len(whole.columns))

    def unpadded(self) -> Window:
        """The input, as one window."""
        return Window(0, self.rows.size, 0, self.columns.size)

    def output(self) -> Window:
        """The output, as one window."""
        height, width = self.output_shape
        return Window(0, height, 0, width)

    def counts(self, counted: Callable[[Axis, int], range]) -> list[list[int]]:
        """How many cells of each window count, by what of it counts along an axis.

        Example:
            >>> Geometry.over((2, 3), (2, 2), (1, 1), (0, 1)).counts(Axis.clipped)
            [[2, 4, 4, 2]]
        """
        rows, columns = (
            [len(counted(axis, index)) for index in range(len(axis.windows))]
            for axis in (self.rows, self.columns)
        )
        return [[row * column for column in columns] for row in rows]

    def padded(self) -> Window:
        """The same with what dropped windows cover."""
        return Window.of(self.rows.shown, self.columns.shown)

    def declared(self) -> Window:
        """The input with its padding, as one window."""
        (top, bottom), (left, right) = self.rows.padding, self.columns.padding
        return Window(-top, self.rows.size + bottom, -left, self.columns.size + right)

    def reached(self) -> Window:
        """Input, padding and all that windows cover, as one window."""
        return Window.of(self.rows.extent, self.columns.extent)

    def dropped(self) -> list[Window]:
        """The first of the windows that ceil mode drops, below the others and right of them."""
        rows, columns = self.rows.windows[0], self.columns.windows[0]
        dropped = (self.rows.dropped, columns), (rows, self.columns.dropped)
        return [Window.of(*pair) for pair in dropped if None not in pair]

    def cell(self, scan: Pair, offset: Pair) -> Pair | None:
        """The input cell at `offset` in the window of `scan`; None if there is none."""
        row = self.rows.cell(scan[0], offset[0])
        column = self.columns.cell(scan[1], offset[1])
        return None if row is None or column is None else (row, column)

    def most_covered(self) -> list[Pair]:
        """The input cells that most windows cover, the most central ones first.

        Example:
            >>> Geometry.over((5, 5), (3, 3)).most_covered()
            [(2, 2)]
        """
        cells = product(self.rows.most_covered(), self.columns.most_covered())
        height, width = self.input_shape
        return sorted(
            cells, key=lambda cell: abs(2 * cell[0] + 1 - height) + abs(2 * cell[1] + 1 - width)
        )
