"""Windows one by one, for windows that are few and large.

`poolanim.layers.sliding` goes offset by offset, which is slow if a window is as large as the input.
Here each window is folded along one axis after another, so that NumPy works on long rows of memory.
A sum of more than `MANY` cells is added in another order than a trace adds it, and may differ from
it in the last bits. Gradients are added in scan order, as in a trace.
"""

from __future__ import annotations

from itertools import product
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from poolanim.layers.batches import MANY
from poolanim.layers.sliding import across, equal, only, output_shape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolanim.layers.axis import Axis
    from poolanim.layers.batches import Array
    from poolanim.layers.geometry import Geometry

MOST_WINDOWS, MOST_UNEVEN = 1, 4
"""The number of windows for each offset in a window, under which a pass goes window by window.

There may be more windows that lie unevenly, since their offsets are no views of the input.
"""


def is_coarse(geometry: Geometry) -> bool:
    """Whether windows are few and large, without gaps, and inside the input.

    Example:
        >>> from poolanim.layers.geometry import Geometry
        >>> is_coarse(Geometry.adaptive((9, 9), (1, 1)))
        True
        >>> is_coarse(Geometry.over((9, 9), (2, 2)))
        False
    """
    uneven = any(axis.stride is None for axis in geometry.axes)
    most = (MOST_UNEVEN if uneven else MOST_WINDOWS) * prod(geometry.kernel_shape)
    return prod(geometry.output_shape) < most and all(map(_is_within, geometry.axes))


def _is_within(axis: Axis) -> bool:
    return all(
        window.step == 1 and window.start >= 0 and window.stop <= axis.size
        for window in axis.windows
    )


def windows_of(geometry: Geometry) -> Iterator[tuple[tuple[int, ...], tuple[slice, ...]]]:
    """Returns for each scan in order its indices, and its cells in a batch."""
    for scan in geometry.scans():
        pairs = zip(geometry.axes, scan, strict=True)
        yield scan, (slice(None), *(_cells(axis.windows[index]) for axis, index in pairs))


def _cells(window: range) -> slice:
    return slice(window.start, window.stop)


def fold_windows(fold: np.ufunc, batch: Array, geometry: Geometry) -> Array:
    """Returns each window's cells folded by a function of two numbers.

    Up to `MANY` cells are folded one after another, as in a trace. More are folded along one axis
    after another, and their sums are float64.

    Args:
        fold: the function, such as `np.add`.
        batch: (N, ..., C).
        geometry: of coarse windows.

    Returns:
        (N, ..., C), a number for each window.

    Example:
        >>> from poolanim.layers.geometry import Geometry
        >>> batch = np.arange(6.0).reshape(1, 2, 3, 1)
        >>> fold_windows(np.maximum, batch, Geometry.adaptive((2, 3), (1, 1))).item()
        5.0
    """
    kind, many = batch.dtype.newbyteorder("="), prod(geometry.kernel_shape) > MANY
    if many and fold is np.add:
        kind = np.promote_types(kind, np.float64)
    values = np.empty(output_shape(batch.shape, geometry), kind)
    if many:
        _fold_along(fold, batch, geometry.axes, values)
    else:
        for scan, window in windows_of(geometry):
            _fold_in_order(fold, batch[window], values[across(scan)])
    return values


def _fold_along(fold: np.ufunc, batch: Array, axes: tuple[Axis, ...], values: Array) -> None:
    """Folds windows along the first of some axes, and what results along the others."""
    for index, window in enumerate(axes[0].windows):
        band = batch[:, _cells(window)]
        if others := axes[1:]:
            folded = fold.reduce(band, axis=1, dtype=values.dtype)
            _fold_along(fold, folded, others, values[:, index])
        else:
            fold.reduce(band, axis=1, out=values[:, index])


def _fold_in_order(fold: np.ufunc, window: Array, value: Array) -> None:
    """Folds a window's cells, (N, ..., C), into its value, (N, C), the last axis fastest."""
    first, *others = product(*map(range, window.shape[1:-1]))
    value[...] = window[across(first)]
    for offset in others:
        fold(value, window[across(offset)], out=value)


def add_to_all(cells: Array, grads: Array) -> None:
    """Adds the gradient of a window to all its cells.

    Args:
        cells: (N, ..., C), which are added to.
        grads: (N, C).
    """
    cells += _row(grads, cells).astype(cells.dtype, copy=False)


def add_to_extremes(cells: Array, grads: Array, window: Array, fold: np.ufunc, ties: str) -> None:
    """Adds the gradient of a window to those of its cells that equal its extreme.

    Args:
        cells: (N, ..., C), which are added to.
        grads: (N, C).
        window: the cells of the input, (N, ..., C).
        fold: `np.maximum` or `np.minimum`.
        ties: `all`, `first` or `split`, as of `MaxPool`.

    Example:
        >>> window = np.array([[3.0, 7.0], [7.0, 2.0]]).reshape(1, 2, 2, 1)
        >>> cells = np.zeros_like(window)
        >>> add_to_extremes(cells, np.array([[8.0]]), window, np.maximum, "split")
        >>> cells[0, :, :, 0]
        array([[0., 4.],
               [4., 0.]])
    """
    if ties == "first":
        cells[_first(window, fold)] += grads.astype(cells.dtype, copy=False)
        return
    masks = equal(window, _row(_total(fold, window), window))
    if ties == "split":
        counts = _total(np.add, masks.astype(np.int32))
        grads = grads / counts.astype(grads.dtype)
    cells += only(_row(grads, cells).astype(cells.dtype, copy=False), masks)


def _total(fold: np.ufunc, window: Array) -> Array:
    """Returns a window's cells, (N, ..., C), folded along all its axes: (N, C)."""
    while window.ndim > 2:
        window = fold.reduce(window, axis=1)
    return window


def _row(numbers: Array, window: Array) -> Array:
    """Returns numbers of a window, (N, C), as a row of it: (N, 1, ..., width, C).

    The row is laid out in memory, for a long operation instead of many short ones.
    """
    axes = tuple(range(1, window.ndim - 1))
    return np.repeat(np.expand_dims(numbers, axes), window.shape[-2], axis=-2)


def _first(window: Array, fold: np.ufunc) -> tuple[Array, ...]:
    """Returns where a window's extremes lie, the first of each that tie.

    Of several NaN it is the last, as in PyTorch, where each one beats the one before.

    Args:
        window: (N, ..., C).
        fold: `np.maximum` or `np.minimum`.

    Returns:
        an array of indices for each axis of the window, together of shape (N, C).
    """
    *before, width, channels = window.shape
    rows = window.reshape(before[0], -1, width, channels)
    lines = _across(rows, fold)
    values = fold.reduce(lines, axis=1)
    image, channel = np.ogrid[: before[0], :channels]
    row = _first_equal(lines.swapaxes(1, 2), values)
    column = _first_equal(rows[image, row, :, channel], values)
    places = np.unravel_index(row, before[1:]) if before[1:] else ()
    return image, *places, column, channel


def _across(window: Array, fold: np.ufunc) -> Array:
    """Returns the extremes of a window's rows, (N, height, C).

    Halves of rows are folded onto each other, since few channels make short loops otherwise.
    """
    while (width := window.shape[2]) > 1:
        half, rest = width // 2, window[:, :, width - 1 :]
        window = fold(window[:, :, :half], window[:, :, half : 2 * half])
        if width % 2:
            fold(window[:, :, :1], rest, out=window[:, :, :1])
    return window[:, :, 0]


def _first_equal(cells: Array, values: Array) -> Array:
    """Returns where along the last axis cells first equal a value, or are NaN the last time."""
    masks = equal(cells, values[..., np.newaxis])
    firsts: Array = masks.argmax(axis=-1)
    if not np.isnan(values).any():
        return firsts
    lasts = masks.shape[-1] - 1 - masks[..., ::-1].argmax(axis=-1)
    return np.where(np.isnan(values), lasts, firsts)
