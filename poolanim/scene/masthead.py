"""Draws the head of a figure: its title, its parameters, the count of scans, and the rail."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from poolanim.records.tuples import NamedTuple
from poolanim.scene.frames import Cut
from poolanim.scene.headroom import APART, PARAMETERS, own_face
from poolanim.scene.marks import Box, Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolanim.scene.boards.setting import Measure
    from poolanim.scene.canvas import Canvas
    from poolanim.scene.heading import Heading
    from poolanim.scene.headroom import Headroom
    from poolanim.scene.marks import Mark

MOST_SEGMENTS = 24
"""The most segments of the rail. With more scans, the rail is one bar."""
TITLE_Y, RAIL_Y, COUNT_Y = 44, 57, 85
RAIL, SEGMENT_GAP = 3, 4
ROW = 22
"""The height of a row of parameters after the first."""
CAPTION_LIFT = 11
"""The distance from the baseline of the user's caption to the lower edge."""


class Own(NamedTuple):
    """The head of a figure: its title and its caption, cut to their room.

    Attributes:
        title: the user's title, or the name of the layer.
        size: the size of the title.
        caption: the user's caption; empty if there is none.
        cuts: the texts that are cut.
        room: the room of the texts.
    """

    title: str
    size: float
    caption: str
    cuts: tuple[Cut, ...]
    room: Headroom

    @classmethod
    def of(cls, room: Headroom) -> Own:
        """Returns the head of a figure."""
        canvas, given = room.canvas, room.figure.caption or ""
        plain, caption = own_face(room.figure.font, "text"), " ".join(given.split())

        def width(text: str, size: float) -> float:
            return room.titled(text, size, room.name_size(size))

        sizes = range(round(canvas.label), round(canvas.title) + 1)
        fitting = [size for size in sizes if width(room.title, size) <= room.title_room]
        size = max(fitting, default=sizes[0])
        shown = {
            "title": cut(room.title, room.title_room, lambda text: width(text, size)),
            "caption": cut(
                caption, canvas.room, lambda text: room.measure(text, canvas.small, plain)
            ),
        }
        whole = {"title": room.title, "caption": caption}
        cuts = [Cut(name, len(text) - 1) for name, text in shown.items() if text != whole[name]]
        return cls(shown["title"], size, shown["caption"], tuple(cuts), room)


def cut(text: str, room: float, width: Callable[[str], float]) -> str:
    """Returns a text, cut if it is wider than its room.

    Example:
        >>> cut("Average", 7, len), cut("Average pooling", 9, len)
        ('Average', 'Average…')
    """
    if width(text) <= room:
        return text

    def shown(kept: int) -> str:
        return f"{text[:kept].rstrip()}…"

    return shown(bisect_right(range(1, len(text)), room, key=lambda kept: width(shown(kept))))


def put_title(own: Own, heading: Heading) -> list[Mark]:
    """Returns the title and the name of the pass."""
    room, title, size, what = own.room, own.title, own.size, heading.what
    canvas, face = room.canvas, own_face(room.figure.font, "text-strong")
    name_size = room.name_size(size)
    bold, end = room.ends(title, size, heading, name_size)
    marks: list[Mark] = []
    if title:
        marks.append(Text(canvas.left, TITLE_Y, title, size, face, "ink", "paper", bold))
    if what:
        width = room.measure(what, name_size or canvas.small, "text")
        x, y = (canvas.left + end - width, TITLE_Y) if name_size else (canvas.left, COUNT_Y)
        size = name_size or canvas.small
        marks.append(Text(x, y, what, size, "text", "muted", "paper", width))
    return marks


def put_parameters(own: Own, heading: Heading) -> list[Mark]:
    """Returns the parameters: in the row of the title, or in lines under the rail."""
    room, canvas, rows = own.room, own.room.canvas, own.room.rows
    if rows.used == 1:
        given, y = heading.ways[rows.way], TITLE_Y
        lines = [(given, canvas.room - room.counted - APART - room.given(given))]
    else:
        lines, y = room.lines(heading, rows.way, apart=rows.apart), COUNT_Y
    size = canvas.small + PARAMETERS
    return [
        Text(canvas.left + x, y + row * ROW, text, size, "text", "muted", "paper", room.given(text))
        for row, (text, x) in enumerate(lines)
        if text
    ]


def put_caption(own: Own) -> list[Mark]:
    """Returns the user's caption, in the lower margin."""
    if not own.caption:
        return []
    canvas, face = own.room.canvas, own_face(own.room.figure.font, "text")
    size, y = canvas.small, canvas.height - CAPTION_LIFT
    width = own.room.measure(own.caption, size, face)
    return [Text(canvas.left, y, own.caption, size, face, "muted", "paper", width)]


def put_count(canvas: Canvas, number: str, rest: str, measure: Measure) -> list[Mark]:
    """Returns the count: a number, and the text after it, such as the number of all scans."""
    size = canvas.label
    y = COUNT_Y if canvas.head_rows > 1 else TITLE_Y
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
