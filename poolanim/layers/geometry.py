"""Where windows lie: output sizes, padding and offsets. The only index arithmetic of the project.

Cells of an axis are counted from the first one of the input, so those of padding before it are
negative. A window is the range of its cells. Free of NumPy, so that a figure can be checked without
it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, product
from typing import TYPE_CHECKING

from poolanim.errors import ParameterError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Pair = tuple[int, int]
"""(height, width), or (row, column)."""
Sides = tuple[Pair, Pair]
"""((top, bottom), (left, right))."""
SAME = ("same-upper", "same-lower")
"""Padding for ceil(size / stride) windows, an odd cell of it after the input or before it."""
PADDING_WORDS = ("valid", *SAME)


def spell(value: Pair | Sides | str) -> str:
    """A size or a padding as people write it.

    Example:
        >>> spell((3, 3)), spell((3, 2)), spell(((0, 1), (2, 2))), spell("valid")
        ('3', '3x2', '0:1x2', 'valid')
    """
    if isinstance(value, str):
        return value
    texts = [
        str(side)
        if isinstance(side, int)
        else str(side[0])
        if side[0] == side[1]
        else f"{side[0]}:{side[1]}"
        for side in value
    ]
    return texts[0] if texts[0] == texts[1] else "x".join(texts)


def both_ends(padding: int | Pair) -> Pair:
    """The padding (before, after) an axis, of which one number is both."""
    return (padding, padding) if isinstance(padding, int) else padding


def within(cells: range, start: int, stop: int) -> range:
    """Those of `cells` that lie in the half-open span from `start` to `stop`.

    The result stops right after its last cell. Where no cell is left it is empty and lies in the
    span.

    Example:
        >>> within(range(-3, 8, 2), 0, 6), within(range(-1, 2, 2), 0, 1), within(range(5, 7), 0, 3)
        (range(1, 6, 2), range(1, 1, 2), range(3, 3))
    """
    first = min(max(cells.start, start + (cells.start - start) % cells.step), stop)
    inside = range(first, min(cells.stop, stop), cells.step)
    return range(first, inside[-1] + 1 if inside else first, cells.step)


@dataclass(frozen=True, slots=True)
class Axis:
    """The windows along one axis.

    Attributes:
        size: number of input cells.
        windows: the cells of each; those outside the input are padding, or lie beyond it.
        padding: cells that are added before and after the input.
        stride: cells from one window to the next; None where they lie unevenly.
        dropped: the window that ceil mode would add, but that starts behind the input.
    """

    size: int
    windows: tuple[range, ...]
    padding: Pair = (0, 0)
    stride: int | None = None
    dropped: range | None = None

    @classmethod
    def sliding(
        cls,
        size: int,
        kernel: int,
        stride: int = 1,
        padding: Pair | str = (0, 0),
        dilation: int = 1,
        *,
        ceil_mode: bool = False,
        crop: bool = False,
    ) -> Axis:
        """Windows of `kernel` cells that lie `dilation` apart, one every `stride` cells.

        Args:
            size: number of input cells.
            kernel: cells in a window.
            stride: from one window to the next.
            padding: cells (before, after) the input, or one of `PADDING_WORDS`.
            dilation: from one cell of a window to the next.
            ceil_mode: whether a last window may reach beyond the padding, as long as it starts
                before the end of the input. Padding by a word has no use for it.
            crop: whether padding by one of `SAME` may be negative, as in ONNX. Windows smaller than
                the stride then skip cells at both ends of the input.

        Example:
            >>> Axis.sliding(5, 2, 2, ceil_mode=True).windows
            (range(0, 2), range(2, 4), range(4, 6))
            >>> Axis.sliding(3, 1, 3, "same-upper", crop=True).windows
            (range(1, 2),)
        """
        span = dilation * (kernel - 1) + 1
        if isinstance(padding, str):
            total = 0
            if padding in SAME:
                total = (-(-size // stride) - 1) * stride + span - size
                total = total if crop else max(total, 0)
            less = total // 2
            padding = (less, total - less) if padding == SAME[0] else (total - less, less)
            ceil_mode = False
        before, after = padding
        reach = stride - 1 if ceil_mode else 0
        count = (before + size + after - span + reach) // stride + 1
        starts = range(-before, count * stride - before, stride)
        windows = [range(start, start + span, dilation) for start in starts]
        dropped = None
        if ceil_mode and windows and windows[-1].start >= size:
            dropped = windows.pop()
        added = max(before, 0), max(after, 0)
        return cls(size, tuple(windows), added, stride, dropped)

    @classmethod
    def adaptive(cls, size: int, count: int) -> Axis:
        """So many windows, of about the same size, that cover all input cells.

        Example:
            >>> Axis.adaptive(5, 3).windows
            (range(0, 2), range(1, 4), range(3, 5))
        """
        if size and size % count == 0:
            return cls.sliding(size, size // count, size // count)
        return cls(
            size,
            tuple(range(i * size // count, -(-(i + 1) * size // count)) for i in range(count)),
        )

    @classmethod
    def fractional(cls, size: int, kernel: int, count: int, sample: float) -> Axis:
        """So many windows of `kernel` cells, spread from the first input cell to the last.

        The steps between them are two neighbouring whole numbers in a pseudo-random order, which a
        `sample` from [0, 1) decides.

        Example:
            >>> Axis.fractional(7, 2, 3, 0.1).windows
            (range(0, 2), range(2, 4), range(5, 7))
        """
        starts = [size - kernel]
        if count > 1:
            step = (size - kernel) / (count - 1)
            first = int(sample * step)
            starts = [int((i + sample) * step) - first for i in range(count - 1)] + starts
        return cls(size, tuple(range(start, start + kernel) for start in starts))

    @property
    def kernel(self) -> int:
        """Cells in the largest window."""
        return max(map(len, self.windows))

    @property
    def extent(self) -> range:
        """The cells of input and padding, and further ones where a window reaches beyond."""
        before, after = self.padding
        return range(-before, max(self.size + after, self.windows[-1].stop))

    @property
    def shown(self) -> range:
        """The `extent`, and what the dropped window covers."""
        stops = [self.extent.stop, *([self.dropped.stop] if self.dropped else [])]
        return range(self.extent.start, max(stops))

    @property
    def repeats(self) -> bool:
        """Whether two windows start at the same cell."""
        return any(one.start == other.start for one, other in pairwise(self.windows))

    def declared(self, index: int) -> range:
        """The cells of window `index` in input and padding, without those beyond."""
        return within(self.windows[index], -self.padding[0], self.size + self.padding[1])

    def clipped(self, index: int) -> range:
        """The cells of window `index` in the input."""
        return within(self.windows[index], 0, self.size)

    def cell(self, index: int, offset: int) -> int | None:
        """The input cell at `offset` in window `index`; None if there is none."""
        window = self.windows[index]
        inside = offset < len(window) and 0 <= window[offset] < self.size
        return window[offset] if inside else None

    def coverage(self, cell: int) -> int:
        """How many windows cover an input cell."""
        return sum(cell in window for window in self.windows)

    def most_covered(self) -> list[int]:
        """The input cells that most windows cover."""
        counts = [self.coverage(cell) for cell in range(self.size)]
        return [cell for cell, count in enumerate(counts) if count == max(counts)]

    def places(self, offset: int) -> slice | list[int]:
        """Where in the `extent` the cells at `offset` of all windows lie.

        A window that has no such cell is sent to one more place after the last.
        """
        before = self.padding[0]
        if self.stride is not None:
            first = self.windows[0][offset] + before
            return slice(first, first + (len(self.windows) - 1) * self.stride + 1, self.stride)
        return [
            window[offset] + before if offset < len(window) else len(self.extent)
            for window in self.windows
        ]


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
