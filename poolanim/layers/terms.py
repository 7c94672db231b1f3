"""What a pass adds to which cells: the terms that a layer gives to its trace."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from poolanim.layers.batches import silently
from poolanim.records import frozen
from poolanim.records.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Self

    from numpy.typing import NDArray

    from poolanim.layers.axis import Cell
    from poolanim.layers.batches import Array, Mask
    from poolanim.layers.borders import Border

Span = tuple[range, ...]
"""The indices along each axis of a grid."""


@frozen(eq=False)
class Cells:
    """Cells of a grid and its padding in one list, those of one scan after those of another.

    Attributes:
        grid: the name of the grid.
        shape: of the grid.
        extent: the indices along each axis, those of padding included.
        flat: (n,), the places of the cells in an array of the extent's size; -1 for a term that
            comes from no cell of the grid.
        ends: (scans + 1,), where the cells of each scan end in the list, after a 0.
    """

    grid: str
    shape: Cell
    extent: Span
    flat: NDArray[np.int32]
    ends: NDArray[np.intp]

    def __post_init__(self) -> None:
        self.flat.flags.writeable = self.ends.flags.writeable = False

    @property
    def padded_shape(self) -> Cell:
        """The size of the grid with its padding."""
        return tuple(map(len, self.extent))

    @property
    def interior(self) -> tuple[slice, ...]:
        """Where the grid lies in an array that has its padding too."""
        sizes = zip(self.extent, self.shape, strict=True)
        return tuple(slice(-span.start, size - span.start) for span, size in sizes)

    @property
    def inside(self) -> Mask:
        """Which of the cells lie in the grid itself, and not in its padding: (n,)."""
        inside = np.ones(self.flat.shape, bool)
        for axis, size in zip(self.indices(), self.shape, strict=True):
            inside &= (axis >= 0) & (axis < size)
        return inside

    def indices(self, part: slice = slice(None)) -> tuple[NDArray[np.intp], ...]:
        """Returns the indices of some cells of the list, an array for each axis."""
        places = np.unravel_index(np.maximum(self.flat[part], 0), self.padded_shape)
        return tuple(place + span.start for place, span in zip(places, self.extent, strict=True))

    def part(self, scan: int) -> slice:
        """Returns which part of the list is of one scan."""
        return slice(int(self.ends[scan]), int(self.ends[scan + 1]))

    def of(self, scan: int) -> Iterator[Cell]:
        """Returns the cells of one scan, one after another."""
        return zip(*(axis.tolist() for axis in self.indices(self.part(scan))), strict=True)


class Finish(Protocol):
    """Turns the sums of terms into values."""

    def __call__(self, sums: Array) -> Array:
        """Returns the values.

        Args:
            sums: a number for each cell; an axis of images may come before, and one of channels
                after those of the cells.

        Returns:
            an array of the shape and the type of `sums`.
        """
        ...

    def __getitem__(self, index: slice | Cell) -> Self:
        """Returns the finish of some cells by their first indices, or of one cell by all."""
        ...


class Term(NamedTuple):
    """A number that one scan adds to one cell, or puts in place of what it holds.

    Attributes:
        to: the grid and the cell that it goes to.
        of: the grids and the cells that it comes from.
        amount: the number.
    """

    to: tuple[str, Cell]
    of: tuple[tuple[str, Cell], ...]
    amount: Any


@frozen(eq=False)
class Terms:
    """What the scans of a pass add to one grid, or write to it, scan after scan.

    Attributes:
        to: the cells that are added to.
        of: the cells that the terms come from, those of one grid after those of another.
        amounts: (n,), the numbers.
        kind: the type of the grid once its sums are finished.
        start: the number that each cell has before the first scan.
        border: where the sums of padding go once all terms are added; None if they are lost.
        finish: what becomes of the sums; None if they stay as they are.
        replace: whether a term takes the place of what its cell holds, instead of being added.
    """

    to: Cells
    of: tuple[Cells, ...]
    amounts: Array
    kind: np.dtype[Any]
    start: float = 0.0
    border: Border | None = None
    finish: Finish | None = None
    replace: bool = False

    def __post_init__(self) -> None:
        self.amounts.flags.writeable = False

    @property
    def finishes(self) -> bool:
        """Whether something becomes of the sums after the last scan."""
        return self.finish is not None or self.border is not None

    @cached_property
    @silently
    def totals(self) -> Array:
        """(n,), what the cell of each term holds once the term is added, or has taken its place.

        The terms of a cell are added one after another in the type of the amounts, so this is what
        every sum of the trace, and every picture of it, is made of.
        """
        if self.replace:
            return self.amounts
        order = self.to.flat.argsort(kind="stable")
        amounts, cells = self.amounts[order], self.to.flat[order]
        (starts,) = np.diff(cells, prepend=-1).nonzero()
        counts = np.diff(starts, append=cells.size)
        sums = amounts.copy()
        sums[starts] += np.array(self.start, sums.dtype)
        if len(starts) < counts.max(initial=0):  # few cells with many terms
            for start, count in zip(starts.tolist(), counts.tolist(), strict=True):
                own = sums[start : start + count]
                np.add.accumulate(own, out=own)
        else:
            for turn in range(1, counts.max(initial=0)):  # the second terms of all cells, ...
                places = starts[counts > turn] + turn
                sums[places] += sums[places - 1]
        totals = np.empty_like(sums)
        totals[order] = sums
        totals.flags.writeable = False
        return totals

    def of_scan(self, scan: int) -> Iterator[Term]:
        """Returns the terms of one scan, one after another."""
        part = self.to.part(scan)
        origins = [
            [
                (cells.grid, cell) if flat >= 0 else None
                for flat, cell in zip(cells.flat[part].tolist(), cells.of(scan), strict=True)
            ]
            for cells in self.of
        ]
        amounts = self.amounts[part].tolist()
        for to, *of, amount in zip(self.to.of(scan), *origins, amounts, strict=True):
            yield Term((self.to.grid, to), tuple(filter(None, of)), amount)

    @property
    def padded(self) -> Array:
        """The sums of the grid and its padding after the last scan."""
        sums = np.full(self.to.padded_shape, self.start, self.amounts.dtype)
        sums.reshape(-1)[self.to.flat] = self.totals  # of equal cells the last stays
        return sums

    @property
    @silently
    def inner(self) -> Array:
        """The sums of the grid without padding after the last scan."""
        sums = self.padded
        return sums[self.to.interior] if self.border is None else self.border.fold(sums)

    @silently
    def grid(self) -> Array:
        """Returns the grid without padding after the last scan, once its sums are finished."""
        inner = self.inner
        values = inner if self.finish is None else self.finish(inner)
        return np.array(values, self.kind)
