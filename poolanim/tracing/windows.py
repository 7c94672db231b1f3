"""The cells of all windows as lists, for the scans of a trace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from poolanim.tracing.record import Cells, Listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from poolanim.layers.axis import Axis, Pair
    from poolanim.layers.geometry import Geometry
    from poolanim.tracing.record import Array, Spans

    Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Plane:
    """The part of a batch that is traced: an image, and one of its channels or all.

    Attributes:
        image: the number of the image.
        channels: the numbers of the channels.
        deep: whether cells have an index for the channel, which they have if all are traced.
    """

    image: int
    channels: range
    deep: bool

    def of(self, batch: Array) -> Array:
        """Returns a copy of the part of a batch (N, H, W, C): (H, W), or (H, W, C) if deep."""
        part = batch[self.image, :, :, self.channels.start : self.channels.stop]
        return np.array(part if self.deep else part[:, :, 0])

    def by_scan(self, arrays: Iterable[Array]) -> Array:
        """Returns the part of arrays (N, H_out, W_out, C), one for each offset of a window.

        Returns:
            (scans, channels, offsets).
        """
        channels = slice(self.channels.start, self.channels.stop)
        kept = np.stack([array[self.image, :, :, channels] for array in arrays], axis=-1)
        return kept.reshape(-1, *kept.shape[2:])


@dataclass(frozen=True, slots=True, eq=False)
class Windows:
    """The windows of all scans over a plane.

    A choice of their cells is a mask (scans, channels, offsets).

    Attributes:
        geometry: where the windows lie.
        plane: the channels.
    """

    geometry: Geometry
    plane: Plane

    def cells(self, grid: str, wanted: Mask) -> Cells:
        """Returns the chosen cells of the windows over a grid, scan after scan."""
        rows, columns = self.geometry.rows, self.geometry.columns
        lines, places = (_places(axis) - axis.extent.start for axis in (rows, columns))
        lines *= len(columns.extent)
        flat = lines[:, np.newaxis, :, np.newaxis] + places[:, np.newaxis, :]
        extent = rows.extent, columns.extent
        return self._chosen(grid, self.geometry.input_shape, extent, flat, wanted)

    def own(self, grid: str, wanted: Mask) -> Cells:
        """Returns for each chosen cell the cell of another grid that its scan belongs to."""
        height, width = shape = self.geometry.output_shape
        flat = np.arange(height * width, dtype=np.int32)
        return self._chosen(grid, shape, (range(height), range(width)), flat, wanted)

    def listed(self, grid: str, wanted: Mask | None) -> Listed | None:
        """Returns the chosen cells with their ends; None without a choice."""
        return None if wanted is None else Listed(ends(wanted), self.cells(grid, wanted))

    def spans(self, covered: str, own: str) -> dict[str, Spans]:
        """Returns what scans cover of the grid under the windows, and their own cells' spans."""
        axes = self.geometry.rows, self.geometry.columns
        height, width = self.geometry.output_shape
        rows, columns = (tuple(map(axis.declared, range(len(axis.windows)))) for axis in axes)
        single = [tuple(range(i, i + 1) for i in range(size)) for size in (height, width)]
        return {covered: (rows, columns), own: (single[0], single[1])}

    def covered(self) -> Mask:
        """Returns all cells of the windows, also those beyond the padding."""
        rows, columns = self.geometry.rows, self.geometry.columns
        return self._both(*(_which(axis, axis.windows.__getitem__) for axis in (rows, columns)))

    def declared(self) -> Mask:
        """Returns which cells lie in the input or its padding."""
        rows, columns = self.geometry.rows, self.geometry.columns
        return self._both(*(_which(axis, axis.declared) for axis in (rows, columns)))

    def inside(self) -> Mask:
        """Returns which cells lie in the input."""
        rows, columns = self.geometry.rows, self.geometry.columns
        return self._both(*(_which(axis, axis.clipped) for axis in (rows, columns)))

    def _both(self, rows: Mask, columns: Mask) -> Mask:
        both = rows[:, np.newaxis, :, np.newaxis] & columns[np.newaxis, :, np.newaxis, :]
        scans, offsets = len(rows) * len(columns), rows.shape[1] * columns.shape[1]
        flat = both.reshape(scans, 1, offsets)
        return np.broadcast_to(flat, (scans, len(self.plane.channels), offsets))

    def _chosen(
        self, grid: str, shape: Pair, extent: tuple[range, range], flat: Array, wanted: Mask
    ) -> Cells:
        """Cells by their places in a plane, of all scans, and of all offsets or alike for them."""
        flat = flat.reshape(len(wanted), 1, -1)
        deep = self.plane.channels
        if self.plane.deep:
            flat = flat * len(deep) + np.arange(len(deep), dtype=np.int32)[:, np.newaxis]
        chosen = np.broadcast_to(flat, wanted.shape)[wanted]
        if self.plane.deep:
            return Cells(grid, (*shape, len(deep)), (*extent, deep), chosen)
        return Cells(grid, shape, extent, chosen)


def ends(wanted: Mask) -> NDArray[np.intp]:
    """Returns where the chosen cells of each scan end in a list of all, after a 0: (scans + 1,)."""
    counts = np.count_nonzero(wanted, axis=(1, 2))
    return np.concatenate([[0], np.cumsum(counts)])


def first(wanted: Mask) -> Mask:
    """Returns the first chosen cell of each scan and channel, if there is one."""
    alone = np.zeros_like(wanted)
    np.put_along_axis(alone, wanted.argmax(axis=2)[:, :, np.newaxis], True, axis=2)
    return alone & wanted


def _places(axis: Axis) -> NDArray[np.int32]:
    """The cells of windows along an axis, (windows, offsets); the first repeated at the end."""
    return np.array(
        [[*window, *[window.start] * (axis.kernel - len(window))] for window in axis.windows],
        np.int32,
    )


def _which(axis: Axis, counted: Callable[[int], range]) -> Mask:
    """The offsets of each window whose cells count: (windows, offsets)."""
    windows = enumerate(axis.windows)
    return np.array(
        [
            [*(cell in counted(index) for cell in window), *[False] * (axis.kernel - len(window))]
            for index, window in windows
        ],
        bool,
    )
