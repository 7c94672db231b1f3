"""Arrangements with all boards side by side."""

from __future__ import annotations

from operator import mul
from typing import TYPE_CHECKING

from poolanim.scene.arrange.fitting import (
    DOUBLED,
    KERNEL_CELL,
    LARGEST,
    LEAST_FILLED,
    WHOLE,
    WIDEST,
    cells_in,
)
from poolanim.scene.arrange.placement import (
    CLEAR,
    HANGING,
    LARGER,
    LARGEST_GAP,
    NEAR,
    TALLEST,
    Placement,
    Strip,
    boards_top,
    strip_height,
    strip_under,
)
from poolanim.scene.boards.board import FINEST, Board

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.scene.arrange.wanted import Wanted
    from poolanim.scene.canvas import Canvas

LARGEST_VOID = 0.12
"""The largest void under boards that stand level, as a share of the canvas."""


def in_row(canvas: Canvas, wanted: Wanted) -> Placement | None:
    """Places boards side by side, and the text under them over the whole width."""
    top, strip = boards_top(canvas), strip_under(canvas, wanted)
    whole = strip.top - CLEAR - top
    rows, height = max(len(rows) for rows, _ in wanted.shapes), float(whole)
    if wanted.deepest:
        height = min(height, rows * (height - HANGING) / wanted.deepest)
    count: float = sum(len(columns) for _, columns in wanted.shapes)
    room, tallest = (canvas.room - sum(wanted.gaps), height), TALLEST[canvas.aspect]
    wide = LARGEST_GAP * canvas.width * canvas.height / max(height, 1) / max(wanted.gaps)
    if wanted.doubled and height < DOUBLED * canvas.number * rows:
        wide = 1
    least = (canvas.room - wide * sum(wanted.gaps)) / count
    widest, largest = max(WIDEST, least * rows / max(height, 1)), max(LARGEST, least)
    size = cells_in(
        room,
        rows,
        count,
        square=wanted.square,
        tallest=tallest,
        widest=widest,
        largest=largest,
    )
    least_height = LEAST_FILLED * canvas.width * canvas.height / canvas.room
    if rows * size[1] < least_height <= height and not wanted.square:  # whole units leave too much
        size = size[0], min(height / rows, tallest * size[0])
    sizes = [size] * len(wanted.shapes)
    if wanted.chained and min(size) < WHOLE:  # a kernel is small beside large grids
        sizes = _around_kernel(wanted, room, rows, whole)
    last_rows, last_columns = wanted.shapes[-1]
    factor = min(LARGER, rows / len(last_rows))
    if wanted.doubled and size[1] < DOUBLED * canvas.number and factor > 1:
        count += len(last_columns) * (factor - 1)
        across, down = cells_in(room, rows, count, square=wanted.square, tallest=tallest)
        if down * factor >= DOUBLED * canvas.number:
            sizes = [(across, down)] * (len(sizes) - 1) + [(across * factor, down * factor)]
    return Placement(_side_by_side(canvas, wanted, sizes, top, whole), strip)


def graded(canvas: Canvas, wanted: Wanted) -> Placement | None:
    """Places a chain of boards side by side, with larger cells on all but the highest board.

    Their numbers may be longer than those that are spread on that.
    """
    if canvas.aspect != "wide" or not wanted.chained or wanted.square or wanted.deepest:
        return None
    top, strip = boards_top(canvas), strip_under(canvas, wanted)
    whole, tallest = strip.top - CLEAR - top, TALLEST["wide"]
    rows, columns = ([len(side[axis]) for side in wanted.shapes] for axis in (0, 1))
    highest = max(range(len(rows)), key=rows.__getitem__)
    next_rows = max(count for number, count in enumerate(rows) if number != highest)
    factor = min(LARGER, rows[highest] / next_rows)
    across = (canvas.room - sum(wanted.gaps)) / (
        columns[highest] + factor * (sum(columns) - columns[highest])
    )
    if across < WHOLE:
        return None
    small, large = (
        cells_in((width, whole / count), 1, 1, square=False, tallest=tallest)
        for width, count in ((across, rows[highest]), (factor * across, next_rows))
    )
    sizes = [small if number == highest else large for number in range(len(rows))]
    return Placement(_side_by_side(canvas, wanted, sizes, top, whole), strip)


def needed(canvas: Canvas, wanted: Wanted) -> Placement | None:
    """Places boards side by side that beams join, with wider cells where numbers are longer."""
    joined = wanted.needs and (wanted.chained or len(wanted.shapes) == 2)
    if canvas.aspect != "wide" or not joined or wanted.square:
        return None
    top, strip = boards_top(canvas), strip_under(canvas, wanted)
    whole, tallest = strip.top - CLEAR - top, TALLEST["wide"]
    columns = [len(columns) for _, columns in wanted.shapes]
    room = canvas.room - sum(wanted.gaps)
    needs = [need.usual for need in wanted.needs]
    saved = [count * (n.usual - n.fewer) for count, n in zip(columns, wanted.needs, strict=True)]
    for number in sorted(range(len(needs)), key=saved.__getitem__, reverse=True):
        if sum(map(mul, columns, needs)) > room:  # boards that save the most have fewer decimals
            needs[number] = wanted.needs[number].fewer
    if (used := sum(map(mul, columns, needs))) > room:
        return None
    widths = [need * room / used for need in needs]
    down = min(whole / max(len(rows) for rows, _ in wanted.shapes), LARGEST)
    if wanted.deepest:
        down = min(down, (whole - HANGING) / wanted.deepest)
    sizes = [(int(width), int(min(down, tallest * width))) for width in widths]
    return Placement(_side_by_side(canvas, wanted, sizes, top, whole), strip)


def _around_kernel(
    wanted: Wanted, room: tuple[float, float], rows: int, height: int
) -> list[tuple[float, float]]:
    """Returns the sizes of the cells of a chain of boards, those of the second larger."""
    (_, columns), (kernel_rows, kernel_columns), (_, last_columns) = wanted.shapes
    kernel = min(KERNEL_CELL, height / 2 / len(kernel_rows))
    left = room[0] - kernel * len(kernel_columns)
    count = len(columns) + len(last_columns)
    size = cells_in((left, room[1]), rows, count, square=wanted.square)
    kernel = max(kernel, *size)
    return [size, (kernel, kernel), size]


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
    if (x - first.rect.right) * higher > LARGEST_GAP * canvas.width * canvas.height:
        return None
    left = round(first.rect.right) + NEAR
    strip = Strip(left, canvas.right, canvas.bottom - text, canvas.bottom, broad=False)
    return Placement((first, second), strip)


def _side_by_side(
    canvas: Canvas,
    wanted: Wanted,
    sizes: Sequence[tuple[float, float]],
    top: int,
    height: float,
) -> tuple[Board, ...]:
    """Returns boards from margin to margin: level if that leaves no void, or each centred."""
    pairs = list(zip(wanted.shapes, sizes, strict=True))
    widths = [round(len(columns) * size[0]) for (_, columns), size in pairs]
    spare = canvas.room - sum(wanted.gaps) - sum(widths)
    gaps = [gap + spare * gap / sum(wanted.gaps) for gap in wanted.gaps]
    heights = [len(rows) * size[1] for (rows, _), size in pairs]
    level = _level(
        canvas, heights, [width + gap for width, gap in zip(widths, [0, *gaps], strict=False)]
    )
    boards, x = [], float(canvas.left)
    for number, ((rows, columns), size) in enumerate(pairs):
        y = top + round((height - (max(heights) if level else heights[number])) / 2)
        if number == len(pairs) - 1:
            x = canvas.right - widths[number]
        boards.append(Board(rows, columns, round(x), y, *size))
        x += widths[number] + (gaps[number] if number < len(gaps) else 0)
    return tuple(boards)


def _level(canvas: Canvas, heights: Sequence[float], widths: Sequence[float]) -> bool:
    """Returns whether three boards or more can stand on one level, without a void under lower ones.

    Args:
        canvas: the canvas of the figure.
        heights: the heights of the boards.
        widths: the widths of the boards, each with the gap before it.
    """
    spare = [max(heights) - height for height in heights]
    under = [each for each in spare if each]
    wide = sum(width for width, each in zip(widths, spare, strict=True) if each)
    void = wide * (min(under) + CLEAR) if under else 0
    return len(heights) > 2 and void <= LARGEST_VOID * canvas.width * canvas.height
