"""Writes shapes, and the places of scans in arrays, as code does."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from poolanim.records import frozen
from poolanim.scene.text.arrays import PLANE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.layers.axis import Cell
    from poolanim.layers.terms import Span
    from poolanim.parameters.sizes import Pair
    from poolanim.scene.text.arrays import Array


@frozen
class Grid:
    """An operand in sentences, which write it as `{input.shape}`, `{input.height}` and so on.

    Attributes:
        array: the array of the operand.
        padding: the padding of the array that code indexes, before and after each axis of a plane.
        sizes: the sizes of the trace's grid along the axes for which scans have indices.
    """

    array: Array
    padding: tuple[Pair, ...]
    sizes: Cell

    @property
    def height(self) -> int:
        """The number of rows."""
        return self.sizes[0]

    @property
    def width(self) -> int:
        """The number of columns."""
        return self.sizes[1]

    @property
    def count(self) -> int:
        """The number of cells of a plane."""
        return self.height * self.width

    @property
    def shape(self) -> str:
        """The shape of the array."""
        return self.array.shape(self.sizes[: len(PLANE)])

    @property
    def padded_shape(self) -> str:
        """The shape of the array with its padding."""
        return self.array.shape(self._padded[: len(PLANE)])

    @cached_property
    def _ends(self) -> tuple[Pair, ...]:
        """The padding along all axes of the grid."""
        return (*self.padding, *[(0, 0)] * (len(self.sizes) - len(PLANE)))

    @property
    def _padded(self) -> Cell:
        """The sizes of the grid with its padding."""
        sizes = zip(self.sizes, self._ends, strict=True)
        return tuple(size + before + after for size, (before, after) in sizes)

    @property
    def around(self) -> str:
        """The padding as `np.pad` takes it."""
        if self.array.layout == PLANE and len({end for ends in self.padding for end in ends}) == 1:
            return str(self.padding[0][0])
        none = dict.fromkeys(self.array.layout, (0, 0))
        return f"({self.array.in_order({**none, **dict(zip(PLANE, self.padding, strict=True))})})"

    @property
    def crop(self) -> str:
        """The index of the operand in its padded array."""
        sizes = zip(PLANE, self.sizes, self.padding, strict=False)
        inner = {axis: f"{before}:{before + size}" for axis, size, (before, _) in sizes}
        return self.array.in_order({**dict.fromkeys(self.array.layout, ":"), **inner})

    def index(self, cell: Cell) -> str:
        """Returns the index of a cell in the array that code indexes."""
        return self.array.index([sum(pair) for pair in zip(cell, self._starts, strict=True)])

    def bare_index(self, cell: Cell) -> str:
        """Returns the index of a cell in the array without padding."""
        return self.array.index([sum(pair) for pair in zip(cell, self.array.starts, strict=True)])

    def slices(self, span: Span) -> str:
        """Returns the index of a window in the array that code indexes.

        Of a single channel it has the number, and of a single row a slice.
        """
        items: list[object] = []
        for axis, cells, start, size in zip(
            self.array.axes, span, self._starts, self._wholes, strict=True
        ):
            single = axis not in PLANE and len(cells) == 1
            items.append(cells.start + start if single else _slice(cells, start, size))
        return self.array.index(items)

    def bracketed(self, span: Span) -> str:
        """Returns the index of a window in brackets; empty for all of the array."""
        return _bracketed(self.slices(span))

    @cached_property
    def _starts(self) -> list[int]:
        """The index of the grid's first cell in the array that code indexes, along each axis."""
        return [b + start for (b, _), start in zip(self._ends, self.array.starts, strict=True)]

    @cached_property
    def _wholes(self) -> list[int]:
        """The sizes of the array that code indexes, along each axis of the grid."""
        sizes = zip(self.array.axes, self._padded, strict=True)
        return [self.array.counts.get(axis, size) for axis, size in sizes]


def _bracketed(at: str) -> str:
    """Returns an index in brackets; empty for all of an array.

    Example:
        >>> _bracketed(":, :, :, 1"), _bracketed(":, 2:4"), _bracketed(":, :")
        ('[..., 1]', '[:, 2:4]', '')
    """
    if set(at.split(", ")) <= {"", ":"}:
        return ""
    return f"[{LEADING.sub('..., ', at)}]"


LEADING = re.compile("^(:, ){2,}")
"""Whole axes before others, which code leaves out."""


def _slice(cells: range, start: int, size: int) -> str:
    """Returns the cells of an axis as a slice of an array in which the first is at `start`.

    Example:
        >>> _slice(range(-1, 2), 1, 7), _slice(range(5), 0, 5)
        ('0:3', ':')
    """
    moved = _moved(cells, start)
    return ":" if moved == range(size) else sliced(moved)


def _moved(cells: range, start: int) -> range:
    return range(cells.start + start, cells.stop + start, cells.step)


def sliced(cells: range) -> str:
    """Returns cells as a slice of NumPy.

    Example:
        >>> sliced(range(1, 4)), sliced(range(0, 5, 2)), sliced(range(2, 3, 2))
        ('1:4', '0:5:2', '2:3')
    """
    step = f":{cells.step}" if cells.step > 1 and len(cells) > 1 else ""
    return f"{cells.start}:{cells.stop}{step}"


@frozen
class Place:
    """The place of a scan in an operand, which sentences write as `{input.at}` and so on.

    Attributes:
        grid: the operand.
        own: the cell that the scan belongs to; None in another operand than that of this cell.
        span: what code indexes of the window.
        window: the window without its padding.
        chosen: the cells that the value is taken from, or that get the gradient, the first first;
            after them the first cell of the window with its padding.
    """

    grid: Grid
    own: Cell | None
    span: Span
    window: Span
    chosen: Sequence[Cell]

    @cached_property
    def at(self) -> str:
        """The index of the window, or of the scan's own cell, in the array that code indexes."""
        return self.grid.slices(self.span) if self.own is None else self.grid.index(self.own)

    @property
    def part(self) -> str:
        """The same in brackets; empty for all of the array."""
        return _bracketed(self.at)

    @property
    def inside(self) -> str:
        """The index of the window in the operand."""
        array = self.grid.array
        spans = zip(self.window, array.starts, strict=True)
        return array.index([sliced(_moved(cells, start)) for cells, start in spans])

    @property
    def cell(self) -> str:
        """The index of the chosen cell in the operand."""
        return self.grid.bare_index(self.chosen[0])

    @property
    def place(self) -> str:
        """The index of the chosen cell in the array that code indexes."""
        return self.grid.index(self.chosen[0])

    @property
    def height(self) -> int:
        """The number of rows of the operand."""
        return self.grid.height

    @property
    def width(self) -> int:
        """The number of columns of the operand."""
        return self.grid.width
