"""What cells of padding hold, and where what is added to them goes in the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from poolanim.layers.correlation import CIRCULAR, REFLECT, REPLICATE, ZEROS

if TYPE_CHECKING:
    from poolanim.layers.axis import Cell
    from poolanim.layers.batches import Array
    from poolanim.layers.geometry import Geometry


@dataclass(frozen=True, slots=True, eq=False)
class Border:
    """The padding around a grid.

    Attributes:
        sources: for each cell of a padded axis the cell of the grid whose number it holds; of a
            cell that holds 0, the cell itself, outside the grid.
        shape: of the grid.
        interior: where the grid lies in an array that has its padding too.
    """

    sources: tuple[tuple[int, ...], ...]
    shape: Cell
    interior: tuple[slice, ...]

    @classmethod
    def over(cls, geometry: Geometry, mode: str = ZEROS) -> Border:
        """Returns the border of what windows cover.

        Example:
            >>> from poolanim.layers.geometry import Geometry
            >>> Border.over(Geometry.over((4,), (3,), None, (2,)), "reflect").sources
            ((2, 1, 0, 1, 2, 3, 2, 1),)
        """
        axes = geometry.axes
        return cls(
            tuple(tuple(_copied(mode, cell, axis.size) for cell in axis.extent) for axis in axes),
            geometry.input_shape,
            tuple(slice(-axis.extent.start, axis.size - axis.extent.start) for axis in axes),
        )

    @property
    def padded_shape(self) -> Cell:
        """The size of the grid with its padding."""
        return tuple(map(len, self.sources))

    def pad(self, batch: Array) -> Array:
        """Returns a batch (N, ..., C) with its padding."""
        if self.padded_shape == self.shape:
            return batch
        index: Any
        if self._is_known:
            index = np.ix_(range(len(batch)), *self.sources)
            copied: Array = batch[index]
            return copied
        padded = np.zeros_like(batch, shape=(len(batch), *self.padded_shape, batch.shape[-1]))
        index = slice(None), *self.interior
        padded[index] = batch
        return padded

    def fold(self, sums: Array) -> Array:
        """Returns the sums of a grid, once those of padding are added to the cells it copies.

        Args:
            sums: of the grid and its padding, (...) or (..., C). Padding is added row by row, as
                all cells are; what is added to cells that hold 0 is lost.
        """
        folded = sums[self.interior].copy()
        if self.padded_shape == self.shape or not self._is_known:
            return folded
        outside = np.ones(self.padded_shape, bool)
        outside[self.interior] = False
        places = outside.nonzero()
        pairs = zip(self.sources, places, strict=True)
        np.add.at(folded, tuple(np.array(source)[place] for source, place in pairs), sums[places])
        return folded

    @property
    def _is_known(self) -> bool:
        """Whether each cell of padding holds the number of a cell of the grid."""
        pairs = zip(self.sources, self.shape, strict=True)
        return all(0 <= cell < size for source, size in pairs for cell in source)


def _copied(mode: str, cell: int, size: int) -> int:
    """Returns the cell of an axis of some size whose number a cell of its padding holds."""
    if mode == REFLECT:
        return size - 1 - abs(size - 1 - abs(cell))
    if mode == REPLICATE:
        return min(max(cell, 0), size - 1)
    return cell % size if mode == CIRCULAR else cell
