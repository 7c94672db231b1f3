"""The places in a grid that the terms of scans are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from poolanim.layers.scans import Along
from poolanim.layers.terms import Cells
from poolanim.records.tuples import NamedTuple

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from poolanim.layers.batches import Array
    from poolanim.layers.borders import Border


class Operand(NamedTuple):
    """An array of a pass.

    Attributes:
        name: of its grid.
        array: the numbers, in the type in which they are computed.
    """

    name: str
    array: Array

    def padded(self, border: Border) -> Operand:
        """Returns a grid (H, W) or (H, W, C) with its padding, (H, W, C)."""
        height, width, *_ = self.array.shape
        return Operand(self.name, border.pad(self.array.reshape(1, height, width, -1))[0])


class Side(NamedTuple):
    """An axis of a grid.

    Attributes:
        size: of the grid along it.
        extent: the indices along it, those of padding included.
        along: what the scans cover.
    """

    size: int
    extent: range
    along: Along

    @classmethod
    def whole(cls, size: int) -> Side:
        """Returns an axis that each scan covers from end to end."""
        return cls(size, range(size), Along((range(size),)))

    @classmethod
    def single(cls, size: int, axis: int) -> Side:
        """Returns an axis of which each scan covers the cell of its own index along `axis`."""
        return cls(size, range(size), Along(tuple(range(i, i + 1) for i in range(size)), axis))


class Places(NamedTuple):
    """The places in a grid that the terms of scans are about.

    Attributes:
        sides: the axes of the grid.
        flat: (scans, n), the places in an array of the extent's size; -1 for none.
    """

    sides: tuple[Side, ...]
    flat: NDArray[np.int32]

    @property
    def spans(self) -> tuple[Along, ...]:
        """What the scans cover along each axis."""
        return tuple(side.along for side in self.sides)

    def cells(self, grid: str) -> Cells:
        """Returns the places as cells of a grid of this name."""
        scans, count = self.flat.shape
        shape, extent, _ = zip(*self.sides, strict=True)
        return Cells(grid, shape, extent, self.flat.ravel(), np.arange(scans + 1) * count)

    def of(self, array: Array) -> Array:
        """Returns the numbers at the places, (scans, n), of an array of the extent's size."""
        numbers: Array = array.reshape(-1)[self.flat]
        return numbers

    def repeated(self, count: int) -> Places:
        """Returns the one place of each scan so many times."""
        return self._replace(flat=self.flat.repeat(count, axis=1))

    def among(self, before: int, after: int) -> Places:
        """Returns these places between so many terms of each scan that are of no cell."""
        ends = (0, 0), (before, after)
        return self._replace(flat=np.pad(self.flat, ends, constant_values=-1))
