"""Draws a board in marks: its cells, their colours, and the numbers in them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from poolanim.records import frozen, replace
from poolanim.scene.boards.look import PLAIN, Look
from poolanim.scene.boards.setting import CAP, even
from poolanim.scene.boards.shades import ink_of_sign
from poolanim.scene.boards.spots import spot_of, strike
from poolanim.scene.marks import Box, Dot, Text
from poolanim.theme.shades import PALE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolanim.scene.boards.board import Board, Rect
    from poolanim.scene.boards.part import Part
    from poolanim.scene.boards.setting import Setting
    from poolanim.scene.boards.shades import Shades
    from poolanim.scene.marks import Mark

TWO_ROWS = 40
"""The least height of a cell that shows two numbers."""
PAIR, TWO_SIZE = 0.42, 19
"""The largest size of two numbers, as a share of the height of their cell, and the size up to which
both always have room."""
TRACKED_INSET, TRACKED_EDGE, TWICE = 1.5, 1.5, 2.5
"""How far the frame of the tracked cell is inside it, its line width, how far in the second is."""
FINE = 16
"""Cells with a shorter side have a finer frame."""
LIFT = 0.23
"""How far an old value and its delta are from the middle of a cell, as a share of its height."""
TOUCHING = 2
"""Between an old value and its delta, at least."""
SPOT, PLAIN_SPOT = 0.41, 0.36
"""The radius of the winner's spot, with a number and without one, as a share of a cell's shorter
side."""
APART, LEAST_APART, DOTS_ASIDE = 5.0, 3.4, 12
"""The distance of dots, its least value, and the part of a cell's width without dots."""


@frozen(eq=False)
class Paint:
    """Draws the cells of a board.

    Attributes:
        board: the places of the cells.
        part: the content of the board.
        setting: the setting of numbers; None if cells show only colours.
        shades: the colours of the cells.
        small: the setting of small numbers; None if there are none.
    """

    board: Board
    part: Part
    setting: Setting | None
    shades: Shades
    small: Setting | None = None

    def cell(
        self,
        row: int,
        column: int,
        value: float | None,
        look: Look = PLAIN,
        *,
        touched: bool = True,
    ) -> tuple[Mark, ...]:
        """Returns a cell in marks.

        Args:
            row: the row of the cell.
            column: the column of the cell.
            value: the number of the cell; None for an empty cell.
            look: the look of the cell.
            touched: whether a scan has added to it. Zeros in other cells are soft.
        """
        if not self.part.inside(row, column):
            return self._padding(row, column, value, look)
        rect = self.board.field(row, column)
        ground = self.shades.ground(value)
        if look.lit and (ground.startswith("sign.")):
            ground = f"{ground}.veil"
        left, top, right, bottom = rect
        marks: list[Mark] = [Box(left, top, right - left, bottom - top, ground)]
        ink = f"{ground}.ink" if self.shades.scale not in ("", "sign") else "ink"
        if ground in (PALE, f"{PALE}.veil"):
            ink = "winner" if look.won else "soft" if look.dim or not touched else ink
        if look.tracked:
            marks += self._tracked(rect)
            ground, ink = "tracked", "on_tracked"
        if look.spot:
            ground, ink = "winner", "on_winner"
        numbers: list[Mark] = []
        if self.setting is not None and value is not None:
            numbers = self._numbers(row, column, value, look, ink, ground, touched)
        if look.spot:
            radius = (SPOT if self.setting else PLAIN_SPOT) * self.board.side
            number = next((mark for mark in numbers if isinstance(mark, Text)), None)
            marks.append(spot_of(rect, radius, number))
        return (*marks, *numbers)

    def _tracked(self, rect: Rect) -> list[Mark]:
        """Returns the ground of the tracked cell. Themes without colours frame it twice."""
        fine = self.board.side < FINE or (self.setting is not None and self.setting.tight)
        inset, edge = (0.5, 1) if fine else (TRACKED_INSET, TRACKED_EDGE)
        left, top, width, height = (
            rect.left + inset,
            rect.top + inset,
            rect.width - 2 * inset,
            rect.height - 2 * inset,
        )
        if fine:
            return [Box(left, top, width, height, "tracked", "tracked_edge", edge)]
        inner = left + TWICE, top + TWICE, width - 2 * TWICE, height - 2 * TWICE
        outer = Box(left, top, width, height, "tracked", "tracked_edge", edge, 5)
        return [outer, Box(*inner, None, "tracked_inner", 1, 3)]

    def _numbers(
        self,
        row: int,
        column: int,
        value: float,
        look: Look,
        ink: str,
        ground: str,
        touched: bool,
    ) -> list[Mark]:
        """Returns the numbers of a cell: one, an old value and its delta, or those of two grids."""
        assert self.setting is not None
        setting, rect = self.setting, self.board.cell(row, column)
        middle = (rect.top + rect.bottom) / 2
        text = setting.write(value) if touched or look.delta is not None else "0"
        if self.small is not None and self.part.small is not None:
            small = self.small.write(float(self.part.small[row, column]))
            lift = 0.19 * rect.height
            ys, rects = (middle - lift, middle + lift + 2), (rect, rect)
            if self.small.paired:
                ys, rects = (middle, middle), rect.halves
            return [
                setting.place(rects[0], text, "ink", ground, bold=look.bold, y=ys[0]),
                self.small.place(rects[1], small, "ink", ground, bold=look.bold, y=ys[1]),
            ]
        if look.delta is not None:
            return [*self._apart(rect, text, look, ink, ground)]
        if not look.dots:
            return [setting.place(rect, text, ink, ground, bold=look.bold, y=middle)]
        y = middle - 0.09 * rect.height
        return [
            setting.place(rect, text, ink, ground, bold=look.bold, y=y),
            *self._dots(rect, look.dots, ink if look.tracked else "muted"),
        ]

    def _apart(self, rect: Rect, text: str, look: Look, ink: str, ground: str) -> Iterable[Mark]:
        """Yields an old value over its delta; where both have no room, the one that is shown."""
        assert self.setting is not None
        assert look.delta is not None
        middle = rect.middle[1]
        delta = self.setting.signs(look.delta)
        kept = look.tracked or self.shades.scale not in ("", "sign")
        colour = ink if kept else ink_of_sign(look.delta)
        if self.board.cell_height < TWO_ROWS and self.setting.paired:
            first, second = rect.halves
            first = first._replace(right=rect.right + (first.right - rect.right) * look.apart)
            yield self.setting.place(first, text, ink if kept else "ink", ground)
            if not look.awaiting:
                yield self.setting.place(second, delta, colour, ground, bold=True)
            return
        if self.board.cell_height < TWO_ROWS:
            shown = (text, ink) if look.awaiting else (delta, colour)
            yield self.setting.place(rect, *shown, ground, bold=not look.awaiting)
            return
        pair, old = self._pair, ink if kept else "ink"
        lift = LIFT * rect.height * look.apart
        if not look.awaiting:
            lift = max(lift, (CAP * pair.size + TOUCHING) / 2)
        number = pair.place(rect, text, old, ground, y=middle - lift, beside=delta)
        yield number
        if not look.awaiting:
            if pair.replaces:
                yield strike(number, middle - lift, rect.height, old)
            y = middle + lift
            yield pair.place(rect, delta, colour, ground, bold=True, y=y, beside=text)

    @cached_property
    def _pair(self) -> Setting:
        """The setting of an old value and its delta."""
        assert self.setting is not None
        room = max(even(PAIR * self.board.cell_height), TWO_SIZE)
        return replace(self.setting, size=min(self.setting.size, room))

    def _dots(self, rect: Rect, count: int, ink: str) -> Iterable[Mark]:
        """Yields dots under a number, one for each window that covered the cell."""
        apart = min(APART, (rect.width - DOTS_ASIDE) / count)
        # Around the middles of pixels all dots are alike and sharp.
        x = round(rect.middle[0] - apart * (count - 1) / 2) + 0.5
        y = round(rect.bottom - 0.17 * rect.height) + 0.5
        for number in range(count):
            yield Dot(x + apart * number, y, 1.6, ink)

    def has_dots(self, count: int) -> bool:
        """Returns whether a number of dots fits into a cell."""
        room = self.board.cell_width - DOTS_ASIDE
        high = self.setting is not None and self.board.cell_height >= TWO_ROWS
        return high and room >= LEAST_APART * count

    def _padding(self, row: int, column: int, value: float | None, look: Look) -> tuple[Mark, ...]:
        """Returns a cell of padding: empty, or with a number, which is struck out if it is lost.

        A delta that is not lost goes to the cell that the padding copies, and shows its sign.
        """
        shown = look.delta if look.delta is not None else value
        if self.setting is None or shown is None or look.awaiting:
            return ()
        rect = self.board.cell(row, column)
        if look.delta is not None and not look.struck:
            text, ink = self.setting.signs(look.delta), ink_of_sign(look.delta)
            return (self.setting.place(rect, text, ink, "paper", bold=True),)
        number = self.setting.place(rect, self.setting.write(shown), "soft", "paper")
        if not look.struck:
            return (number,)
        return (number, strike(number, rect.middle[1], rect.height, "soft"))

    def dashes(self) -> tuple[Mark, ...]:
        """Returns the dashed lines of the padding."""
        part, board = self.part, self.board
        if not part.padded:
            return ()
        outer = board.rect
        marks: list[Mark] = [_dashed(outer)]
        if board.side >= FINE_PADDING:
            marks += [
                _dashed(board.cell(row, column))
                for row in part.rows
                for column in part.columns
                if not part.inside(row, column)
            ]
        return tuple(marks)


def _dashed(rect: Rect) -> Box:
    return Box(*rect[:2], rect.width, rect.height, None, "dash", 1, dashed=True)


FINE_PADDING = 12
"""The least side of cells whose padding has lines between cells."""
