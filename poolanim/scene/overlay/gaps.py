"""The gaps between boards, in which beams and tags are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.scene.boards.board import Rect

if TYPE_CHECKING:
    from collections.abc import Collection

    from poolanim.scene.arrange.placement import Placement
    from poolanim.scene.boards.join import Join
    from poolanim.scene.canvas import Canvas

ASIDE = 24
"""The distance by which a tag may extend beyond its boards, if channels are side by side."""
LOW = 64
"""The height of a gap in which a tag has no room on its beam, and is beside it."""
BESIDE = 4
"""The distance between a board and what is beside it."""


def gap_between(
    join: Join, placement: Placement, boards: Collection[Rect], canvas: Canvas, *, alone: bool
) -> Rect:
    """Returns the gap between two boards, above the text.

    Args:
        join: the numbers of the boards.
        placement: the places of the boards.
        boards: those of the column in which both are, or all.
        canvas: the canvas of the figure.
        alone: whether there are no columns.
    """
    rects = [placement.boards[number].rect for number in join.boards]
    direction = placement.direction(*join.boards)
    upper, lower = sorted(rects, key=lambda rect: rect.top)
    if direction == "turned":
        most = canvas.right if alone else max(rect.right for rect in boards)
        return Rect(lower.right + BESIDE, upper.bottom, most, lower.bottom)
    if direction == "across":
        strip = placement.strip
        left, right = sorted(rects, key=lambda rect: rect.left)
        over = strip.left < right.left and left.right < strip.right
        floors = [max(rect.bottom for rect in rects)]
        if over:
            floors.append(strip.top)
        # The name of a board that hangs under one of the two begins in the gap.
        floors += [each.top for each in boards if each.top > upper.top and _under(each, rects)]
        return Rect(left.right, upper.top, right.left, min(floors))
    start, end = min(rect.left for rect in rects), max(rect.right for rect in rects)
    if len(boards) > 2 and lower.top - upper.bottom < LOW:
        end = _free(upper.bottom, lower.top, end, boards, canvas)
    for rect in boards:
        beside = rect.top < lower.bottom and lower.top < rect.bottom
        if placement.fans and rect not in rects and beside:
            # The gap above the next board is that of another beam.
            if rect.right <= lower.left:
                start = max(start, (rect.right + lower.left) / 2)
            else:
                end = min(end, (lower.right + rect.left) / 2)
    if len(boards) == 2 and alone:
        start, end = canvas.left, canvas.right
    elif len(boards) == 2:
        start, end = max(start - ASIDE, canvas.left), min(end + ASIDE, canvas.right)
    return Rect(start, upper.bottom, end, lower.top)


def _under(rect: Rect, boards: Collection[Rect]) -> bool:
    """Returns whether a board is under one of others."""
    return any(each.left < rect.right and rect.left < each.right for each in boards if each != rect)


def _free(
    top: float, bottom: float, start: float, boards: Collection[Rect], canvas: Canvas
) -> float:
    """Returns where the next board begins at the right, between two heights, or the margin."""
    beside = [
        rect for rect in boards if rect.left > start and rect.top < bottom and top < rect.bottom
    ]
    return min([canvas.right, *(rect.left - BESIDE for rect in beside)])
