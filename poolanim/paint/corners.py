"""The corners of polygons and arrows, for pixels and vectors alike."""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from poolanim.scene.marks import Arrow, Polygon

    Point = tuple[float, float]


def corners_of(polygon: Polygon) -> list[Point]:
    """Returns the corners of a polygon."""
    return [(polygon.x + right, polygon.y + down) for right, down in polygon.corners]


def arrow_corners(arrow: Arrow) -> list[Point]:
    """Returns the corners of an arrow: two of its shaft, three of its head, two of its shaft.

    Example:
        >>> from poolanim.scene.marks import Arrow
        >>> arrow_corners(Arrow(0, 0, 30, 0, "slate"))[2:5]
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
