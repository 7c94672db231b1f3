"""The arguments and the results of arrangements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from poolanim.scene.boards.board import Board
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


class Wanted(NamedTuple):
    """The boards and texts to arrange.

    Attributes:
        shapes: the rows and the columns of each board, padding included.
        gaps: the least width of each gap between two boards side by side.
        code_width: the width of the longest line of code.
        code_rows: the number of lines of code.
        slots: the height of the slots. They may be low ones if boards would be too small.
        slots_width: the width of high slots.
        square: whether all cells are square, as those of pictures are.
        beside: the width of the texts at the right of the code.
        doubled: whether each cell of the last board contains two numbers.
        upper: the number of the upper board, if two are stacked.
        joins: the numbers of the boards that beams join, from source to target.
        hung: the numbers of the boards that hang on others, with those of these.
        deepest: the most rows of a board and of one that hangs on it, together; 0 if none does.
        aside: the columns of a hung board that gets a beam of the source of a fan; 0 without it.
        channels: the number of channels with boards of their own.
        names: the room of the names of boards, if they are at their left.
    """

    shapes: tuple[tuple[range, range], ...]
    gaps: tuple[int, ...]
    code_width: float
    code_rows: int
    slots: int
    square: bool
    slots_width: float = 0
    beside: float = 0
    doubled: bool = False
    upper: int = 1
    channels: int = 1
    names: float = 0
    joins: tuple[tuple[int, int], ...] = ()
    hung: tuple[tuple[int, int], ...] = ()
    deepest: int = 0
    aside: int = 0

    @property
    def chained(self) -> bool:
        """Whether beams join three boards to a chain, the second with both others."""
        pairs = {frozenset(join) for join in self.joins}
        return len(self.shapes) == 3 and pairs == {frozenset((0, 1)), frozenset((1, 2))}

    @property
    def fanned(self) -> bool:
        """Whether all beams of a chain of boards begin at the second."""
        return self.chained and {source for source, _ in self.joins} == {1}

    def standing(self) -> Wanted:
        """Returns what remains to arrange without the boards that hang on others."""
        hung = dict(self.hung)
        standing = [number for number in range(len(self.shapes)) if number not in hung]
        order = {old: new for new, old in enumerate(standing)}
        fanned = [n for n in hung if any(target == n for _, target in self.joins)]
        return self._replace(
            aside=max((len(self.shapes[n][1]) for n in fanned), default=0),
            shapes=tuple(self.shapes[number] for number in standing),
            upper=order[self.upper],
            deepest=max(
                (sum(len(self.shapes[n][0]) for n in pair) for pair in self.hung), default=0
            ),
            joins=tuple((order[a], order[b]) for a, b in self.joins if a in order and b in order),
            hung=(),
        )


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


class Placement(NamedTuple):
    """The places of boards and text.

    Attributes:
        boards: a board for each shape of `Wanted`.
        strip: the room of the text.
        named: where the names of boards are: `above` them, at their `left`, or `outside`, which is
            above them, but under a board that is under others.
        beside: the numbers of the boards whose names are at their left in any case.
        fans: whether beams go straight down to boards that are aside.
        slots: the height of the slots.
    """

    boards: tuple[Board, ...]
    strip: Strip
    named: str = "above"
    beside: tuple[int, ...] = ()
    fans: bool = False
    slots: int = LOW

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
        return self.named == "outside" and bool(column) and not any(column)


LARGEST_GAP = 0.17
"""The largest area of a gap between two boards side by side, as a share of the canvas."""
TOPS = {1: 94, 2: 124}
"""The top of the highest board by the rows of the head."""


def boards_top(canvas: Canvas) -> int:
    """Returns the top of the highest board."""
    return TOPS[canvas.head_rows]


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
