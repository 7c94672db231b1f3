"""Draws the closing sentences of a pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.records.tuples import NamedTuple
from poolanim.scene.legend import code_line
from poolanim.scene.marks import MATH_REACH, moved
from poolanim.scene.side.sentences import SOFT, STRONG, in_a_row, in_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.scene.marks import Mark, Text
    from poolanim.scene.side.room import Room
    from poolanim.scene.text.telling import Telling

LARGEST = 24
"""The largest size of the rule."""
IN_A_LINE = 20
"""The least size of the rule for which it is in one line rather than larger in several."""
RISE = 0.75
"""The extent of letters above their baseline, as a share of their size."""
LEADING = 1.28
"""The distance between rows of code, as a multiple of their size."""
OVER = 6
"""How far the last baseline may be under the room."""


class Ending(NamedTuple):
    """The closing sentences of a pass.

    Attributes:
        rule: the rule in marks.
        rest: what is under it: code or a formula, and remarks.
        whole: whether nothing is shortened or left out.
    """

    rule: Sequence[Text]
    rest: Sequence[Mark]
    whole: bool


def ending_of(room: Room, telling: Telling, *, summed: bool, dotted: bool) -> Ending:
    """Returns the closing sentences, as large as all fit, in the middle of their room.

    Args:
        room: the room of the text.
        telling: the texts.
        summed: whether the sums of the gradients are shown elsewhere.
        dotted: whether the cells have dots.
    """
    remarks = telling.closing.remarks(summed=summed, dotted=dotted)
    found = [
        ending
        for size in range(LARGEST, round(room.canvas.label) - 1, -1)
        for ending in [_in_size(room, telling, size, remarks)]
        if ending.whole or size == round(room.canvas.label)
    ]
    short = [each for each in found if len(each.rule) == 1 and each.rule[0].size >= IN_A_LINE]
    ending = [*short, *found][0]
    marks = [*ending.rule, *ending.rest]
    spare = room.strip.bottom - max(mark.bounds[3] for mark in marks)
    down = max(round((spare - room.strip.top + min(mark.bounds[1] for mark in marks)) / 2), 0)
    rule = [line._replace(y=line.y + down) for line in ending.rule]
    return Ending(rule, [moved(mark, 0, down) for mark in ending.rest], ending.whole)


def _in_size(room: Room, telling: Telling, size: float, remarks: Sequence[Sequence[str]]) -> Ending:
    """Returns the closing sentences with a rule in a size, from the top of their room."""
    strip, small = room.strip, room.canvas.small
    rule = in_lines(room, telling.closing.rule, strip.top + RISE * size, size, STRONG)
    y = round(rule[-1].y + 1.45 * small + 4)
    rest, whole = _last_code(room, telling, y)
    whole = whole and rule[-1].y <= strip.bottom
    if rest:
        y = round(max(mark.bounds[3] for mark in rest) + 1.2 * small)
    for ways in remarks:
        texts = [in_lines(room, way, y, small, SOFT) for way in ways]
        lines = next((each for each in texts if each[-1].y <= strip.bottom + OVER), [])
        whole = whole and lines is texts[0]
        if lines:
            rest += lines
            y = round(lines[-1].y + 1.35 * small)
    return Ending(rule, rest, whole)


def _last_code(room: Room, telling: Telling, y: float) -> tuple[list[Mark], bool]:
    """Returns the code that runs last, or the formula, and whether it has room.

    `y` is the first baseline of words.
    """
    formula, code, left = telling.story.formula, telling.program.closing(), room.strip.left
    if formula:
        top = y - room.canvas.small
        fits = top + sum(MATH_REACH) * room.canvas.small <= room.canvas.bottom
        return [in_a_row(room, formula, top)] if fits else [], fits
    size, shown = room.coding.size, code and room.coding.rows
    rows = room.coding.wrapped(code, room.strip.width) if shown else []
    ys = [round(y + 4 + LEADING * size * number) for number in range(len(rows))]
    marks = [
        mark
        for y, row in zip(ys, rows, strict=True)
        for mark in code_line(left, y, row, size, room.measure, {})[0]
    ]
    return marks, not ys or ys[-1] <= room.strip.bottom
