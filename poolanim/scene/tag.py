"""The tag on a beam: what happens on the way, with live numbers."""

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
    """What a tag says.

    Attributes:
        ways: with tags around live numbers, the fullest way first.
        note: a few words under it.
    """

    ways: Sequence[str]
    note: str


def tag_marks(
    tag: Tag, beam: Beam | Ribbon, gap: Rect, canvas: Canvas, measure: Measure
) -> list[Mark]:
    """Returns a tag in the fullest way that has room in the gap.

    Args:
        tag: what it says.
        beam: where it stands.
        gap: between the boards.
        canvas: of the figure.
        measure: gives the widths of texts.
    """
    size, small, colour = canvas.tag + 1, canvas.small, beam.colour
    room = gap.width - 10
    for way in tag.ways:
        parts = runs(way)
        width = width_of(parts, TAG_STYLES, size, measure)
        if width + 12 <= room:
            break
    pad = max(min(PAD, (room - width) / 2), 6)
    half, half_height = width / 2 + pad, HEIGHT / 2
    point = beam.point(0.5)
    x = min(max(point[0], gap.left + half + 5), gap.right - half - 5)
    top, bottom = beam.reach(x if beam.across else point[1])
    note = measure(tag.note, small, "text-medium")
    noted = bool(tag.note) and note <= gap.width
    inside = noted and beam.across and bottom - top >= HEIGHT + NOTE + 6
    y = (
        round((top + bottom - (NOTE if inside else 0)) / 2)
        if beam.across
        else round(gap.top + 12 + half_height)
    )
    y = max(min(y, round(gap.bottom - half_height)), round(gap.top + half_height))
    marks: list[Mark] = [
        Box(x - half, y - half_height, 2 * half, HEIGHT, "paper", colour, EDGE, half_height)
    ]
    baseline = round(y + CAP / 2 * size)
    marks += set_runs(x - width / 2, baseline, parts, TAG_STYLES, size, measure)
    if noted:
        ink = {"plus": "plus_text", "minus": "minus_text"}.get(colour, colour)
        left = min(max(x - note / 2, gap.left), gap.right - note)
        line, ground = y + half_height + 17, f"beam.{colour}.1"
        if beam.across and not inside:
            ground = "paper"
            ends = beam.reach(left), beam.reach(left + note)
            above = min(y - half_height, *(end[0] for end in ends)) - 8
            below = max(y + half_height, *(end[1] for end in ends)) + 20
            line = below if below + 4 <= gap.bottom else above
        marks.append(Text(left, round(line), tag.note, small, "text-medium", ink, ground, note))
    return marks
