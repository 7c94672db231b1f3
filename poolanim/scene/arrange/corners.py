"""Arrangements of three boards round a corner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.scene.arrange.fitting import LARGEST, cells_in
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
    strip_height,
    strip_under,
)
from poolanim.scene.boards.board import FINEST, Board

if TYPE_CHECKING:
    from poolanim.scene.arrange.wanted import Wanted
    from poolanim.scene.canvas import Canvas

DOWN = 92
"""The distance between a board and the board under it, if a beam goes down."""
ASIDE = 88
"""The distance between the source of a fan and the hung board beside it, if a beam joins them."""
CORNER = 72
"""The distance between a board and the board under it, if only the mask's arrow goes down."""


def cornered(canvas: Canvas, wanted: Wanted) -> Placement | None:
    """Places three boards: the first and the last above, and the second under the first."""
    if len(wanted.shapes) != 3 or wanted.chained or canvas.aspect == "wide":
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
    """Places two boards above, the last under the second, and the text level with that."""
    if len(wanted.shapes) != 3 or wanted.chained or canvas.aspect != "square":
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
    text = strip_height(wanted, broad=False)
    bottom = canvas.bottom - UNDER - max(round((boards[2].rect.height - text) / 2), 0)
    if bottom - text < boards[0].rect.bottom + CLEAR:
        return None
    strip = Strip(canvas.left, x - NEAR, bottom - text, bottom, broad=False)
    return Placement(boards, strip, named="outside")


def bent(canvas: Canvas, wanted: Wanted) -> Placement | None:
    """Places three boards in a chain: the larger end, the second at its right, and the other end.

    That is over the second if it is a source of a beam, or else under it.
    """
    if not wanted.chained or wanted.fanned or canvas.aspect == "wide":
        return None
    shapes, strip, top = wanted.shapes, strip_under(canvas, wanted), boards_top(canvas)
    rows, columns = ([len(side[axis]) for side in shapes] for axis in (0, 1))
    end, other = sorted((0, 2), key=lambda number: -rows[number] * columns[number])
    bottom, right_columns = strip.top - CLEAR - UNDER, max(columns[1], columns[other])
    room = canvas.room - max(wanted.gaps), bottom - top - DOWN
    across, down = cells_in(
        room,
        rows[1] + rows[other],
        columns[end] + right_columns,
        square=wanted.square,
        tallest=TALLEST[canvas.aspect],
    )
    used = max(rows[end] * down, (rows[1] + rows[other]) * down + DOWN)
    if used > bottom - top:
        used, down = bottom - top, (bottom - top) / rows[end]
    high = down
    if not wanted.square:  # the cells of the larger end fill its height, within limits
        high = min(used / rows[end], LARGER * down, TALLEST[canvas.aspect] * across)
    heights = {number: round(rows[number] * down) for number in (1, other)}
    heights[end] = round(rows[end] * high)
    above = any(source == other for source, _ in wanted.joins)
    upper, lower = (other, 1) if above else (1, other)
    top += round((bottom - top - used) / 3)
    low = top + round(used)
    ys = {upper: top, lower: low - heights[lower], end: low - heights[end] if above else top}
    middle = canvas.right - right_columns * across / 2
    xs = {number: round(middle - columns[number] * across / 2) for number in (1, other)}
    xs[end] = canvas.left
    boards = tuple(
        Board(*shape, xs[number], ys[number], across, high if number == end else down)
        for number, shape in enumerate(shapes)
    )
    return Placement(boards, strip, named="outside")


def fanned(canvas: Canvas, wanted: Wanted) -> Placement | None:
    """Places the source of all beams above, and the two boards that they go to under it.

    A hung board that gets a beam too has room at the left of the source.
    """
    if not wanted.fanned or canvas.aspect == "wide":
        return None
    shapes, strip, top = wanted.shapes, strip_under(canvas, wanted), boards_top(canvas)
    rows, columns = ([len(side[axis]) for side in shapes] for axis in (0, 1))
    bottom, under = strip.top - CLEAR - UNDER, max(rows[0], rows[2])
    wide = columns[1] + wanted.aside, columns[0] + columns[2]
    free = canvas.room - (ASIDE if wanted.aside else 0), canvas.room - BESIDE
    across = [min(each / count, LARGEST) for each, count in zip(free, wide, strict=True)]
    across = [min(each, LARGER * other) for each, other in zip(across, across[::-1], strict=True)]
    height, tallest = bottom - top - DOWN, TALLEST[canvas.aspect]
    down = [min(height / (rows[1] + under), tallest * each) for each in across]
    down[0] = min((height - under * down[1]) / rows[1], tallest * across[0], LARGER * down[1])
    down[1] = min((height - rows[1] * down[0]) / under, tallest * across[1], LARGER * down[0])
    sizes = [
        cells_in((each, high), 1, 1, square=wanted.square, tallest=tallest)
        for each, high in zip(across, down, strict=True)
    ]
    (source_width, source_height), target = sizes
    used = round(rows[1] * source_height) + round(under * target[1]) + DOWN
    top += round((bottom - top - used) / 3)
    y = top + used - round(under * target[1])
    right = canvas.right - round(columns[2] * target[0])
    middle = (canvas.left + round(columns[0] * target[0]) + right) / 2
    x, width = round(middle - columns[1] * source_width / 2), round(columns[1] * source_width)
    if wanted.aside:
        least = canvas.left + round(wanted.aside * source_width) + ASIDE
        x = min(max(x, least), canvas.right - width)
    boards = (
        Board(*shapes[0], canvas.left, y, *target),
        Board(*shapes[1], x, top, source_width, source_height),
        Board(*shapes[2], right, y, *target),
    )
    return Placement(boards, strip, named="outside", fans=True)
