"""Finds what is free between boards and their names."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from poolanim.scene.arrange.placement import boards_top
from poolanim.scene.boards.board import Rect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.scene.overlay.over import Overlay


def largest_room(over: Overlay) -> Rect:
    """Returns the largest rectangle beside the boards of a pass and their names, over the text."""
    canvas, boards = over.canvas, over.placement.boards
    taken = [board.rect for board in boards]
    taken += [Rect(*mark.bounds) for number in range(len(boards)) for mark in over.name(number)]
    whole = Rect(canvas.left, boards_top(canvas), canvas.right, over.placement.strip.top)
    return _largest_free(whole, taken)


def _largest_free(whole: Rect, taken: Sequence[Rect]) -> Rect:
    """Returns the largest rectangle within another that overlaps none of those that are taken.

    Example:
        >>> _largest_free(Rect(0, 0, 9, 9), [Rect(0, 0, 4, 9), Rect(4, 0, 9, 3)])
        Rect(left=4, top=3, right=9, bottom=9)
    """
    xs = {whole.left, whole.right, *(x for rect in taken for x in rect[::2])}
    tops = [
        *sorted(
            (min(top, whole.bottom), left, right, bottom) for left, top, right, bottom in taken
        ),
        (whole.bottom, whole.left, whole.right, whole.bottom),
    ]
    found, largest = Rect(whole.left, whole.top, whole.left, whole.top), 0.0
    for left, right in combinations(sorted(x for x in xs if whole.left <= x <= whole.right), 2):
        low = whole.top
        for top, start, stop, bottom in tops:
            if left < stop and start < right:
                area = (top - low) * (right - left)
                if area > largest:
                    found, largest = Rect(left, low, right, top), area
                if bottom > low:
                    low = bottom
    return found
