"""Where windows lie: output sizes, padding and offsets. The only index arithmetic of the project.

An axis has `size` input cells, and `padding` more at either end. Window i covers `kernel` cells
from `i * stride - padding` on, counted from the first input cell. Free of NumPy, so that a figure
can be checked without it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Generic, SupportsIndex, TypeVar

from poolanim.errors import ParameterError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

T = TypeVar("T")

Pair = tuple[int, int]
"""(height, width), or (row, column)."""


def pair(name: str, value: object, *, minimum: int, separator: str = "x") -> Pair:
    """Read (height, width) from an int, a pair of ints, or text such as `3` or `3x2`.

    Args:
        name: the parameter's name, for the error.
        value: what the user gave.
        minimum: the least value that either number may have.
        separator: what stands between two numbers in text.

    Raises:
        ParameterError: `value` is no such thing, or a number is under `minimum`.

    Example:
        >>> pair("kernel_size", "3x2", minimum=1)
        (3, 2)
        >>> pair("kernel_size", 2, minimum=1)
        (2, 2)
    """
    numbers: Sequence[object]
    if isinstance(value, str):
        texts = re.split(rf"\s*[{separator}]\s*", value.strip().lower())
        numbers = [int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else text for text in texts]
    elif isinstance(value, list | tuple):
        numbers = value
    else:
        numbers = [value]
    if len(numbers) == 1 and separator == "x":
        numbers = [numbers[0], numbers[0]]
    whole = [
        number.__index__()
        for number in numbers
        if isinstance(number, SupportsIndex) and not isinstance(number, bool)
    ]
    if len(whole) != 2 or len(numbers) != 2:
        form = "R,C, such as 2,2" if separator == "," else "one whole number or HxW, such as 3x2"
        raise ParameterError(f"{name} is {value!r}; give {form}")
    if min(whole) < minimum:
        raise ParameterError(f"{name} is {value!r}; each number must be at least {minimum}")
    return whole[0], whole[1]


def spell(value: Pair) -> str:
    """A pair as people write it: `3` for (3, 3), `3x2` for (3, 2)."""
    return str(value[0]) if value[0] == value[1] else f"{value[0]}x{value[1]}"


class PairField(Generic[T]):
    """A dataclass field that takes what `pair` reads and gives (height, width).

    Args:
        default: the field's default: a pair, None, or nothing for a field that must be given.
        minimum: the least value that either number may have.
        separator: what stands between two numbers in text.

    Example:
        >>> @dataclass(frozen=True)
        ... class Kernel:
        ...     size: PairField[tuple[int, int]] = PairField((3, 3), minimum=1)
        >>> Kernel(), Kernel(2), Kernel("3x2")
        (Kernel(size=(3, 3)), Kernel(size=(2, 2)), Kernel(size=(3, 2)))
    """

    def __init__(self, *default: T, minimum: int, separator: str = "x") -> None:
        self.default = default
        self.minimum = minimum
        self.separator = separator

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, instance: object, owner: type) -> Pair | T:
        if instance is not None:
            value: Pair | T = instance.__dict__[self.name]
            return value
        if not self.default:  # tells dataclass that there is no default
            raise AttributeError(self.name)
        return self.default[0]

    def __set__(self, instance: object, value: int | str | Pair | T) -> None:
        if value is not None or self.default != (None,):
            value = pair(self.name, value, minimum=self.minimum, separator=self.separator)
        instance.__dict__[self.name] = value


@dataclass(frozen=True, slots=True)
class Axis:
    """The windows along one axis.

    Attributes:
        size: number of input cells.
        kernel: cells in a window.
        stride: cells from one window to the next.
        padding: cells added at either end.
    """

    size: int
    kernel: int
    stride: int
    padding: int

    @property
    def windows(self) -> int:
        """How many windows fit, which is the output's size; 0 or less where none does."""
        return (self.size + 2 * self.padding - self.kernel) // self.stride + 1

    def start(self, index: int) -> int:
        """The first cell of window `index`; negative on padding."""
        return index * self.stride - self.padding

    def clipped(self, index: int) -> Pair:
        """Window `index` as half-open input cells, without what lies on padding."""
        return max(self.start(index), 0), min(self.start(index) + self.kernel, self.size)

    def cell(self, index: int, offset: int) -> int | None:
        """The input cell at `offset` in window `index`; None on padding."""
        cell = self.start(index) + offset
        return cell if 0 <= cell < self.size else None

    def coverage(self, cell: int) -> int:
        """How many windows cover an input cell."""
        windows = map(self.clipped, range(self.windows))
        return sum(start <= cell < stop for start, stop in windows)

    def most_covered(self) -> list[int]:
        """The input cells that most windows cover."""
        counts = [self.coverage(cell) for cell in range(self.size)]
        return [cell for cell, count in enumerate(counts) if count == max(counts)]

    def cells(self, offset: int) -> slice:
        """The padded cells that stand at `offset` in their window, one for each window."""
        return slice(offset, offset + (self.windows - 1) * self.stride + 1, self.stride)


@dataclass(frozen=True, slots=True)
class Window:
    """A window in input cells, half-open."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def height(self) -> int:
        """Rows in it."""
        return self.bottom - self.top

    @property
    def width(self) -> int:
        """Columns in it."""
        return self.right - self.left

    def __contains__(self, cell: Pair) -> bool:
        return self.top <= cell[0] < self.bottom and self.left <= cell[1] < self.right

    def cells(self) -> Iterator[Pair]:
        """The window's cells, row by row."""
        for row in range(self.top, self.bottom):
            for column in range(self.left, self.right):
                yield row, column


@dataclass(frozen=True, slots=True)
class Geometry:
    """The windows over a grid, and the order in which they are scanned."""

    rows: Axis
    columns: Axis

    @classmethod
    def over(cls, shape: Pair, kernel_size: Pair, stride: Pair, padding: Pair) -> Geometry:
        """Lay windows over a grid of `shape`.

        Raises:
            ParameterError: not one window fits.

        Example:
            >>> Geometry.over((5, 5), (3, 3), (1, 1), (0, 0)).output_shape
            (3, 3)
        """
        axes = [Axis(*values) for values in zip(shape, kernel_size, stride, padding, strict=True)]
        if any(axis.windows < 1 for axis in axes):
            padded = (shape[0] + 2 * padding[0], shape[1] + 2 * padding[1])
            raise ParameterError(
                f"kernel_size is {spell(kernel_size)}, but the input with its padding is only "
                f"{padded[0]}x{padded[1]}; use a kernel_size of at most {padded[0]}x{padded[1]}"
            )
        return cls(*axes)

    @property
    def input_shape(self) -> Pair:
        """(height, width) of the input."""
        return self.rows.size, self.columns.size

    @property
    def output_shape(self) -> Pair:
        """(height, width) of the output: one cell for each window."""
        return self.rows.windows, self.columns.windows

    @property
    def padding(self) -> Pair:
        """(height, width) of the padding, on each side."""
        return self.rows.padding, self.columns.padding

    @property
    def padded_shape(self) -> Pair:
        """(height, width) of the input with its padding."""
        return self.padded().height, self.padded().width

    def scans(self) -> Iterator[Pair]:
        """The windows' output cells in scan order: row by row."""
        return self.output().cells()

    def offsets(self) -> Iterator[Pair]:
        """Places in a window, row by row."""
        return Window(0, self.rows.kernel, 0, self.columns.kernel).cells()

    def window(self, scan: Pair) -> Window:
        """The window of output cell `scan`, without what lies on padding."""
        return Window(*self.rows.clipped(scan[0]), *self.columns.clipped(scan[1]))

    def whole_window(self, scan: Pair) -> Window:
        """The window of output cell `scan`, padding included: cells there may be negative."""
        top, left = self.rows.start(scan[0]), self.columns.start(scan[1])
        return Window(top, top + self.rows.kernel, left, left + self.columns.kernel)

    def unpadded(self) -> Window:
        """The input, as one window."""
        return Window(0, self.rows.size, 0, self.columns.size)

    def output(self) -> Window:
        """The output, as one window."""
        return Window(0, self.rows.windows, 0, self.columns.windows)

    def padded(self) -> Window:
        """The input with its padding, as one window."""
        (height, width), (rows, columns) = self.input_shape, self.padding
        return Window(-rows, height + rows, -columns, width + columns)

    def cell(self, scan: Pair, offset: Pair) -> Pair | None:
        """The input cell at `offset` in the window of `scan`; None on padding."""
        row = self.rows.cell(scan[0], offset[0])
        column = self.columns.cell(scan[1], offset[1])
        return None if row is None or column is None else (row, column)

    def most_covered(self) -> list[Pair]:
        """The input cells that most windows cover, the most central ones first.

        Example:
            >>> Geometry.over((5, 5), (3, 3), (1, 1), (0, 0)).most_covered()
            [(2, 2)]
        """
        cells = product(self.rows.most_covered(), self.columns.most_covered())
        height, width = self.input_shape
        return sorted(
            cells, key=lambda cell: abs(2 * cell[0] + 1 - height) + abs(2 * cell[1] + 1 - width)
        )
