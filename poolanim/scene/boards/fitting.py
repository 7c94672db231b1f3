"""Chooses how boards show their numbers: in which type and size, or as colours alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.records import replace
from poolanim.scene.arrange.fitting import DOUBLED
from poolanim.scene.boards.paint import Paint
from poolanim.scene.boards.shades import Shades
from poolanim.scene.boards.sizing import settle

if TYPE_CHECKING:
    from poolanim.scene.arrange.placement import Placement
    from poolanim.scene.boards.board import Board
    from poolanim.scene.boards.setting import Measure, Setting
    from poolanim.scene.canvas import Canvas
    from poolanim.scene.casting import Cast

ASKED = ("numbers", "both")
"""What a user may ask for, if all numbers fit."""
SMALL, LARGE = 18, 23
"""The largest sizes of small numbers, and of the numbers above them."""
SMALLER = 2
"""The least difference between both."""


def paints_for(
    cast: Cast,
    placement: Placement,
    canvas: Canvas,
    measure: Measure,
    cells: str,
    precision: int | None,
    picture: bool,
) -> tuple[Paint, ...] | None:
    """Returns the objects that draw the boards; None if numbers that are asked for do not fit.

    Args:
        cast: the grids.
        placement: the places of the boards.
        canvas: the canvas of the figure.
        measure: returns the widths of texts.
        cells: `numbers`, `heatmap`, `both`, or `auto`: numbers on each board where they fit.
        precision: the decimals that the user gave; None if the user gave none.
        picture: whether the input is a picture.
    """
    found = [
        _settings(cast, number, board, canvas, measure, precision)
        if cells in ASKED or (cells == "auto" and (part.signed or not picture))
        else (None, None)
        for number, (part, board) in enumerate(zip(cast.parts, placement.boards, strict=True))
    ]
    # The boards of a grid of several channels are alike.
    bare = {part.grid for part, (setting, _) in zip(cast.parts, found, strict=True) if not setting}
    if bare and cells in ASKED:
        return None
    paints: list[Paint] = []
    for number, part in enumerate(cast.parts):
        setting, small = (None, None) if part.grid in bare else found[number]
        pale = cells == "numbers" or (cells == "auto" and setting is not None)
        scale = "sign" if part.signed else "" if pale else "picture" if picture else "sequential"
        shades = Shades.of(scale, cast.numbers(number))
        paints.append(Paint(placement.boards[number], part, setting, shades, small))
    sizes = [each.setting.size for each in paints if each.setting and each.part.small is None]
    size = min(sizes, default=LARGE)
    least = _least(canvas)
    return tuple(_sized(each, size, least) if each.setting else each for each in paints)


def _least(canvas: Canvas) -> float:
    """Returns the least size of small numbers, which are smaller than those above them."""
    return min(canvas.small, canvas.number - SMALLER)


def _settings(
    cast: Cast, number: int, board: Board, canvas: Canvas, measure: Measure, precision: int | None
) -> tuple[Setting | None, Setting | None]:
    """Returns the settings of a board's numbers and of its small ones; None, None without room."""
    small = cast.parts[number].small
    paired = small is not None and board.cell_height < DOUBLED * canvas.number
    room = board.cell_width / (1 + paired), board.cell_height
    setting = settle(
        cast.numbers(number),
        cast.added(number),
        room,
        canvas.number,
        measure,
        precision,
        replaces=cast.replaces(number),
    )
    if small is None or setting is None:
        return setting, None
    given = small.astype(float).ravel().tolist()
    smaller = settle(given, (), room, _least(canvas), measure, precision)
    return (None, None) if smaller is None else (setting, replace(smaller, paired=paired))


def _sized(paint: Paint, size: float, least: float) -> Paint:
    """Returns what draws a board with numbers of a size, or with two of which one is smaller.

    Where two stand in a cell, the large one is no larger than those of the board that it feeds.
    """
    assert paint.setting is not None
    if paint.small is None:
        return replace(paint, setting=replace(paint.setting, size=size))
    large = min(size, LARGE, paint.setting.size)
    small = min(max(large * SMALL / LARGE, least), paint.small.size)
    return replace(
        paint,
        setting=replace(paint.setting, size=large),
        small=replace(paint.small, size=small),
    )
