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
from poolanim.layers.sliding import across, output_shape

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
