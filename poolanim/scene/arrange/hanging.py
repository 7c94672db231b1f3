"""Adds boards that hang on others to an arrangement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.records import replace
from poolanim.scene.arrange.placement import CLEAR, HANGING, HUNG, NAME, boards_top

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.scene.arrange.placement import Placement
    from poolanim.scene.arrange.wanted import Wanted
    from poolanim.scene.boards.board import Board
    from poolanim.scene.canvas import Canvas


def with_hung(canvas: Canvas, wanted: Wanted, placement: Placement) -> Placement | None:
    """Returns an arrangement with the boards that hang on others; None if they have no room.

    Args:
        canvas: the canvas of the figure.
        wanted: all boards.
        placement: the places of those that stand.
    """
    hung = dict(wanted.hung)
    if hung and placement.named == "left":  # their names have no room there
        return None
    standing = [number for number in range(len(wanted.shapes)) if number not in hung]
    boards = dict(zip(standing, placement.boards, strict=True))
    beside = []
    for number, host in hung.items():
        rows, columns = wanted.shapes[number]
        width = max(boards[host].cell_width, wanted.needs[number].usual)
        board = replace(boards[host], rows=rows, columns=columns, cell_width=width)
        place = _lifted(canvas, placement, board, boards, host)
        if place is not None:
            if _joined_from_left(number, host, boards, wanted):
                place = replace(place, x=boards[host].x)
            else:
                beside.append(number)
            boards[number] = place
            continue
        joined = any(target == number for _, target in wanted.joins)
        place = None if joined else _outside(canvas, placement, board, boards, host)
        if place is not None:
            beside.append(number)
            boards[number] = place
            continue
        aside = _in_corner(canvas, board, list(boards.values()), placement.strip.top - CLEAR)
        level = (host, number) in wanted.joins
        if aside is None or (level and not _level(aside, boards[host])):
            return None
        boards[number] = aside
    ordered = tuple(boards[number] for number in sorted(boards))
    return placement._replace(boards=ordered, beside=tuple(beside))


def _lifted(
    canvas: Canvas, placement: Placement, board: Board, boards: dict[int, Board], host: int
) -> Board | None:
    """Returns a board in the middle under its host, which may move up; None without room."""
    rect, rects = boards[host].rect, [each.rect for each in boards.values()]
    if any(each != rect and _overlap(rect[::2], each[::2]) for each in rects):
        return None
    spans = [
        (min(each.top for each in rects), max(each.bottom for each in rects)),
        (boards_top(canvas), placement.strip.top - CLEAR),
    ]
    for highest, lowest in spans:
        y = lowest - board.rect.height
        top = round(min(rect.top, y - HANGING - rect.height))
        level = max(each.top for each in rects) < top + rect.height / 2
        if top >= highest and level:
            break
    else:
        return None
    for number, each in boards.items():  # beams between boards of a height stay level
        if each.rect.top == rect.top:
            boards[number] = replace(each, y=top)
    return replace(board, x=round(rect.middle[0] - board.rect.width / 2), y=round(y))


def _outside(
    canvas: Canvas, placement: Placement, board: Board, boards: dict[int, Board], host: int
) -> Board | None:
    """Returns a board in the middle under its host, or above it if another is under that.

    None if it has no room there.
    """
    rect, height = boards[host].rect, board.rect.height
    others = [each.rect for number, each in boards.items() if number != host]
    below = any(each.top >= rect.bottom and _overlap(rect[::2], each[::2]) for each in others)
    y = round(rect.top - height) - HUNG if below else round(rect.bottom) + HUNG
    placed = replace(board, x=round(rect.middle[0] - board.rect.width / 2), y=y)
    within = boards_top(canvas) <= y and y + height <= placement.strip.top - CLEAR
    return placed if within and not any(placed.rect.meets(each) for each in others) else None


def _joined_from_left(number: int, host: int, boards: dict[int, Board], wanted: Wanted) -> bool:
    """Returns whether a beam comes to a hung board from the left of its host.

    A name at the left would lie on that beam; over the board it does not.
    """
    sources = [source for source, target in wanted.joins if target == number and source != host]
    return any(boards[source].rect.right <= boards[host].rect.left for source in sources)


def _in_corner(
    canvas: Canvas, board: Board, boards: Sequence[Board], bottom: float
) -> Board | None:
    """Returns a board in the lower or the upper left corner; None without room."""
    low = min(max(each.rect.bottom for each in boards), bottom)
    for y in (round(low - board.rect.height), min(each.y for each in boards)):
        placed = replace(board, x=canvas.left, y=y)
        left, top, right, lower = placed.rect
        if not any(
            _overlap((left, right), each[::2])
            and _overlap((top - NAME, lower), (each.top - NAME, each.bottom))
            for each in (other.rect for other in boards)
        ):
            return placed
    return None


def _level(one: Board, other: Board) -> bool:
    """Returns whether boards are side by side, so that a beam between them is short."""
    return _overlap(one.rect[1::2], other.rect[1::2])


def _overlap(one: Sequence[float], other: Sequence[float]) -> bool:
    """Returns whether two ranges of places have a part in common."""
    return one[0] < other[1] and other[0] < one[1]
