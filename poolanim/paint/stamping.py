"""Marks as stamps, which a painter lays on its canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.fonts.lettering import draw, letters, start_of
from poolanim.paint.areas import around
from poolanim.paint.hatching import Hatch, with_hatches
from poolanim.paint.shapes import box_stamps, dot_stamps, hatch_stamps
from poolanim.paint.stamp import Stamp
from poolanim.paint.straight import arrow_stamps, polygon_stamps, stroke_stamps
from poolanim.scene.marks import Arrow, Box, Dot, Polygon, Stroke, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolanim.paint.areas import Area
    from poolanim.scene.marks import Mark


def draw_letters(marks: Iterable[Mark], scale: float) -> None:
    """Draws the letters of all texts among many marks. It takes longer to draw them one by one."""
    texts = [mark for mark in marks if type(mark) is Text]
    draw([(text.text, text.face, text.size * scale) for text in texts])


def all_stamps(
    marks: tuple[Mark, ...], scale: float, hatched: frozenset[str]
) -> tuple[list[Stamp], Area]:
    """Returns the stamps of marks, in painting order, and the rectangle around them.

    Args:
        marks: what is painted.
        scale: pixels in a unit of the layout.
        hatched: the roles of fills that have lines.
    """
    painted = with_hatches(marks, hatched)
    stamps = [stamp for mark in painted for stamp in stamps_of(mark, scale)]
    return stamps, around([stamp[:4] for stamp in stamps])


def stamps_of(mark: Mark | Hatch, scale: float) -> list[Stamp]:
    """Returns the stamps of a mark, in painting order.

    Args:
        mark: what is painted.
        scale: pixels in a unit of the layout.
    """
    match mark:
        case Box():
            return box_stamps(mark, scale)
        case Hatch():
            return hatch_stamps(mark, scale)
        case Dot():
            return dot_stamps(mark, scale)
        case Arrow():
            return arrow_stamps(mark, scale)
        case Polygon():
            return polygon_stamps(mark, scale)
        case Stroke():
            return stroke_stamps(mark, scale)
        case Text():
            return [_lettering(mark, scale)]


def _lettering(text: Text, scale: float) -> Stamp:
    """Returns the letters of a text, which starts at a quarter of a pixel."""
    x, part = start_of(text.left * scale)
    start, first, levels = letters(text.text, text.face, text.size * scale, part)
    left, top = x + start, round(text.y * scale) + first
    rows, columns = levels.shape
    return Stamp(left, top, left + columns, top + rows, text.ink, levels)
