"""Reads the weights of a layer, or makes them to measure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from poolanim.errors import counted
from poolanim.grids.fitting import check_bias
from poolanim.grids.kernels import KERNELS
from poolanim.grids.reading import read_grid
from poolanim.grids.signed import random_bias, random_kernel
from poolanim.grids.sources import ONES, is_read
from poolanim.parameters.sizes import by

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from poolanim.grids.kernels import KernelShape
    from poolanim.grids.spec import GridSpec

    Grid = NDArray[np.float64]


class Weights(NamedTuple):
    """The weights of a layer.

    Attributes:
        weight: the kernel, with four axes in the order of the layer's class; (height, width) if it
            has one channel and one filter, and was not read with four axes.
        bias: (filters,); None for none.
        shape: of the kernel.
        layout: the order in which the axes of a kernel of four were read; empty for others.
    """

    weight: Grid
    bias: Grid | None
    shape: KernelShape
    layout: str

    @property
    def reading(self) -> str:
        """How a kernel of four axes was read; empty for others.

        Example:
            >>> from poolanim.grids.kernels import KernelShape
            >>> Weights(np.ones((3, 3, 1, 2)), None, KernelShape(3, 3, 1, 2), "oihw").reading
            'kernel read as OIHW: 2 filters of 1 channel, 3x3'
        """
        if not self.layout:
            return ""
        parts = counted(self.shape.filters, "filter"), counted(self.shape.channels, "channel")
        return f"kernel read as {self.layout.upper()}: {' of '.join(parts)}, {by(self.shape.plane)}"

    @classmethod
    def of(cls, spec: GridSpec, channels: int) -> Weights:
        """Returns the weights of a figure's layer.

        Args:
            spec: the figure.
            channels: of its input.

        Raises:
            PoolanimError: they cannot be read, or do not fit each other or the input.
        """
        grid = None
        if is_read(spec.kernel, "kernel"):
            grid = read_grid("kernel", spec.kernel)
        shape = spec.made_kernel(channels) if grid is None else spec.read_kernel(grid.shape)
        spec.check_weights(shape, channels)
        weight = made_kernel(spec, shape) if grid is None else arranged(spec, grid)
        bias = bias_of(spec, shape.filters)
        layout = spec.kernel_order if grid is not None and grid.ndim == 4 else ""
        if not layout and shape.channels == shape.filters == 1:
            weight = weight[:, :, 0, 0]
        return cls(weight[::-1, ::-1] if spec.flip else weight, bias, shape, layout)


def arranged(spec: GridSpec, grid: Grid) -> Grid:
    """Returns a kernel that is read with its axes in the order of the layer's class."""
    own, order = spec.entry.kernel_layout, spec.kernel_order
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


def bias_of(spec: GridSpec, filters: int) -> Grid | None:
    """Returns the bias of a figure, (filters,); None for none."""
    if spec.bias is None:
        return None
    if is_read(spec.bias, "bias"):
        row = read_grid("bias", spec.bias)
        check_bias(row.shape, filters)
        return np.broadcast_to(row.ravel(), filters)
    return np.ones(filters) if spec.bias == ONES else random_bias(filters, spec.seed)
