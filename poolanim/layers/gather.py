"""Backward passes cell by cell of the input, each of which gathers gradients of the output."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from poolanim.layers.axis import Axis
from poolanim.layers.geometry import Geometry

if TYPE_CHECKING:
    from poolanim.layers.batches import Array


def covering(geometry: Geometry) -> Geometry:
    """Returns a window for each cell of the input: the output cells whose windows cover it.

    Example:
        >>> covering(Geometry.over((4,), (3,))).axes[0].windows
        (range(0, 1), range(0, 2), range(0, 2), range(1, 2))
    """
    return Geometry(
        tuple(
            Axis(len(axis.windows), tuple(map(axis.covering, range(axis.size))))
            for axis in geometry.axes
        )
    )


def gathering(geometry: Geometry) -> Geometry:
    """Returns windows over stuffed gradients, one for each cell of the input of a convolution.

    Args:
        geometry: the windows of the convolution.

    Example:
        >>> gathering(Geometry.over((5,), (3,), (2,))).axes[0].windows[:3]
        (range(-2, 1), range(-1, 2), range(0, 3))
    """
    return Geometry(tuple(map(_gathering, geometry.axes)))


def _gathering(axis: Axis) -> Axis:
    window, stride = axis.windows[0], axis.stride or 1
    reach = window[-1] - window.start
    size = (len(axis.windows) - 1) * stride + 1
    starts = range(axis.padding[0] - reach, axis.padding[0] - reach + axis.size)
    windows = tuple(range(start, start + reach + 1, window.step) for start in starts)
    return Axis(size, windows, (max(0, -starts[0]), max(0, windows[-1].stop - size)), 1)


def stuffed(grads: Array, geometry: Geometry) -> Array:
    """Returns gradients, (rows, columns, F), with zeros between them where the stride is over 1.

    Args:
        grads: of the output of a convolution.
        geometry: its windows.
    """
    sizes = (axis.size for axis in gathering(geometry).axes)
    array = np.zeros((*sizes, grads.shape[2]), grads.dtype)
    rows, columns = (slice(None, None, axis.stride) for axis in geometry.axes)
    array[rows, columns] = grads
    return array


def flipped(kernel: Array, groups: int) -> Array:
    """Returns a kernel turned by half a turn, for a convolution from its filters to its channels.

    Args:
        kernel: (height, width, C / groups, F).
        groups: into how many groups channels and filters are divided.

    Returns:
        (height, width, F / groups, C).
    """
    height, width, depth, count = kernel.shape
    parts = kernel[::-1, ::-1].reshape(height, width, depth, groups, count // groups)
    return parts.transpose(0, 1, 4, 3, 2).reshape(height, width, count // groups, groups * depth)
