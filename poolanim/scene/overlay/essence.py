"""Draws what each scan of a pass does, between its boards, before the first scan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.scene.legend import sentence
from poolanim.scene.marks import Arrow
from poolanim.scene.overlay.totals import HEAD, LINE
from poolanim.scene.runs import Style

if TYPE_CHECKING:
    from poolanim.scene.arrange.placement import Direction
    from poolanim.scene.boards.board import Rect
    from poolanim.scene.boards.setting import Measure
    from poolanim.scene.canvas import Canvas
    from poolanim.scene.marks import Mark, Text

ASIDE, BEYOND = 14, 8
"""The least distances of the words from what is at their sides, and above and under them."""
NARROW, NARROWEST, WIDEST = 96, 66, 260
"""The room for lines in which words are nearer to what is at their sides, the least room for them,
and their largest width."""
MOST_LINES = 7
"""The most lines of a sentence. More are a column of single words."""
READABLE = 120
"""The least width of a room beside boards for a sentence. Less makes a column of single words."""
ARROW, LONGEST, OVER_ARROW = 24, 120, 14
"""The height of an arrow that points down, the length of one to a side, and the room over both."""
SOFT = Style("text", "muted")


def told_between(
    told: str, gap: Rect, toward: float, direction: Direction, canvas: Canvas, measure: Measure
) -> list[Mark]:
    """Returns a sentence between two boards, over an arrow to the board that the pass makes.

    Returns nothing if the gap is too small. Beside a board that is under another, it has no arrow.

    Args:
        told: the sentence.
        gap: the gap between the boards.
        toward: the way of the arrow: to the right or down if above 0, to the left or up if below.
        direction: the direction of the beams between the boards.
        canvas: the canvas of the figure.
        measure: returns the widths of texts.
    """
    arrow = {"across": HEAD, "down": ARROW, "turned": -OVER_ARROW}[direction] + OVER_ARROW
    widest = WIDEST if direction == "across" else gap.width
    lines, bottom = _in_lines(
        told, gap._replace(bottom=gap.bottom - arrow), widest, canvas, measure
    )
    if not lines:
        return []
    marks: list[Mark] = [*lines]
    x, half = gap.middle[0], (1 if toward > 0 else -1) / 2
    y = round(bottom + OVER_ARROW)
    if direction == "across":
        length = min(gap.width - 2 * ASIDE, LONGEST) * half
        marks.append(Arrow(x - length, y, x + length, y, "muted", LINE, HEAD))
    elif direction == "down":
        middle, length = y - OVER_ARROW / 2 + ARROW / 2, ARROW * half
        marks.append(Arrow(x, middle - length, x, middle + length, "muted", LINE, HEAD))
    return marks


def told_in(told: str, room: Rect, canvas: Canvas, measure: Measure) -> list[Mark]:
    """Returns a sentence in the middle of a room; nothing if the room is too small."""
    if room.width < READABLE:
        return []
    lines, _ = _in_lines(told, room, WIDEST, canvas, measure)
    return [*(lines or _in_lines(told, room, room.width, canvas, measure)[0])]


def _in_lines(
    told: str, gap: Rect, widest: float, canvas: Canvas, measure: Measure
) -> tuple[list[Text], float]:
    """Returns a sentence in lines, in the middle of a gap, and where they end."""
    aside = ASIDE if gap.width - 2 * ASIDE >= NARROW else BEYOND
    room = min(gap.width - 2 * aside, widest)
    if told and room >= NARROWEST:
        for size in (canvas.label, canvas.small):
            lines = sentence((0, 0), room, told, size, SOFT, measure)
            height, wide = lines[-1].y + size, max(line.width for line in lines)
            fits = wide <= room and height <= gap.height - 2 * BEYOND
            if fits and len(lines) <= MOST_LINES:
                x, top = gap.middle[0], gap.top + (gap.height - height) / 2
                placed = [
                    line._replace(x=x - line.width / 2, y=line.y + round(top + 0.8 * size))
                    for line in lines
                ]
                return placed, top + height
    return [], gap.top
