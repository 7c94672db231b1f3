"""Marks as stamps, which a painter lays on its canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.fonts.letters import lettering_of
from poolanim.paint.shapes import box_stamps, dot_stamps
from poolanim.paint.stamp import Stamp
from poolanim.paint.straight import arrow_stamps, polygon_stamps, stroke_stamps
from poolanim.scene.marks import Arrow, Box, Dot, Polygon, Stroke, Text

if TYPE_CHECKING:
    from poolanim.scene.marks import Mark


def stamps_of(mark: Mark, scale: float) -> list[Stamp]:
    """Returns the stamps of a mark, in painting order.

    Args:
        mark: what is painted.
        scale: pixels in a unit of the layout.
    """
    match mark:
        case Box():
            return box_stamps(mark, scale)
        case Dot():
            return dot_stamps(mark, scale)
        case Arrow():
            return arrow_stamps(mark, scale)
        case Polygon():
            return polygon_stamps(mark, scale)
        case Stroke():
            return stroke_stamps(mark, scale)
        case Text():
            start, first, levels = lettering_of(mark.text, mark.face, mark.size * scale)
            rows, columns = levels.shape
            x, y = pen_px(mark, scale)
            left, top = x + start, y + first
            return [Stamp(left, top, left + columns, top + rows, mark.ink, levels)]


def pen_px(text: Text, scale: float) -> tuple[int, int]:
    """Returns where a text begins on its baseline, in pixels."""
    return round(text.left * scale), round(text.y * scale)
