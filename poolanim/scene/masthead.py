"""The head of a figure: its title, its parameters, the count of scans, and the rail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.scene.marks import Box, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.scene.boards.setting import Measure
    from poolanim.scene.canvas import Canvas
    from poolanim.scene.marks import Mark

MOST_SEGMENTS = 24
"""More scans than these share one bar."""
TITLE_Y, RAIL_Y, COUNT_Y = 44, 57, 85
RAIL, SEGMENT_GAP = 3, 4
APART = 16


def put_title(
    canvas: Canvas, title: str, what: str, ways: Sequence[str], count: float, measure: Measure
) -> list[Mark]:
    """Returns the title, the name of the pass, and the parameters.

    Args:
        canvas: of the figure.
        title: the layer's name, or the user's title.
        what: the name of the pass with its arrow; may be empty.
        ways: the parameters, the fullest way to tell them first.
        count: the width of the longest count.
        measure: gives the widths of texts.
    """
    size = canvas.title
    room = canvas.room if canvas.upright else canvas.room - count - APART
    bold, name = measure(title, size, "text-strong"), measure(what, size, "text")
    gap = 0.45 * size if title and what else 0
    marks: list[Mark] = [
        Text(canvas.left, TITLE_Y, title, size, "text-strong", "ink", "paper", bold)
    ]
    if what:
        x = canvas.left + bold + gap
        marks.append(Text(x, TITLE_Y, what, size, "text", "muted", "paper", name))
    left = room - bold - gap - name - APART
    if canvas.upright:
        left = canvas.room - count - APART
    small = canvas.small + 1
    for way in ways:
        width = measure(way, small, "text")
        if width <= left or way == ways[-1]:
            x = canvas.left if canvas.upright else canvas.right - count - APART - width
            y = COUNT_Y if canvas.upright else TITLE_Y
            if way:
                marks.append(Text(x, y, way, small, "text", "muted", "paper", width))
            break
    return marks


def put_count(canvas: Canvas, number: str, rest: str, measure: Measure) -> list[Mark]:
    """Returns the count: a number, and what it is out of."""
    size = canvas.label
    y = COUNT_Y if canvas.upright else TITLE_Y
    width = measure(rest, size, "number")
    x = canvas.right - width
    marks: list[Mark] = [Text(x, y, rest, size, "number", "muted", "paper", width)]
    if number:
        wide = measure(number, size, "number-bold")
        marks.append(Text(x - wide, y, number, size, "number-bold", "ink", "paper", wide))
    return marks


def put_rail(canvas: Canvas, done: int, scans: int) -> list[tuple[object, list[Mark]]]:
    """Returns the places of the rail, each with its marks."""
    y = RAIL_Y
    if scans > MOST_SEGMENTS:
        share = round(canvas.room * done / scans)
        return [
            (("rail", 0), [Box(canvas.left, y, canvas.room, RAIL, "off")]),
            (("rail", 1), [Box(canvas.left, y, share, RAIL, "ink")] if share else []),
        ]
    places: list[tuple[object, list[Mark]]] = []
    wide = (canvas.room - SEGMENT_GAP * (scans - 1)) / scans
    for number in range(scans):
        left = canvas.left + round(number * (wide + SEGMENT_GAP))
        right = canvas.left + round(number * (wide + SEGMENT_GAP) + wide)
        role = "ink" if number < done else "off"
        places.append((("rail", number), [Box(left, y, right - left, RAIL, role)]))
    return places
