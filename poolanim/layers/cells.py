"""Cells of grids in lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from poolanim.layers.axis import Cell

Span = tuple[range, ...]
"""The indices along each axis of a grid."""


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Cells of a grid and its padding, in one list.

    Attributes:
        grid: the name of the grid.
        shape: of the grid.
        extent: the indices along each axis, those of padding included.
        flat: (n,), the places of the cells in an array of the extent's size; -1 for a term that
            comes from no cell of the grid.
    """

    grid: str
    shape: Cell
    extent: Span
    flat: NDArray[np.int32]

    def __post_init__(self) -> None:
        self.flat.flags.writeable = False

    @property
    def padded_shape(self) -> Cell:
        """The size of the grid with its padding."""
        return tuple(map(len, self.extent))

    @property
    def interior(self) -> tuple[slice, ...]:
        """Where the grid lies in an array that has its padding too."""
        sizes = zip(self.extent, self.shape, strict=True)
        return tuple(slice(-span.start, size - span.start) for span, size in sizes)

    def indices(self, part: slice = slice(None)) -> tuple[NDArray[np.intp], ...]:
        """Returns the indices of some cells, an array for each axis."""
        places = np.unravel_index(np.maximum(self.flat[part], 0), self.padded_shape)
        return tuple(place + span.start for place, span in zip(places, self.extent, strict=True))

    def part(self, part: slice) -> Iterator[Cell]:
        """Returns some of the cells, one after another."""
        return zip(*(axis.tolist() for axis in self.indices(part)), strict=True)

    @property
    def inside(self) -> NDArray[np.bool_]:
        """Which of the cells lie in the grid itself, and not in its padding: (n,)."""
        inside = np.ones(self.flat.shape, bool)
        for axis, size in zip(self.indices(), self.shape, strict=True):
            inside &= (axis >= 0) & (axis < size)
        return inside


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """Some cells of each scan.

    Attributes:
        ends: (scans + 1,), where the cells of each scan end, after a 0.
        cells: those of all scans.
    """

    ends: NDArray[np.intp]
    cells: Cells

    def __post_init__(self) -> None:
        self.ends.flags.writeable = False

    def of(self, scan: int) -> tuple[Cell, ...]:
        """Returns the cells of a scan."""
        return tuple(self.cells.part(slice(int(self.ends[scan]), int(self.ends[scan + 1]))))
