"""Writes shapes, and the places of scans in arrays, as code does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from poolanim.grids.layouts import in_order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.layers.axis import Cell
    from poolanim.layers.terms import Span
    from poolanim.parameters.sizes import Pair
    from poolanim.tracing.record import Trace


@dataclass(frozen=True, slots=True)
class Naming:
    """Writes indices and shapes in the order of the axes of the user's arrays.

    Attributes:
        trace: the trace, with the layout of the arrays.
        channel: the index of the channel.
    """

    trace: Trace
    channel: int

    def index(self, items: Sequence[object]) -> str:
        """Returns the index of cells.

        Args:
            items: an index or a slice for each axis of a plane.
        """
        rows, columns = items
        return self.in_order(self.trace.batch_index, rows, columns, self.channel)

    def shape(self, plane: Cell) -> str:
        """Returns the shape of an array whose images and channels have this shape."""
        images, channels = self.trace.batch_shape
        height, width = plane
        return self.in_order(images, height, width, channels)

    def in_order(self, image: object, rows: object, columns: object, channel: object) -> str:
        """Returns the items of all axes."""
        items = in_order(self.trace.layout, n=image, h=rows, w=columns, c=channel)
        return ", ".join(map(str, items))


@dataclass(frozen=True, slots=True)
class Grid:
    """An operand in sentences, which write it as `{input.shape}`, `{input.height}` and so on.

    Attributes:
        naming: writes indices and shapes.
        padding: the padding of the array that code indexes, before and after each axis.
        plane: the shape of the operand in one channel.
    """

    naming: Naming
    padding: tuple[Pair, ...]
    plane: Cell

    @property
    def height(self) -> int:
        """The number of rows."""
        return self.plane[0]

    @property
    def width(self) -> int:
        """The number of columns."""
        return self.plane[1]

    @property
    def shape(self) -> str:
        """The shape of the array."""
        return self.naming.shape(self.plane)

    @property
    def padded_shape(self) -> str:
        """The shape of the array with its padding."""
        return self.naming.shape(self.padded)

    @property
    def padded(self) -> Cell:
        """The shape of a channel with its padding."""
        sizes = zip(self.plane, self.padding, strict=True)
        return tuple(size + before + after for size, (before, after) in sizes)

    @property
    def around(self) -> str:
        """The padding as `np.pad` takes it."""
        (top, bottom), (left, right) = self.padding
        if self.naming.trace.layout == "hw" and top == bottom == left == right:
            return str(top)
        rows, columns = self.padding
        return f"({self.naming.in_order('(0, 0)', rows, columns, '(0, 0)')})"

    @property
    def crop(self) -> str:
        """The index of the operand in its padded array."""
        sizes = zip(self.plane, self.padding, strict=True)
        rows, columns = (f"{before}:{before + size}" for size, (before, _) in sizes)
        return self.naming.in_order(":", rows, columns, ":")

    def index(self, cell: Cell) -> str:
        """Returns the index of a cell in the array that code indexes."""
        ends = zip(cell, self.padding, strict=True)
        return self.naming.index([place + before for place, (before, _) in ends])

    def slices(self, span: Span) -> str:
        """Returns the index of a window in the array that code indexes."""
        return self.naming.index(
            [
                _slice(cells, before, size)
                for cells, (before, _), size in zip(span, self.padding, self.padded, strict=True)
            ]
        )


def _slice(cells: range, padding: int, size: int) -> str:
    """Returns the cells of an axis as a slice of an array with padding before them.

    Example:
        >>> _slice(range(-1, 2), 1, 7), _slice(range(5), 0, 5)
        ('0:3', ':')
    """
    shifted = range(cells.start + padding, cells.stop + padding, cells.step)
    return ":" if shifted == range(size) else sliced(shifted)


def sliced(cells: range) -> str:
    """Returns cells as a slice of NumPy.

    Example:
        >>> sliced(range(1, 4)), sliced(range(0, 5, 2)), sliced(range(2, 3, 2))
        ('1:4', '0:5:2', '2:3')
    """
    step = f":{cells.step}" if cells.step > 1 and len(cells) > 1 else ""
    return f"{cells.start}:{cells.stop}{step}"


@dataclass(frozen=True, slots=True)
class Place(Grid):
    """An operand with the place of a scan, which sentences write as `{input.at}` and so on.

    Attributes:
        own: the cell that the scan belongs to; None in another operand than that of this cell.
        span: what code indexes of the window.
        window: the window without its padding.
        chosen: the cells that the value is taken from, or that get the gradient, the first first;
            after them the first cell of the window with its padding.
    """

    own: Cell | None
    span: Span
    window: Span
    chosen: Sequence[Cell]

    @property
    def at(self) -> str:
        """The index of the window, or of the scan's own cell, in the array that code indexes."""
        return self.slices(self.span) if self.own is None else self.index(self.own)

    @property
    def inside(self) -> str:
        """The index of the window in the operand."""
        return self.naming.index(list(map(sliced, self.window)))

    @property
    def cell(self) -> str:
        """The index of the chosen cell in the operand."""
        return self.naming.index(self.chosen[0])

    @property
    def place(self) -> str:
        """The index of the chosen cell in the array that code indexes."""
        return self.index(self.chosen[0])
