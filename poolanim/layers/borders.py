"""What cells of padding hold, and where what is added to them goes in the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from poolanim.layers.correlation import CIRCULAR, REFLECT, REPLICATE, ZEROS
from poolanim.records import frozen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.layers.axis import Axis, Cell
    from poolanim.layers.batches import Array
    from poolanim.layers.geometry import Geometry


@frozen(eq=False)
class Border:
    """The padding around a grid.

    Attributes:
        sources: for each cell of a padded axis the cell of the grid whose number it holds; of a
            cell that holds 0, the cell itself, outside the grid.
        shape: of the grid.
        interior: where the grid lies in an array that has its padding too.
    """

    sources: tuple[Sequence[int], ...]
    shape: Cell
    interior: tuple[slice, ...]

    @classmethod
    def over(cls, geometry: Geometry, mode: str = ZEROS) -> Border:
        """Returns the border of what windows cover.

        Example:
            >>> from poolanim.layers.geometry import Geometry
            >>> Border.over(Geometry.over((4,), (3,), None, (2,)), "reflect").sources
            ([2, 1, 0, 1, 2, 3, 2, 1],)
        """
        axes = geometry.axes
        return cls(
            tuple(_copied(mode, axis) for axis in axes),
            geometry.input_shape,
            tuple(slice(-axis.extent.start, axis.size - axis.extent.start) for axis in axes),
        )

    @property
    def padded_shape(self) -> Cell:
        """The size of the grid with its padding."""
        return tuple(map(len, self.sources))

    @property
    def outer(self) -> Border:
        """The border of the grid with its padding, which has none."""
        shape = self.padded_shape
        return Border(tuple(map(range, shape)), shape, tuple(slice(0, size) for size in shape))

    def pad(self, batch: Array) -> Array:
        """Returns a batch (N, ..., C) with its padding."""
        inner, corner = self.known(batch)
        if inner.shape[1:-1] == self.padded_shape:
            return inner
        padded = np.zeros_like(batch, shape=(len(batch), *self.padded_shape, batch.shape[-1]))
        pairs = zip(corner, self.shape, strict=True)
        index: Any = slice(None), *(slice(start, start + size) for start, size in pairs)
        padded[index] = inner
        return padded

    def known(self, batch: Array) -> tuple[Array, Cell]:
        """Returns a batch with its padding unless that holds 0, and where in all it begins."""
        if not self._is_known:
            return batch, tuple(inner.start for inner in self.interior)
        index: Any = np.ix_(range(len(batch)), *self.sources)
        is_padded = self.padded_shape != self.shape
        return batch[index] if is_padded else batch, (0,) * len(self.shape)

    def fold(self, sums: Array) -> Array:
        """Returns the sums of a grid, once those of padding are added to the cells it copies.

        Args:
            sums: of the grid and its padding, (...) or (..., C). Padding is added row by row, as
                all cells are; what is added to cells that hold 0 is lost.
        """
        folded = sums[self.interior].copy("K")
        if self.padded_shape == self.shape or not self._is_known:
            return folded
        outside = np.ones(self.padded_shape, bool)
        outside[self.interior] = False
        places = outside.nonzero()
        pairs = zip(self.sources, places, strict=True)
        np.add.at(folded, tuple(np.array(source)[place] for source, place in pairs), sums[places])
        return folded

    def copied(self, cell: Cell) -> Cell:
        """Returns the cell whose number a cell of the grid or its padding holds, or itself.

        Args:
            cell: its indices in the grid; one for the channel may follow.
        """
        axes = zip(cell, self.sources, self.interior, strict=False)
        found = (source[index + inner.start] for index, source, inner in axes)
        return *found, *cell[len(self.shape) :]

    def folded(self, padded: Array) -> Array:
        """Returns the sums of the grids of a batch, (N, ..., C), as `fold` does those of one."""
        if self.padded_shape == self.shape:
            return padded
        images = np.moveaxis(padded, 0, -2)  # behind the axes of the grid
        return np.moveaxis(self.fold(images), -2, 0)

    @property
    def _is_known(self) -> bool:
        """Whether each cell of padding holds the number of a cell of the grid."""
        pairs = zip(self.sources, self.shape, strict=True)
        return all(min(source) >= 0 and max(source) < size for source, size in pairs)


def _copied(mode: str, axis: Axis) -> Sequence[int]:
    """Returns for each cell of a padded axis the cell whose number it holds in a mode."""
    last, size = axis.size - 1, axis.size
    if mode == REFLECT:
        return [last - abs(last - abs(cell)) for cell in axis.extent]
    if mode == REPLICATE:
        return [min(max(cell, 0), last) for cell in axis.extent]
    return [cell % size for cell in axis.extent] if mode == CIRCULAR else axis.extent
