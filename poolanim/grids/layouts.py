"""Layouts: the order of an array's axes, one letter for each axis. Loads no NumPy.

`n` stands for images, `c` for channels, `h` for rows and `w` for columns. A batch of PyTorch is
`nchw`, one of Keras `nhwc`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from poolanim.errors import GridError, ParameterError, counted
from poolanim.parameters.domains import LAYOUTS
from poolanim.parameters.sizes import by

if TYPE_CHECKING:
    from poolanim.parameters.sizes import Pair

T = TypeVar("T")
Sizes = tuple[int, int, int, int]
"""The numbers of images, rows, columns and channels."""

FEW = 4
"""The longest axis that counts as channels where the axis on the other side is longer. Pictures
have 1 channel (grey), 3 (colours) or 4 (colours and transparency)."""


def layout_of(shape: tuple[int, ...], given: str | None, *, channels_first: bool) -> str:
    """Returns the layout of an input.

    Args:
        shape: the shape of the input, one to four axes.
        given: the layout that the user names; None to find it.
        channels_first: whether channels precede rows if the user names no layout.

    Raises:
        ParameterError: the named layout has another number of axes than the input.
        GridError: no layout is named, and several fit the shape.

    Example:
        >>> layout_of((3, 8, 8), None, channels_first=False)
        'chw'
        >>> layout_of((2, 8, 8, 64), None, channels_first=True)
        'nchw'
    """
    fitting = [layout for layout in LAYOUTS if len(layout) == len(shape)]
    if given is not None:
        if given in fitting:
            return given
        if given == "w" and len(shape) == 2 and shape[0] == 1:  # a row of text has two axes
            return "hw"
        raise ParameterError(
            f"layout is {given}, but the input has {_axes(len(shape))} ({by(shape)}); "
            f"give {listed(fitting)}{', or leave it out' * (len(fitting) == 1)}"
        )
    if len(fitting) == 1:
        return fitting[0]
    first, last = ("chw", "hwc") if len(shape) == 3 else ("nchw", "nhwc")
    if channels_first:
        return first
    before_is_few, after_is_few = shape[-3] <= FEW, shape[-1] <= FEW
    if before_is_few != after_is_few:
        return first if before_is_few else last
    readings = [f"{layout} ({_described(layout, shape)})" for layout in fitting]
    raise GridError(
        f"input is {by(shape)}, which may be {listed(readings)}; "
        f"say which with layout, such as {first}"
    )


def in_order(layout: str, *, n: T, h: T, w: T, c: T) -> tuple[T, ...]:
    """Returns the value of each axis in the order of a layout.

    Example:
        >>> in_order("nchw", n=0, h=2, w=3, c=1), in_order("hw", n=0, h=2, w=3, c=1)
        ((0, 1, 2, 3), (2, 3))
    """
    of_axis = {"n": n, "h": h, "w": w, "c": c}
    return tuple(of_axis[axis] for axis in layout)


def sizes(layout: str, shape: tuple[int, ...]) -> Sizes:
    """Returns the numbers of images, rows, columns and channels; 1 for an absent axis.

    Example:
        >>> sizes("chw", (3, 4, 5)), sizes("w", (20,))
        ((1, 4, 5, 3), (1, 1, 20, 1))
    """
    of_axis = dict(zip(layout, shape, strict=True))
    return of_axis.get("n", 1), of_axis.get("h", 1), of_axis["w"], of_axis.get("c", 1)


def reading(
    layout: str,
    batch_shape: Pair,
    plane: tuple[int, ...],
    batch_index: int,
    shown: range,
) -> str:
    """Returns a description of the part of an input that a figure shows.

    Args:
        layout: the layout of the input.
        batch_shape: (images, channels) of the input.
        plane: (height, width) of the input.
        batch_index: the image, counted from 0.
        shown: the channels, counted from 0.

    Returns:
        A text that counts images and channels from 1; empty for an input of at most two axes.

    Example:
        >>> reading("nchw", (2, 3), (4, 5), 0, range(2, 3))
        'read as NCHW: image 1 of 2, channel 3 of 3, 4x5'
    """
    if len(layout) < 3:
        return ""
    images, channels = batch_shape
    parts = [by(plane)]
    if "c" in layout:
        first, last = shown.start + 1, shown.stop
        some = f"channel {first}" if first == last else f"channels {first} to {last}"
        every = 1 < channels == len(shown)
        parts.insert(0, f"all {channels} channels" if every else f"{some} of {channels}")
    if "n" in layout:
        parts.insert(0, f"image {batch_index + 1} of {images}")
    return f"read as {layout.upper()}: {', '.join(parts)}"


def check_grad(shape: tuple[int, ...], layout: str, output: Sizes) -> str:
    """Returns the layout of a gradient with the shape of the output or of one of its channels.

    Args:
        shape: the shape of the gradient.
        layout: the layout of the output.
        output: the numbers of images, rows, columns and channels of the output.

    Raises:
        GridError: the gradient has another shape.

    Example:
        >>> check_grad((3, 2, 2), "chw", (1, 2, 2, 3)), check_grad((2, 2), "chw", (1, 2, 2, 3))
        ('chw', 'hw')
    """
    n, h, w, c = output
    for each in ("hw", "w", layout):
        if shape == in_order(each, n=n, h=h, w=w, c=c) and (each != "w" or h == 1):
            return each
    due = by(in_order("hw" if layout == "w" else layout, n=n, h=h, w=w, c=c))
    order = f" in the order {layout.upper()}" if len(layout) > 2 else ""
    raise GridError(
        f"grad is {by(shape)}, but the output is {due}{order}; give one gradient for each output "
        "cell"
    )


def _described(layout: str, shape: tuple[int, ...]) -> str:
    """Returns a description of what an array of this layout holds."""
    images, height, width, channels = sizes(layout, shape)
    parts = [counted(images, "image")] if "n" in layout else []
    parts += [counted(channels, "channel")] if "c" in layout else []
    return f"{', '.join(parts)} of {height}x{width}"


def _axes(count: int) -> str:
    return "one axis" if count == 1 else f"{count} axes"


def listed(names: list[str]) -> str:
    """Returns names as a list in a sentence.

    Example:
        >>> listed(["hw"]), listed(["hwc", "chw", "nhw"])
        ('hw', 'hwc, chw or nhw')
    """
    *before, last = names or [""]
    return f"{', '.join(before)} or {last}" if before else last
