"""How parameters of layers fit each other and an input. Loads no NumPy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from poolanim.errors import ParameterError
from poolanim.layers.geometry import Geometry, check_fractional
from poolanim.parameters.sizes import both_ends, spell

if TYPE_CHECKING:
    from poolanim.parameters.sizes import Pair, Sides

Parameters = Mapping[str, Any]


def sliding(parameters: Parameters, shape: Pair) -> Pair:
    """Returns (rows, columns) of the windows of one size that lie evenly over an input.

    Example:
        >>> sliding({"kernel_size": (3, 3), "stride": (1, 1)}, (5, 4))
        (3, 2)
    """
    rows, columns = Geometry.over(
        shape,
        parameters["kernel_size"],
        parameters["stride"],
        parameters.get("padding", (0, 0)),
        parameters.get("dilation", (1, 1)),
        ceil_mode=parameters.get("ceil_mode", False),
        crop=parameters.get("crop", False),
    ).output_shape
    return rows, columns


def whole(parameters: Parameters, shape: Pair) -> Pair:  # noqa: ARG001
    """Returns (1, 1): one window covers the input."""
    return 1, 1


def adaptive(parameters: Parameters, shape: Pair) -> Pair:  # noqa: ARG001
    """Returns the size that the output is to have, whatever the input."""
    size: Pair = parameters["output_size"]
    return size


def fractional(parameters: Parameters, shape: Pair) -> Pair:
    """Returns the size that the output is to have.

    Raises:
        ParameterError: the input has no room for so many windows.
    """
    check_fractional(shape, parameters["kernel_size"], parameters["output_size"])
    return adaptive(parameters, shape)


def fits_always(parameters: Parameters, like: str | None) -> None:
    """Checks nothing: no parameter restricts another one."""


def check_windows(parameters: Parameters, like: str | None) -> None:
    """Raises ParameterError if padding is too large for a window.

    ONNX takes padding of less than the window, others of at most half of it.
    """
    height, width = span(parameters["kernel_size"], parameters.get("dilation", (1, 1)))
    if like == "onnx":
        most, limit = (height - 1, width - 1), "less than the window"
    else:
        most, limit = (height // 2, width // 2), "half of it"
    check_padding(parameters["padding"], (height, width), most, limit)


def check_apart_windows(parameters: Parameters, like: str | None) -> None:
    """Raises ParameterError if padding is too large for a window, or if windows overlap."""
    check_apart(parameters["kernel_size"], parameters["stride"])
    check_windows(parameters, like)


def check_padding(padding: Pair | Sides | str, window: Pair, most: Pair, limit: str) -> None:
    """Raises ParameterError if padding by numbers is more than `most` on a side.

    Args:
        padding: as `Padding` gives it.
        window: (height, width) of the window, from its first cell to its last.
        most: (height, width).
        limit: the name of `most` in the error.
    """
    if isinstance(padding, str):
        return
    if max(both_ends(padding[0])) > most[0] or max(both_ends(padding[1])) > most[1]:
        raise ParameterError(
            f"padding is {spell(padding)}; with a window of {spell(window)} it must be at most "
            f"{spell(most)}, {limit}",
            field="padding",
            given=padding,
            depends=("kernel_size", "dilation", "like"),
        )


def check_apart(kernel_size: Pair, stride: Pair | None) -> None:
    """Raises ParameterError if windows overlap, so that two could write to one cell."""
    if stride is not None and any(s < k for s, k in zip(stride, kernel_size, strict=True)):
        least = spell(kernel_size)
        raise ParameterError(
            f"stride is {spell(stride)}; with kernel_size {least} unpool needs at least {least}, "
            "so that no two windows write to one cell",
            field="stride",
            given=stride,
            depends=("kernel_size",),
        )


def span(kernel_size: Pair, dilation: Pair) -> Pair:
    """Returns (height, width) of a window from its first cell to its last.

    Example:
        >>> span((3, 2), (2, 2))
        (5, 3)
    """
    height, width = (d * (k - 1) + 1 for d, k in zip(dilation, kernel_size, strict=True))
    return height, width
