"""The edges of shapes, for SVG and PDF alike."""

from __future__ import annotations

from math import floor, hypot
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from poolanim.scene.marks import Arrow, Box

DASH = 2.75
"""Length of a dash, and of a gap, in units. It is adjusted so that a side is divided evenly."""


class Rectangle(NamedTuple):
    """A box on whole units, which makes its edges crisp.

    Attributes:
        x: left edge of its line, or of its fill if it has none.
        y: top edge, likewise.
        width: from the middle of the line at the left to that of the line at the right.
        height: likewise.
        line: width of the line; 0 without one.
    """

    x: int
    y: int
    width: int
    height: int
    line: int


def rectangle(box: Box) -> Rectangle:
    """Returns a box on whole units.

    Example:
        >>> from poolanim.scene.marks import Box
        >>> rectangle(Box(10, 20, 5.2, 6.4, "cell", "line"))
        Rectangle(x=10, y=20, width=5, height=6, line=1)
    """
    line = max(1, round(box.line_width)) if box.line else 0
    x, y = _whole(box.x - line / 2), _whole(box.y - line / 2)
    right, bottom = _whole(box.x + box.width - line / 2), _whole(box.y + box.height - line / 2)
    return Rectangle(x, y, right - x, bottom - y, line)


def dash(length: float) -> float:
    """Returns the length of dashes and gaps on a side that has a dash at both ends."""
    return length / (2 * max(round((length / DASH - 1) / 2), 1) + 1)


def arrow_corners(arrow: Arrow) -> list[tuple[float, float]]:
    """Returns the corners of an arrow.

    Example:
        >>> from poolanim.scene.marks import Arrow
        >>> arrow_corners(Arrow(0, 0, 30, 0, "accent"))[2:5]
        [(18.0, 6.0), (30.0, 0.0), (18.0, -6.0)]
    """
    length = hypot(arrow.to_x - arrow.x, arrow.to_y - arrow.y)
    along_x, along_y = (arrow.to_x - arrow.x) / length, (arrow.to_y - arrow.y) / length
    neck, shaft, wing = length - arrow.head, arrow.line_width / 2, arrow.head / 2
    sides = [(0, shaft), (neck, shaft), (neck, wing)]
    around = [*sides, (length, 0.0), *((along, -beside) for along, beside in reversed(sides))]
    return [
        (
            arrow.x + along * along_x - beside * along_y,
            arrow.y + along * along_y + beside * along_x,
        )
        for along, beside in around
    ]


def _whole(edge: float) -> int:
    """Rounds an edge to a whole unit. Halves go up."""
    return floor(edge + 0.5)
