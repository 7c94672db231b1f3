"""An arrangement of a chain of boards in two tiers, for canvases that are higher than wide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.scene.arrange.fitting import cells_in
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
    across = canvas.room / columns[end]
    beside = (canvas.room - max(wanted.gaps)) / sum(columns[number] for number in pair)
    across, beside = min(across, LARGER * beside), min(beside, LARGER * across)
    down = height / (rows[end] + high + hung)
    low = min(down, tallest * beside)
    down = min((height - (high + hung) * low) / rows[end], tallest * across, LARGER * low)
    size = cells_in((across, down), 1, 1, square=square, tallest=tallest)
    smaller = cells_in((beside, low), 1, 1, square=square, tallest=tallest)
    above = (1, end) in wanted.joins
    tiers = round((high + hung) * smaller[1]) + (HUNG if hung else 0), round(rows[end] * size[1])
    top += round((strip.top - CLEAR - UNDER - top - DOWN - sum(tiers)) / 3)
    y_end = top + tiers[0] + DOWN if above else top
    # Boards of the row are level at the side of the beam.
    line = y_end - DOWN if above else top + tiers[1] + DOWN
    ys = {n: line - round(rows[n] * smaller[1]) if above else line for n in pair}
    xs = {pair[0]: canvas.left, pair[1]: canvas.right - round(columns[pair[1]] * smaller[0])}
    xs[end] = canvas.left + round((canvas.room - columns[end] * size[0]) / 2)
    ys[end] = y_end
    boards = tuple(
        Board(*shape, xs[n], ys[n], *(size if n == end else smaller))
        for n, shape in enumerate(shapes)
    )
    return Placement(boards, strip, named="outside")
