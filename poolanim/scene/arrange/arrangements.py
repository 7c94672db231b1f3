"""The arrangements, and the choice among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.scene.arrange.placement import (
    CLEAR,
    DOUBLED,
    TALLEST,
    WIDEST,
    Placement,
    Strip,
    Wanted,
    boards_top,
    cells_in,
    is_broad,
    strip_height,
)
from poolanim.scene.boards.board import FINEST, Board

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from poolanim.scene.canvas import Canvas

NEAR = 40
"""The distance between a board and the text at its right."""
DOWN = 92
"""The distance between a board and the board under it."""
UNDER = 24
"""The room for a name under a board."""
LARGER = 1.35
"""The largest ratio of the cells of a smaller board to those of the larger one."""
BESIDE = 26
"""The distance between two boards side by side that no beam joins."""
DOWN_COLUMN, WIDEST_COLUMN = 58, 2.3
"""If channels are side by side: the distance between a board and the board under it, and the
largest ratio of a cell's width to its height."""
CORNER = 72
"""The distance between a board and the board under it, if only the mask's arrow goes down."""


def arranged(canvas: Canvas, wanted: Wanted) -> list[Placement]:
    """Returns the possible arrangements, those with the largest cells first."""
    ways: list[Callable[[Canvas, Wanted], Placement | None]] = [
        in_nook,
        in_row,
        beside_text,
        stacked,
        cornered,
        hooked,
    ]
    placed = [each for way in ways if (each := way(canvas, wanted)) is not None]
    return sorted(placed, key=lambda placement: -placement.cell)


def in_row(canvas: Canvas, wanted: Wanted) -> Placement | None:
    """Places boards side by side, and the text under them over the whole width."""
    top, broad = boards_top(canvas), is_broad(canvas, wanted)
    text = strip_height(wanted, broad=broad, level=canvas.aspect == "wide")
    height = canvas.bottom - text - CLEAR - top
    rows = max(len(rows) for rows, _ in wanted.shapes)
    count: float = sum(len(columns) for _, columns in wanted.shapes)
    room, tallest = (canvas.room - sum(wanted.gaps), height), TALLEST[canvas.aspect]
    size = cells_in(room, rows, count, square=wanted.square, tallest=tallest)
    sizes = [size] * len(wanted.shapes)
    last_rows, last_columns = wanted.shapes[-1]
    factor = min(LARGER, rows / len(last_rows))
    if wanted.doubled and size[1] < DOUBLED * canvas.number and factor > 1:
        count += len(last_columns) * (factor - 1)
        across, down = cells_in(room, rows, count, square=wanted.square, tallest=tallest)
        sizes = [(across, down)] * (len(sizes) - 1) + [(across * factor, down * factor)]
    strip = Strip(canvas.left, canvas.right, canvas.bottom - text, canvas.bottom, broad=broad)
    return Placement(_side_by_side(canvas, wanted, sizes, top, height), strip)


def beside_text(canvas: Canvas, wanted: Wanted) -> Placement | None:
    """Places two narrow boards side by side, as high as the canvas, and the text at their right."""
    if canvas.aspect != "wide" or len(wanted.shapes) != 2:
        return None
    top, text = boards_top(canvas), strip_height(wanted, broad=False)
    height = canvas.bottom - top
    room = canvas.room - wanted.code_width - NEAR - wanted.gaps[0]
    most = max(len(rows) for rows, _ in wanted.shapes)
    count = sum(len(columns) for _, columns in wanted.shapes)
    if room <= count * FINEST:
        return None
    size = cells_in((room, height), most, count, square=wanted.square)
    boards: list[Board] = []
    x = float(canvas.left)
    for rows, columns in wanted.shapes:
        y = top + round((height - len(rows) * size[1]) / 2)
        boards.append(Board(rows, columns, round(x), y, *size))
        x = boards[-1].rect.right + wanted.gaps[0]
    middle = top + (height - text) // 2
    left = round(boards[-1].rect.right) + NEAR
    strip = Strip(left, canvas.right, middle, middle + text, broad=False)
    return Placement(tuple(boards), strip)


def in_nook(canvas: Canvas, wanted: Wanted) -> Placement | None:
    """Places two boards side by side, one as high as the canvas, the text under the other."""
    if canvas.aspect != "wide" or len(wanted.shapes) != 2:
        return None
    top = boards_top(canvas)
    text = strip_height(wanted, broad=False)
    (rows, columns), (other_rows, other_columns) = wanted.shapes
    high, higher = canvas.bottom - top, canvas.bottom - top - text - CLEAR
    share = len(columns) / (len(columns) + len(other_columns))
    width = min(canvas.room - wanted.code_width - NEAR, (canvas.room - wanted.gaps[0]) * share)
    if width <= 0:
        return None
    height = min(high, higher * len(rows) / len(other_rows))
    size = cells_in((width, height), len(rows), len(columns), square=wanted.square)
    first = Board(rows, columns, canvas.left, top, *size)
    most = [LARGER * each for each in size]
    room = (
        min(canvas.right - first.rect.right - wanted.gaps[0], most[0] * len(other_columns)),
        min(higher, most[1] * len(other_rows)),
    )
    larger = cells_in(room, len(other_rows), len(other_columns), square=wanted.square)
    size = max(larger, size)
    x = canvas.right - round(len(other_columns) * size[0])
    second = Board(other_rows, other_columns, x, top, *size)
    left = round(first.rect.right) + NEAR
    strip = Strip(left, canvas.right, canvas.bottom - text, canvas.bottom, broad=False)
    return Placement((first, second), strip)


def stacked(canvas: Canvas, wanted: Wanted) -> Placement | None:
    """Places two boards one above the other, and the text under both."""
    if len(wanted.shapes) != 2:
        return None
    top, broad = boards_top(canvas), is_broad(canvas, wanted)
    text = strip_height(wanted, broad=broad, level=canvas.aspect == "wide")
    rows = sum(len(rows) for rows, _ in wanted.shapes)
    columns = max(len(columns) for _, columns in wanted.shapes)
    height = canvas.bottom - text - CLEAR - UNDER - top - DOWN
    if height <= 0:
        return None
    tallest = TALLEST[canvas.aspect]
    room = canvas.room, height
    widest = WIDEST_COLUMN if canvas.aspect == "wide" else WIDEST
    size = cells_in(room, rows, columns, square=wanted.square, tallest=tallest, widest=widest)
    strip = Strip(canvas.left, canvas.right, canvas.bottom - text, canvas.bottom, broad=broad)
    left, width = canvas.left, canvas.room
    boards = _column(wanted, size, (left, top, width, strip.top - CLEAR - UNDER), DOWN)
    return Placement(boards, strip, across=False, lower=1 - wanted.upper)


def _column(
    wanted: Wanted,
    size: tuple[float, float],
    room: tuple[float, float, float, float],
    down: int,
) -> tuple[Board, ...]:
    """Returns two boards, one above the other. `room` is (left, top, width, bottom)."""
    left, top, width, bottom = room
    heights = [round(len(rows) * size[1]) for rows, _ in wanted.shapes]
    spare = max(bottom - top - sum(heights) - down, 0)
    first, gap = top + round(spare / 3), down + round(spare / 3)
    ys = [first, first]
    ys[1 - wanted.upper] += heights[wanted.upper] + gap
    return tuple(
        Board(rows, columns, round(left + (width - len(columns) * size[0]) / 2), round(y), *size)
        for (rows, columns), y in zip(wanted.shapes, ys, strict=True)
    )


def in_columns(canvas: Canvas, wanted: Wanted) -> list[Placement]:
    """Places channels side by side, each with two boards one above the other."""
    top, broad = boards_top(canvas), is_broad(canvas, wanted)
    text = strip_height(wanted, broad=broad, level=canvas.aspect == "wide")
    strip = Strip(canvas.left, canvas.right, canvas.bottom - text, canvas.bottom, broad=broad)
    count = wanted.channels
    width = (canvas.room - BESIDE * (count - 1)) / count
    rows = sum(len(rows) for rows, _ in wanted.shapes)
    columns = max(len(columns) for _, columns in wanted.shapes)
    bottom = strip.top - CLEAR - UNDER
    room, tallest = (width, bottom - top - DOWN_COLUMN), TALLEST[canvas.aspect]
    size = cells_in(
        room, rows, columns, square=wanted.square, tallest=tallest, widest=WIDEST_COLUMN
    )
    placements = []
    for channel in range(count):
        left = canvas.left + channel * (width + BESIDE)
        boards = _column(wanted, size, (left, top, width, bottom), DOWN_COLUMN)
        lower = 1 - wanted.upper
        placements.append(Placement(boards, strip, across=False, lower=lower))
    return placements


def cornered(canvas: Canvas, wanted: Wanted) -> Placement | None:
    """Places three boards: the first and the last above, and the second under the first."""
    if len(wanted.shapes) != 3 or canvas.aspect == "wide":
        return None
    top, broad = boards_top(canvas), is_broad(canvas, wanted)
    text = strip_height(wanted, broad=broad, level=canvas.aspect == "wide")
    (rows, columns), (under_rows, under_columns), (last_rows, last_columns) = wanted.shapes
    height = canvas.bottom - text - CLEAR - top - CORNER
    room = canvas.room - BESIDE, height
    count = len(rows) + len(under_rows)
    across = len(columns) + len(last_columns)
    tallest = TALLEST[canvas.aspect]
    size = cells_in(room, count, across, square=wanted.square, tallest=tallest)
    under = top + round(len(rows) * size[1]) + CORNER
    last = size
    if wanted.doubled and size[1] < DOUBLED * canvas.number:
        spare = canvas.room - BESIDE - round(len(columns) * size[0])
        last = cells_in(
            (min(spare, LARGER * size[0] * len(last_columns)), len(rows) * size[1]),
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
    strip = Strip(canvas.left, canvas.right, canvas.bottom - text, canvas.bottom, broad=broad)
    return Placement(boards, strip, turned=True)


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
    return Placement(boards, strip, across=False, lower=2)


def _side_by_side(
    canvas: Canvas,
    wanted: Wanted,
    sizes: Sequence[tuple[float, float]],
    top: int,
    height: float,
) -> tuple[Board, ...]:
    """Returns boards from margin to margin, each vertically centred."""
    pairs = list(zip(wanted.shapes, sizes, strict=True))
    widths = [round(len(columns) * size[0]) for (_, columns), size in pairs]
    spare = canvas.room - sum(wanted.gaps) - sum(widths)
    gaps = [gap + spare * gap / sum(wanted.gaps) for gap in wanted.gaps]
    boards, x = [], float(canvas.left)
    for number, ((rows, columns), size) in enumerate(pairs):
        y = top + round((height - len(rows) * size[1]) / 2)
        if number == len(pairs) - 1:
            x = canvas.right - widths[number]
        boards.append(Board(rows, columns, round(x), y, *size))
        x += widths[number] + (gaps[number] if number < len(gaps) else 0)
    return tuple(boards)
