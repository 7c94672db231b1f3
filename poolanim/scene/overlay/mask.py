"""Draws the arrow of a mask, or of weights, between two boards with the same cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.scene.arrange.placement import NAME
from poolanim.scene.marks import Arrow, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.scene.boards.board import Rect
    from poolanim.scene.boards.setting import Measure
    from poolanim.scene.canvas import Canvas
    from poolanim.scene.marks import Mark

CLEAR = 6
"""The distance between a board and the ends of the arrow."""
WORDS_ASIDE = 10
LINE, HEAD = 2.5, 11


def arrow_across(
    boards: tuple[Rect, Rect],
    cell: Rect,
    words: Sequence[str],
    ink: str,
    canvas: Canvas,
    measure: Measure,
) -> list[Mark]:
    """Returns an arrow to the board beside, with a word above it and a word under it.

    Args:
        boards: both boards, the one from which the arrow comes first.
        cell: the cells on the first board from which the arrow comes.
        words: the words.
        ink: the role of their colour.
        canvas: the canvas of the figure.
        measure: returns the widths of texts.
    """
    kept, target = boards
    x0, x1 = kept.right + CLEAR, target.left - CLEAR
    if target.right < kept.left:
        x0, x1 = kept.left - CLEAR, target.right + CLEAR
    y, size = cell.middle[1], canvas.small
    marks: list[Mark] = [Arrow(x0, y, x1, y, ink, LINE, HEAD)]
    for word, baseline in zip(words, (y - 10, y + 22), strict=True):
        width = measure(word, size, "text-medium")
        x = (x0 + x1 - width) / 2
        marks.append(Text(x, round(baseline), word, size, "text-medium", ink, "paper", width))
    return marks


def arrow_down(
    boards: tuple[Rect, Rect],
    cell: Rect,
    name: Sequence[Mark],
    told: tuple[Sequence[str], str],
    canvas: Canvas,
    measure: Measure,
) -> list[Mark]:
    """Returns an arrow to the board below, with words beside it.

    Args:
        boards: both boards, from above.
        cell: the cells on the first board from which the arrow comes.
        name: the name of the second board, which the arrow does not cross.
        told: the words, and the role of their colour.
        canvas: the canvas of the figure.
        measure: returns the widths of texts.
    """
    (words, ink), (kept, target) = told, boards
    x, size = cell.middle[0], canvas.small
    y0, y1 = kept.bottom + CLEAR, target.top - CLEAR
    if any(left - HEAD < x < right + HEAD for left, _, right, _ in (mark.bounds for mark in name)):
        y1 -= NAME
    text = " ".join(words)
    width = measure(text, size, "text-medium")
    y, left = (y0 + y1) / 2 - 4, x - WORDS_ASIDE - width
    if left < canvas.left:
        left = x + WORDS_ASIDE
    return [
        Arrow(x, y0, x, y1, ink, LINE, HEAD),
        Text(left, round(y), text, size, "text-medium", ink, "paper", width),
    ]
