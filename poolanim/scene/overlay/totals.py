"""Draws what a pass comes to between its boards: the sum of both gradients, or a shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.records.tuples import NamedTuple
from poolanim.scene.boards.shades import ink_of_sign
from poolanim.scene.marks import Arrow, Text
from poolanim.scene.numerals import numerals_for
from poolanim.scene.text.balance import balance_of, balances

if TYPE_CHECKING:
    from poolanim.scene.boards.board import Rect
    from poolanim.scene.boards.setting import Measure
    from poolanim.scene.canvas import Canvas
    from poolanim.scene.marks import Mark
    from poolanim.scene.text.telling import Telling

ASIDE, BEYOND, LEAST_ARROW = 18, 8, 16
"""The distances of arrows from the sum and from the boards, and the least length of one."""
LARGE, SMALLER = (46, 38, 30), 38
"""The sizes of the sum: the first that fits between boards side by side, and that between a board
and the one under it."""
LINE, HEAD, SMALLER_HEAD = 2.5, 12, 11


class Total(NamedTuple):
    """What a pass comes to.

    Attributes:
        text: a number, or a shape.
        ink: the role of its colour.
        words: what it is.
        onward: whether it belongs to what the pass makes alone, not to what it reads too.
    """

    text: str
    ink: str
    words: str
    onward: bool


def total_of(telling: Telling) -> Total | None:
    """Returns the sum that both gradients have, or the shape of what a forward pass makes.

    Returns None if the sums differ, if there are as many outputs as inputs, or if scans are still
    to come.
    """
    view, words = telling.story.view, telling.say("both")
    if telling.story.after:
        return None
    if view.grads is None:
        if view.read.size in (1, len(view)):
            return None
        return Total(telling.say("result"), "ink", words, onward=True)
    if not balances(view):
        return None
    grads, total, changes, _ = balance_of(view)
    if changes or grads != total:
        return None
    return Total(next(numerals_for([grads]))(grads), ink_of_sign(grads), words, onward=False)


def sum_across(
    total: Total,
    gap: Rect,
    room: float,
    canvas: Canvas,
    measure: Measure,
    *,
    above: float | None,
    right: bool,
) -> list[Mark]:
    """Returns a total between boards side by side, or between one and another above, with arrows.

    Returns nothing if the gap is too narrow.

    Args:
        total: the total.
        gap: the gap between the boards.
        room: the width of the room for the words.
        canvas: the canvas of the figure.
        measure: returns the widths of texts.
        above: the lower end of the second board if that is above the gap; None if it is at its
            right.
        right: whether the pass makes the second board.
    """
    (text, ink, words, onward), small, (x, y) = total, canvas.small, gap.middle
    wide, end = measure(words, small, "text-medium"), gap.width / 2 - BEYOND
    for size in LARGE:
        width = measure(text, size, "number-bold")
        if end - (aside := width / 2 + ASIDE) >= LEAST_ARROW and wide <= room:
            break
    else:
        return []
    at = x - wide / 2, round(y - 32)
    marks: list[Mark] = [
        Text(x - width / 2, round(y + 16), text, size, "number-bold", ink, "paper", width),
        Text(*at, words, small, "text-medium", "muted", "paper", wide),
    ]
    first = Arrow(x - aside, y, x - end, y, "muted", LINE, HEAD)
    second = Arrow(x + aside, y, x + end, y, "muted", LINE, HEAD)
    if above is not None:
        second = Arrow(x, round(y - 52), x, above + BEYOND, "muted", LINE, HEAD)
    return [*marks, *([first, second] if not onward else [second if right else first])]


def sum_down(
    total: Total,
    gap: Rect,
    shared: tuple[float, float],
    floor: float,
    canvas: Canvas,
    measure: Measure,
) -> list[Mark]:
    """Returns a total between a board and the board under it, with arrows.

    Returns nothing if its words have no room.

    Args:
        total: the total.
        gap: the gap between the boards.
        shared: the left and right ends of what lies between both boards.
        floor: the top of the text.
        canvas: the canvas of the figure.
        measure: returns the widths of texts.
    """
    (text, ink, words, onward), small, (x, y) = total, canvas.small, gap.middle
    width = measure(text, SMALLER, "number-bold")
    wide = measure(words, small, "text-medium")
    left = x - (wide + 12 + width) / 2
    if left < shared[0]:  # text may be at the left of the lower board
        y = gap.top + 28
        if y + 12 > floor:
            return []
    at = left + wide + 12, round(y + 13)
    marks: list[Mark] = [
        Text(*at, text, SMALLER, "number-bold", ink, "paper", width),
        Text(left, round(y + 6), words, small, "text-medium", "muted", "paper", wide),
    ]
    for place in (left - 24, left + wide + width + 36):
        if shared[0] < place < shared[1]:
            up, down = gap.top + 8, gap.bottom - 8
            if onward:
                marks.append(Arrow(place, up, place, down, "muted", LINE, SMALLER_HEAD))
                continue
            marks += [
                Arrow(place, y - 4, place, up, "muted", LINE, SMALLER_HEAD),
                Arrow(place, y + 4, place, down, "muted", LINE, SMALLER_HEAD),
            ]
    return marks
