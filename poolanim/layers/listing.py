"""The cells of all windows of a plane as lists, for the terms of a trace."""

from __future__ import annotations

from functools import reduce
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from poolanim.errors import GridError
from poolanim.layers.axis import Axis
from poolanim.layers.scans import Along
from poolanim.layers.terms import Cells
from poolanim.parameters.domains import plain
from poolanim.parameters.numbers import Whole
from poolanim.parameters.several import Several
from poolanim.parameters.sizes import by
from poolanim.records import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from poolanim.layers.axis import Cell
    from poolanim.layers.batches import Array, Mask
    from poolanim.layers.geometry import Geometry
    from poolanim.layers.terms import Span


ALL = "all"
"""The channels of an image or the filters of a layer, all of them."""


def numbers(name: str, chosen: object, count: int) -> range:
    """Returns the numbers of one channel or filter, of several in a row, or of all.

    Raises:
        ParameterError: there is no such number.

    Example:
        >>> numbers("channel", 2, 64), numbers("channel", (8, 15), 64), numbers("channel", ALL, 64)
        (range(2, 3), range(8, 16), range(0, 64))
    """
    number = Several(0, count - 1, (ALL,)).check(name, plain(chosen))
    if number == ALL:
        return range(count)
    first, last = number if isinstance(number, tuple) else (number, number)
    return range(first, last + 1)


@frozen(eq=False)
class Plane:
    """The part of a batch that is traced: an image, and one of its channels or several.

    Attributes:
        image: the number of the image.
        channels: the numbers of the channels.
    """

    image: int
    channels: range

    @classmethod
    def chosen(cls, shape: tuple[int, ...], image: object, channel: object) -> Plane:
        """Returns the part of a batch of `shape` that a user chooses.

        Args:
            shape: (N, H, W, C).
            image: the number of the image.
            channel: the number of the channel, the first and the last of several, or `ALL`.

        Raises:
            GridError: the batch has no image, or no channel.
            ParameterError: there is no such image or channel.
        """
        images, *_, count = shape
        if not (images and count):
            raise GridError(f"input is {by(shape)}; give it an image and a channel")
        number = Whole(0, images - 1).check("batch_index", plain(image))
        return cls(number, numbers("channel", channel, count))

    @property
    def deep(self) -> bool:
        """Whether cells have an index for the channel, which they have if there are several."""
        return len(self.channels) > 1

    @property
    def images(self) -> range:
        """The number of the image, as a range."""
        return range(self.image, self.image + 1)

    def of(self, batch: Array) -> Array:
        """Returns a copy of the part of a batch (N, ..., C): (...), or (..., C) if deep."""
        part = batch[self.image, ..., self.channels.start : self.channels.stop]
        return np.array(part if self.deep else part[..., 0])

    def by_scan(self, arrays: Iterable[Array]) -> Array:
        """Returns the channels of arrays (1, ..., C), one array for each offset of a window.

        Returns:
            (scans, channels, offsets).
        """
        channels = slice(self.channels.start, self.channels.stop)
        kept = np.stack([array[0, ..., channels] for array in arrays], axis=-1)
        return kept.reshape(-1, *kept.shape[-2:])

    def cells(self, grid: str, shape: Cell, extent: Span, flat: Array, wanted: Mask) -> Cells:
        """Returns the chosen ones of some cells.

        Args:
            grid: the name of their grid.
            shape: of the grid without its channels.
            extent: the indices along each axis, those of padding included.
            flat: the place of each cell in an array of the extent's size. It broadcasts to the
                shape of `wanted`.
            wanted: (scans, channels, offsets), which cells are chosen.
        """
        if self.deep:
            count = len(self.channels)
            flat = flat * count + np.arange(count, dtype=np.int32)[:, np.newaxis]
            shape, extent = (*shape, count), (*extent, range(count))
        ends = np.cumsum([0, *np.count_nonzero(wanted, axis=(1, 2))])
        return Cells(grid, shape, extent, np.broadcast_to(flat, wanted.shape)[wanted], ends)


@frozen(eq=False)
class Listing:
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
        extent, flat = self.geometry.extent, flat_windows(self.geometry)
        return self.plane.cells(grid, self.geometry.input_shape, extent, flat, wanted)

    def own(self, grid: str, wanted: Mask) -> Cells:
        """Returns for each chosen cell the cell of another grid that its scan belongs to."""
        shape = self.geometry.output_shape
        flat = np.arange(prod(shape), dtype=np.int32).reshape(-1, 1, 1)
        return self.plane.cells(grid, shape, tuple(map(range, shape)), flat, wanted)

    def spans(self, covered: str, own: str) -> dict[str, tuple[Along, ...]]:
        """Returns what scans cover of the grid under the windows, and of the grid they belong to.

        Args:
            covered: the name of the grid under the windows.
            own: the name of the grid whose cells the scans belong to.
        """
        axes = list(enumerate(self.geometry.axes))
        single = enumerate(self.geometry.output_shape)
        return {
            covered: tuple(
                Along(tuple(map(axis.declared, range(len(axis.windows)))), number)
                for number, axis in axes
            ),
            own: tuple(
                Along(tuple(range(i, i + 1) for i in range(size)), number)
                for number, size in single
            ),
        }

    def covered(self) -> Mask:
        """Returns all cells of the windows, also those beyond the padding."""
        return self._which(lambda axis, index: axis.windows[index])

    def declared(self) -> Mask:
        """Returns which cells lie in the input or its padding."""
        return self._which(Axis.declared)

    def inside(self) -> Mask:
        """Returns which cells lie in the input."""
        return self._which(Axis.clipped)

    def _which(self, counted: Callable[[Axis, int], range]) -> Mask:
        masks = [np.array(axis.counting(counted)) for axis in self.geometry.axes]
        flat = _crossed(np.logical_and, masks)
        scans, _, offsets = flat.shape
        return np.broadcast_to(flat, (scans, len(self.plane.channels), offsets))


def first(wanted: Mask) -> Mask:
    """Returns the first chosen cell of each scan and channel, if there is one."""
    alone = np.zeros_like(wanted)
    np.put_along_axis(alone, wanted.argmax(axis=2)[:, :, np.newaxis], True, axis=2)
    return alone & wanted


def flat_windows(geometry: Geometry) -> Array:
    """Returns where in an array of the extent's size the cells of windows lie.

    Returns:
        (scans, 1, offsets).
    """
    extent = geometry.extent
    lines = [
        (_places(axis) - axis.extent.start) * prod(map(len, extent[number:]))
        for number, axis in enumerate(geometry.axes, start=1)
    ]
    return _crossed(np.add, lines)


def _crossed(combine: np.ufunc, arrays: list[Array]) -> Array:
    """Returns what arrays (windows, offsets), one for each axis, make of each scan and offset.

    Returns:
        (scans, 1, offsets).
    """
    count = len(arrays)
    spread = []
    for number, array in enumerate(arrays):
        shape = [1] * (2 * count)
        shape[number], shape[count + number] = array.shape
        spread.append(array.reshape(shape))
    crossed = reduce(combine, spread)
    scans = prod(crossed.shape[:count])
    return crossed.reshape(scans, 1, -1)


def _places(axis: Axis) -> Array:
    """Returns the cells of windows along an axis, (windows, offsets), short ones filled up."""
    return np.array(
        [[*window, *[window.start] * (axis.kernel - len(window))] for window in axis.windows],
        np.int32,
    )
