"""Sizes of texts, from the longest that will ever stand in each place."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, pairwise, product
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from poolanim.scene.marks import CAP_HEIGHT, DESCENT, MONO_ADVANCE, Text
from poolanim.scene.room import Room

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from poolanim.figure import Figure
    from poolanim.scene.marks import Anchor, Bundled, Face
    from poolanim.scene.page import Page
    from poolanim.scene.words import Words

    Measure = Callable[[str, float, Face], float]
    """The width of a text of some size and face."""
    Line = tuple[str, str]
    """Code and a note; either may be empty."""

GAP = 3
"""Characters between the longest code and the notes beside it."""
PITCH = 1.42
"""From one row of text to the next, in parts of its size."""
LEAST_COLUMNS = 32
"""Characters in a row of a sum that is broken into several, at least."""
SWATCH, SWATCH_GAP = 11, 9
"""Of the tracked cell's colour, before its sum."""


class Need(NamedTuple):
    """The longest texts that will stand under the boards in a pass.

    Attributes:
        opening: the lines before the first scan.
        scan: those of a scan.
        closing: those after the last.
        tracked: the tracked cell's sum; empty without one.
    """

    opening: tuple[Line, ...]
    scan: tuple[Line, ...]
    closing: tuple[Line, ...]
    tracked: str


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of text in a film, the same rows for each in all frames of a pass.

    Attributes:
        x: where they begin.
        y: their top.
        size: of the font.
        code: room for code.
        aside: characters in a note beside code; 0 if notes stand under it.
        alone: room for the longest note without code.
        tracked: room for the tracked cell's sum; no rows without one.
        rows: how many stand before that sum.
        places: how many lines these are at most.
    """

    x: float
    y: float
    size: float
    code: Room
    aside: int
    alone: Room
    tracked: Room
    rows: int
    places: int

    @property
    def advance(self) -> float:
        """Width of a character."""
        return MONO_ADVANCE * self.size

    @property
    def pitch(self) -> int:
        """From one row to the next."""
        return round(PITCH * self.size)

    @property
    def note(self) -> Room:
        """Room for a note that goes with code."""
        return Room(self.aside or self.code.columns)

    def lone(self, longest: str) -> Room:
        """Room for a note without code, of which this is the longest."""
        return Room(self.alone.columns, min(len(self.alone.wrapped(longest)), self.alone.rows))

    @property
    def note_x(self) -> float:
        """Where notes that go with code begin."""
        beside = self.code.columns - self.aside if self.aside else 0
        return self.x + beside * self.advance

    @property
    def height(self) -> int:
        """From the top of the first row to the bottom of the last."""
        last = self.tracked_y(self.tracked.rows - 1) if self.tracked.rows else self.row_y(-1)
        return ceil(last + DESCENT * self.size - self.y)

    def row_y(self, row: int) -> int:
        """Baseline of a row; counted from the last if it is negative."""
        return round(self.y + CAP_HEIGHT * self.size) + row % self.rows * self.pitch

    def tracked_y(self, row: int) -> int:
        """Baseline of a row of the tracked cell's sum, which stands a little apart."""
        return self.row_y(-1) + self.pitch // 3 + (row + 1) * self.pitch

    def starts(self, lines: Sequence[Line]) -> list[int]:
        """The row in which each line begins, and the one after the last."""
        return [0, *accumulate(self._rows(code, note) for code, note in lines)]

    def _rows(self, code: str, note: str) -> int:
        """Rows of a line."""
        if not code:
            return self.lone(note).rows
        return self.code.rows + (1 if note and not self.aside else 0)


def own_face(font: str | None, face: Bundled) -> Face:
    """The face of a text that may be the user's own: in the user's font, if there is one."""
    return (font, face) if font else face


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
        font: the user's font file, for texts that may be the user's own.
        code: the face of code; with labels of the user's own, several.
    """

    measure: Measure
    page: Page
    title: str
    title_size: float
    caption: str
    caption_size: float
    font: str | None
    code: Face

    def own(self, face: Bundled) -> Face:
        """The face of a text that may be the user's own."""
        return own_face(self.font, face)

    @property
    def label(self) -> Face:
        """The face of the boards' names."""
        return (self.font, "mono") if self.font else self.code

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

    def formula(self, formula: str) -> Text:
        """What a layer computes, in TeX, as large as it fits on its line."""
        for size in reversed(self.page.formula_sizes):
            mark = self.text(self.page.margin, self.page.formula_y, formula, size, "math")
            if mark.width <= self.page.room:
                break
        return mark


def typeset(
    figure: Figure, passes: Sequence[Words], counts: Sequence[str], page: Page, measure: Measure
) -> Typesetting:
    """Settle what stands above and below the boards.

    Args:
        figure: gives the title and the caption that the user wants.
        passes: the sentences of all passes.
        counts: texts that tell the scan, the longest among them.
        page: where the rows stand.
        measure: gives widths of texts.
    """
    count_width = max(measure(count, page.counter_size, "sans") for count in counts)
    beside = 0.0 if page.long or page.high else count_width + page.counter_size
    names = [words.sentences["heading"] for words in passes]

    def own_width(text: str, size: float, face: Bundled) -> float:
        return measure(text, size, own_face(figure.font, face))

    def title_width(title: str, size: float) -> float:
        after = max(own_width(f" {name}".rstrip(), size, "sans") for name in names)
        return own_width(title, size, "bold") + after + beside

    def caption_width(caption: str, size: float) -> float:
        return own_width(caption, size, "sans")

    title = passes[0].layer if figure.title is None else figure.title
    return Typesetting(
        measure,
        page,
        *_fitted(title, page.title_sizes, page.room, title_width),
        *_fitted(figure.caption or "", page.user_caption_sizes, page.room, caption_width),
        figure.font,
        "mono" if isinstance(figure.labels, str) else ("mono", figure.font or "sans"),
    )


@lru_cache(maxsize=256)  # many arrangements leave the same room
def block(
    needs: tuple[Need, ...], columns: int, advance: int, *, most_rows: int, tight: bool = False
) -> Block | None:
    """Set the lines of a film in letters of this width, or None if they do not fit.

    Args:
        needs: the longest lines of all passes.
        columns: characters for which there is room.
        advance: width of a letter.
        most_rows: into which sums may be broken.
        tight: whether code may be broken into two rows, and cut.
    """
    shapes = [shape for need in needs for shape in need[:3]]
    lines = [line for shape in shapes for line in shape]
    longest_code = max(len(code) for code, _ in lines)
    longest_note = max((len(note) for code, note in lines if code), default=0)
    sums = max(
        len(text) for text in [*(note for _, note in lines), *(need.tracked for need in needs)]
    )
    if max(longest_code, longest_note, min(sums, LEAST_COLUMNS)) > columns and not tight:
        return None
    aside = columns - longest_code - GAP
    if longest_note > aside:
        aside = 0

    def room(texts: Iterable[str], columns: int, most_rows: int) -> Room:
        rows = [len(Room(columns).wrapped(text)) for text in texts if text]
        return Room(columns, min(max(rows, default=0), most_rows))

    indent = ceil((1 + SWATCH + SWATCH_GAP) / advance)
    unset = Block(
        x=0,
        y=0,
        size=advance / MONO_ADVANCE,
        code=room((code for code, _ in lines), columns, 2),
        aside=aside,
        alone=room((note for code, note in lines if not code), columns, most_rows),
        tracked=room((need.tracked for need in needs), columns - indent, most_rows),
        rows=1,
        places=max(map(len, shapes)),
    )
    return replace(unset, rows=max(unset.starts(shape)[-1] for shape in shapes))


def wraps(text: str, measure: Callable[[str], float], most: int = 3) -> list[list[str]]:
    """A text on one line, on two, and so on, as narrow as it can be.

    Example:
        >>> wraps("to every cell", len, 2)
        [['to every cell'], ['to every', 'cell']]
    """
    words = text.split()
    ways = []
    for count in range(1, min(most, len(words)) + 1):
        breaks = (
            [0, *inner, len(words)]
            for inner in product(range(1, len(words)), repeat=count - 1)
            if list(inner) == sorted(set(inner))
        )
        lines = ([" ".join(words[a:b]) for a, b in pairwise(places)] for places in breaks)
        ways.append(min(lines, key=lambda lines: max(map(measure, lines))))
    return ways


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
