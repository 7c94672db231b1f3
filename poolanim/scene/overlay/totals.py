"""Draws the sum of both gradients between their boards, at the end of a pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.scene.marks import Arrow, Text
from poolanim.scene.numerals import numerals_for
from poolanim.scene.text.balance import balance_of

if TYPE_CHECKING:
    from poolanim.scene.boards.board import Rect
    from poolanim.scene.boards.setting import Measure
    from poolanim.scene.canvas import Canvas
    from poolanim.scene.marks import Mark
    from poolanim.scene.text.telling import Telling

LEAST_GAP = 120
"""The least width of a gap with a sum between two boards side by side."""
LARGE, SMALLER = 46, 38
"""The sizes of the sum: between boards side by side, and between a board and the one under it."""
LINE, HEAD, SMALLER_HEAD = 2.5, 12, 11


def both_sums(telling: Telling) -> float | None:
    """Returns the sum of each gradient; None if they differ, or if scans are still to come."""
    view = telling.story.view
    if view.grads is None or telling.story.after:
        return None
    grads, total, changes, _ = balance_of(view)
    return None if changes or grads != total else grads


def _written(total: float) -> tuple[str, str]:
    """Returns a sum as text, and the role of its colour."""
    ink = "plus_text" if total > 0 else "minus_text" if total < 0 else "ink"
    return next(numerals_for([total]))(total), ink


def sum_across(
    total: float,
    words: str,
    gap: Rect,
    room: float,
    canvas: Canvas,
    measure: Measure,
    *,
    turned: bool,
) -> list[Mark]:
    """Returns a sum between boards side by side, or between one and another above, with arrows.

    Args:
        total: the sum.
        words: what sums to it.
        gap: the gap between the boards.
        room: the width of the room for the words, which are left out if they are wider.
        canvas: the canvas of the figure.
        measure: returns the widths of texts.
        turned: whether the second board is above the gap, not at its right.
    """
    if gap.width < LEAST_GAP:
        return []
    (text, ink), small, (x, y) = _written(total), canvas.small, gap.middle
    width = measure(text, LARGE, "number-bold")
    wide = measure(words, small, "text-medium")
    left = x - width / 2
    marks: list[Mark] = [
        Text(left, round(y + 16), text, LARGE, "number-bold", ink, "paper", width),
    ]
    if wide <= room:
        at = x - wide / 2, round(y - 32)
        marks.append(Text(*at, words, small, "text-medium", "muted", "paper", wide))
    if turned:
        marks.append(Arrow(x, round(y - 52), x, gap.top + 8, "muted", LINE, HEAD))
    for end, side in ((gap.left + 8, -1), (gap.right - 8, 1))[: 2 - turned]:
        start = x + side * (width / 2 + 18)
        if abs(end - start) > 16:
            marks.append(Arrow(start, y, end, y, "muted", LINE, HEAD))
    return marks


def sum_down(
    total: float,
    words: str,
    gap: Rect,
    shared: tuple[float, float],
    floor: float,
    canvas: Canvas,
    measure: Measure,
) -> list[Mark]:
    """Returns a sum between a board and the board under it, with arrows to both.

    Args:
        total: the sum.
        words: what sums to it.
        gap: the gap between the boards.
        shared: the left and right ends of what lies between both boards.
        floor: the top of the text.
        canvas: the canvas of the figure.
        measure: returns the widths of texts.
    """
    (text, ink), small, (x, y) = _written(total), canvas.small, gap.middle
    width = measure(text, SMALLER, "number-bold")
    wide = measure(words, small, "text-medium")
    left = x - (wide + 12 + width) / 2
    if left < shared[0]:  # text may be at the left of the lower board
        y = gap.top + 28
    at = left + wide + 12, round(y + 13)
    marks: list[Mark] = [Text(*at, text, SMALLER, "number-bold", ink, "paper", width)]
    if left >= shared[0] or y + 12 <= floor:
        at = left, round(y + 6)
        marks.append(Text(*at, words, small, "text-medium", "muted", "paper", wide))
    for place in (left - 24, left + wide + width + 36):
        if shared[0] < place < shared[1]:
            up, down = gap.top + 8, gap.bottom - 8
            marks += [
                Arrow(place, y - 4, place, up, "muted", LINE, SMALLER_HEAD),
                Arrow(place, y + 4, place, down, "muted", LINE, SMALLER_HEAD),
            ]
    return marks
