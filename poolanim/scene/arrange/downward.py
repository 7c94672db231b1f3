"""Channels one under the other, each with its boards side by side, and a shared board under all."""

from __future__ import annotations

from functools import cached_property

from poolanim.records import frozen
from poolanim.scene.arrange.fitting import LARGEST
from poolanim.scene.arrange.joined import (
    ASIDE,
    KNOT,
    PILL,
    RISE,
    SPOT,
    WIDER,
    Joined,
    Widths,
)
from poolanim.scene.arrange.placement import NAME, TALLEST
from poolanim.scene.boards.board import Board, Rect
from poolanim.scene.boards.names import BEFORE

ACROSS, TAGGED = 64, 28
"""The least distances between boards that a beam joins, and between a board and its place on a
thread that has a beam to it."""
NEAR = 12
"""The distance between the tag and the board on the thread, whose name is clear of beams then."""
FLATTEST = 2.6
"""The largest ratio of a cell's width to its height."""
HANGING = NAME + 6
"""The distance between a board and the one that hangs on it, whose name is between both."""
BETWEEN = 10
"""The least distance between a board and the name of the board under it."""


@frozen
class Downward(Joined):
    """Channels in rows."""

    @property
    def _level(self) -> bool:
        return False

    @property
    def _beside(self) -> tuple[int, ...]:
        given = self.given
        under_own = self.seats(given.hung) if given.host == given.own else ()
        return *self.seats(given.aside), *under_own

    # ---- sizes

    @property
    def _between(self) -> float:
        """The least distance between the first two boards of a channel."""
        if self._fans:
            return self.given.knot + 2 * TAGGED
        return max(self._across_beam, self.given.tag + KNOT)

    @property
    def _across_beam(self) -> float:
        """The least distance between boards that a beam joins, with the name of one under them."""
        named = self.given.hanging + BEFORE + KNOT if self.given.host == self.given.own else 0.0
        return max(ACROSS, named)

    def _widths_of(self, cell: float) -> Widths:
        given = self.given
        upper, lower, own = (
            self.columns(kind) * self.cell(kind, cell)
            for kind in (given.upper, given.lower, given.own)
        )
        pair = upper + self._between + max(lower, given.title)
        if given.apart:
            end = max(given.pill + 2 * KNOT, self._across_beam) + max(own, given.title)
        else:
            end = 0.0 if self._fans else KNOT + max(given.knot, (given.knot + self._threaded) / 2)
        last = given.pill + RISE + self.columns(given.own) * self.cell(given.own, WIDER * cell)
        return Widths(cell, pair, end, max(pair + end, 0.0 if given.apart else last))

    @property
    def _threaded(self) -> float:
        """The width of the board on the thread; 0 without one."""
        return 0.0 if self.given.aside is None else ASIDE

    @property
    def _kinds(self) -> list[int]:
        """The numbers of the shapes of the boards of a channel, side by side."""
        return [self.given.upper, self.given.lower, *[self.given.own] * self.given.apart]

    def _under(self, kind: int) -> bool:
        """Whether a board hangs on one of a shape."""
        return self.given.host == kind

    @property
    def _high(self) -> int:
        """The most rows of a channel, with those of a board that hangs on another one."""
        return max(self.rows(kind) + self._under(kind) for kind in self._kinds)

    def _used(self, kind: int) -> float:
        """The height of a board of a channel, with one that hangs on it."""
        under = self._under(kind)
        return (self.rows(kind) + under) * self.height + HANGING * under

    @cached_property
    def height(self) -> float:
        """The height of a cell."""
        assert self.widths is not None
        given, count = self.given, self.given.columns
        room = self.room - (count - 1) * (NAME + BETWEEN)
        room -= count * HANGING * any(map(self._under, self._kinds))
        rows: float = count * self._high
        if not given.apart:
            room -= NAME + BETWEEN
            if self.rows(given.own) * room / (rows + self.rows(given.own)) >= PILL:
                rows += self.rows(given.own)
            else:
                room -= PILL
        return min(room / rows, LARGEST, TALLEST[self.canvas.aspect] * self.widths.cell)

    def _across(self, kind: int) -> float:
        assert self.widths is not None
        return min(self.cell(kind, self.widths.cell), FLATTEST * self.height)

    @property
    def _last(self) -> float:
        """The height of the shared board, or of the tag beside it."""
        return max(self.rows(self.given.own) * self.height, PILL)

    # ---- boards

    @property
    def _pitch(self) -> float:
        """The distance from one channel to the next."""
        used = max(map(self._used, self._kinds))
        last = 0.0 if self.given.apart else self._last
        count = self.given.columns
        spare = (self.room - last - count * used) / max(count - self.given.apart, 1)
        return used + min(spare, 3 * NAME)

    def _board(self, kind: int, number: int, x: float) -> Board:
        """Returns a board of a channel, in the middle of its row."""
        spare = (max(map(self._used, self._kinds)) - self._used(kind)) / 2
        y = round(self.top + number * self._pitch + spare)
        return Board(*self.wanted.shapes[kind], round(x), y, self._across(kind), self.height)

    @property
    def _spare(self) -> float:
        """The width that is not needed between the boards of a channel."""
        given = self.given
        used = sum(self.columns(kind) * self._across(kind) for kind in (given.upper, given.lower))
        assert self.widths is not None
        used += self._between + self.widths.end
        return max(self.canvas.room - used, 0) / (1 + self.given.apart)

    def upper(self, number: int) -> Board:
        """Returns the first board of a channel."""
        return self._board(self.given.upper, number, self.canvas.left)

    def lower(self, number: int) -> Board:
        """Returns the second board of a channel."""
        x = self.upper(number).rect.right + self._between + self._spare
        if self.given.apart and self.given.fans:  # the third board is between both
            x = self.canvas.right - self.columns(self.given.lower) * self._across(self.given.lower)
        return self._board(self.given.lower, number, x)

    def own(self, number: int) -> Board:
        """Returns the shared board, or the third board of a channel."""
        kind = self.given.own
        width = self.columns(kind) * self._across(kind)
        if self.given.apart:
            x: float = self.canvas.right - round(max(width, self.given.title))
            if self.given.fans:
                x = (self.upper(number).rect.right + self.lower(number).rect.left - width) / 2
            return self._board(kind, number, x)
        pill = self.pill()
        nearest = pill.left - RISE - width
        x = max(nearest - RISE, self.canvas.left)
        if nearest < self.canvas.left:
            x = pill.right + RISE
        y = round(pill.middle[1] - self.rows(kind) * self.height / 2)
        return Board(*self.wanted.shapes[kind], round(x), y, self._across(kind), self.height)

    def hung(self, number: int) -> Board:
        """Returns the board of a channel under that on which it hangs."""
        kind, host = self.given.hung, self._host(number)
        assert kind is not None
        y = round(host.rect.bottom + HANGING)
        width = self.cell(kind, host.cell_width)
        return Board(*self.wanted.shapes[kind], host.x, y, width, self.height)

    def aside(self) -> Board:
        """Returns the board on the thread."""
        kind = self.given.aside
        assert kind is not None
        x = round(self._line - ASIDE / 2)
        y = round(self.pill().top - NEAR - SPOT)
        return Board(*self.wanted.shapes[kind], x, y, ASIDE, SPOT)

    # ---- the thread

    @property
    def _line(self) -> float:
        """The middle of the thread."""
        return self.spot(0).middle[0]

    def spot(self, number: int) -> Rect:
        """Returns the place of a channel on the thread."""
        rect, width = self.lower(number).rect, self.given.knot
        x = rect.right + KNOT
        if self._fans:
            x = (self.upper(number).rect.right + rect.left - width) / 2
        y = round(rect.middle[1] - SPOT / 2)
        return Rect(round(x), y, min(round(x + width), self.canvas.right), y + SPOT)

    def pill(self) -> Rect:
        """Returns the place of the tag at the end of the thread."""
        half = self.given.pill / 2
        x = min(self._line, self.canvas.right - half)
        y = self.top + self.room - self._last / 2
        return Rect(x - half, y - PILL / 2, x + half, y + PILL / 2)
