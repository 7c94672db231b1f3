"""An arrangement of a chain of boards: the largest as high as the canvas, the text beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.scene.arrange.fitting import WHOLE, cells_in
from poolanim.scene.arrange.placement import (
    CLEAR,
    NEAR,
    TALLEST,
    Placement,
    Strip,
    boards_top,
    strip_height,
)
from poolanim.scene.boards.board import Board

if TYPE_CHECKING:
    from poolanim.scene.arrange.wanted import Wanted
    from poolanim.scene.canvas import Canvas


def in_chain_nook(canvas: Canvas, wanted: Wanted) -> Placement | None:
    """Places three boards in a chain side by side, the larger end as high as the canvas.

    The text is under the two others.
    """
    if canvas.aspect != "wide" or not wanted.chained or wanted.fanned or wanted.deepest:
        return None
    shapes, top, text = wanted.shapes, boards_top(canvas), strip_height(wanted, broad=False)
    rows, columns = ([len(side[axis]) for side in shapes] for axis in (0, 1))
    end = max((0, 2), key=lambda number: rows[number])
    others = [number for number in range(3) if number != end]
    high, higher = canvas.bottom - top, canvas.bottom - top - text - CLEAR
    room = float(canvas.room - sum(wanted.gaps))
    room = min(room, (canvas.room - wanted.code_width - NEAR) * sum(columns) / columns[end])
    across, down = cells_in(
        (room, high), rows[end], sum(columns), square=wanted.square, tallest=TALLEST["wide"]
    )
    low = min(down, higher / max(rows[number] for number in others))
    if min(across, low) < WHOLE:
        return None
    widths = [round(count * across) for count in columns]
    spare = (canvas.room - sum(wanted.gaps) - sum(widths)) / 2
    xs = [
        canvas.left,
        round(canvas.left + widths[0] + wanted.gaps[0] + spare),
        canvas.right - widths[2],
    ]
    boards = []
    for number, shape in enumerate(shapes):
        height, room_down = (down, high) if number == end else (low, higher)
        y = top + round((room_down - rows[number] * height) / 2)
        boards.append(Board(*shape, xs[number], y, across, height))
    left, right = canvas.left, canvas.right
    if end == 0:
        left = round(boards[0].rect.right) + NEAR
    else:
        right = round(boards[2].rect.left) - NEAR
    return Placement(
        tuple(boards), Strip(left, right, canvas.bottom - text, canvas.bottom, broad=False)
    )
