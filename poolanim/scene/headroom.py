"""The rows of the head of a figure, and how its texts share them."""

from __future__ import annotations

from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

from poolanim.records import frozen
from poolanim.records.tuples import NamedTuple
from poolanim.scene.text.given import PHRASE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.figure import Figure
    from poolanim.scene.boards.setting import Measure
    from poolanim.scene.canvas import Canvas
    from poolanim.scene.heading import Heading
    from poolanim.scene.marks import Face, Typeface

APART = 16
"""The least distance between texts side by side."""
PARAMETERS = 1
"""What parameters have in size beyond other small words."""
LEAST_TITLE = 0.8
"""The least size of a title with the name of its pass, as a share of the usual one."""
TITLE_GAP = 0.45
"""The distance between the title and the name of the pass, as a share of the title's size."""


class Rows(NamedTuple):
    """The rows of a head.

    Attributes:
        used: how many there are. With one, all texts are in it; otherwise the title is over the
            rail, and the parameters and the count of scans are under it.
        apart: whether the name of the pass is one of the small words, and not as large as the
            title: after that in one row, or else in the second row.
        way: the number of the text of the parameters.
    """

    used: int
    apart: bool
    way: int


@frozen(eq=False)
class Headroom:
    """The room of the texts in a head.

    Attributes:
        figure: the spec of the figure.
        canvas: the canvas of the figure.
        headings: the texts of each pass.
        measure: returns the widths of texts.
    """

    figure: Figure
    canvas: Canvas
    headings: Sequence[Heading]
    measure: Measure

    @cached_property
    def title(self) -> str:
        """The user's title, or the name of the layer."""
        layer, given = self.headings[0].story.words.layer, self.figure.title
        return " ".join((layer if given is None else given).split())

    @cached_property
    def counted(self) -> float:
        """The width of the longest count of scans."""
        return max(each.count_width(self.canvas, self.measure) for each in self.headings)

    @cached_property
    def rows(self) -> Rows:
        """The fewest rows in which all texts have room, with the name of the pass large if it can.

        Where that saves a row, it is small, or the parameters are those alone that the rest of the
        figure does not show.
        """
        if self.canvas.aspect == "wide":
            for way, apart in product((0, 1), (False, True)):
                if self._in_one_row(way, apart=apart):
                    return Rows(1, apart, way)
        least = round(LEAST_TITLE * self.canvas.title)
        apart = self.titled(self.title, least, least) > self.canvas.room
        counts = [
            max(len(self.lines(each, way, apart=apart)) for each in self.headings) for way in (0, 1)
        ]
        return Rows(1 + min(counts), apart, counts.index(min(counts)))

    def _in_one_row(self, way: int, *, apart: bool) -> bool:
        """Returns whether all texts have room side by side."""
        size = self.canvas.title
        named = self.titled(self.title, size, self.canvas.small if apart else size)
        given = max(self.given(each.ways[way]) for each in self.headings)
        return named + APART + given + APART + self.counted <= self.canvas.room

    @property
    def title_room(self) -> float:
        """The largest width of a title, with the name of a pass after it."""
        return self.canvas.room - (self.counted + APART) * (self.rows.used == 1)

    def name_size(self, size: float) -> float:
        """Returns the size of the name of a pass after a title of a size; 0 if it is not there."""
        if not self.rows.apart:
            return size
        return self.canvas.small if self.rows.used == 1 else 0.0

    def titled(self, title: str, size: float, name_size: float) -> float:
        """Returns the width of a title with the longest name of a pass after it, in these sizes."""
        return max(self.ends(title, size, each, name_size)[1] for each in self.headings)

    def ends(
        self, title: str, size: float, heading: Heading, name_size: float
    ) -> tuple[float, float]:
        """Returns where a title ends, and where the name of a pass after it does."""
        width = self.measure(title, size, own_face(self.figure.font, "text-strong"))
        if not (name_size and heading.what):
            return width, width
        gap = TITLE_GAP * size if title else 0
        return width, width + gap + self.measure(heading.what, name_size, "text")

    def given(self, text: str) -> float:
        """Returns the width of parameters."""
        return self.measure(text, self.canvas.small + PARAMETERS, "text")

    def lines(self, heading: Heading, way: int, *, apart: bool) -> list[tuple[str, float]]:
        """Returns the parameters in lines under the rail, with their distances from the margin.

        The count of scans is at the right of the first line. If the name of the pass is at its
        left, all parameters are between both, or all in the next lines.

        Args:
            heading: the texts of the pass.
            way: the number of the text of the parameters.
            apart: whether the name of the pass is there.
        """
        given, room = heading.ways[way], self.canvas.room - self.counted - APART
        lines = [""]
        if apart and heading.what:
            start = self.measure(heading.what, self.canvas.small, "text") + APART
            if start + self.given(given) <= room:
                return [(given, start)]
            lines.append("")
        for phrase in given.split(PHRASE):
            longer = PHRASE.join(filter(None, (lines[-1], phrase)))
            if lines[-1] and self.given(longer) > (self.canvas.room if lines[1:] else room):
                lines[-1] += PHRASE.rstrip()
                lines.append(phrase)
            else:
                lines[-1] = longer
        return [(line, 0) for line in lines]


def own_face(font: str | None, face: Typeface) -> Face:
    """Returns the face of a text of the user, which prefers the letters of the user's font."""
    return (font, face) if font else face
