"""Arrangements with boards one above the other."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from poolanim.records.tuples import NamedTuple
from poolanim.scene.arrange.fitting import DOUBLED, WIDEST, cells_in
from poolanim.scene.arrange.placement import (
    BESIDE,
    CLEAR,
    NAME,
    TALLEST,
    UNDER,
    Placement,
    boards_top,
    strip_under,
)
from poolanim.scene.boards.board import Board

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.scene.arrange.wanted import Wanted
    from poolanim.scene.canvas import Canvas

DOWN, MASK_DOWN = 92, 76
"""The distances between a board and the board under it: with a beam, and with the mask's arrow."""
LISTED_DOWN, LISTED_MASK_DOWN = 68, 40
"""The same, if the names of boards are at their left."""
DOWN_COLUMN = 58
"""The distance between a board and the board under it, if channels are side by side."""
STRETCHED = 2.0
"""The largest ratio of a distance between boards to its usual one."""
WIDEST_COLUMN = 2.3
"""The largest ratio of a cell's width to its height on a wide canvas."""
FLATTEST = 3.6
"""The same, if channels are side by side."""
HIGHEST_ROW = 2.0
"""The largest ratio of a cell's height to its width, if every board is one row."""


class Column(NamedTuple):
    """The room of boards that are one above the other.

    Attributes:
        left: the left end.
        top: the top of the highest board.
        right: the right end.
        bottom: the bottom of the lowest board.
        downs: the distances between a board and the board under it, from above.
        widest: the largest ratio of a cell's width to its height.
    """

    left: float
    top: float
    right: float
    bottom: float
    downs: tuple[int, ...]
    widest: float


def stacked(canvas: Canvas, wanted: Wanted) -> Placement | None:
    """Places boards one above the other, and the text under all."""
    if wanted.chained:  # names between boards would lie on a beam
        return None
    return _down(canvas, wanted, (MASK_DOWN, DOWN), listed=False)


def listed(canvas: Canvas, wanted: Wanted) -> Placement | None:
    """Places boards one above the other, their names at their left, and the text under all."""
    return _down(canvas, wanted, (LISTED_MASK_DOWN, LISTED_DOWN), listed=True)


def _down(
    canvas: Canvas, wanted: Wanted, downs: tuple[int, ...], *, listed: bool
) -> Placement | None:
    """Places boards one above the other.

    Args:
        canvas: the canvas of the figure.
        wanted: the boards and texts to arrange.
        downs: the distances between three boards. Two have the last.
        listed: whether the names of boards are at their left.
    """
    strip = strip_under(canvas, wanted)
    left: float = canvas.left
    top, bottom = boards_top(canvas), strip.top - CLEAR - UNDER
    if listed:
        left, top, bottom = left + wanted.names, top - NAME, bottom + UNDER
    widest = WIDEST_COLUMN if canvas.aspect == "wide" else WIDEST
    downs = downs[-1:] * 2 if wanted.chained else downs[1 - len(wanted.shapes) :]
    room = Column(left, top, canvas.right, bottom, downs, widest)
    boards = _boards(canvas, wanted, room)
    if boards is None:
        return None
    return Placement(boards, strip, named="left" if listed else "outside")


def in_columns(canvas: Canvas, wanted: Wanted) -> Placement | None:
    """Places channels side by side, each with boards one above the other, if names have room."""
    strip, count = strip_under(canvas, wanted), wanted.columns
    width = (canvas.room - BESIDE * (count - 1)) / count
    if width + BESIDE < wanted.names:
        return None
    top, bottom = boards_top(canvas), strip.top - CLEAR - UNDER
    columns = []
    for column in range(count):
        left = canvas.left + column * (width + BESIDE)
        room = Column(left, top, left + width, bottom, (DOWN_COLUMN,), FLATTEST)
        boards = _boards(canvas, wanted, room)
        if boards is None:
            return None
        columns.append(boards)
    seated = tuple(columns[seat.column or 0][seat.kind] for seat in wanted.seats)
    return Placement(seated, strip, named="outside")


def _boards(canvas: Canvas, wanted: Wanted, room: Column) -> tuple[Board, ...] | None:
    """Returns boards one above the other; None if they have no room.

    Room that cells do not need parts the boards, and what is left then is above and under them.
    """
    height = room.bottom - room.top - sum(room.downs)
    if height <= 0 or room.right <= room.left:
        return None
    rows = [len(rows) for rows, _ in wanted.shapes]
    sizes = _sizes(canvas, wanted, room, rows, height)
    heights = [round(count * down) for count, (_, down) in zip(rows, sizes, strict=True)]
    spare = max(height - sum(heights), 0)
    stretch = min(1 + spare / sum(room.downs), STRETCHED)
    y = room.top + (spare - (stretch - 1) * sum(room.downs)) / 3
    boards: dict[int, Board] = {}
    order = list(range(len(rows)))
    if wanted.upper == len(order) - 1 and (len(order) == 2 or wanted.chained):
        order.reverse()
    for number, down in zip(order, (*room.downs, 0), strict=True):
        shape, size = wanted.shapes[number], sizes[number]
        x = room.left + (room.right - room.left - len(shape[1]) * size[0]) / 2
        boards[number] = Board(*shape, round(x), round(y), *size)
        y += heights[number] + stretch * down
    return tuple(boards[number] for number in range(len(rows)))


def _sizes(
    canvas: Canvas, wanted: Wanted, room: Column, rows: Sequence[int], height: float
) -> list[tuple[float, float]]:
    """Returns the width and the height of the cells of each board.

    If the cells of the last board contain two numbers, they are as high as these need.
    """
    width = room.right - room.left
    columns = max(len(columns) for _, columns in wanted.shapes)
    tallest = HIGHEST_ROW if set(rows) == {1} else TALLEST[canvas.aspect]
    square, widest = wanted.square, room.widest
    size = cells_in(
        (width, height), sum(rows), columns, square=square, tallest=tallest, widest=widest
    )
    high = math.ceil(DOUBLED * canvas.number)
    rest = height - rows[-1] * high
    if not wanted.doubled or size[1] >= high or rest <= 0:
        return [size] * len(rows)
    size = cells_in(
        (width, rest), sum(rows[:-1]), columns, square=square, tallest=tallest, widest=widest
    )
    return [*[size] * (len(rows) - 1), (size[0], high)]
