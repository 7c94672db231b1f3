"""Draws what each scan of a pass does, between its boards, before the first scan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.scene.legend import sentence
from poolanim.scene.marks import Arrow, moved
from poolanim.scene.overlay.totals import HEAD, LINE
from poolanim.scene.runs import Style

if TYPE_CHECKING:
    from poolanim.scene.arrange.placement import Direction
    from poolanim.scene.boards.board import Rect
    from poolanim.scene.boards.setting import Measure
    from poolanim.scene.canvas import Canvas
    from poolanim.scene.marks import Mark

ASIDE, BEYOND = 14, 8
"""The least distances of the words from what is at their sides, and above and under them."""
NARROWEST, WIDEST = 96, 260
"""The least room for lines, and their largest width."""
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
    room = gap.width - 2 * ASIDE
    if room < NARROWEST:
        return []
    room = min(room, WIDEST) if direction == "across" else room
    arrow = {"across": HEAD, "down": ARROW, "turned": -OVER_ARROW}[direction] + OVER_ARROW
    for size in (canvas.label, canvas.small):
        lines = sentence((0, 0), room, told, size, SOFT, measure)
        height = lines[-1].y + size
        if max(line.width for line in lines) <= room and height + arrow <= gap.height - 2 * BEYOND:
            break
    else:
        return []
    x, top = gap.middle[0], gap.top + (gap.height - height - arrow) / 2
    marks: list[Mark] = [moved(line, x - line.width / 2, round(top + 0.8 * size)) for line in lines]
    y, half = round(top + height + OVER_ARROW), (1 if toward > 0 else -1) / 2
    if direction == "across":
        length = min(gap.width - 2 * ASIDE, LONGEST) * half
        marks.append(Arrow(x - length, y, x + length, y, "muted", LINE, HEAD))
    elif direction == "down":
        middle, length = y - OVER_ARROW / 2 + ARROW / 2, ARROW * half
        marks.append(Arrow(x, middle - length, x, middle + length, "muted", LINE, HEAD))
    return marks
