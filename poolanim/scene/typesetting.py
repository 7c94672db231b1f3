"""Sizes of texts, from the longest that will ever stand in each place."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from poolanim.scene import layout as at
from poolanim.scene.marks import MONO_ADVANCE, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from poolanim.scene.layout import Measure, Page
    from poolanim.scene.lines import Lines
    from poolanim.scene.marks import Anchor, Face

GAP = 3
"""Characters between the longest code and the notes beside it."""


@dataclass(frozen=True, slots=True)
class Typesetting:
    """Sizes and places of texts, the same in all frames of a film.

    Attributes:
        measure: gives widths of texts.
        page: where the rows stand.
        title: what is named at the top.
        title_size: its size.
        caption: what the user wants at the foot; empty without.
        caption_size: its size.
        line_size: size of the lines under the boards.
        line_count: how many lines there are in the film's longest pass.
        note_x: where the notes beside code begin.
        room: characters in a line.
        note_room: characters in a note beside code.
    """

    measure: Measure
    page: Page
    title: str
    title_size: float
    caption: str
    caption_size: float
    line_size: float
    line_count: int
    note_x: float
    room: int
    note_room: int

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        face: Face,
        anchor: Anchor = "start",
        *,
        ink: str = "ink",
    ) -> Text:
        """A text on the paper, measured."""
        return Text(x, y, text, size, face, ink, "paper", self.measure(text, size, face), anchor)


def typeset(
    title: str | None, caption: str | None, scripts: Sequence[Lines], measure: Measure
) -> Typesetting:
    """Settle the sizes for a film.

    Args:
        title: what the user wants in place of the layer's name.
        caption: what the user wants at the foot.
        scripts: the lines of all passes.
        measure: gives widths of texts.
    """
    words, facts = scripts[0].words, scripts[0].facts
    count = words.say("count", facts | {"scan": facts["scans"]})
    page = at.page_for(len(scripts[0].record.steps), caption=bool(caption))
    passes = [script.words.sentences["name"] for script in scripts]
    beside = 0.0
    if page.counter_y == at.TITLE_Y:
        beside = measure(count, at.COUNTER_SIZE, "sans") + at.COUNTER_SIZE
    room = at.RIGHT - at.MARGIN

    def title_width(title: str, size: float) -> float:
        after = max(measure(f" {name}", size, "sans") for name in passes)
        return measure(title, size, "bold") + after + beside

    def caption_width(caption: str, size: float) -> float:
        return measure(caption, size, "sans")

    title = words.layer if title is None else title
    title, title_size = _fitted(title, at.TITLE_SIZES, room, title_width)
    caption, caption_size = _fitted(caption or "", at.USER_CAPTION_SIZES, room, caption_width)

    most = int(room / at.LINE_SIZES[0] / MONO_ADVANCE)
    beside_code = [
        (len(code), len(note))
        for script in scripts
        for scan in range(len(script.record.steps))
        for code, note in script.scan(scan, merged=True, room=most, note_room=most)
        if code
    ]
    longest_code = max((code for code, _ in beside_code), default=0)
    longest_note = max((note for _, note in beside_code), default=0)
    openings = [len(code) for script in scripts for code, _ in script.opening()]
    longest = max(longest_code + GAP + longest_note, *openings)
    fitting = [size for size in at.LINE_SIZES if longest * size * MONO_ADVANCE <= room]
    line_size = max(fitting, default=at.LINE_SIZES[0])
    characters = int(room / line_size / MONO_ADVANCE)
    return Typesetting(
        measure=measure,
        page=page,
        title=title,
        title_size=title_size,
        caption=caption,
        caption_size=caption_size,
        line_size=line_size,
        line_count=max(script.count + (script.focus is not None) for script in scripts),
        note_x=at.MARGIN + (longest_code + GAP) * MONO_ADVANCE * line_size,
        room=characters,
        note_room=characters - longest_code - GAP,
    )


def _fitted(
    text: str, sizes: Sequence[float], room: float, width: Callable[[str, float], float]
) -> tuple[str, float]:
    """A text on one line, and its size; cut short if it is too long at the least size."""
    text = " ".join(text.split())
    for size in reversed(sizes):
        if width(text, size) <= room:
            return text, size

    def cut(kept: int) -> str:
        return f"{text[:kept].rstrip()}…"

    kept = bisect_right(range(1, len(text)), room, key=lambda kept: width(cut(kept), sizes[0]))
    return cut(kept), sizes[0]
