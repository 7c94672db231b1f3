"""Draws a board in marks: its cells, their colours, and the numbers in them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from poolanim.scene.boards.setting import CAP
from poolanim.scene.marks import Box, Dot, Stroke
from poolanim.theme.colours import HEAT_LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolanim.scene.boards.board import Board, Rect
    from poolanim.scene.boards.setting import Setting
    from poolanim.scene.casting import Part
    from poolanim.scene.marks import Mark

MIDDLE = HEAT_LEVELS // 2
PALE = f"sign.{MIDDLE}"
TWO_ROWS = 40
"""The least height of a cell that shows two numbers."""
TWO_SIZE = 19
"""The size of type up to which both always have room there."""
TRACKED_INSET, TRACKED_EDGE = 1.5, 1.5
FINE = 16
"""Cells with a shorter side have a finer frame."""
LIFT = 0.23
"""How far an old value and its delta are from the middle of a cell, as a share of its height."""
TOUCHING = 2
"""Between an old value and its delta, at least."""
SPOT = 0.41
"""The radius of the winner's spot, as a share of a cell's shorter side."""
STRIKE = 1.5
APART, LEAST_APART, DOTS_ASIDE = 5.0, 3.4, 12
"""The distance of dots, its least value, and the part of a cell's width without dots."""


class Look(NamedTuple):
    """The look of a cell at a moment.

    Attributes:
        lit: whether the window lies over it.
        dim: whether its number is soft, since it lies outside the window.
        bold: whether its number is bold.
        tracked: whether it is the tracked cell.
        spot: whether it is the winner.
        delta: the number that a scan adds to it; None if no scan does.
        struck: whether its number is lost, and struck out.
        won: whether its number is the winner's.
        dots: the number of dots, one for each window that covered it; 0 if none are shown.
        apart: how far its number and the delta are from its middle, over 0 to 1.
        awaiting: whether the delta is still on its way to it.
        tint: the number whose colour it has, on its way from one to another; its own if None.
    """

    lit: bool = False
    dim: bool = False
    bold: bool = False
    tracked: bool = False
    spot: bool = False
    delta: float | None = None
    struck: bool = False
    won: bool = False
    dots: int = 0
    apart: float = 1.0
    awaiting: bool = False
    tint: float | None = None


PLAIN = Look()


@dataclass(frozen=True, eq=False)
class Paint:
    """Draws the cells of a board.

    Attributes:
        board: the places of the cells.
        part: the content of the board.
        setting: the setting of numbers; None if cells show only colours.
        largest: the number of the last level of the colours.
        least: the number of the first level of the colours.
        scale: the name of the scale of colours; empty for a board of pale cells.
        small: the setting of small numbers; None if there are none.
    """

    board: Board
    part: Part
    setting: Setting | None
    largest: float
    least: float
    scale: str
    small: Setting | None = None

    def ground(self, value: float | None) -> str:
        """Returns the role of a cell's colour."""
        if not self.scale or value is None or math.isnan(value):
            return PALE
        if self.scale == "sign":
            if value == 0 or not self.largest:
                return PALE
            share = min(abs(value) / self.largest, 1) if math.isfinite(self.largest) else 1
            steps = max(round(share * MIDDLE), 1)
            return f"sign.{MIDDLE + (steps if value > 0 else -steps)}"
        span = self.largest - self.least
        share = (value - self.least) / span if span else 0.0
        return f"{self.scale}.{round(min(max(share, 0), 1) * (HEAT_LEVELS - 1))}"

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
        ground = self.ground(value if look.tint is None else look.tint)
        if look.lit and (ground.startswith("sign.")):
            ground = f"{ground}.veil"
        left, top, right, bottom = rect
        marks: list[Mark] = [Box(left, top, right - left, bottom - top, ground)]
        ink = f"{ground}.ink" if self.scale not in ("", "sign") else "ink"
        if ground in (PALE, f"{PALE}.veil"):
            ink = "winner" if look.won else "soft" if look.dim or not touched else ink
        if look.tracked:
            marks += self._tracked(rect)
            ground, ink = "tracked", "on_tracked"
        if look.spot:
            radius = SPOT * self.board.side if self.setting else 0.36 * self.board.side
            marks.append(Dot(*rect.middle, radius, "winner"))
            ground, ink = "winner", "on_winner"
        if self.setting is not None and value is not None:
            marks += self._numbers(row, column, value, look, ink, ground, touched)
        return tuple(marks)

    def _tracked(self, rect: Rect) -> list[Mark]:
        """Returns the ground of the tracked cell. Themes without colours frame it twice."""
        fine = self.board.side < FINE
        inset, edge = (0.5, 1) if fine else (TRACKED_INSET, TRACKED_EDGE)
        left, top, width, height = (
            rect.left + inset,
            rect.top + inset,
            rect.width - 2 * inset,
            rect.height - 2 * inset,
        )
        if fine:
            return [Box(left, top, width, height, "tracked", "tracked_edge", edge)]
        inner = left + 3, top + 3, width - 6, height - 6
        return [
            Box(left, top, width, height, "tracked", "tracked_edge", edge, 5),
            Box(*inner, None, "tracked_inner", 1, 3),
        ]

    def _numbers(
        self,
        row: int,
        column: int,
        value: float,
        look: Look,
        ink: str,
        ground: str,
        touched: bool,
    ) -> Iterable[Mark]:
        """Yields the numbers of a cell: one, an old value and its delta, or those of two grids."""
        assert self.setting is not None
        setting, rect = self.setting, self.board.cell(row, column)
        middle = rect.middle[1]
        text = setting.write(value) if touched or look.delta is not None else "0"
        if self.small is not None and self.part.small is not None:
            small = self.small.write(float(self.part.small[row, column]))
            lift = 0.19 * rect.height
            yield setting.place(rect, text, "ink", ground, bold=look.bold, y=middle - lift)
            yield self.small.place(rect, small, "ink", ground, bold=look.bold, y=middle + lift + 2)
            return
        if look.delta is None:
            lift = 0.09 * rect.height * bool(look.dots)
            yield setting.place(rect, text, ink, ground, bold=look.bold, y=middle - lift)
            if look.dots:
                yield from self._dots(rect, look.dots, ink if look.tracked else "muted")
            return
        yield from self._apart(rect, text, look, ink, ground)

    def _apart(self, rect: Rect, text: str, look: Look, ink: str, ground: str) -> Iterable[Mark]:
        """Yields an old value over its delta; where both have no room, the one that is shown."""
        assert self.setting is not None
        assert look.delta is not None
        setting, middle = self.setting, rect.middle[1]
        delta = setting.signs(look.delta)
        colour = "plus_text" if look.delta > 0 else "minus_text" if look.delta < 0 else "ink"
        kept = look.tracked or self.scale not in ("", "sign")
        colour = ink if kept else colour
        if rect.height < TWO_ROWS:
            shown = (text, ink) if look.awaiting else (delta, colour)
            yield setting.place(rect, *shown, ground, bold=not look.awaiting)
            return
        size = min(setting.size, max(0.42 * rect.height, TWO_SIZE))
        lift = LIFT * rect.height * look.apart
        if not look.awaiting:
            lift = max(lift, (CAP * size + TOUCHING) / 2)
        yield setting.place(
            rect,
            text,
            ink if kept else "ink",
            ground,
            y=middle - lift,
            size=size,
            beside=delta,
        )
        if not look.awaiting:
            yield setting.place(
                rect, delta, colour, ground, bold=True, y=middle + lift, size=size, beside=text
            )

    def _dots(self, rect: Rect, count: int, ink: str) -> Iterable[Mark]:
        """Yields dots under a number, one for each window that covered the cell."""
        apart = min(APART, (rect.width - DOTS_ASIDE) / count)
        x = rect.middle[0] - apart * (count - 1) / 2
        y = rect.bottom - 0.17 * rect.height
        for number in range(count):
            yield Dot(x + apart * number, y, 1.6, ink)

    def has_dots(self, count: int) -> bool:
        """Returns whether a number of dots fits into a cell."""
        room = self.board.cell_width - DOTS_ASIDE
        return room >= LEAST_APART * count and self.board.cell_height >= TWO_ROWS

    def _padding(self, row: int, column: int, value: float | None, look: Look) -> tuple[Mark, ...]:
        """Returns a cell of padding: empty, or with the number that is lost on it, struck out."""
        shown = look.delta if look.delta is not None else value
        if self.setting is None or shown is None:
            return ()
        rect = self.board.cell(row, column)
        text = self.setting.write(shown)
        number = self.setting.place(rect, text, "soft", "paper")
        if not look.struck:
            return (number,)
        half = number.width / 2 + 3
        x, y = rect.middle
        rise = min(0.28 * rect.height, 11)
        return (number, Stroke(x - half, y + rise, x + half, y - rise, "soft", STRIKE))

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
