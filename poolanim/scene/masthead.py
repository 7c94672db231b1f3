"""Draws the head of a figure: its title, its parameters, the count of scans, and the rail."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from poolanim.records import replace
from poolanim.records.tuples import NamedTuple
from poolanim.scene.frames import Cut
from poolanim.scene.marks import Box, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from poolanim.figure import Figure
    from poolanim.scene.boards.setting import Measure
    from poolanim.scene.canvas import Canvas
    from poolanim.scene.heading import Heading
    from poolanim.scene.marks import Face, Mark, Typeface

MOST_SEGMENTS = 24
"""The most segments of the rail. With more scans, the rail is one bar."""
TITLE_Y, RAIL_Y, COUNT_Y = 44, 57, 85
RAIL, SEGMENT_GAP = 3, 4
APART = 16
CAPTION_LIFT = 11
"""The distance from the baseline of the user's caption to the lower edge."""


class Own(NamedTuple):
    """The head of a figure: its title and its caption, cut to their room.

    Attributes:
        title: the user's title, or the name of the layer.
        size: the size of the title.
        below: whether the name of the pass is in the second row, and not after the title.
        caption: the user's caption; empty if there is none.
        cuts: the texts that are cut.
        font: the user's font file, whose letters are preferred; None if there is none.
        count_room: the width of the longest count.
    """

    title: str
    size: float
    below: bool
    caption: str
    cuts: tuple[Cut, ...]
    font: str | None
    count_room: float

    @classmethod
    def of(
        cls, figure: Figure, canvas: Canvas, headings: Sequence[Heading], measure: Measure
    ) -> Own:
        """Returns the head of a figure.

        Args:
            figure: the spec of the figure.
            canvas: the canvas of the figure.
            headings: the texts in the head of each pass.
            measure: returns the widths of texts.
        """
        plain, title = own_face(figure.font, "text"), title_of(figure, headings)
        caption = " ".join((figure.caption or "").split())
        sizes = range(round(canvas.label), round(canvas.title) + 1)
        count = max(each.count_width(canvas, measure) for each in headings)
        room = title_room(canvas, count)

        def title_width(text: str, size: float, below: bool) -> float:
            named = [each._replace(what="") if below else each for each in headings]
            return max(titled(text, size, each, figure.font, measure) for each in named)

        least = round(LEAST_TITLE * canvas.title)
        below = canvas.head_rows > 1 and title_width(title, least, below=False) > room
        fitting = [size for size in sizes if title_width(title, size, below) <= room]
        size = max(fitting, default=sizes[0])
        shown = {
            "title": cut(title, room, lambda text: title_width(text, size, below)),
            "caption": cut(caption, canvas.room, lambda text: measure(text, canvas.small, plain)),
        }
        given = {"title": title, "caption": caption}
        cuts = [Cut(name, len(text) - 1) for name, text in shown.items() if text != given[name]]
        said = shown["caption"]
        return cls(shown["title"], size, below, said, tuple(cuts), figure.font, count)


def headed(canvas: Canvas, figure: Figure, headings: Sequence[Heading], measure: Measure) -> Canvas:
    """Returns a canvas whose head has a second row if one row is too narrow."""
    title, small = title_of(figure, headings), canvas.small + PARAMETERS
    for each in headings:
        texts = titled(title, canvas.title, each, figure.font, measure)
        given = min(measure(way, small, "text") for way in each.ways)
        count = each.count_width(canvas, measure)
        if texts + APART + given + APART + count > canvas.room:
            return replace(canvas, head_rows=2)
    return canvas


def title_of(figure: Figure, headings: Sequence[Heading]) -> str:
    """Returns the user's title, or the name of the layer."""
    layer = headings[0].story.words.layer
    return " ".join((layer if figure.title is None else figure.title).split())


def titled(title: str, size: float, heading: Heading, font: str | None, measure: Measure) -> float:
    """Returns the width of a title and of the name of a pass after it."""
    name = measure(heading.what, size, "text")
    gap = TITLE_GAP * size if title and heading.what else 0
    return measure(title, size, own_face(font, "text-strong")) + gap + name


PARAMETERS = 1
"""What parameters have in size beyond other small words."""
LEAST_TITLE = 0.8
"""The least size of a title with the name of its pass, as a share of the usual one."""
TITLE_GAP = 0.45
"""The distance between the title and the name of the pass, as a share of their size."""


def own_face(font: str | None, face: Typeface) -> Face:
    """Returns the face of a text of the user, which prefers the letters of the user's font."""
    return (font, face) if font else face


def title_room(canvas: Canvas, count: float) -> float:
    """Returns the largest width of a title and the name of a pass."""
    return canvas.room if canvas.head_rows > 1 else canvas.room - count - APART


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


def put_title(canvas: Canvas, own: Own, heading: Heading, measure: Measure) -> list[Mark]:
    """Returns the title and the name of the pass.

    Args:
        canvas: the canvas of the figure.
        own: the head of the figure.
        heading: the texts of the pass.
        measure: returns the widths of texts.
    """
    title, size, face, what = own.title, own.size, own_face(own.font, "text-strong"), heading.what
    end = titled(title, size, heading._replace(what="" if own.below else what), own.font, measure)
    name_size = canvas.small if own.below else size
    name = measure(what, name_size, "text")
    marks: list[Mark] = []
    if title:
        bold = measure(title, size, face)
        marks.append(Text(canvas.left, TITLE_Y, title, size, face, "ink", "paper", bold))
    if what:
        x, y = (0.0, COUNT_Y) if own.below else (end - name, TITLE_Y)
        marks.append(Text(canvas.left + x, y, what, name_size, "text", "muted", "paper", name))
    return marks


def put_parameters(canvas: Canvas, own: Own, heading: Heading, measure: Measure) -> list[Mark]:
    """Returns the longest text of the parameters that fits, or nothing.

    The arguments are those of `put_title`.
    """
    aside, small, what = canvas.head_rows > 1, canvas.small + PARAMETERS, heading.what
    start = 0.0
    if not aside:
        start = titled(own.title, own.size, heading, own.font, measure) + APART
    elif own.below and what:
        start = measure(what, canvas.small, "text") + APART
    room = canvas.room - own.count_room - APART - start
    y = COUNT_Y if aside else TITLE_Y
    for way in heading.ways:
        width = measure(way, small, "text")
        if way and width <= room:
            x = canvas.left + start if aside else canvas.right - own.count_room - APART - width
            return [Text(x, y, way, small, "text", "muted", "paper", width)]
    return []


def put_caption(canvas: Canvas, own: Own, measure: Measure) -> list[Mark]:
    """Returns the user's caption, in the lower margin."""
    if not own.caption:
        return []
    size, face, y = canvas.small, own_face(own.font, "text"), canvas.height - CAPTION_LIFT
    width = measure(own.caption, size, face)
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
