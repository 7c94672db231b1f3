"""Where everything stands: one layout for a figure, settled before its first frame."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from poolanim.errors import ParameterError
from poolanim.scene.marks import SIZES, Face

if TYPE_CHECKING:
    from poolanim.geometry import Window
    from poolanim.scene.marks import Bounds

Measure = Callable[[str, float, Face], float]
"""The width of a text of some size and face."""

WIDTH, HEIGHT = 800, 450
MARGIN = 40
RIGHT = WIDTH - MARGIN
TITLE_Y = 44
TITLE_SIZES = tuple(size for size in SIZES["bold"] if 15 <= size <= 25)
USER_CAPTION_SIZES, USER_CAPTION_HEIGHT = SIZES["sans"][6:11], 24
COUNTER_SIZE = 16
RAIL_HEIGHT, RAIL_GAP = 4, 3
MOST_SEGMENTS = 60
"""More scans than these share one bar."""
LABEL_SIZE, LABEL_HEIGHT = SIZES["mono"][-1], 24
CAPTION_SIZE, CAPTION_HEIGHT = 12, 20
LINE_HEIGHT = 22
LINE_SIZES = SIZES["mono"][:3]
HEAT_BAR_WIDTH = 102
ARROW_TEXT_SIZE = 14
ARROW_MARGIN = 18
ARROW_STACKED = 34
LARGEST_CELL, LEAST_CELL = 72, 2


@dataclass(frozen=True, slots=True)
class Page:
    """Where the rows above and below the boards stand.

    Attributes:
        zone_top: where the boards' room begins, with their labels.
        last_line_y: baseline of the last line of text below the boards.
        counter_y: baseline of the number of the scan.
        rail_y: top of the progress bar.
        caption_y: baseline of the user's caption, where there is one.
    """

    zone_top: int
    last_line_y: int
    counter_y: int
    rail_y: int
    caption_y: int = 438

    def with_caption(self) -> Page:
        """The page with all that stands at its foot moved up, to make room."""
        moved = {"last_line_y": self.last_line_y - USER_CAPTION_HEIGHT}
        if self.counter_y > self.last_line_y:
            moved["counter_y"] = self.counter_y - USER_CAPTION_HEIGHT
            moved["rail_y"] = self.rail_y - USER_CAPTION_HEIGHT
        return replace(self, **moved)


SHORT_FILM = Page(zone_top=76, last_line_y=432, counter_y=TITLE_Y, rail_y=59)
LONG_FILM = Page(zone_top=58, last_line_y=408, counter_y=438, rail_y=430)
"""Counter and bar stand at the foot, one beside the other, near all else that changes: each frame
then changes a smaller rectangle, which is what its time and bytes depend on."""


def page_for(scans: int, *, caption: bool) -> Page:
    """The page of a film of so many scans, with or without a user's caption."""
    page = SHORT_FILM if scans <= MOST_SEGMENTS else LONG_FILM
    return page.with_caption() if caption else page


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
class Layout:
    """The two boards, and the way from one to the other.

    Attributes:
        source: the board of A_prev or dA_prev, at the left or on top.
        result: the board of A or dA, at the right or below.
        way: x, y of the arrow's end at the source, and x, y of that at the result.
        stacked: whether the source stands on top of the result.
        caption_width: room that is left for captions.
    """

    source: Board
    result: Board
    way: Bounds
    stacked: bool
    caption_width: float


def lay_out(
    source: Window,
    result: Window,
    *,
    label_width: float,
    caption_width: float,
    way_width: float,
    page: Page,
    lines: int,
) -> Layout:
    """Place two boards as large as they can be, side by side or stacked.

    Args:
        source: the cells of the input, with its padding.
        result: the cells of the output.
        label_width: of the widest label; no board takes less room.
        caption_width: of the widest caption, likewise; 0 if there are none.
        way_width: what must fit between the boards if they stand side by side.
        page: what it leaves for the boards.
        lines: number of lines of text below.

    Raises:
        ParameterError: the grids are too large to be drawn.
    """
    bottom = page.last_line_y - lines * LINE_HEIGHT
    caption = CAPTION_HEIGHT if caption_width else 0
    text_width = max(label_width, caption_width)
    room = bottom - page.zone_top - LABEL_HEIGHT - caption
    way = way_width + 2 * ARROW_MARGIN
    tallest, widest = max(source.height, result.height), max(source.width, result.width)

    def beside(cell: int) -> bool:
        widths = [max(cells.width * cell, text_width) for cells in (source, result)]
        return sum(widths) + way <= RIGHT - MARGIN and tallest * cell <= room

    def stacked(cell: int) -> bool:
        height = (source.height + result.height) * cell
        height += LABEL_HEIGHT + caption + ARROW_STACKED
        return widest * cell <= RIGHT - MARGIN and height <= room

    sizes = range(LARGEST_CELL, LEAST_CELL - 1, -1)
    side_cell = next((cell for cell in sizes if beside(cell)), 0)
    stack_cell = next((cell for cell in sizes if stacked(cell)), 0)
    cell = max(side_cell, stack_cell)
    if cell == 0:
        raise ParameterError(
            f"the input is {source.height}x{source.width} and the output "
            f"{result.height}x{result.width}; at most about 100x100 can be drawn, "
            "so use a smaller grid or write .json alone"
        )
    if side_cell >= stack_cell:
        widths = [max(cells.width * cell, text_width) for cells in (source, result)]
        gap = min((RIGHT - MARGIN - sum(widths)) / 3 + way * 2 / 3, 1.5 * way)
        left = (WIDTH - sum(widths) - gap) / 2
        middle = (page.zone_top + LABEL_HEIGHT + bottom - caption) / 2
        source_x, result_x = left + widths[0] / 2, left + widths[0] + gap + widths[1] / 2
        boards = (
            _centred(source_x, middle, cell, source),
            _centred(result_x, middle, cell, result),
        )
        start = round(left + widths[0] + ARROW_MARGIN)
        end = round(left + widths[0] + gap - ARROW_MARGIN)
        way_ends = (start, round(middle), end, round(middle))
        return Layout(*boards, way_ends, False, caption_width)
    heights = source.height * cell, result.height * cell
    between = caption + ARROW_STACKED + LABEL_HEIGHT
    top = page.zone_top + LABEL_HEIGHT + (room - sum(heights) - between) / 2
    x = WIDTH / 2
    boards = (
        _centred(x, top + heights[0] / 2, cell, source),
        _centred(x, top + heights[0] + between + heights[1] / 2, cell, result),
    )
    foot = boards[0].bottom + caption
    return Layout(*boards, (x, foot, x, foot + ARROW_STACKED), True, caption_width)


def _centred(x: float, y: float, cell: int, cells: Window) -> Board:
    """A board around a point, on whole units so that its lines are crisp."""
    left, top = round(x - cells.width * cell / 2), round(y - cells.height * cell / 2)
    return Board(left, top, cell, cells)
