"""Draws the head of a figure: its title, its parameters, the count of scans, and the rail."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from poolanim.scene.frames import Cut
from poolanim.scene.marks import Box, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from poolanim.figure import Figure
    from poolanim.scene.boards.setting import Measure
    from poolanim.scene.canvas import Canvas
    from poolanim.scene.marks import Face, Mark, Typeface

MOST_SEGMENTS = 24
"""The most segments of the rail. With more scans, the rail is one bar."""
TITLE_Y, RAIL_Y, COUNT_Y = 44, 57, 85
RAIL, SEGMENT_GAP = 3, 4
APART = 16
CAPTION_LIFT = 11
"""The distance from the baseline of the user's caption to the lower edge."""


class Own(NamedTuple):
    """The title and the caption of a figure, cut to their room.

    Attributes:
        title: the user's title, or the name of the layer.
        size: the size of the title.
        caption: the user's caption; empty if there is none.
        cuts: the texts that are cut.
        font: the user's font file, whose letters are preferred; None if there is none.
    """

    title: str
    size: float
    caption: str
    cuts: tuple[Cut, ...]
    font: str | None

    @classmethod
    def of(
        cls,
        figure: Figure,
        canvas: Canvas,
        layer: str,
        names: Sequence[str],
        count: float,
        measure: Measure,
    ) -> Own:
        """Returns the title and the caption of a figure.

        Args:
            figure: the spec of the figure.
            canvas: the canvas of the figure.
            layer: the name of the layer.
            names: the names of the passes, with their arrows.
            count: the width of the longest count.
            measure: returns the widths of texts.
        """
        bold, plain = (own_face(figure.font, face) for face in ("text-strong", "text"))
        title = " ".join((layer if figure.title is None else figure.title).split())
        caption = " ".join((figure.caption or "").split())
        sizes = range(round(canvas.label), round(canvas.title) + 1)
        room = title_room(canvas, count)

        def title_width(text: str, size: float) -> float:
            after = max(measure(name, size, "text") for name in names)
            return measure(text, size, bold) + after + TITLE_GAP * size * bool(after)

        fitting = [size for size in sizes if title_width(title, size) <= room]
        size = max(fitting, default=sizes[0])
        shown = {
            "title": cut(title, room, lambda text: title_width(text, size)),
            "caption": cut(caption, canvas.room, lambda text: measure(text, canvas.small, plain)),
        }
        given = {"title": title, "caption": caption}
        cuts = [Cut(name, len(text) - 1) for name, text in shown.items() if text != given[name]]
        return cls(shown["title"], size, shown["caption"], tuple(cuts), figure.font)


TITLE_GAP = 0.45
"""The distance between the title and the name of the pass, as a share of their size."""


def own_face(font: str | None, face: Typeface) -> Face:
    """Returns the face of a text of the user, which prefers the letters of the user's font."""
    return (font, face) if font else face


def title_room(canvas: Canvas, count: float) -> float:
    """Returns the largest width of a title and the name of a pass."""
    return canvas.room if canvas.upright else canvas.room - count - APART


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


def put_title(
    canvas: Canvas, own: Own, what: str, ways: Sequence[str], count: float, measure: Measure
) -> list[Mark]:
    """Returns the title, the name of the pass, and the parameters.

    Args:
        canvas: the canvas of the figure.
        own: the layer's name, or the user's title.
        what: the name of the pass with its arrow; may be empty.
        ways: the possible texts of the parameters, the longest first.
        count: the width of the longest count.
        measure: returns the widths of texts.
    """
    title, size, face = own.title, own.size, own_face(own.font, "text-strong")
    bold, name = measure(title, size, face), measure(what, size, "text")
    gap = TITLE_GAP * size if title and what else 0
    marks: list[Mark] = []
    if title:
        marks.append(Text(canvas.left, TITLE_Y, title, size, face, "ink", "paper", bold))
    if what:
        x = canvas.left + bold + gap
        marks.append(Text(x, TITLE_Y, what, size, "text", "muted", "paper", name))
    left = title_room(canvas, count) - bold - gap - name - APART
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
