"""Draws the tag on a beam: the operation of the scan, with its current numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.records.tuples import NamedTuple
from poolanim.scene.boards.setting import CAP
from poolanim.scene.boards.shades import ink_of
from poolanim.scene.legend import TAG_STYLES
from poolanim.scene.marks import Box, Text
from poolanim.scene.overlay.beam import CLEAR, Beam
from poolanim.scene.runs import runs_of, set_runs, width_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from poolanim.scene.boards.board import Rect
    from poolanim.scene.boards.setting import Measure
    from poolanim.scene.canvas import Canvas
    from poolanim.scene.marks import Mark
    from poolanim.scene.overlay.ribbon import Ribbon

PAD, HEIGHT = 14, 40
LOW, ROUND = 52, 10
"""The height of a gap in which tags are lower, and the part of it that they leave free."""
LOWER = 28
"""The height of a tag in a low gap, at most."""
NEARER = 0.42
"""The share of a beam before such a tag."""
NEXT = 8
"""The least distance between the words and the right end of their gap."""
BESIDE = 2
"""The least distance between the words and an arrowhead."""
NOTE = 22
"""The height of the words under a tag."""
DOWN, ASIDE = 12, 16
"""The distances of a tag from the board above it, and from a beam that it is beside."""
EDGE = 1.5
SHARES, PARTED = (0.5, 0.56, 0.62, 0.68), (0.66,)
"""The places of tags on beams, as shares of their lengths; the second for beams that part."""


class Tag(NamedTuple):
    """The texts of a tag.

    Attributes:
        ways: the possible texts, the longest first. Current numbers are in tags such as `<plus>`.
        note: a few words under the tag.
        parted: whether another beam leaves the same board in the gap. The tag is nearer to its
            target then, where both are apart.
    """

    ways: Sequence[str]
    note: str
    parted: bool = False


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
        parts = runs_of(way)
        width = width_of(parts, TAG_STYLES, size, measure)
        if width + 12 <= room:
            break
    free = _before_head(beams, gap)
    pad = max(min(PAD, (free.width - 10 - width) / 2), 6)
    height = HEIGHT if beam.across or gap.height >= LOW else min(gap.height - ROUND, LOWER)
    half, half_height = width / 2 + pad, height / 2
    note = measure(tag.note, small, "text-medium")
    noted = bool(tag.note) and (note <= gap.width or not beam.across)
    shares = PARTED if tag.parted else SHARES if noted else SHARES[:1]
    around = free if free.width >= 2 * half + 10 else gap
    x, y, inside = _place(beam, around, half, note if noted else 0, shares)
    marks: list[Mark] = [
        Box(x - half, y - half_height, 2 * half, height, "paper", colour, EDGE, half_height)
    ]
    baseline = round(y + CAP / 2 * size)
    marks += set_runs(x - width / 2, baseline, parts, TAG_STYLES, size, measure)
    if not noted:
        return marks, []
    return marks, _note(tag.note, beams, gap, (x, y, half, inside), note, small)


def _before_head(beams: Sequence[Beam | Ribbon], gap: Rect) -> Rect:
    """Returns a gap without what is beside the arrowhead of a horizontal beam."""
    heads = [each.head for each in beams if isinstance(each, Beam) and each.across and each.headed]
    if not heads:
        return gap
    left, _, right, _ = heads[0].bounds
    after = left > gap.middle[0]
    return gap._replace(right=left) if after else gap._replace(left=right)


def _place(
    beam: Beam | Ribbon, gap: Rect, half: float, note: float, shares: Sequence[float]
) -> tuple[float, float, bool]:
    """Returns the middle of a tag, and whether its words are under it, on the beam.

    The tag is in the middle of its beam, or nearer to the target if its words have room only there.

    Args:
        beam: the beam of the tag.
        gap: the room between the boards.
        half: half of the tag's width.
        note: the width of its words; 0 if there are none.
        shares: of the beam's length, where the tag may be, the best first.
    """
    least, most = gap.left + half + 5, gap.right - half - 5
    if not beam.across and gap.height < LOW:  # nearer to the source: an arrowhead is at the end
        x, y = beam.point(NEARER)
        return min(max(x, least), most), y, False
    if not beam.across and gap.height < HEIGHT + 2 * DOWN:
        y = gap.middle[1]
        return min(beam.reach(y)[1] + ASIDE + half, most), y, False
    if not beam.across:
        point, _ = beam.point(0.5)
        return min(max(point, least), most), gap.top + DOWN + HEIGHT / 2, False
    ys = gap.top + HEIGHT / 2, gap.bottom - HEIGHT / 2
    for share in shares if note else ():
        x = min(max(beam.point(share)[0], least), most)
        reaches = [beam.reach(x - note / 2), beam.reach(x + note / 2)]
        top, bottom = max(low for low, _ in reaches), min(high for _, high in reaches)
        if bottom - top >= HEIGHT + NOTE + 4:
            y = (top + bottom - NOTE) / 2
            return x, round(min(max(y, ys[0]), ys[1])), True
    x = min(max(beam.point(shares[0])[0], least), most)
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
    """Returns the words of a tag: on its beam or beside all beams, where no edge crosses them."""
    colour = beams[0].colour
    ink = ink_of(colour)
    for left, line in _spots(beams, gap, pill, width):
        top, bottom = line - ASCENT * size, line + DESCENT * size
        box = gap._replace(left=left, top=top, right=left + width, bottom=bottom)
        if box.left < gap.left or box.right > gap.right or top < gap.top or bottom > gap.bottom:
            continue
        first, *others = (_side(beam, box) for beam in beams)
        between = gap.left + CLEAR <= left and box.right <= gap.right - CLEAR
        if first == "on" and "edge" not in others and (between or not beams[0].across):
            ground = f"beam.{colour}"
        elif {first, *others} == {"off"}:
            ground = "paper"
        else:
            continue
        return [Text(left, round(line), text, size, "text-medium", ink, ground, width)]
    return []


ASCENT, DESCENT = 0.75, 0.2
"""The extent of words above and below their baseline, as a share of their size."""


def _spots(
    beams: Sequence[Beam | Ribbon],
    gap: Rect,
    pill: tuple[float, float, float, bool],
    width: float,
) -> Iterator[tuple[float, float]]:
    """Yields where the words of a tag may be, the best place first: left end and baseline."""
    x, y, half, inside = pill
    under = y + HEIGHT / 2 + 17
    if not beams[0].across:
        low, high = beams[0].reach(under)
        yield (low + high - width) / 2, under
        yield x + half + 10, y + 5
        yield x - half - 10 - width, y + 5
        for line in (y + 5, under):
            ends = [each.reach(end) for each in beams for end in (line - 12, line + 4)]
            yield max(x + half, *(end[1] for end in ends)) + 10, line
            yield min(x - half, *(end[0] for end in ends)) - 10 - width, line
        return
    if inside:
        free = _before_head(beams, gap)
        yield max(min(x - width / 2, free.right - width - BESIDE), free.left + BESIDE), under
    least, most = gap.left, gap.right - width - NEXT  # the name of the next board begins there
    for left in (min(max(x - width / 2, least), most), least, most) if least <= most else ():
        ends = [each.reach(end) for each in beams for end in (left, left + width)]
        yield left, max(y + HEIGHT / 2, *(end[1] for end in ends)) + 20
        yield left, min(y - HEIGHT / 2, *(end[0] for end in ends)) - 8


def _side(beam: Beam | Ribbon, box: Rect) -> str:
    """Returns `on` for a box on a beam, `off` for one beside it, `edge` for one on its edge."""
    along, low, high = (
        ((box.left, box.right), box.top, box.bottom)
        if beam.across
        else ((box.top, box.bottom), box.left, box.right)
    )
    first, last = along
    places = [first + (last - first) * step / SAMPLES for step in range(SAMPLES + 1)]
    sides = {
        "on" if one <= low and high <= other else "off" if high < one or other < low else "edge"
        for one, other in map(beam.reach, places)
    }
    return sides.pop() if len(sides) == 1 else "edge"


SAMPLES = 8
"""The places at which a beam is compared with a text."""
