"""Windows over arrays, offset by offset, for windows that are many and small.

A rule of a layer sees the windows transposed: for each offset in a window it gets the array of the
cells that stand there, one for each window. So the loop is over the offsets of one window, however
many windows there are. Arrays have an axis of images, those of the geometry, and one of channels.
"""

from __future__ import annotations

from functools import cached_property, reduce
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from poolanim.layers.axis import Axis
from poolanim.layers.batches import nearest, spanned, wide
from poolanim.records import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from poolanim.layers.batches import Array, Mask
    from poolanim.layers.geometry import Geometry
    from poolanim.layers.terms import Finish

PART_BYTES = 2**17
"""The size of a part of the output that stays in the cache."""


@frozen(eq=False)
class Windows:
    """The windows of some rows of the output, over some images of a batch.

    Attributes:
        geometry: where all windows lie.
        images: the numbers of the images in the batch.
        rows: the indices of the windows along the first axis.
        finish: what becomes of the sums of these windows; None if they stay as they are.
        cells: for each offset in a window, the last axis fastest, the cells that stand there, one
            for each window: (N, rows, ..., C). Outside the input they hold the padding value.
    """

    geometry: Geometry
    images: range
    rows: range
    finish: Finish | None
    cells: Sequence[Array]

    @classmethod
    def over(
        cls,
        batch: Array,
        geometry: Geometry,
        images: range,
        finish: Finish | None,
        padding_value: float,
    ) -> Windows:
        """Returns all windows over some images.

        Args:
            batch: those images alone, (N, ..., C).
            geometry: where the windows lie.
            images: the numbers of the images in the batch.
            finish: what becomes of the sums of all windows.
            padding_value: what cells outside the input hold.
        """
        if (shape := padded_shape(batch.shape, geometry)) != batch.shape:
            padded = np.full_like(batch, nearest(padding_value, batch.dtype), shape=shape)
            padded[interior(geometry)] = batch
            batch = padded
        rows = range(geometry.output_shape[0])
        return cls(geometry, images, rows, finish, transposed(batch, geometry))

    @cached_property
    def inside(self) -> list[Mask]:
        """For each offset, which of the cells lie in the input: (rows, ..., 1)."""
        first, *others = self.geometry.axes
        counting = [axis.counting(Axis.clipped) for axis in others]
        masks = [np.array(each).T for each in (first.counting(Axis.clipped, self.rows), *counting)]
        return [reduce(np.logical_and.outer, each)[..., np.newaxis] for each in product(*masks)]

    def parts(self) -> Iterator[Windows]:
        """Returns the windows in parts of so few rows that what is computed stays in the cache."""
        size = max(self.cells[0][:, :1].nbytes, 1)
        step = max(PART_BYTES // size, 1)
        for start in range(0, len(self.rows), step):
            part = slice(start, start + step)
            cells = [each[:, part] for each in self.cells]
            finish = self.finish and self.finish[part]
            yield Windows(self.geometry, self.images, self.rows[part], finish, cells)

    def finished(self, sums: Array) -> Array:
        """Returns the values of the windows, (N, rows, ..., C), from their sums."""
        return sums if self.finish is None else self.finish(sums)


def folded(fold: np.ufunc, terms: Sequence[Array]) -> Array:
    """Returns some arrays folded one after another; sums of many are float64."""
    first, *others = terms
    total = (wide(first, len(terms)) if fold is np.add else first).copy()
    for term in others:
        fold(total, term, out=total)
    return total


def firsts(masks: Sequence[Mask]) -> list[Mask]:
    """Returns for each mask where it is the first that holds."""
    open_ = np.ones_like(masks[0])
    found = []
    for mask in masks:
        found.append(mask & open_)
        open_ ^= found[-1]
    return found


def transposed(padded: Array, geometry: Geometry) -> list[Array]:
    """Returns for each offset the cells that stand there: views, where windows lie evenly."""
    arrays = [padded]
    for number, axis in enumerate(geometry.axes, start=1):
        before = (slice(None),) * number
        places = [axis.places(offset) for offset in range(axis.kernel)]
        arrays = [array[(*before, place)] for array in arrays for place in places]
    return arrays


def accumulate(
    padded: Array,
    geometry: Geometry,
    rows: range,
    amounts: Sequence[Array],
    masks: Sequence[Mask] | None,
) -> None:
    """Adds to each cell the amounts of all windows, in scan order.

    A cell stands at an earlier offset in a later window, so the order from the last offset to the
    first is the scan order; unless windows of different scans start alike.

    Args:
        padded: the gradient of the input with its padding, which is added to.
        geometry: where the windows lie.
        rows: the indices of the windows along the first axis.
        amounts: what is added at each offset.
        masks: where it is added; None for everywhere.
    """

    def delta(number: int) -> Array:
        amount = amounts[number] if masks is None else only(amounts[number], masks[number])
        return amount.astype(padded.dtype, copy=False)

    order = range(len(amounts) - 1, -1, -1)
    if all(axis.stride is not None for axis in geometry.axes):
        cells = transposed(padded, geometry)
        for number in order:
            cells[number][:, spanned(rows)] += delta(number)
        return
    first, *others = (
        [np.arange(size)[axis.places(offset)] for offset in range(axis.kernel)]
        for axis, size in zip(geometry.axes, padded.shape[1:-1], strict=True)
    )
    offsets = list(product([places[spanned(rows)] for places in first], *others))
    if not geometry.repeats:
        for number in order:
            padded[across(np.ix_(*offsets[number]))] += delta(number)
        return
    deltas = [delta(number) for number in range(len(amounts))]
    for scan in product(range(len(rows)), *map(range, geometry.output_shape[1:])):
        for number in order:
            cell = across(places[i] for places, i in zip(offsets[number], scan, strict=True))
            padded[cell] += deltas[number][across(scan)]


def output_shape(shape: tuple[int, ...], geometry: Geometry) -> tuple[int, ...]:
    """Returns the shape of the output of a batch of `shape`."""
    return shape[0], *geometry.output_shape, shape[-1]


def padded_shape(shape: tuple[int, ...], geometry: Geometry) -> tuple[int, ...]:
    """Returns the shape of a batch with its padding, and with the place that `places` adds."""
    sizes = (len(axis.extent) + (axis.stride is None) for axis in geometry.axes)
    return shape[0], *sizes, shape[-1]


def interior(geometry: Geometry) -> tuple[slice, ...]:
    """Returns which part of a padded batch is the input."""
    axes = geometry.axes
    return slice(None), *(slice(a.padding[0], a.padding[0] + a.size) for a in axes)


def across(index: Iterable[Any]) -> tuple[Any, ...]:
    """Returns what indexes a cell, or cells, in every image."""
    return slice(None), *index


def equal(cells: Array, value: Array) -> Mask:
    """Returns where cells equal a value, NaN being equal to NaN."""
    same: Mask = cells == value
    no_number = np.isnan(value)
    return same | (np.isnan(cells) & no_number) if no_number.any() else same


def only(array: Array, mask: Mask) -> Array:
    """Returns the array where a mask holds, and 0 elsewhere."""
    if array.dtype.itemsize > np.dtype(np.int64).itemsize:
        return np.where(mask, array, 0)
    # As whole numbers: 0 times infinity or NaN is 0 then, and it is faster than `np.where`.
    bits = array.view(f"i{array.dtype.itemsize}") * mask
    return bits.view(array.dtype)
