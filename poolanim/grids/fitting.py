"""Checks whether the weights of a layer fit its input. Loads no NumPy."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from poolanim.errors import GridError, ParameterError, counted
from poolanim.files.limits import CELLS, CHANNELS, SIDE
from poolanim.parameters.sizes import by

if TYPE_CHECKING:
    from poolanim.grids.kernels import KernelShape


def check_kernel(kernel: KernelShape, channels: int, groups: int) -> None:
    """Raises PoolanimError if a kernel does not fit an input.

    Args:
        kernel: its shape.
        channels: of the input.
        groups: into how many groups the channels and the filters are divided.

    Example:
        >>> from poolanim.grids.kernels import KernelShape
        >>> check_kernel(KernelShape(3, 3, 1, 1), 3, 1)
        Traceback (most recent call last):
        ...
        poolanim.errors.GridError: kernel is for 1 channel, but the input has 3; give weights for 3
    """
    for name, count in (("channels of the input", channels), ("filters", kernel.filters)):
        if count % groups:
            raise ParameterError.about(
                "groups", groups, f"it must divide the {name}, which are {count}"
            )
    if kernel.channels != channels:
        raise GridError(
            f"kernel is for {counted(kernel.channels, 'channel')}, but the input has {channels}; "
            f"give weights for {channels}",
            field="kernel",
        )
    if max(kernel.plane) > SIDE or kernel.filters > CHANNELS:
        raise GridError(
            f"kernel is {by(kernel.plane)} with {counted(kernel.filters, 'filter')}; it must be at "
            f"most {SIDE}x{SIDE} with {CHANNELS:,}",
            field="kernel",
        )
    if prod(kernel) // groups > CELLS:
        raise GridError(
            f"kernel has {prod(kernel) // groups:,} weights; it must have at most {CELLS:,}",
            field="kernel",
        )


def check_bias(shape: tuple[int, ...], filters: int) -> None:
    """Raises GridError unless a bias is one number, or a row of one for each filter."""
    if prod(shape) != shape[-1] or shape[-1] not in (1, filters):
        due = f"a row of {filters}, one for each filter, or " if filters > 1 else ""
        raise GridError(f"bias is {by(shape)}; give {due}one number", field="bias")
