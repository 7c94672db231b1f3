"""Reads the weights of a layer, or makes them to measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from poolanim.errors import counted
from poolanim.grids.fitting import check_bias
from poolanim.grids.kernels import KERNELS, KernelShape
from poolanim.grids.layouts import listed
from poolanim.grids.reading import read_grid
from poolanim.grids.signed import random_bias, random_kernel
from poolanim.grids.sources import ONES, is_read
from poolanim.parameters.sizes import by
from poolanim.records.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from poolanim.grids.spec import GridSpec
    from poolanim.parameters.sizes import Pair

    Grid = NDArray[np.float64]


class Weights(NamedTuple):
    """The weights of a layer.

    Attributes:
        weight: the kernel, with four axes in the order of the layer's class; (height, width) if it
            has one channel and one filter, and was not read with four axes.
        bias: (filters,); None for none.
        shape: of the kernel.
        layout: the order in which the axes of a kernel of four were read; empty for others.
        notes: how a kernel of four axes was read, and what was left out of tables.
    """

    weight: Grid
    bias: Grid | None
    shape: KernelShape
    layout: str
    notes: tuple[str, ...]

    @classmethod
    def of(cls, spec: GridSpec, plane: Pair, channels: int) -> Weights:
        """Returns the weights of a figure's layer.

        Args:
            spec: the figure.
            plane: (height, width) of its input.
            channels: of its input.

        Raises:
            PoolanimError: they cannot be read, or do not fit each other or the input.
        """
        layout, notes, others = "", [], None
        if is_read(spec.kernel, "kernel"):
            grid, own, note = read_grid("kernel", spec.kernel)
            order = spec.kernel_layout or own or spec.kernel_order
            shape = spec.read_kernel(grid.shape, order)
            layout, notes = order if grid.ndim == 4 else "", [note]
            if layout and not (spec.kernel_layout or own):
                others = spec.other_orders(grid.shape, channels)
            weight = arranged(grid, order, spec.entry.kernel_layout)
        else:
            shape = spec.made_kernel(plane, channels)
            weight = made_kernel(spec, shape)
        spec.check_weights(shape, channels)
        bias, note = bias_of(spec, shape.filters)
        if not layout and shape.channels == shape.filters == 1:
            weight = weight[:, :, 0, 0]
        weight = weight[::-1, ::-1] if spec.flip else weight
        notes += [reading(shape, layout, others), note]
        return cls(weight, bias, shape, layout, tuple(filter(None, notes)))


def reading(shape: KernelShape, layout: str, others: Sequence[str] | None = None) -> str:
    """Returns how a kernel of four axes was read, and how to choose; an empty text for others.

    Args:
        shape: of the kernel.
        layout: the order of its axes; empty if it has not four.
        others: the other orders in which it would fit; None if the order was given.

    Example:
        >>> reading(KernelShape(3, 3, 1, 2), "oihw")
        'kernel read as OIHW: 2 filters of 1 channel, 3x3'
        >>> reading(KernelShape(3, 3, 1, 2), "oihw", ["iohw"])[50:]
        'it fits as IOHW too; give kernel_layout for another order'
    """
    if not layout:
        return ""
    parts = counted(shape.filters, "filter"), counted(shape.channels, "channel")
    read = f"kernel read as {layout.upper()}: {' of '.join(parts)}, {by(shape.plane)}"
    if others is None:
        return read
    fits = f"; it fits as {listed([order.upper() for order in others])} too" if others else ""
    return f"{read}{fits}; give kernel_layout for another order"


def arranged(grid: Grid, order: str, own: str) -> Grid:
    """Returns a kernel that is read, in one order, with its axes in that of the layer's class."""
    if grid.ndim < 4:
        return np.atleast_2d(grid)[:, :, np.newaxis, np.newaxis]
    return grid.transpose([order.index(axis) for axis in own])


def made_kernel(spec: GridSpec, shape: KernelShape) -> Grid:
    """Returns a kernel that is made to measure, in the order of the layer's class."""
    size = shape.weight_shape(spec.entry.kernel_layout, spec.group_count)
    if spec.kernel in KERNELS:
        rows = np.array(KERNELS[str(spec.kernel)], np.float64)
        return np.broadcast_to(rows[:, :, np.newaxis, np.newaxis], size)
    return np.ones(size) if spec.kernel == ONES else random_kernel(size, spec.seed)


def bias_of(spec: GridSpec, filters: int) -> tuple[Grid | None, str]:
    """Returns the bias of a figure, (filters,), or None, and a note of how it was read."""
    if spec.bias is None:
        return None, ""
    if is_read(spec.bias, "bias"):
        row, _, note = read_grid("bias", spec.bias)
        check_bias(row.shape, filters)
        return np.broadcast_to(row.ravel(), filters), note
    return np.ones(filters) if spec.bias == ONES else random_bias(filters, spec.seed), ""
