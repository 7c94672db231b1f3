"""Where everything stands: one layout for a figure, settled before its first frame.

There are a few arrangements of boards and lines of text. Each is tried with every size of text;
that wins in which the cells, and the text, are largest.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from poolanim.errors import ParameterError
from poolanim.parameters.sizes import spell
from poolanim.scene.marks import MONO_ADVANCES
from poolanim.scene.page import ADVANCES, GOOD_ADVANCE, LEAST_CELL
from poolanim.scene.typesetting import GAP, block

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from poolanim.layers.window import Window
    from poolanim.scene.marks import Bounds
    from poolanim.scene.page import Page
    from poolanim.scene.typesetting import Block, Need

CELL_TO_ADVANCE = 7.75
"""Cells of so many letters' widths are as good to read as the letters."""
MOST_ROWS_BELOW, MOST_ROWS_BESIDE = 2, 3
"""Rows into which a sum is broken under the boards, and beside them."""
LONGEST_WAY = 1.6
"""An arrow is at most so many times as long as what stands at it."""
LEAST_DROP = 10
"""Names of two boards stand in one line, or differ by so much."""


@dataclass(frozen=True, slots=True)
class Board:
    """A grid on the picture.

    Attributes:
        left: of its cells.
        top: of its cells.
        cell: side of a cell.
        cells: which cells it shows; those of padding may be negative.
    """

    left: float
    top: float
    cell: float
    cells: Window

    def block(self, top: int, left: int, rows: int = 1, columns: int = 1) -> Bounds:
        """x, y, width and height of a block of cells whose first is (`top`, `left`)."""
        x = self.left + (left - self.cells.left) * self.cell
        y = self.top + (top - self.cells.top) * self.cell
        return x, y, columns * self.cell, rows * self.cell

    @property
    def right(self) -> float:
        """Where its last column ends."""
        return self.left + self.cells.width * self.cell

    @property
    def bottom(self) -> float:
        """Where its last row ends."""
        return self.top + self.cells.height * self.cell

    @property
    def middle(self) -> tuple[float, float]:
        """(x, y) of its centre."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Boards:
    """A pair of boards, and the way from one to the other.

    Attributes:
        source: the board of the input or its gradient, at the left or on top.
        result: the board of the output or its gradient, at the right or below.
        way: x, y of the arrow's end at the source, and x, y of that at the result.
        stacked: whether the source stands on top of the result.
    """

    source: Board
    result: Board
    way: Bounds
    stacked: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """A figure's boards and lines of text.

    Attributes:
        boards: a pair for each channel that is shown, all alike, in the order of the channels:
            columns of stacked pairs or rows of pairs side by side, whichever lets cells be larger.
        block: the lines of text, for all channels together.
        way_rows: lines into which the text at the arrow is broken.
        counter_x: where the number of the scan begins, or ends if the film is not long.
        counter_y: its baseline.
        rail: where the progress bar begins and ends.
    """

    boards: tuple[Boards, ...]
    block: Block
    way_rows: int
    counter_x: float
    counter_y: int
    rail: tuple[float, float]


class Content(NamedTuple):
    """What has to find a place.

    Attributes:
        source: the cells of the input, with its padding.
        result: the cells of the output.
        channels: how many pairs of boards there are.
        needs: the longest lines of all passes.
        label_width: of the widest label; no board takes less room.
        caption_widths: of what stands over and under the source and the result, likewise; 0 where
            nothing does.
        caption_rows: rows of what stands under the boards.
        scale_rows: rows of what stands between a board and its label.
        formula_width: of the widest formula; 0 without any.
        way_widths: of the text at the arrow on one line, on two, and so on.
        count_columns: characters of the longest text that tells the scan.
    """

    source: Window
    result: Window
    channels: int
    needs: tuple[Need, ...]
    label_width: float
    caption_widths: tuple[float, float]
    caption_rows: int
    scale_rows: int
    formula_width: float
    way_widths: Sequence[float]
    count_columns: int


def lay_out(content: Content, page: Page) -> Layout:
    """Place a figure's boards and lines, as large as they can be.

    Raises:
        ParameterError: the grids are too large for the page.
    """
    for tight in (False, True):
        best, worth, cell = None, 0.0, 0
        for plan in _plans(content, page, tight=tight):
            fitting = plan.largest_cell()
            advance = plan.advance / page.unit
            value = min(fitting / page.unit / CELL_TO_ADVANCE, advance)
            value *= plan.liking * min(advance / GOOD_ADVANCE, 1)
            if fitting and value > worth:
                best, worth, cell = plan, value, fitting
        if best is not None:
            return best.layout(cell)
    source, result = content.source, content.result
    raise ParameterError(
        f"the input is {spell((source.height, source.width))} and the output "
        f"{spell((result.height, result.width))}, too large for a picture of "
        f"{page.width}x{page.height}; use a smaller grid, another aspect, or write .json alone"
    )


def _plans(content: Content, page: Page, *, tight: bool) -> Iterator[_Plan]:
    """All arrangements, the preferred ones first."""
    advances = sorted({page.units(advance) for advance in ADVANCES} & set(MONO_ADVANCES))
    for advance in reversed(advances or MONO_ADVANCES[:1]):
        for way_rows in range(1, len(content.way_widths) + 1):
            common = content, page, advance, way_rows, tight
            yield _SideBySide(*common)
            if content.channels == 1 and not tight:
                yield _Column(*common)
                yield _Aside(*common)
        yield _Stacked(content, page, advance, 1, tight)


@dataclass(frozen=True)
class _Plan(ABC):
    """An arrangement.

    Attributes:
        content: what has to find a place.
        page: leaves room for it.
        advance: width of a letter in the lines of text.
        way_rows: lines into which the text at the arrow is broken.
        tight: whether code may be broken and cut.
    """

    content: Content
    page: Page
    advance: int
    way_rows: int
    tight: bool

    @abstractmethod
    def fits(self, cell: int) -> bool:
        """Whether everything fits with cells of this size."""

    @abstractmethod
    def layout(self, cell: int) -> Layout:
        """Everything in its place."""

    def largest_cell(self) -> int:
        """Side of the largest cells that fit; 0 if none do."""
        cells = range(self.page.largest_cell, LEAST_CELL - 1, -1)
        place = bisect_left(cells, True, key=self.fits)
        return cells[place] if place < len(cells) else 0

    @property
    def liking(self) -> float:
        """What it is worth against others that are as large."""
        return 0.97 ** (self.way_rows - 1)

    @property
    def caption(self) -> int:
        """Height of a caption."""
        return self.page.caption_height * self.content.caption_rows

    @property
    def head(self) -> int:
        """Height of what stands over a board."""
        return self.page.label_height + self.page.scale_height * self.content.scale_rows

    @property
    def zone(self) -> int:
        """Height of what lies between heading and foot."""
        return self.page.bottom - self.page.top

    @property
    def way(self) -> float:
        """From one board to the other, side by side."""
        return self.content.way_widths[self.way_rows - 1] + 2 * self.page.arrow_margin

    def widths(self, cell: int) -> tuple[float, float]:
        """Of both boards with their texts."""
        content, (source, result) = self.content, self.content.caption_widths
        return (
            max(content.source.width * cell, content.label_width, source),
            max(content.result.width * cell, content.label_width, result),
        )

    def heights(self, cell: int) -> tuple[int, int]:
        """Of both boards with their texts."""
        more = self.head + self.caption
        return self.content.source.height * cell + more, self.content.result.height * cell + more

    def pair_height(self, cell: int, *, level: bool) -> float:
        """Of boards side by side and the text at the arrow between them."""
        return max(self.heights(cell)) + self._rise(cell, level=level)

    def _rise(self, cell: int, *, level: bool) -> float:
        """How far the text at the arrow stands above the boards."""
        lower = min(self.heights(cell))
        middle = self._drop(cell, level=level) + (self.head + lower - self.caption) / 2
        return max(0, self.page.arrow_row * self.way_rows + self.page.units(12) - middle)

    def _drop(self, cell: int, *, level: bool) -> float:
        """How much lower the smaller board begins: not so little that it would look like a slip."""
        drop = 0 if level else (max(self.heights(cell)) - min(self.heights(cell))) / 2
        return drop if drop >= self.page.units(LEAST_DROP) else 0

    def block(self, width: float, most_rows: int) -> Block | None:
        """The lines of text in a room of this width."""
        needs, columns = self.content.needs, int(width // self.advance)
        return block(needs, columns, self.advance, most_rows=most_rows, tight=self.tight)

    def result_of(self, boards: Sequence[Boards], lines: Block, x: float, y: float) -> Layout:
        """Boards with lines of text at some place."""
        placed = replace(lines, x=round(x), y=round(y))
        page = self.page
        counter_x, rail = page.right, (float(page.margin), page.right)
        if page.long:
            counter_x = page.margin
            rail = page.margin + (self.content.count_columns + 1) * lines.advance, page.right
        return Layout(tuple(boards), placed, self.way_rows, counter_x, page.counter_y, rail)

    def beside(
        self, left: float, top: float, cell: int, gap: float, *, level: bool, lift: float = 0
    ) -> Boards:
        """A pair side by side.

        Args:
            left: of the source and its texts.
            top: of their room.
            cell: side of a cell.
            gap: from one to the other.
            level: whether both begin at the same height; else their middles are at the same, unless
                that differs by little.
            lift: how far the result stands above that.
        """
        source_width, result_width = self.widths(cell)
        heights = self.heights(cell)
        top += self._rise(cell, level=level)
        drop = self._drop(cell, level=level)
        y = [top + (drop if height < max(heights) else 0) for height in heights]
        source = self._board(left + source_width / 2, y[0], cell, self.content.source)
        x = left + source_width + gap
        result = self._board(x + result_width / 2, y[1] - lift, cell, self.content.result)
        lower = min(source, result, key=lambda board: board.cells.height)
        middle = round(lower.middle[1])
        length = min(gap, LONGEST_WAY * self.way) - 2 * self.page.arrow_margin
        start = round(left + source_width + (gap - length) / 2)
        return Boards(source, result, (start, middle, start + round(length), middle), False)

    def _board(self, x: float, y: float, cell: int, cells: Window) -> Board:
        """A board under its label, on whole units so that its lines are crisp."""
        left = round(x - cells.width * cell / 2)
        return Board(left, round(y) + self.head, cell, cells)


class _Below(_Plan):
    """The lines of text stand under the boards, from margin to margin.

    In a long film the counter stands between them, not at the foot, and no further from either than
    it must, over the notes if these stand beside code: a frame then changes a smaller rectangle.
    """

    @abstractmethod
    def boards_height(self, cell: int) -> float:
        """Of all boards."""

    @abstractmethod
    def boards_width(self, cell: int) -> float:
        """Of all boards."""

    @abstractmethod
    def boards(self, cell: int, top: float) -> list[Boards]:
        """All pairs of boards."""

    def fits(self, cell: int) -> bool:
        """Whether everything fits with cells of this size."""
        lines = self.block(self.page.room, MOST_ROWS_BELOW)
        if lines is None:
            return False
        height = self.boards_height(cell) + self._between + lines.height
        return height <= self.zone and self.boards_width(cell) <= self.page.room

    def layout(self, cell: int) -> Layout:
        """Everything in its place, and the room that is left around it."""
        lines = self.block(self.page.room, MOST_ROWS_BELOW)
        assert lines is not None
        height = self.boards_height(cell)
        left_over = self.zone - height - self._between - lines.height
        above, between = (0.5, 0) if self.page.long else (0.3, 0.3)
        top = self.page.top + left_over * above
        y = top + height + self._between + left_over * between
        boards = self.boards(cell, top)
        layout = self.result_of(boards, lines, self.page.margin, y)
        if self.page.long:
            layout = replace(layout, counter_y=round(y) - self.page.units(11))
            placed = layout.block
            # Without code no notes stand beside any.
            if placed.code.rows and self.content.count_columns <= placed.aside:
                rail = self.page.margin, placed.note_x - GAP * placed.advance
                layout = replace(layout, counter_x=placed.note_x, rail=rail)
        return layout

    @property
    def zone(self) -> int:
        """Height of what lies between heading and foot, where no counter stands."""
        return (self.page.lowest if self.page.long else self.page.bottom) - self.page.top

    @property
    def _between(self) -> int:
        """From the boards to the lines, with the counter's row in a long film."""
        return self.page.units(12 + 22) if self.page.long else self._gap

    @property
    def _gap(self) -> int:
        return self.page.units(16)


class _SideBySide(_Below):
    """Boards side by side; channels one under the other."""

    def boards_height(self, cell: int) -> float:
        """Of all boards."""
        channels = self.content.channels
        return channels * self.pair_height(cell, level=False) + (channels - 1) * self._gap

    def boards_width(self, cell: int) -> float:
        """Of all boards."""
        return sum(self.widths(cell)) + self.way

    def boards(self, cell: int, top: float) -> list[Boards]:
        """All pairs of boards."""
        spare = self.page.room - sum(self.widths(cell))
        gap = min(spare / 3 + self.way * 2 / 3, LONGEST_WAY * self.way)
        left = self.page.margin + (spare - gap) / 2
        pitch = self.pair_height(cell, level=False) + self._gap
        return [
            self.beside(left, top + channel * pitch, cell, gap, level=False)
            for channel in range(self.content.channels)
        ]


class _Stacked(_Below):
    """The source on top of the result; channels side by side."""

    def boards_height(self, cell: int) -> float:
        """Of all boards."""
        return sum(self.heights(cell)) + self.page.arrow_stacked

    def boards_width(self, cell: int) -> float:
        """Of all boards."""
        channels = self.content.channels
        return channels * self._width(cell) + (channels - 1) * self.page.gutter

    def boards(self, cell: int, top: float) -> list[Boards]:
        """All pairs of boards."""
        width, channels = self._width(cell), self.content.channels
        gap = (self.page.room - channels * width) / (channels + 1)
        first = self.page.margin + gap + width / 2
        return [
            self._pair(first + channel * (width + gap), top, cell) for channel in range(channels)
        ]

    def _width(self, cell: int) -> float:
        """Of a pair."""
        return max(*self.widths(cell), self._way_width)

    @property
    def _way_width(self) -> float:
        """Of the arrow with its text beside it."""
        return self.content.way_widths[0] + self.page.arrow_margin

    def _pair(self, x: float, top: float, cell: int) -> Boards:
        heights = self.heights(cell)
        source = self._board(x, top, cell, self.content.source)
        under = top + heights[0] + self.page.arrow_stacked
        result = self._board(x, under, cell, self.content.result)
        x = round(x - self._way_width / 2)
        foot = round(top + heights[0]) + self.page.units(4)
        return Boards(source, result, (x, foot, x, round(under) - self.page.units(2)), True)


class _Column(_Plan):
    """Boards side by side, the lines of text under the result."""

    def fits(self, cell: int) -> bool:
        """Whether everything fits with cells of this size."""
        lines = self._lines(cell)
        return (
            lines is not None
            and self._height(cell, lines) <= self.zone
            and sum(self.widths(cell)) + self.way <= self.page.room
        )

    def layout(self, cell: int) -> Layout:
        """Everything in its place."""
        lines = self._lines(cell)
        assert lines is not None
        page = self.page
        source_width, result_width = self.widths(cell)
        height = self._height(cell, lines)
        top = page.top + (self.zone - height) / 2
        gap = page.room - source_width - result_width
        lift = self._lift(cell, lines)
        boards = self.beside(page.margin, top, cell, gap, level=True, lift=lift)
        under = boards.result.bottom + self.caption + self._gap
        y = max(top + height - self.caption - lines.height, under)
        return self.result_of([boards], lines, page.margin + source_width + page.gutter, y)

    def _height(self, cell: int, lines: Block) -> float:
        """Of all."""
        rise, (source, result) = self._rise(cell, level=True), self.heights(cell)
        return rise + max(source, result + self._gap + lines.height - self._lift(cell, lines))

    def _lift(self, cell: int, lines: Block) -> float:
        """How far the result stands up beside the formula, if the lines under it need its room."""
        page, (source, result) = self.page, self.heights(cell)
        free = page.room - self.widths(cell)[1] - page.gutter
        if self.content.formula_width > free or self._rise(cell, level=True):
            return 0
        arrow = page.arrow_row * self.way_rows + page.units(12)  # it stays under the formula
        most = self.head + self.content.result.height * cell / 2 - arrow
        return max(min(result + self._gap + lines.height - source, most, page.formula_height), 0)

    def _lines(self, cell: int) -> Block | None:
        width = self.page.room - self.widths(cell)[0] - self.page.gutter
        return self.block(width, MOST_ROWS_BESIDE)

    @property
    def _gap(self) -> int:
        return self.page.units(18)


class _Aside(_Plan):
    """Boards side by side, the lines of text to the right of both."""

    def fits(self, cell: int) -> bool:
        """Whether everything fits with cells of this size."""
        lines = self._lines(cell)
        return (
            lines is not None
            and max(self.pair_height(cell, level=False), lines.height) <= self.zone
        )

    def layout(self, cell: int) -> Layout:
        """Everything in its place."""
        lines = self._lines(cell)
        assert lines is not None
        top = self.page.top + (self.zone - self.pair_height(cell, level=False)) / 2
        boards = self.beside(self.page.margin, top, cell, self.way, level=False)
        x = self.page.margin + sum(self.widths(cell)) + self.way + self.page.gutter
        y = self.page.top + (self.zone - lines.height) / 2
        return self.result_of([boards], lines, x, y)

    def _lines(self, cell: int) -> Block | None:
        boards = sum(self.widths(cell)) + self.way
        return self.block(self.page.room - boards - self.page.gutter, MOST_ROWS_BESIDE)
