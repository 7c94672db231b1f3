"""Draws the sum of both gradients between their boards, at the end of a pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.scene.boards.shades import ink_of_sign
from poolanim.scene.marks import Arrow, Text
from poolanim.scene.numerals import numerals_for
from poolanim.scene.text.balance import balance_of

if TYPE_CHECKING:
    from poolanim.scene.boards.board import Rect
    from poolanim.scene.boards.setting import Measure
    from poolanim.scene.canvas import Canvas
    from poolanim.scene.marks import Mark
    from poolanim.scene.text.telling import Telling

ASIDE, BEYOND, LEAST_ARROW = 18, 8, 16
"""The distances of arrows from the sum and from the boards, and the least length of one."""
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
    return next(numerals_for([total]))(total), ink_of_sign(total)


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

    Returns nothing if the gap is too narrow.

    Args:
        total: the sum.
        words: what sums to it.
        gap: the gap between the boards.
        room: the width of the room for the words.
        canvas: the canvas of the figure.
        measure: returns the widths of texts.
        turned: whether the second board is above the gap, not at its right.
    """
    (text, ink), small, (x, y) = _written(total), canvas.small, gap.middle
    width = measure(text, LARGE, "number-bold")
    wide = measure(words, small, "text-medium")
    aside, end = width / 2 + ASIDE, gap.width / 2 - BEYOND
    if wide > room or end - aside < LEAST_ARROW:
        return []
    above = x - wide / 2, round(y - 32)
    marks: list[Mark] = [
        Text(x - width / 2, round(y + 16), text, LARGE, "number-bold", ink, "paper", width),
        Text(*above, words, small, "text-medium", "muted", "paper", wide),
        Arrow(x - aside, y, x - end, y, "muted", LINE, HEAD),
    ]
    if turned:
        return [*marks, Arrow(x, round(y - 52), x, gap.top + BEYOND, "muted", LINE, HEAD)]
    return [*marks, Arrow(x + aside, y, x + end, y, "muted", LINE, HEAD)]


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
