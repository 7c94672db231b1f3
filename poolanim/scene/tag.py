"""Draws the tag on a beam: the operation of the scan, with its current numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from poolanim.scene.boards.setting import CAP
from poolanim.scene.legend import TAG_STYLES
from poolanim.scene.marks import Box, Text
from poolanim.scene.runs import runs, set_runs, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.scene.boards.board import Rect
    from poolanim.scene.boards.setting import Measure
    from poolanim.scene.canvas import Canvas
    from poolanim.scene.marks import Mark
    from poolanim.scene.overlay import Beam, Ribbon

PAD, HEIGHT = 14, 40
NOTE = 22
"""The height of the words under a tag."""
EDGE = 1.5


class Tag(NamedTuple):
    """The texts of a tag.

    Attributes:
        ways: the possible texts, the longest first. Current numbers are in tags such as `<plus>`.
        note: a few words under the tag.
    """

    ways: Sequence[str]
    note: str


def tag_marks(
    tag: Tag, beams: Sequence[Beam | Ribbon], gap: Rect, canvas: Canvas, measure: Measure
) -> tuple[list[Mark], list[Text]]:
    """Returns a tag with the longest of its texts that fits into the gap, and the words at it.

    Args:
        tag: the texts.
        beams: the beams of the scan. The tag is on the first.
        gap: the room between the boards.
        canvas: the canvas of the figure.
        measure: returns the widths of texts.
    """
    beam = beams[0]
    size, small, colour = canvas.tag + 1, canvas.small, beam.colour
    room = gap.width - 10
    for way in tag.ways:
        parts = runs(way)
        width = width_of(parts, TAG_STYLES, size, measure)
        if width + 12 <= room:
            break
    pad = max(min(PAD, (room - width) / 2), 6)
    half, half_height = width / 2 + pad, HEIGHT / 2
    note = measure(tag.note, small, "text-medium")
    noted = bool(tag.note) and (note <= gap.width or not beam.across)
    x, y, inside = _place(beam, gap, half, note if noted else 0)
    marks: list[Mark] = [
        Box(x - half, y - half_height, 2 * half, HEIGHT, "paper", colour, EDGE, half_height)
    ]
    baseline = round(y + CAP / 2 * size)
    marks += set_runs(x - width / 2, baseline, parts, TAG_STYLES, size, measure)
    if not noted:
        return marks, []
    return marks, _note(tag.note, beams, gap, (x, y, half, inside), note, small)


def _place(beam: Beam | Ribbon, gap: Rect, half: float, note: float) -> tuple[float, float, bool]:
    """Returns the middle of a tag, and whether its words are under it, on the beam.

    The tag is in the middle of its beam, or nearer to the target if its words have room only there.

    Args:
        beam: the beam of the tag.
        gap: the room between the boards.
        half: half of the tag's width.
        note: the width of its words; 0 if there are none.
    """
    least, most = gap.left + half + 5, gap.right - half - 5
    if not beam.across:
        point, _ = beam.point(0.5)
        return min(max(point, least), most), gap.top + 12 + HEIGHT / 2, False
    ys = gap.top + HEIGHT / 2, gap.bottom - HEIGHT / 2
    for share in (0.5, 0.56, 0.62, 0.68) if note else ():
        x = min(max(beam.point(share)[0], least), most)
        reaches = [beam.reach(x - note / 2), beam.reach(x + note / 2)]
        top, bottom = max(low for low, _ in reaches), min(high for _, high in reaches)
        if bottom - top >= HEIGHT + NOTE + 4:
            y = (top + bottom - NOTE) / 2
            return x, round(min(max(y, ys[0]), ys[1])), True
    x = min(max(beam.point(0.5)[0], least), most)
    top, bottom = beam.reach(x)
    return x, round(max(min((top + bottom) / 2, ys[1]), ys[0])), False


def _note(
    text: str,
    beams: Sequence[Beam | Ribbon],
    gap: Rect,
    pill: tuple[float, float, float, bool],
    width: float,
    size: float,
) -> list[Text]:
    """Returns the words of a tag: under it on the beam, or beside the beam if they have room."""
    x, y, half, inside = pill
    beam, colour = beams[0], beams[0].colour
    ink = {"plus": "plus_text", "minus": "minus_text"}.get(colour, colour)
    left, line, ground = x - width / 2, y + HEIGHT / 2 + 17, f"beam.{colour}.1"
    if beam.across and not inside:
        ground = "paper"
        left = min(max(left, gap.left), gap.right - width)
        ends = [each.reach(x) for each in beams for x in (left, left + width)]
        above = min(y - HEIGHT / 2, *(end[0] for end in ends)) - 8
        below = max(y + HEIGHT / 2, *(end[1] for end in ends)) + 20
        line = below if below + 4 <= gap.bottom else above
    elif not beam.across:
        low, high = beam.reach(line)
        if high - low < width + 12:
            ground, line = "paper", y + 5
            left = x + half + 10
            if left + width > gap.right:
                left = x - half - 10 - width
            if left < gap.left:
                return []
        else:
            left = (low + high - width) / 2
    return [Text(left, round(line), text, size, "text-medium", ink, ground, width)]
