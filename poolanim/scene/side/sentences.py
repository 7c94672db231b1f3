"""Sets sentences and formulas in the room of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.scene.legend import sentence
from poolanim.scene.marks import MATH_REACH, Text
from poolanim.scene.runs import Style

if TYPE_CHECKING:
    from poolanim.scene.side.room import Room

STRONG, SOFT = Style("text-strong", "ink"), Style("text", "muted")
FORMULA = 22
"""The largest size of a formula."""


def in_lines(room: Room, text: str, y: float, size: float, style: Style) -> list[Text]:
    """Returns a sentence in lines from margin to margin. `y` is the first baseline."""
    at = room.strip.left, y
    return sentence(at, room.strip.width, text, size, style, room.measure)


def in_a_row(room: Room, formula: str, top: float) -> Text:
    """Returns what the layer computes, as large as it fits in a row of its own."""
    strip = room.strip
    for size in range(FORMULA, int(room.canvas.small) - 1, -1):
        width = room.measure(formula, size, "math")
        low = top + sum(MATH_REACH) * size
        if width <= strip.width and low <= room.canvas.bottom:
            break
    y = round(top + MATH_REACH[0] * size)
    return Text(strip.left, y, formula, size, "math", "ink", "paper", width)
