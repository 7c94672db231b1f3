"""The passes of a convolution as products of matrices.

The cells of windows are copied into a matrix with a row for each window, a part of the windows at a
time, so that it stays in the cache. Grids of few channels are laid out channel by channel before,
so that what is copied lies in long rows of memory.
"""

from __future__ import annotations

from itertools import product
from math import gcd, prod
from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import as_strided

from poolanim.records import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from poolanim.layers.axis import Cell
    from poolanim.layers.batches import Array
    from poolanim.layers.borders import Border
    from poolanim.layers.geometry import Geometry

    Part = tuple[slice, slice]

PART_BYTES = 2**20
"""The size of the matrix of a part of the windows."""
COPY_BYTES = 2**18
"""The size of the images that are laid out together, at most, unless one alone is larger."""
FEW = 16
"""The number of channels of a group, under which they are laid out one by one."""


@frozen(eq=False)
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

    def gather(self, covered: Array, kernel: Array, bias: Array | None) -> Array:
        """Returns own cells, each the sum of its window's cells times the kernel, and of a bias.

        Args:
            covered: the grid under the windows.
            kernel: the weights.
            bias: (F,); None for none.
        """
        matrix = kernel.reshape(-1, kernel.shape[3])
        last = np.zeros(matrix.shape[1]) if bias is None else bias
        return self._grouped(self._gather, covered, np.vstack([matrix, last.astype(matrix.dtype)]))

    def scatter(self, own: Array, kernel: Array) -> Array:
        """Returns covered cells, each the sum of own cells times the weights that join them."""
        return self._grouped(self._scatter, own, kernel.reshape(-1, kernel.shape[3]))

    def weigh(self, covered: Array, own: Array, kernel: Cell) -> Array:
        """Returns for each weight the sum of the covered and own cells that it joins, multiplied.

        Args:
            covered: the grid under the windows.
            own: a cell for each window.
            kernel: the shape of the kernel.
        """
        return self._grouped(self._weigh, covered, own).reshape(kernel)

    def _gather(self, covered: Array, weights: Array) -> Array:
        shape = len(covered), *self.geometry.output_shape, weights.shape[1]
        own = np.empty(shape, covered.dtype)
        for images in _together(covered):
            columns, made = Columns.of(covered[images], self.border, self.geometry), own[images]
            for part, cells in columns.filled(ones=1):
                np.matmul(cells, weights, out=made[part].reshape(len(cells), -1))
        return own

    def _scatter(self, own: Array, weights: Array) -> Array:
        channels = len(weights) // prod(self.geometry.kernel_shape)
        padded = np.zeros((len(own), *self.border.padded_shape, channels), own.dtype)
        columns = Columns.of(padded, self.border.outer, self.geometry)
        for part, cells in columns.emptied():
            np.matmul(own[part].reshape(len(cells), -1), weights.T, out=cells)
        columns.into(padded)
        return self.border.folded(padded)

    def _weigh(self, covered: Array, own: Array) -> Array:
        columns = Columns.of(covered, self.border, self.geometry)
        sums = np.zeros((columns.width, own.shape[3]), own.dtype)
        for part, cells in columns.filled():
            sums += cells.T @ own[part].reshape(len(cells), -1)
        return sums

    def _grouped(self, call: Callable[[Array, Array], Array], *arrays: Array) -> Array:
        """Returns what a pass makes of two arrays, group by group of their last axes."""
        if self.groups == 1:
            return call(*arrays)
        parts = (np.split(array, self.groups, axis=-1) for array in arrays)
        return np.concatenate(list(map(call, *parts)), axis=-1)


def _together(batch: Array) -> Iterator[slice]:
    """Yields images that are laid out together. Their copies then take each other's memory."""
    step = max(COPY_BYTES // max(batch[:1].nbytes, 1), 1)
    return (slice(first, first + step) for first in range(0, len(batch), step))


@frozen(eq=False)
class Columns:
    """The cells of windows over a padded grid as matrices, one for each part of the windows.

    A matrix has a row for each window, and a column for each offset in it and each channel. A part
    is a slice of the images, and one of the rows of windows.

    Attributes:
        grid: (phases, N, H, W, C): in each phase the columns of the padded grid that lie a stride
            apart, channel by channel in memory. If there are many channels, one phase with all
            columns in their own order.
        geometry: the windows.
    """

    grid: Array
    geometry: Geometry

    @classmethod
    def of(cls, batch: Array, border: Border, geometry: Geometry) -> Columns:
        """Returns the cells over a batch, (N, H, W, C), and its border."""
        if batch.shape[3] >= FEW:
            return cls(border.pad(batch)[np.newaxis], geometry)
        phases, (height, width) = geometry.columns.stride or 1, border.padded_shape
        shape = phases, batch.shape[3], len(batch), height, -(-width // phases)
        columns = cls(np.zeros(shape, batch.dtype).transpose(0, 2, 3, 4, 1), geometry)
        for phase, copy in columns._phases(*border.known(batch)):
            copy[...] = phase
        return columns

    def into(self, padded: Array) -> None:
        """Writes the grid to the padded batch that it was made of, if it is a copy."""
        if self._is_planar:
            for phase, copy in self._phases(padded, (0, 0)):
                phase[...] = copy

    @property
    def width(self) -> int:
        """The number of columns of a matrix."""
        width: int = self.grid.shape[4] * prod(self.geometry.kernel_shape)
        return width

    def filled(self, ones: int = 0) -> Iterator[tuple[Part, Array]]:
        """Returns the parts and their matrices, with so many columns of ones at the end."""
        offsets = self._offsets()
        for part, cells, matrix in self._parts(ones):
            for columns, each in offsets:
                cells[:, columns] = each[:, :, *part]
            matrix[:, self.width :] = 1
            yield part, matrix

    def emptied(self) -> Iterator[tuple[Part, Array]]:
        """Returns the parts and their matrices, and adds what is written to these to the grid."""
        offsets = self._offsets()
        for part, cells, matrix in self._parts():
            yield part, matrix
            for columns, each in offsets:
                added = cells[:, columns]
                for offset in np.ndindex(each.shape[:2]):  # one by one, since they share cells
                    each[(*offset, *part)] += added[offset]

    @property
    def _is_planar(self) -> bool:
        return bool(self.grid.shape[4] < FEW)

    def _phases(self, batch: Array, corner: Cell) -> Iterator[tuple[Array, Array]]:
        """Returns each phase of a batch, and where its copy lies.

        Args:
            batch: (N, H, W, C).
            corner: the row and the column of the padded grid where it begins.
        """
        count, (top, left) = len(self.grid), corner
        for first in range(count):
            start, number = divmod(left + first, count)
            phase = batch[:, :, first::count]
            bottom, right = top + phase.shape[1], start + phase.shape[2]
            yield phase, self.grid[number][:, top:bottom, start:right]

    def _offsets(self) -> list[tuple[slice, Array]]:
        """Returns for each phase which columns of a window lie in it, and the cells there.

        Returns:
            The cells are (rows of a window, those columns of it, N, rows, columns, C), views.
        """
        count, (rows, columns) = len(self.grid), self.geometry.axes
        down, step = rows.windows[0].step, columns.windows[0].step
        apart = count // gcd(count, step)  # from one column of a window in a phase to the next
        every, across = step * apart // count, (columns.stride or 1) // count  # in cells of a phase
        found = []
        for first in range(min(apart, columns.kernel)):
            start, phase = divmod(first * step, count)
            cells = self.grid[phase, :, :, start:]
            image, row, column, channel = cells.strides
            window = rows.kernel, (columns.kernel - 1 - first) // apart + 1
            shape = *window, len(cells), *self.geometry.output_shape, cells.shape[3]
            strides = (
                *(down * row, every * column),
                *(image, (rows.stride or 1) * row, across * column, channel),
            )
            found.append((slice(first, None, apart), as_strided(cells, shape, strides)))
        return found

    def _parts(self, ones: int = 0) -> Iterator[tuple[Part, Array, Array]]:
        """Returns the parts, room for their cells, and this room as a matrix.

        Returns:
            The room for a part is (rows of a window, columns of it, N, rows, columns, C).
        """
        (images, channels), window = self.grid.shape[1::3], self.geometry.kernel_shape
        (rows, columns), width = self.geometry.output_shape, self.width + ones
        most = max(PART_BYTES // (columns * width * self.grid.itemsize), 1)  # rows
        step = max(most // rows, 1)
        room = np.empty(min(most, rows * images) * columns * width, self.grid.dtype)
        for first, row in product(range(0, images, step), range(0, rows, most)):
            part = slice(first, min(first + step, images)), slice(row, min(row + most, rows))
            counts = *(each.stop - each.start for each in part), columns
            cells = room[: prod(counts) * width]
            if self._is_planar:
                matrix = cells.reshape(width, -1).T
                shaped = matrix.T[: self.width].reshape(*window, channels, *counts)
                yield part, shaped.transpose(0, 1, 3, 4, 5, 2), matrix
            else:
                matrix = cells.reshape(-1, width)
                shaped = matrix[:, : self.width].reshape(*counts, *window, channels)
                yield part, shaped.transpose(3, 4, 0, 1, 2, 5), matrix
