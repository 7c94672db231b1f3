"""Draws the name of a board, its role, and the scale of its colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.scene.boards.setting import CAP
from poolanim.scene.legend import wrapped
from poolanim.scene.marks import Box, Text
from poolanim.scene.numerals import numerals_for
from poolanim.theme.colours import HEAT_LEVELS

if TYPE_CHECKING:
    from poolanim.scene.boards.paint import Paint
    from poolanim.scene.boards.setting import Measure
    from poolanim.scene.canvas import Canvas
    from poolanim.scene.marks import Mark

ROLE_GAP, SCALE_GAP = 8, 12
"""The distances between a name and its role, and between the role and the scale."""
ABOVE, UNDER = 12, 20
"""The distances between a board and the baseline of its name."""
LEVEL_WIDTH, LEVEL_HEIGHT = 3, 9


BEFORE = 12
"""The distance between a board and a name before it."""
LISTED = 18
"""From the name at the left of a board to the role under it."""


def listed(paint: Paint, canvas: Canvas, measure: Measure) -> list[Mark]:
    """Returns the name of a board and its role under it, at the left of the board."""
    part, x, y = paint.part, canvas.left, round(paint.board.rect.middle[1]) - 3
    name = measure(part.name, canvas.label, "code-strong")
    role = measure(part.role, canvas.small, "text")
    named: list[Mark] = [
        Text(x, y, part.name, canvas.label, "code-strong", "ink", "paper", name),
        Text(x, y + LISTED, part.role, canvas.small, "text", "muted", "paper", role),
    ]
    return named[: 1 + bool(part.role)]


def named_before(
    paint: Paint, canvas: Canvas, measure: Measure, *, high: bool = False
) -> list[Mark]:
    """Returns the name of a board and its role under it, right before the board.

    Args:
        paint: draws the board.
        canvas: the canvas of the figure.
        measure: returns the widths of texts.
        high: whether they are at its top, and not at its middle.
    """
    part, rect = paint.part, paint.board.rect
    x, y = rect.left - BEFORE, round(rect.middle[1]) - 3
    if high:
        y = round(rect.top + CAP * canvas.label) + 2
    name = measure(part.name, canvas.label, "code-strong")
    role = measure(part.role, canvas.small, "text")
    named: list[Mark] = [
        Text(x - name, y, part.name, canvas.label, "code-strong", "ink", "paper", name),
        Text(x - role, y + LISTED, part.role, canvas.small, "text", "muted", "paper", role),
    ]
    return named[: 1 + bool(part.role)]


def heading(
    paint: Paint, canvas: Canvas, measure: Measure, *, beneath: bool, room: float, right: float
) -> list[Mark]:
    """Returns the name of a board and its role, at its left edge.

    A role that ends beyond the board is under the name, in lines as wide as the board, if these
    have room. The longest role with room is used, or none.

    Args:
        paint: draws the board.
        canvas: the canvas of the figure.
        measure: returns the widths of texts.
        beneath: whether the name is under the board.
        room: the height over the board that is free.
        right: where the next name begins, or the margin.
    """
    part, rect = paint.part, paint.board.rect
    size = canvas.label
    width = measure(part.name, size, "code-strong")
    x, y = rect.left, round(rect.bottom + UNDER if beneath else rect.top - ABOVE)
    for role in part.roles or ("",):
        wide = measure(role, canvas.small, "text")
        end = x + width + ROLE_GAP + wide
        if end > rect.right and (stacked := _stacked(paint, role, canvas, measure, room)):
            return stacked
        if end <= right:
            break
    else:
        x = min(x, max(canvas.right - width, canvas.left))
        return [Text(x, y, part.name, size, "code-strong", "ink", "paper", width)]
    named = Text(x, y, part.name, size, "code-strong", "ink", "paper", width)
    said = Text(x + width + ROLE_GAP, y, role, canvas.small, "text", "muted", "paper", wide)
    return [
        *([named, said] if role else [named]),
        *_scale(paint, end + SCALE_GAP, min(rect.right, canvas.right), y, canvas.small, measure),
    ]


def _stacked(paint: Paint, role: str, canvas: Canvas, measure: Measure, room: float) -> list[Mark]:
    """Returns the name of a board over a role, no wider than the board; none without room."""
    part, rect = paint.part, paint.board.rect
    name = measure(part.name, canvas.label, "code-strong")
    lines = wrapped(role, rect.width, lambda text: measure(text, canvas.small, "text"))
    widths = [measure(line, canvas.small, "text") for line in lines]
    y = round(rect.top - ABOVE) - LISTED * len(lines)
    if max([name, *widths]) > rect.width or rect.top - y + canvas.label > room:
        return []
    texts = zip(lines, widths, strict=True)
    return [
        Text(rect.left, y, part.name, canvas.label, "code-strong", "ink", "paper", name),
        *(
            Text(rect.left, y + turn * LISTED, line, canvas.small, "text", "muted", "paper", width)
            for turn, (line, width) in enumerate(texts, 1)
        ),
    ]


def _scale(
    paint: Paint, left: float, right: float, y: float, size: float, measure: Measure
) -> list[Mark]:
    """Returns the scale of a board's colours, at the end of the line with its name."""
    scale, least, largest = paint.shades
    if not scale or paint.setting is not None or not largest > least:
        return []
    numeral = next(numerals_for([least, largest]))
    write = numeral.signed if scale == "sign" else numeral
    ends = [write(number) for number in (least, largest)]
    widths = [measure(text, size, "number") for text in ends]
    length = sum(widths) + HEAT_LEVELS * LEVEL_WIDTH + 12
    x = right - length
    if x < left:
        return []
    marks: list[Mark] = [Text(x, y, ends[0], size, "number", "muted", "paper", widths[0])]
    x += widths[0] + 6
    for level in range(HEAT_LEVELS):
        role = f"{scale}.{level}"
        marks.append(Box(round(x), y - 10, LEVEL_WIDTH, LEVEL_HEIGHT, role))
        x += LEVEL_WIDTH
    return [*marks, Text(x + 6, y, ends[1], size, "number", "muted", "paper", widths[1])]
