"""Checks whether the weights of a layer fit its input. Loads no NumPy."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from poolanim.errors import ParameterError, counted
from poolanim.files.limits import CELLS, CHANNELS, SIDE
from poolanim.parameters.sizes import by

if TYPE_CHECKING:
    from poolanim.grids.kernels import KernelShape


def check_kernel(kernel: KernelShape, channels: int, groups: int, *, read: bool = False) -> None:
    """Raises ParameterError if a kernel does not fit an input.

    Args:
        kernel: its shape.
        channels: of the input.
        groups: into how many groups the channels and the filters are divided.
        read: whether the kernel is read, so that its axes may have another order.

    Example:
        >>> from poolanim.grids.kernels import KernelShape
        >>> check_kernel(KernelShape(3, 3, 3, 4), 3, 2)
        Traceback (most recent call last):
        ...
        poolanim.errors.ParameterError: groups is 2, but the input has 3 channels; give a divisor \
of 3
    """
    for owner, thing, count in (
        ("input", "channel", channels),
        ("kernel", "filter", kernel.filters),
    ):
        if count % groups:
            raise ParameterError(
                f"groups is {groups}, but the {owner} has {counted(count, thing)}; give "
                f"{f'a divisor of {count}' if count > 1 else '1'}",
                field="groups",
                given=groups,
            )
    if kernel.channels != channels:
        ordered = read and kernel[2:] != (1, 1)  # a kernel of two axes has one of both
        other = ", or kernel_layout for another order of its axes" if ordered else ""
        raise ParameterError(
            f"kernel is for {counted(kernel.channels, 'channel')}, but the input has "
            f"{channels}; give weights for {channels}{other}",
            field="kernel",
        )
    if max(kernel.plane) > SIDE or kernel.filters > CHANNELS:
        raise ParameterError(
            f"kernel is {by(kernel.plane)} with {counted(kernel.filters, 'filter')}; it must be at "
            f"most {SIDE}x{SIDE} with {CHANNELS:,}",
            field="kernel",
        )
    if prod(kernel) // groups > CELLS:
        raise ParameterError(
            f"kernel has {prod(kernel) // groups:,} weights; it must have at most {CELLS:,}",
            field="kernel",
        )


def check_bias(shape: tuple[int, ...], filters: int) -> None:
    """Raises ParameterError unless a bias is one number, or a row of one for each filter."""
    if prod(shape) != shape[-1] or shape[-1] not in (1, filters):
        due = f"a row of {filters}, one for each filter, or " if filters > 1 else ""
        raise ParameterError(f"bias is {by(shape)}; give {due}one number", field="bias")
