"""Layouts: the order of an array's axes, a letter for each. Free of NumPy.

`n` are images, `c` channels, `h` rows and `w` columns: a batch of PyTorch is `nchw`, one of Keras
`nhwc`.
"""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")


def in_order(layout: str, *, n: T, h: T, w: T, c: T) -> tuple[T, ...]:
    """One thing for each axis, in the order of a layout.

    Example:
        >>> in_order("nchw", n=0, h=2, w=3, c=1), in_order("hw", n=0, h=2, w=3, c=1)
        ((0, 1, 2, 3), (2, 3))
    """
    of_axis = {"n": n, "h": h, "w": w, "c": c}
    return tuple(of_axis[axis] for axis in layout)
