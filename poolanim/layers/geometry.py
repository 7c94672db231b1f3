"""Where windows lie over a grid of any number of axes, and in which order they are scanned."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from poolanim.errors import ParameterError
from poolanim.layers.axis import Axis
from poolanim.layers.window import Window
from poolanim.parameters.sizes import both_ends, by, spell
from poolanim.records import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from poolanim.layers.axis import Cell
    from poolanim.parameters.sizes import Pair


@frozen
class Geometry:
    """The windows over a grid, and the order in which they are scanned.

    Attributes:
        axes: the windows along each axis of the grid.
    """

    axes: tuple[Axis, ...]

    @classmethod
    def over(
        cls,
        shape: Cell,
        kernel_size: Cell,
        stride: Cell | None = None,
        padding: Sequence[int | Pair] | str = (),
        dilation: Cell | None = None,
        *,
        ceil_mode: bool = False,
        crop: bool = False,
    ) -> Geometry:
        """Lays windows over a grid.

        Args:
            shape: of the grid, a number for each axis, as in all that follow.
            kernel_size: the cells of a window.
            stride: from one window to the next; None for 1.
            padding: the cells at both ends of each axis, or (before, after) it; a word; or () for
                none.
            dilation: from one cell of a window to the next; None for 1.
            ceil_mode: as of `Axis.sliding`.
            crop: as of `Axis.sliding`.

        Raises:
            ParameterError: the grid is empty, or not one window fits.

        Example:
            >>> Geometry.over((5, 5), (3, 3)).output_shape
            (3, 3)
            >>> Geometry.over((9,), (3,), (2,)).output_shape
            (4,)
        """
        check_filled(shape)
        ones = (1,) * len(shape)
        stride, dilation = stride or ones, dilation or ones
        sides: list[Pair | str] = [padding] * len(shape) if isinstance(padding, str) else []
        if not isinstance(padding, str):
            sides = [both_ends(side) for side in padding or (0,) * len(shape)]
        axes = tuple(
            Axis.sliding(*each, ceil_mode=ceil_mode, crop=crop)
            for each in zip(shape, kernel_size, stride, sides, dilation, strict=True)
        )
        if not all(axis.windows for axis in axes):
            padded = [axis.size + sum(axis.padding) for axis in axes]
            least = [(size - 1) // apart + 1 for size, apart in zip(padded, dilation, strict=True)]
            dilated = f"with dilation {spell(dilation)} it must" if dilation != ones else "it must"
            raise ParameterError.about(
                "kernel_size",
                kernel_size,
                f"{dilated} be at most {by(least)}, since the input with its padding is only "
                f"{by(padded)}",
                depends=("dilation",),
                spelled=spell,
            )
        return cls(axes)

    @classmethod
    def adaptive(cls, shape: Cell, output_size: Cell) -> Geometry:
        """Lays `output_size` windows over a grid of `shape`, so that they cover it.

        Raises:
            ParameterError: the grid is empty.
        """
        check_filled(shape)
        return cls(tuple(map(Axis.adaptive, shape, output_size)))

    @property
    def rows(self) -> Axis:
        """The windows along the rows of a plane."""
        return self.axes[0]

    @property
    def columns(self) -> Axis:
        """The windows along the columns of a plane."""
        return self.axes[1]

    @property
    def input_shape(self) -> Cell:
        """The size of the input along each axis."""
        return tuple(axis.size for axis in self.axes)

    @property
    def extent(self) -> tuple[range, ...]:
        """The indices along each axis of the input, those of padding included."""
        return tuple(axis.extent for axis in self.axes)

    @property
    def output_shape(self) -> Cell:
        """The size of the output along each axis: one cell for each window."""
        return tuple(len(axis.windows) for axis in self.axes)

    @property
    def repeats(self) -> bool:
        """Whether windows of different output cells start at the same cell of an axis."""
        return any(axis.repeats for axis in self.axes)

    @property
    def kernel_shape(self) -> Cell:
        """The number of cells of the largest window along each axis."""
        return tuple(axis.kernel for axis in self.axes)

    def scans(self) -> Iterator[Cell]:
        """Returns the output cells in scan order, the last axis fastest."""
        return product(*map(range, self.output_shape))

    def lengths(self, counted: Callable[[Axis, int], range]) -> list[list[int]]:
        """Returns for each axis how many cells of each window count.

        Args:
            counted: the cells that count of a window along an axis, by its index.

        Example:
            >>> Geometry.over((2, 3), (2, 2), (1, 1), (0, 1)).lengths(Axis.clipped)
            [[2], [1, 2, 2, 1]]
        """
        return [
            [len(counted(axis, index)) for index in range(len(axis.windows))] for axis in self.axes
        ]

    def counts(self, counted: Callable[[Axis, int], range]) -> list[list[int]]:
        """Returns how many cells of each window over a plane count.

        Example:
            >>> Geometry.over((2, 3), (2, 2), (1, 1), (0, 1)).counts(Axis.clipped)
            [[2, 4, 4, 2]]
        """
        rows, columns = self.lengths(counted)
        return [[row * column for column in columns] for row in rows]

    def bounds(self, scan: Cell) -> list[int]:
        """Returns the ends of the window of output cell `scan` along each axis in the input.

        Example:
            >>> Geometry.over((5, 5), (3, 3)).bounds((0, 2))
            [0, 3, 2, 5]
        """
        windows = (axis.clipped(i) for axis, i in zip(self.axes, scan, strict=True))
        return [end for window in windows for end in (window.start, window.stop)]

    def window(self, scan: Cell) -> Window:
        """Returns the window of output cell `scan`, without what lies outside the input."""
        return Window.of(self.rows.clipped(scan[0]), self.columns.clipped(scan[1]))

    def whole_window(self, scan: Cell) -> Window:
        """Returns the whole window of output cell `scan`, whose cells may be negative."""
        return Window.of(self.rows.windows[scan[0]], self.columns.windows[scan[1]])

    def reaches(self, scan: Cell) -> bool:
        """Whether the window of output cell `scan` has cells outside the input."""
        return any(
            len(axis.clipped(index)) < len(axis.windows[index])
            for axis, index in zip(self.axes, scan, strict=True)
        )

    def dropped(self) -> list[Window]:
        """Returns the first windows that ceil mode drops, below the others and right of them."""
        rows, columns = self.rows.windows[0], self.columns.windows[0]
        dropped = (self.rows.dropped, columns), (rows, self.columns.dropped)
        return [Window.of(*pair) for pair in dropped if None not in pair]

    def coverage(self) -> list[list[int]]:
        """Returns how many windows over a plane cover each cell of the input.

        Example:
            >>> Geometry.over((2, 3), (1, 2)).coverage()
            [[1, 2, 1], [1, 2, 1]]
        """
        rows, columns = ([axis.coverage(cell) for cell in range(axis.size)] for axis in self.axes)
        return [[row * column for column in columns] for row in rows]

    def most_covered(self) -> list[Pair]:
        """Returns the input cells that most windows cover, the most central ones first.

        Example:
            >>> Geometry.over((5, 5), (3, 3)).most_covered()
            [(2, 2)]
        """
        cells = product(self.rows.most_covered(), self.columns.most_covered())
        height, width = self.input_shape
        return sorted(
            cells, key=lambda cell: abs(2 * cell[0] + 1 - height) + abs(2 * cell[1] + 1 - width)
        )


def check_filled(shape: Cell) -> None:
    """Raises ParameterError if a grid of this shape has no cell."""
    if 0 in shape:
        raise ParameterError(f"the input is {by(shape)}; give it a row and a column")
