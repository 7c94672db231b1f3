"""Rectangles of pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Area = tuple[int, int, int, int]
"""left, top, right, bottom in pixels."""
NOWHERE: Area = (0, 0, 0, 0)


def around(areas: Sequence[Area]) -> Area:
    """Returns the smallest rectangle that covers all areas."""
    if not areas:
        return NOWHERE
    left, top, right, bottom = areas[0]
    for x0, y0, x1, y1 in areas:  # calls of `min` would take most of the time
        left, top = x0 if x0 < left else left, y0 if y0 < top else top
        right, bottom = x1 if x1 > right else right, y1 if y1 > bottom else bottom
    return left, top, right, bottom


def holds(one: Area, other: Area) -> bool:
    """Whether one area covers all of the other."""
    return one[0] <= other[0] and one[1] <= other[1] and other[2] <= one[2] and other[3] <= one[3]


def overlap(one: Area, other: Area) -> bool:
    """Whether two areas have a pixel in common."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def shared(one: Area, other: Area) -> Area:
    """Returns what two areas have in common.

    Example:
        >>> shared((0, 0, 9, 9), (5, -3, 12, 4)), shared((0, 0, 9, 9), (9, 0, 12, 4))
        ((5, 0, 9, 4), (0, 0, 0, 0))
    """
    if not overlap(one, other):
        return NOWHERE
    return (
        max(one[0], other[0]),
        max(one[1], other[1]),
        min(one[2], other[2]),
        min(one[3], other[3]),
    )
