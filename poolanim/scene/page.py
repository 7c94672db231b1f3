"""The page: its size, its margins, and the sizes of type that go with them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from poolanim.figure import ASPECTS
from poolanim.parameters.table import WIDTH
from poolanim.scene.marks import MONO_ADVANCE, SIZES, type_size

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolanim.figure import Figure
    from poolanim.scene.marks import Face

LEAST_UNIT = 0.6
"""Margins on small pages get no smaller than this, against the usual page of its aspect."""
LEAST_SIZE = 9
"""Of type above and below the boards."""
MOST_SEGMENTS = 60
"""More scans than these share one bar; and if more are drawn, the counter stands beside it."""
RAIL_HEIGHT, RAIL_GAP = 4, 3
LARGEST_CELL, LEAST_CELL = 96, 1
ADVANCES = range(6, 11)
"""Widths of a letter in the lines of text, in pixels where the unit is 1."""
GOOD_ADVANCE = 8
"""From here on the lines read well."""


@dataclass(frozen=True, slots=True)
class Page:
    """Where the rows above and below the boards stand, in units of the layout.

    A picture that is wider than the usual page of its aspect is that page enlarged. A smaller one
    has a page of its own, on which type is larger against all else, so that it can be read.

    Attributes:
        width: of the page.
        height: of the page.
        unit: how large margins and type are, against the usual page of this aspect.
        zoom: pixels in a unit, in a picture of scale 1.
        long: whether counter and bar stand one beside the other, near all else that changes: over
            the lines of text, or at the foot. Each frame of a long film then changes a smaller
            rectangle, which is what its time and bytes depend on.
        caption: whether the user's caption stands under all else.
        math: whether a formula stands under the heading.
    """

    width: int
    height: int
    unit: float = 1.0
    zoom: float = 1.0
    long: bool = False
    caption: bool = False
    math: bool = False

    @classmethod
    def of(cls, figure: Figure, drawn: int) -> Page:
        """The page of a figure's film, in which so many scans are drawn."""
        size, usual = figure.size, ASPECTS[figure.aspect]
        share = size[0] / usual[0]
        width, height = min(size, usual)
        return cls(
            width,
            height,
            unit=min(max(share, LEAST_UNIT), 1),
            zoom=max(share, 1),
            long=drawn > MOST_SEGMENTS,
            caption=bool(figure.caption),
            math=figure.math,
        )

    def units(self, length: float) -> int:
        """A length that goes with the page, in whole units of the layout."""
        return round(length * self.unit)

    def size(self, size: float, face: Face) -> float:
        """A size of type that goes with the page."""
        return type_size(max(size * self.unit, LEAST_SIZE), face)

    @property
    def margin(self) -> int:
        """At the left and right."""
        return self.units(32)

    @property
    def right(self) -> int:
        """Where the right margin begins."""
        return self.width - self.margin

    @property
    def room(self) -> int:
        """Between the margins."""
        return self.width - 2 * self.margin

    @property
    def title_y(self) -> int:
        """Baseline of the title."""
        return self.units(42)

    @property
    def counter_y(self) -> int:
        """Baseline of the number of the scan."""
        if self.long:
            return self.foot - self.units(12)
        return self.rail_y + self.units(22) if self.high else self.title_y

    @property
    def rail_y(self) -> int:
        """Top of the progress bar, unless that stands beside the counter."""
        return self.units(55)

    @property
    def top(self) -> int:
        """Where the boards' room begins, with their labels."""
        return self.formula_top + self.formula_height

    @property
    def formula_height(self) -> int:
        """Height of the room of a formula; 0 without one."""
        return self.units(56) if self.math else 0

    @property
    def formula_top(self) -> int:
        """Where the heading ends, and the room of a formula begins."""
        if self.long:
            return self.units(54)
        return self.counter_y + self.units(6) if self.high else self.units(66)

    @property
    def high(self) -> bool:
        """Whether it is higher than it is wide: the counter then has a row of its own."""
        return self.height > self.width

    @property
    def formula_y(self) -> int:
        """Baseline of a formula."""
        return self.formula_top + self.units(28)

    @property
    def bottom(self) -> int:
        """Where the last line of text ends, over the counter if that stands at the foot."""
        return self.foot - self.units(36 if self.long else 22)

    @property
    def lowest(self) -> int:
        """Where the last line of text ends in a long film whose counter stands elsewhere."""
        return self.foot - self.units(14)

    @property
    def foot(self) -> int:
        """Where the picture ends, but for the user's caption."""
        return self.height - self.units(24) if self.caption else self.height

    @property
    def caption_y(self) -> int:
        """Baseline of the user's caption."""
        return self.height - self.units(18)

    @property
    def title_sizes(self) -> tuple[float, ...]:
        """Sizes of a title, the least one for titles that are too long for it."""
        return self._sizes(15, 25)

    @property
    def user_caption_sizes(self) -> tuple[float, ...]:
        """Sizes of the user's caption, likewise."""
        return self._sizes(10, 14)

    @property
    def formula_sizes(self) -> tuple[float, ...]:
        """Sizes of a formula, likewise."""
        return self._sizes(9, 17)

    @property
    def counter_size(self) -> float:
        """Size of the number of the scan."""
        return self.size(16, "sans")

    @property
    def label_size(self) -> float:
        """Size of the boards' names."""
        return self.size(10 / MONO_ADVANCE, "mono")

    @property
    def caption_size(self) -> float:
        """Size of what stands under the boards."""
        return self.size(12, "sans")

    @property
    def arrow_size(self) -> float:
        """Size of what stands at the arrow."""
        return self.size(14, "sans")

    @property
    def label_height(self) -> int:
        """Room above a board for its name."""
        return self.units(25)

    @property
    def caption_height(self) -> int:
        """Room under a board for what stands there."""
        return self.units(21)

    @property
    def scale_height(self) -> int:
        """Room between a board and its name for the scale of its colours."""
        return self.units(20)

    @property
    def gutter(self) -> int:
        """Between boards and text."""
        return self.units(28)

    @property
    def arrow_margin(self) -> int:
        """Between a board and the arrow, and the arrow and its text if that stands beside."""
        return self.units(14)

    @property
    def arrow_stacked(self) -> int:
        """Length of an arrow that points down."""
        return self.units(32)

    @property
    def arrow_row(self) -> int:
        """From one line of the arrow's text to the next."""
        return self.units(18)

    @property
    def number_sizes(self) -> tuple[float, ...]:
        """Sizes of numbers in cells.

        On an enlarged page they may be smaller than other type: what counts is how many pixels they
        have there, and it is as many as letters that are ready-made.
        """
        sizes = SIZES["bold"]
        small = (size / self.zoom for size in sizes if size < sizes[0] * self.zoom)
        largest = self.size(28, "bold")
        return (*small, *(size for size in sizes if size <= largest))

    def number_size(self, most: float) -> float:
        """The largest of these sizes up to this one; 0 if there is none."""
        return max((size for size in self.number_sizes if size <= most), default=0)

    @property
    def width_px(self) -> int:
        """Width of a picture of scale 1."""
        return round(self.width * self.zoom)

    def enlarged(self) -> Iterator[Page]:
        """The page in all greater widths that a picture can have."""
        for width in range(self.width_px + 2, WIDTH.greatest + 1, 2):
            yield replace(self, zoom=width / self.width)

    @property
    def largest_cell(self) -> int:
        """Side of the largest cell."""
        return self.units(LARGEST_CELL)

    def _sizes(self, least: float, most: float) -> tuple[float, ...]:
        ends = self.size(least, "sans"), self.size(most, "sans")
        return tuple(size for size in SIZES["sans"] if ends[0] <= size <= ends[1])
