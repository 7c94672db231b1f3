"""What an arrangement gets, and what it gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from poolanim.scene.boards.board import Board
    from poolanim.scene.canvas import Canvas

LABEL = 12
"""From the baseline of a board's name to the board."""
CODE_ROW, NAME_ROW, SLOT_ROW = 32, 32, 32
"""Heights of rows of text: a line of code, the name of the tracked cell, its slots."""
CLEAR = 14
"""Between boards and the text under them."""
WIDEST = 1.55
"""Cells are at most so many times as wide as high."""
TALLEST = {"wide": 1.0, "square": 1.5, "tall": 1.35}
"""Cells are at most so many times as high as wide, by the aspect of the canvas."""
LARGEST = 120


class Wanted(NamedTuple):
    """What is to be arranged.

    Attributes:
        shapes: the rows and the columns of each board, padding included.
        gaps: the least width of each gap between two boards that stand side by side.
        code_width: the width of the longest line of code.
        code_rows: how many lines of code there are.
        rows: whether slots need a row, and the name of the tracked cell another.
        square: whether all cells are square, as those of pictures are.
        doubled: whether two numbers stand in each cell of the last board.
        upper: the number of the board that stands above the other where two are stacked.
        channels: how many channels have boards of their own.
    """

    shapes: tuple[tuple[range, range], ...]
    gaps: tuple[int, ...]
    code_width: float
    code_rows: int
    slots: bool
    square: bool
    doubled: bool = False
    upper: int = 1
    channels: int = 1


class Strip(NamedTuple):
    """The room of the text.

    Attributes:
        left: of its lines.
        right: of its lines.
        top: of its first line.
        bottom: of its last line.
        broad: whether the name of the tracked cell stands beside the code.
    """

    left: int
    right: int
    top: int
    bottom: int
    broad: bool

    @property
    def width(self) -> int:
        """Of its lines."""
        return self.right - self.left


class Placement(NamedTuple):
    """Where everything stands.

    Attributes:
        boards: one for each shape that was wanted.
        strip: the room of the text.
        across: whether beams go from left to right or back, and not up or down.
        turned: whether the beam to the last board comes from above and turns.
        lower: the number of the board whose name stands under it; -1 if all stand over theirs.
    """

    boards: tuple[Board, ...]
    strip: Strip
    across: bool = True
    turned: bool = False
    lower: int = -1

    @property
    def cell(self) -> float:
        """How good it is: the size of a cell, in which width counts less than height."""
        return min(min(board.cell_width / 1.2, board.cell_height) for board in self.boards)


def boards_top(canvas: Canvas) -> int:
    """Returns the top of the highest board."""
    return 126 if canvas.upright else 98


def is_broad(canvas: Canvas, wanted: Wanted) -> bool:
    """Returns whether the name of the tracked cell, and its slots, have room beside the code."""
    return canvas.aspect == "wide" or (canvas.aspect == "square" and wanted.code_rows == 1)


def strip_height(wanted: Wanted, *, broad: bool) -> int:
    """Returns the height of the text."""
    codes = wanted.code_rows * CODE_ROW
    if broad:
        return max(codes, CODE_ROW + SLOT_ROW if wanted.slots else 0) + 2
    return codes + (NAME_ROW + SLOT_ROW if wanted.slots else 0)


def cells_in(
    room: tuple[float, float],
    rows: int,
    columns: float,
    *,
    square: bool,
    tallest: float = 1.0,
    widest: float = WIDEST,
) -> tuple[float, float]:
    """Returns the width and the height of the largest cells of which so many fit.

    Args:
        room: width and height of all cells.
        rows: of cells.
        columns: of cells; those of a board whose cells are larger count more.
        square: whether cells are as wide as high.
        tallest: they are at most so many times as high as wide.
        widest: they are at most so many times as wide as high.

    Example:
        >>> cells_in((568, 238), 5, 8, square=False)
        (71, 47)
    """
    across, down = min(room[0] / columns, LARGEST), min(room[1] / rows, LARGEST)
    if square:
        across = down = min(across, down)
    across, down = min(across, widest * down), min(down, tallest * across)
    if min(across, down) >= WHOLE:
        return int(across), int(down)
    return across, down


DOUBLED = 2.0
"""The least height of a cell with a large and a small number, in sizes of the large one."""
WHOLE = 19
"""Cells of this side, or larger, have sides of whole units."""
