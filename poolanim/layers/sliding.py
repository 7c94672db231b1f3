"""Passes that go window by window, for windows that are few and large.

`poolanim.layers.layer` goes offset by offset: it is fast for many small windows, and slow where a
window is as large as the input. There, the rows of a window are folded first and its columns then,
so that NumPy works on long rows of memory. A sum of more than `MANY` cells is added in another
order than a trace adds it, and may differ from it in the last bits. Gradients are added in scan
order, as in a trace.
"""

from __future__ import annotations

from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from poolanim.layers.axis import Axis
    from poolanim.layers.geometry import Geometry

    Array = NDArray[Any]

MANY = 128
"""Sums of more cells are summed up as float64, as the error grows with them."""
MOST_WINDOWS, MOST_UNEVEN = 1, 4
"""Windows for each place in a window, under which a pass goes window by window.

Windows that lie unevenly may be more, as their offsets are no views of the input.
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
    (height, width), (rows, columns) = geometry.kernel_shape, geometry.output_shape
    uneven = geometry.rows.stride is None or geometry.columns.stride is None
    most = (MOST_UNEVEN if uneven else MOST_WINDOWS) * height * width
    few = rows * columns < most
    return few and all(map(_is_within, (geometry.rows, geometry.columns)))


def _is_within(axis: Axis) -> bool:
    return all(
        window.step == 1 and window.start >= 0 and window.stop <= axis.size
        for window in axis.windows
    )


def cells_of(window: range) -> slice:
    """A window's cells as a slice."""
    return slice(window.start, window.stop)


def folded(fold: np.ufunc, batch: Array, geometry: Geometry) -> Array:
    """Returns each window's cells, folded by a function of two numbers.

    Up to `MANY` cells are folded one after another, as in a trace. Of more, rows are folded first;
    sums of these are float64.

    Args:
        fold: the function, such as `np.add`.
        batch: (N, H, W, C).
        geometry: of coarse windows.

    Returns:
        (N, H_out, W_out, C).

    Example:
        >>> from poolanim.layers.geometry import Geometry
        >>> batch = np.arange(6.0).reshape(1, 2, 3, 1)
        >>> folded(np.maximum, batch, Geometry.adaptive((2, 3), (1, 1))).item()
        5.0
    """
    kind, many = batch.dtype.newbyteorder("="), prod(geometry.kernel_shape) > MANY
    if many and fold is np.add:
        kind = np.promote_types(kind, np.float64)
    values = np.empty((len(batch), *geometry.output_shape, batch.shape[3]), kind)
    for i, rows in enumerate(geometry.rows.windows):
        bands = batch[:, cells_of(rows)]
        if many:
            bands = fold.reduce(bands, axis=1, dtype=kind, keepdims=True)
        for j, columns in enumerate(geometry.columns.windows):
            value, window = values[:, i, j], bands[:, :, cells_of(columns)]
            if many:
                fold.reduce(window[:, 0], axis=1, out=value)
            else:
                _fold_in_order(fold, window, value)
    return values


def _fold_in_order(fold: np.ufunc, window: Array, value: Array) -> None:
    """Fold a window's cells, (N, height, width, C), row by row into its value, (N, C)."""
    first, *others = product(*map(range, window.shape[1:3]))
    value[...] = window[:, first[0], first[1]]
    for row, column in others:
        fold(value, window[:, row, column], out=value)


def windows_of(geometry: Geometry) -> Iterator[tuple[int, int, tuple[slice, slice, slice]]]:
    """For each scan in order its row and column of the output, and its cells in a batch."""
    for i, rows in enumerate(geometry.rows.windows):
        for j, columns in enumerate(geometry.columns.windows):
            yield i, j, (slice(None), cells_of(rows), cells_of(columns))


def add_to_all(cells: Array, grads: Array) -> None:
    """Add to all cells of a window its gradient.

    Args:
        cells: (N, height, width, C), which are added to.
        grads: (N, C).
    """
    cells += _row(grads, cells.shape[2]).astype(cells.dtype, copy=False)


def add_to_extremes(cells: Array, grads: Array, window: Array, fold: np.ufunc, ties: str) -> None:
    """Add the gradient of a window to those of its cells that equal its extreme.

    Args:
        cells: (N, height, width, C), which are added to.
        grads: (N, C).
        window: what is pooled, (N, height, width, C).
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
    width = window.shape[2]
    values = fold.reduce(fold.reduce(window, axis=1), axis=1)
    masks = equal(window, _row(values, width))
    if ties == "split":
        counts = np.add.reduce(np.add.reduce(masks, axis=1, dtype=np.int32), axis=1)
        grads = grads / counts.astype(grads.dtype)
    cells += only(_row(grads, width).astype(cells.dtype, copy=False), masks)


def _row(numbers: Array, width: int) -> Array:
    """Numbers of a window, (N, C), as a row of it: (N, 1, width, C).

    It stands in memory as the row does, for a long operation instead of many short ones.
    """
    return np.repeat(numbers[:, np.newaxis, np.newaxis], width, axis=2)


def _first(window: Array, fold: np.ufunc) -> tuple[Array, Array, Array, Array]:
    """Image, row, column and channel of a window's extremes, the first of each that tie.

    Of several NaN it is the last, as in PyTorch, where each one beats the one before.

    Args:
        window: (N, height, width, C).
        fold: `np.maximum` or `np.minimum`.

    Returns:
        four arrays that index the window, together of shape (N, C).
    """
    lines = _across(window, fold)
    values = fold.reduce(lines, axis=1)
    image, channel = np.ogrid[: window.shape[0], : window.shape[3]]
    row = _first_equal(lines.swapaxes(1, 2), values)
    line = window[image, row, :, channel]
    return image, row, _first_equal(line, values), channel


def _across(window: Array, fold: np.ufunc) -> Array:
    """The extremes of a window's rows, (N, height, C).

    Halves of rows are folded, as long as there are two: few channels make short loops otherwise.
    """
    while (width := window.shape[2]) > 1:
        half, rest = width // 2, window[:, :, width - 1 :]
        window = fold(window[:, :, :half], window[:, :, half : 2 * half])
        if width % 2:
            fold(window[:, :, :1], rest, out=window[:, :, :1])
    return window[:, :, 0]


def _first_equal(cells: Array, values: Array) -> Array:
    """Where along the last axis cells first equal a value, or are NaN for the last time."""
    masks = equal(cells, values[..., np.newaxis])
    firsts: Array = masks.argmax(axis=-1)
    if not np.isnan(values).any():
        return firsts
    lasts = masks.shape[-1] - 1 - masks[..., ::-1].argmax(axis=-1)
    return np.where(np.isnan(values), lasts, firsts)


def equal(cells: Array, value: Array) -> NDArray[np.bool_]:
    """Where cells equal a value, NaN being equal to NaN."""
    same: NDArray[np.bool_] = cells == value
    no_number = np.isnan(value)
    return same | (np.isnan(cells) & no_number) if no_number.any() else same


def only(array: Array, mask: NDArray[np.bool_]) -> Array:
    """The array where a mask holds, and 0 elsewhere."""
    if array.dtype.itemsize > np.dtype(np.int64).itemsize:
        return np.where(mask, array, 0)
    # As whole numbers: 0 times infinity or NaN is 0 then, and it is faster than `np.where`.
    bits = array.view(f"i{array.dtype.itemsize}") * mask
    return bits.view(array.dtype)
