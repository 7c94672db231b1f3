"""Arrangements of three boards round a corner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.scene.arrange.placement import (
    BESIDE,
    CLEAR,
    LARGER,
    NEAR,
    TALLEST,
    UNDER,
    Placement,
    Strip,
    boards_top,
    cells_in,
    strip_height,
    strip_under,
)
from poolanim.scene.boards.board import FINEST, Board

if TYPE_CHECKING:
    from poolanim.scene.arrange.placement import Wanted
    from poolanim.scene.canvas import Canvas

CORNER = 72
"""The distance between a board and the board under it, if only the mask's arrow goes down."""


def cornered(canvas: Canvas, wanted: Wanted) -> Placement | None:
    """Places three boards: the first and the last above, and the second under the first."""
    if len(wanted.shapes) != 3 or canvas.aspect == "wide":
        return None
    top, strip = boards_top(canvas), strip_under(canvas, wanted)
    (rows, columns), (under_rows, under_columns), (last_rows, last_columns) = wanted.shapes
    height = strip.top - CLEAR - top - CORNER
    room = canvas.room - BESIDE, height
    count = len(rows) + len(under_rows)
    across = len(columns) + len(last_columns)
    tallest = TALLEST[canvas.aspect]
    size = cells_in(room, count, across, square=wanted.square, tallest=tallest)
    under = top + round(len(rows) * size[1]) + CORNER
    spare = canvas.room - BESIDE - round(len(columns) * size[0])
    last = cells_in(
        (
            min(spare, LARGER * size[0] * len(last_columns)),
            min(len(rows), LARGER * len(last_rows)) * size[1],
        ),
        len(last_rows),
        len(last_columns),
        square=wanted.square,
        tallest=tallest,
    )
    right = canvas.right - round(len(last_columns) * last[0])
    boards = (
        Board(rows, columns, canvas.left, top, *size),
        Board(under_rows, under_columns, canvas.left, under, *size),
        Board(last_rows, last_columns, right, top, *last),
    )
    return Placement(boards, strip)


def hooked(canvas: Canvas, wanted: Wanted) -> Placement | None:
    """Places two boards above, the last under the second, and the text at the left of that."""
    if len(wanted.shapes) != 3 or canvas.aspect != "square":
        return None
    (rows, columns), (next_rows, next_columns), (last_rows, last_columns) = wanted.shapes
    top, gap = boards_top(canvas), wanted.gaps[0]
    beside = canvas.room - wanted.code_width - NEAR
    height = canvas.bottom - UNDER - top - CORNER
    room, count = (canvas.room - gap, height), len(columns) + len(next_columns)
    tallest, square = TALLEST[canvas.aspect], wanted.square
    across, down = cells_in(room, len(rows) + len(last_rows), count, square=square, tallest=tallest)
    width = min(across, beside / len(last_columns))
    if width < FINEST:
        return None
    last = cells_in(
        (width * len(last_columns), down * len(last_rows)),
        len(last_rows),
        len(last_columns),
        square=square,
        tallest=tallest,
    )
    right = canvas.right - round(len(next_columns) * across)
    under = canvas.bottom - UNDER - round(len(last_rows) * last[1])
    x = canvas.right - round(len(last_columns) * last[0])
    boards = (
        Board(rows, columns, canvas.left, top, across, down),
        Board(next_rows, next_columns, right, top, across, down),
        Board(last_rows, last_columns, x, under, *last),
    )
    text, bottom = strip_height(wanted, broad=False), canvas.bottom - UNDER
    if bottom - text < boards[0].rect.bottom + CLEAR:
        return None
    strip = Strip(canvas.left, x - NEAR, bottom - text, bottom, broad=False)
    return Placement(boards, strip, named="outside")
