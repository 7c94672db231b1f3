"""The passes of a convolution as products of matrices, one for each offset of the kernel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from poolanim.layers.sliding import transposed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolanim.layers.axis import Cell
    from poolanim.layers.batches import Array
    from poolanim.layers.borders import Border
    from poolanim.layers.geometry import Geometry


@dataclass(frozen=True, slots=True, eq=False)
class Products:
    """The windows over a grid, whose cells are multiplied with a kernel.

    Arrays are `covered`, (N, H, W, C), the grid under the windows; `own`, (N, rows, columns, F),
    with a cell for each window; and `kernel`, (height, width, C / groups, F).

    Attributes:
        geometry: the windows.
        border: of the covered grid.
        groups: into how many groups both kinds of channels are divided.
    """

    geometry: Geometry
    border: Border
    groups: int

    def gather(self, covered: Array, kernel: Array) -> Array:
        """Returns own cells, each the sum of its window's cells times the kernel."""
        padded, (*_, count) = self.border.pad(covered), kernel.shape
        own = np.zeros((len(covered), *self.geometry.output_shape, count), covered.dtype)
        for under, each, weights in self._groups(padded, own, kernel):
            for cells, matrix in zip(transposed(under, self.geometry), weights, strict=True):
                each += cells @ matrix
        return own

    def scatter(self, own: Array, kernel: Array) -> Array:
        """Returns covered cells, each the sum of own cells times the weights that join them."""
        shape = len(own), *self.border.padded_shape, kernel.shape[2] * self.groups
        padded = np.zeros(shape, own.dtype)
        for under, each, weights in self._groups(padded, own, kernel):
            for cells, matrix in zip(transposed(under, self.geometry), weights, strict=True):
                cells += each @ matrix.T
        return np.stack([self.border.fold(image) for image in padded])

    def weigh(self, covered: Array, own: Array, kernel: Cell) -> Array:
        """Returns for each weight the sum of the covered and own cells that it joins, multiplied.

        Args:
            covered: the grid under the windows.
            own: a cell for each window.
            kernel: the shape of the kernel.
        """
        padded, sums = self.border.pad(covered), np.zeros(kernel, own.dtype)
        for under, each, weights in self._groups(padded, own, sums):
            for cells, matrix in zip(transposed(under, self.geometry), weights, strict=True):
                matrix += np.tensordot(cells, each, ((0, 1, 2), (0, 1, 2)))
        return sums

    def _groups(
        self, padded: Array, own: Array, kernel: Array
    ) -> Iterator[tuple[Array, Array, Array]]:
        """Returns of each group its part of the grids, and its matrix for each offset."""
        *_, depth, count = kernel.shape
        each = count // self.groups
        for group in range(self.groups):
            mine = slice(group * each, (group + 1) * each)
            under = padded[..., group * depth : (group + 1) * depth]
            yield under, own[..., mine], kernel.reshape(-1, depth, count)[..., mine]
