"""An arrangement of a chain of boards in two tiers, for canvases that are higher than wide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.scene.arrange.fitting import KERNEL_CELL, WHOLE, cells_in
from poolanim.scene.arrange.placement import (
    CLEAR,
    HUNG,
    LARGER,
    TALLEST,
    UNDER,
    Placement,
    boards_top,
    strip_under,
)
from poolanim.scene.boards.board import Board

if TYPE_CHECKING:
    from poolanim.scene.arrange.wanted import Wanted
    from poolanim.scene.canvas import Canvas

DOWN = 84
"""The distance between the tiers, between which a beam goes down."""


def tiered(canvas: Canvas, wanted: Wanted) -> Placement | None:
    """Places the larger end of a chain over the whole width, and the two others in a row.

    The row is above the larger end if a beam goes to it, or else under it. A board that hangs on
    one of the row has room on the other side of that.
    """
    if not wanted.chained or wanted.fanned or canvas.aspect != "tall":
        return None
    shapes, strip, top = wanted.shapes, strip_under(canvas, wanted), boards_top(canvas)
    rows, columns = ([len(side[axis]) for side in shapes] for axis in (0, 1))
    end, other = sorted((0, 2), key=lambda number: -rows[number] * columns[number])
    pair = (1, other) if (1, other) in wanted.joins else (other, 1)
    high = max(rows[number] for number in pair)
    hung = max(wanted.deepest - rows[1], 0)
    height = strip.top - CLEAR - UNDER - top - DOWN - (HUNG if hung else 0)
    tallest, square = TALLEST["tall"], wanted.square
    across, room = canvas.room / columns[end], canvas.room - max(wanted.gaps)
    beside = room / sum(columns[number] for number in pair)
    across, beside = min(across, LARGER * beside), min(beside, LARGER * across)
    down = height / (rows[end] + high + hung)
    low = min(down, tallest * beside)
    down = min((height - (high + hung) * low) / rows[end], tallest * across, LARGER * low)
    size = cells_in((across, down), 1, 1, square=square, tallest=tallest)
    smaller = kernel = cells_in((beside, low), 1, 1, square=square, tallest=tallest)
    if min(smaller) < WHOLE:  # a kernel is small beside large grids
        least = min(KERNEL_CELL, high * low / rows[1], 0.4 * room / columns[1])
        kernel = max(smaller, (least, least))
        beside = (room - columns[1] * kernel[0]) / columns[other]
        smaller = cells_in((beside, low), 1, 1, square=square, tallest=tallest)
    sizes = {1: kernel, other: smaller, end: size}
    above = (1, end) in wanted.joins
    row = max(round(rows[number] * sizes[number][1]) for number in pair)
    tiers = row + round(hung * kernel[1]) + (HUNG if hung else 0), round(rows[end] * size[1])
    top += round((strip.top - CLEAR - UNDER - top - DOWN - sum(tiers)) / 3)
    y_end = top + tiers[0] + DOWN if above else top
    # Boards of the row are level at the side of the beam.
    line = y_end - DOWN if above else top + tiers[1] + DOWN
    ys = {n: line - round(rows[n] * sizes[n][1]) if above else line for n in pair}
    right = canvas.right - round(columns[pair[1]] * sizes[pair[1]][0])
    xs = {pair[0]: canvas.left, pair[1]: right}
    xs[end] = canvas.left + round((canvas.room - columns[end] * size[0]) / 2)
    ys[end] = y_end
    boards = tuple(Board(*shape, xs[n], ys[n], *sizes[n]) for n, shape in enumerate(shapes))
    return Placement(boards, strip, named="outside")
