"""Draws the spot of a winner, and the stroke through a number that does not count any more."""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING

from poolanim.scene.boards.setting import CAP
from poolanim.scene.marks import Box, Dot, Stroke

if TYPE_CHECKING:
    from poolanim.scene.boards.board import Rect
    from poolanim.scene.marks import Text

ROUND = 0.5
"""The distance from a number to the end of a spot that is no disc, in radii."""
EDGE = 1
"""The distance between such a spot and the edges of its room, at least."""
STRIKE = 1.5
"""The width of a stroke through a number."""


def spot_of(room: Rect, radius: float, number: Text | None) -> Dot | Box:
    """Returns a spot in the middle of its room: a disc, or as wide as its number.

    Args:
        room: a cell or a slot.
        radius: the radius of the disc.
        number: the number on the spot; None if there is none.
    """
    x, y = room.middle
    if number is None:
        return Dot(x, y, radius, "winner")
    half = max(x - number.x, number.x + number.width - x)
    if hypot(half, CAP / 2 * number.size) <= radius:
        return Dot(x, y, radius, "winner")
    half = min(half + ROUND * radius, room.width / 2 - EDGE)
    return Box(x - half, y - radius, 2 * half, 2 * radius, "winner", None, 0, radius)


def strike(number: Text, middle: float, height: float, ink: str) -> Stroke:
    """Returns the stroke through a number.

    Args:
        number: the number.
        middle: of its digits, from the top.
        height: of its cell.
        ink: the role of its colour.
    """
    half, x = number.width / 2 + 3, number.x + number.width / 2
    rise = min(0.28 * height, 11)
    return Stroke(x - half, middle + rise, x + half, middle - rise, ink, STRIKE)
