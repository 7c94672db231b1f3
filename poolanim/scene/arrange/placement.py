"""The results of arrangements, and the measures that they share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from poolanim.records.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.scene.arrange.wanted import Wanted
    from poolanim.scene.boards.board import Board, Rect
    from poolanim.scene.boards.seat import Seat
    from poolanim.scene.canvas import Canvas

CODE_ROW, NAME_ROW = 30, 32
"""The heights of rows of text: a line of code, the name of the tracked cell."""
LOW, HIGH, OVER_SLOTS = 30, 44, 2
"""The heights of slots, the second of those with factors, and the distance of the row over them."""
BESIDE = 26
"""The distance between two boards side by side that no beam joins."""
NEAR = 40
"""The distance between a board and the text at its right."""
NAME, UNDER = 24, 26
"""The room for a name above a board, and under it."""
LARGER = 1.35
"""The largest ratio of the cells of a smaller board to those of the larger one."""
HANGING = 44
"""The least distance between a board and the board that hangs on it."""
HUNG = 36
"""The same, if only the name of one of them is between both."""
BESIDE_CODE = 24
"""The distance between code and the name of the tracked cell."""
CLEAR = 8
"""The distance between boards and the text under them."""
TALLEST = {"wide": 1.1, "square": 1.5, "tall": 1.55}
"""The largest ratio of a cell's height to its width, by the aspect of the canvas."""


class Strip(NamedTuple):
    """The room of the text.

    Attributes:
        left: the left end of the lines.
        right: the right end of the lines.
        top: the top of the first line.
        bottom: the bottom of the last line.
        broad: whether the name of the tracked cell, its sum and its slots are beside the code.
    """

    left: int
    right: int
    top: int
    bottom: int
    broad: bool

    @property
    def width(self) -> int:
        """The width of the lines."""
        return self.right - self.left


Direction = Literal["across", "down", "turned"]
"""The direction of a beam: horizontal, vertical, or from above with a turn to the left."""


class Knots(NamedTuple):
    """The places on a thread that joins columns of boards.

    Attributes:
        spots: a place for each column.
        pill: the place of the tag at its end.
        level: whether it runs across, and not down.
    """

    spots: tuple[Rect, ...]
    pill: Rect
    level: bool


class Placement(NamedTuple):
    """The places of boards and text.

    Attributes:
        boards: a board for each seat of `Wanted`; those that take turns may have the same place.
        strip: the room of the text.
        named: where the names of boards are: `above` them, at their `left`, or `outside`, which is
            above them, but under a board that is under others.
        beside: the numbers of the boards whose names are at their left in any case.
        below: the numbers of the boards whose names are under them in any case.
        fans: whether beams go straight down to boards that are aside.
        slots: the height of the slots.
        knots: the places on the thread that joins columns; None without one.
    """

    boards: tuple[Board, ...]
    strip: Strip
    named: str = "above"
    beside: tuple[int, ...] = ()
    below: tuple[int, ...] = ()
    fans: bool = False
    slots: int = LOW
    knots: Knots | None = None

    def seated(self, seats: Sequence[Seat]) -> Placement:
        """Returns the places of seats, of which those of a shape have the same."""
        beside = tuple(n for n, seat in enumerate(seats) if seat.kind in self.beside)
        boards = tuple(self.boards[seat.kind] for seat in seats)
        return self._replace(boards=boards, beside=beside)

    def direction(self, one: int, other: int) -> Direction:
        """Returns the direction of beams between two boards."""
        a, b = self.boards[one].rect, self.boards[other].rect
        if a.top < b.bottom and b.top < a.bottom:
            return "across"
        return "down" if self.fans or (a.left < b.right and b.left < a.right) else "turned"

    @property
    def cell(self) -> float:
        """The size of a cell, in which width counts less than height. The largest is the best."""
        return min(min(board.cell_width / 1.2, board.cell_height) for board in self.boards)

    def name_is_under(self, number: int) -> bool:
        """Returns whether the name of a board is under it."""
        rect = self.boards[number].rect
        column = [
            other.top > rect.top
            for place, other in enumerate(board.rect for board in self.boards)
            if other != rect
            and place not in self.beside
            and (self.fans or (other.left < rect.right and rect.left < other.right))
            and (other.bottom <= rect.top or rect.bottom <= other.top)
        ]
        under = self.named == "outside" and bool(column) and not any(column)
        return under or number in self.below


LARGEST_GAP = 0.17
"""The largest area of a gap between two boards side by side, as a share of the canvas."""
TOPS = {1: 94, 2: 124}
"""The top of the highest board by the rows of the head."""
HEAD_ROW = 22
"""The height of each further row of the head."""


def boards_top(canvas: Canvas) -> int:
    """Returns the top of the highest board."""
    more = max(canvas.head_rows - len(TOPS), 0)
    return TOPS[canvas.head_rows - more] + more * HEAD_ROW


def strip_under(canvas: Canvas, wanted: Wanted) -> Strip:
    """Returns the room of text under all boards."""
    broad = _is_broad(canvas, wanted)
    height = strip_height(wanted, broad=broad, level=canvas.aspect == "wide")
    return Strip(canvas.left, canvas.right, canvas.bottom - height, canvas.bottom, broad=broad)


def _is_broad(canvas: Canvas, wanted: Wanted) -> bool:
    """Returns whether the name of the tracked cell, and its slots, stand beside lines of code."""
    if canvas.aspect != "wide" or wanted.code_rows < 2:
        return False
    return wanted.code_width + BESIDE_CODE + wanted.beside <= canvas.room


def strip_height(wanted: Wanted, *, broad: bool, level: bool = False) -> int:
    """Returns the height of the text.

    Args:
        wanted: the boards and texts to arrange.
        broad: whether the name of the tracked cell is beside the code.
        level: whether the name of the tracked cell is beside its slots. Not used if `broad` is set.
    """
    codes, slots = wanted.code_rows * CODE_ROW, wanted.slots + OVER_SLOTS
    if broad:
        return max(codes, CODE_ROW + slots) + 2
    if level:
        return codes + slots
    return codes + NAME_ROW + slots


def filled(canvas: Canvas, placement: Placement) -> float:
    """Returns the share of the canvas that boards and the beams between them fill."""
    rects = [board.rect for board in placement.boards]
    width = max(rect.right for rect in rects) - min(rect.left for rect in rects)
    height = max(rect.bottom for rect in rects) - min(rect.top for rect in rects)
    return width * height / (canvas.width * canvas.height)
