"""The arrangements, and the choice among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.scene.arrange.placement import (
    CLEAR,
    WIDEST,
    WIDEST_UPRIGHT,
    Placement,
    Strip,
    Wanted,
    boards_top,
    cells_in,
    strip_height,
)
from poolanim.scene.boards.board import Board

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolanim.scene.canvas import Canvas

NEAR = 40
"""Between a board and the text that stands right of it."""
DOWN = 92
"""Between a board and the one under it."""
UNDER = 24
"""Under a board for its name."""
LARGER = 1.35
"""The cells of a smaller board are at most so many times as large as those of the larger one."""
CORNER = 72
"""Likewise where only the mask's arrow goes down."""


def arranged(canvas: Canvas, wanted: Wanted) -> Placement:
    """Returns the arrangement that has the largest cells."""
    ways: list[Callable[[Canvas, Wanted], Placement | None]] = [in_row, in_nook, stacked, cornered]
    placed = [each for way in ways if (each := way(canvas, wanted)) is not None]
    return max(placed, key=lambda placement: placement.cell)


def in_row(canvas: Canvas, wanted: Wanted) -> Placement | None:
    """Boards side by side, and the text under them over the whole width."""
    if canvas.upright:
        return None
    top = boards_top(canvas)
    height = canvas.bottom - strip_height(wanted, broad=True) - CLEAR - top
    rows = max(len(rows) for rows, _ in wanted.shapes)
    columns = sum(len(columns) for _, columns in wanted.shapes)
    room = canvas.room - sum(wanted.gaps)
    cell = cells_in(room, height, rows, columns, WIDEST, wanted.square)
    strip = Strip(
        canvas.left,
        canvas.right,
        canvas.bottom - strip_height(wanted, broad=True),
        canvas.bottom,
        broad=True,
    )
    return Placement(_side_by_side(canvas, wanted, cell, top, height), strip)


def in_nook(canvas: Canvas, wanted: Wanted) -> Placement | None:
    """Two boards side by side, the first as high as the canvas, and the text under the second."""
    if canvas.upright or len(wanted.shapes) != 2:
        return None
    top = boards_top(canvas)
    text = strip_height(wanted, broad=False)
    (rows, columns), (other_rows, other_columns) = wanted.shapes
    height = canvas.bottom - top
    cell_width, cell_height = cells_in(
        min(
            canvas.room - wanted.code_width - NEAR,
            (canvas.room - wanted.gaps[0]) * len(columns) / (len(columns) + len(other_columns)),
        ),
        min(height, (height - text - CLEAR) * len(rows) / len(other_rows)),
        len(rows),
        len(columns),
        WIDEST,
        wanted.square,
    )
    if cell_width <= 0:
        return None
    first = Board(rows, columns, canvas.left, top, cell_width, cell_height)
    larger = cells_in(
        min(
            canvas.right - first.rect.right - wanted.gaps[0],
            LARGER * len(other_columns) * cell_width,
        ),
        min(height - text - CLEAR, LARGER * len(other_rows) * cell_height),
        len(other_rows),
        len(other_columns),
        WIDEST,
        wanted.square,
    )
    cell_width, cell_height = max(larger, (cell_width, cell_height))
    x = canvas.right - round(len(other_columns) * cell_width)
    second = Board(other_rows, other_columns, x, top, cell_width, cell_height)
    left = round(first.rect.right) + NEAR
    strip = Strip(left, canvas.right, canvas.bottom - text, canvas.bottom, broad=False)
    return Placement((first, second), strip)


def stacked(canvas: Canvas, wanted: Wanted) -> Placement | None:
    """Two boards, the second above the first, and the text under both."""
    if len(wanted.shapes) != 2:
        return None
    top = boards_top(canvas)
    broad = not canvas.upright
    text = strip_height(wanted, broad=broad)
    rows = sum(len(rows) for rows, _ in wanted.shapes)
    columns = max(len(columns) for _, columns in wanted.shapes)
    height = canvas.bottom - text - CLEAR - UNDER - top - DOWN
    if height <= 0:
        return None
    cell_width, cell_height = cells_in(
        canvas.room, height, rows, columns, WIDEST_UPRIGHT, wanted.square
    )
    strip = Strip(canvas.left, canvas.right, canvas.bottom - text, canvas.bottom, broad=broad)
    spare = max(height - rows * cell_height, 0)
    boards: list[Board] = []
    y = strip.top - CLEAR - UNDER - round(spare / 2)
    for rows_of, columns_of in wanted.shapes:
        y -= round(len(rows_of) * cell_height)
        x = canvas.left + round((canvas.room - len(columns_of) * cell_width) / 2)
        boards.append(Board(rows_of, columns_of, x, y, cell_width, cell_height))
        y -= DOWN + round(spare / 4)
    return Placement(tuple(boards), strip, across=False)


def cornered(canvas: Canvas, wanted: Wanted) -> Placement | None:
    """Three boards: the first and the last above, and the second under the first."""
    if len(wanted.shapes) != 3 or not canvas.upright:
        return None
    top = boards_top(canvas)
    text = strip_height(wanted, broad=False)
    (rows, columns), (under_rows, under_columns), (last_rows, last_columns) = wanted.shapes
    height = canvas.bottom - text - CLEAR - top - CORNER
    across = min(
        (canvas.room - 26) / (len(columns) + len(last_columns)),
        (canvas.room - 100) / len(under_columns),
    )
    cell_width, cell_height = cells_in(
        across * len(columns),
        height,
        len(rows) + len(under_rows),
        len(columns),
        WIDEST_UPRIGHT,
        wanted.square,
    )
    boards = (
        Board(rows, columns, canvas.left, top, cell_width, cell_height),
        Board(
            under_rows,
            under_columns,
            canvas.left,
            top + round(len(rows) * cell_height) + CORNER,
            cell_width,
            cell_height,
        ),
        Board(
            last_rows,
            last_columns,
            canvas.right - round(len(last_columns) * cell_width),
            top,
            cell_width,
            cell_height,
        ),
    )
    strip = Strip(canvas.left, canvas.right, canvas.bottom - text, canvas.bottom, broad=False)
    return Placement(boards, strip, turned=True)


def _side_by_side(
    canvas: Canvas, wanted: Wanted, cell: tuple[float, float], top: int, height: float
) -> tuple[Board, ...]:
    """Returns boards from margin to margin, each in the middle of the height."""
    cell_width, cell_height = cell
    tallest = max(len(rows) for rows, _ in wanted.shapes) * cell_height
    spare = (
        canvas.room
        - sum(gap for gap in wanted.gaps)
        - sum(round(len(columns) * cell_width) for _, columns in wanted.shapes)
    )
    boards, x = [], float(canvas.left)
    for number, (rows, columns) in enumerate(wanted.shapes):
        y = top + round((tallest - len(rows) * cell_height) / 2 + (height - tallest) / 2)
        width = round(len(columns) * cell_width)
        if number == len(wanted.shapes) - 1:
            x = canvas.right - width
        boards.append(Board(rows, columns, round(x), y, cell_width, cell_height))
        if number < len(wanted.gaps):
            x += width + wanted.gaps[number] + spare * wanted.gaps[number] / sum(wanted.gaps)
    return tuple(boards)
