"""What arrangements of channels with a shared board have in common."""

from __future__ import annotations

from abc import abstractmethod
from bisect import bisect_left
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

from poolanim.records import frozen
from poolanim.records.tuples import NamedTuple
from poolanim.scene.arrange.fitting import LARGEST
from poolanim.scene.arrange.placement import CLEAR, UNDER, Knots, Placement, boards_top, strip_under
from poolanim.scene.boards.board import Rect

if TYPE_CHECKING:
    from poolanim.scene.arrange.placement import Strip
    from poolanim.scene.arrange.wanted import Threaded, Wanted
    from poolanim.scene.boards.board import Board
    from poolanim.scene.boards.seat import Seat
    from poolanim.scene.canvas import Canvas

APART = 18
"""The least distance between boards side by side."""
LEAST, STEP = 6.0, 0.5
"""The least side of a cell, and the difference between two widths that are tried."""
KNOT = 9
"""The distance between a board and its place on the thread."""
SPOT, PILL = 30, 40
"""The heights of places on a thread, and of the tag at its end."""
ASIDE, ENDING = 46, 22
"""The width of a board on a thread, and its least distance from the tag."""
RISE = 36
"""The least distance between the tag and the board that its beam goes to."""
HANG = 20
"""The least distance between a board and the board that hangs on it."""
WIDER = 1.4
"""The ratio of the widths of cells of the shared board and of a channel."""


class Widths(NamedTuple):
    """The widths of what stands side by side.

    Attributes:
        cell: of a cell without long numbers.
        column: of the boards of a channel.
        end: of what is after the last channel, or in each channel after two of its boards.
        whole: of all, with the least gaps.
    """

    cell: float
    column: float
    end: float
    whole: float


@frozen
class Joined:
    """Channels with two boards each, and boards that they share.

    Attributes:
        canvas: the canvas of the figure.
        wanted: the boards and texts to arrange.
        given: how channels are joined. Without room for names at their left, the lower boards have
            them elsewhere.
    """

    canvas: Canvas
    wanted: Wanted
    given: Threaded

    @cached_property
    def strip(self) -> Strip:
        """The room of the text."""
        return strip_under(self.canvas, self.wanted)

    @property
    def top(self) -> int:
        """The top of the highest boards."""
        return boards_top(self.canvas)

    @property
    def room(self) -> float:
        """The height of all boards."""
        return self.strip.top - CLEAR - UNDER * (self._named == "outside") - self.top

    @property
    def _named(self) -> str:
        return "above"

    @property
    def _fans(self) -> bool:
        """Whether the thread has places between both boards of a channel."""
        return self.given.fans and not self.given.apart

    def seats(self, kind: int | None) -> tuple[int, ...]:
        """Returns the numbers of the seats of a kind; none for None."""
        return tuple(n for n, seat in enumerate(self.wanted.seats) if seat.kind == kind)

    def rows(self, kind: int) -> int:
        """Returns the number of rows of a shape."""
        return len(self.wanted.shapes[kind][0])

    def columns(self, kind: int) -> int:
        """Returns the number of columns of a shape."""
        return len(self.wanted.shapes[kind][1])

    def cell(self, kind: int, usual: float) -> float:
        """Returns the width of a cell that has room for the numbers of a board."""
        return max(self.given.needs[kind], usual)

    @cached_property
    def widths(self) -> Widths | None:
        """The largest widths with which all has room; None if there are none."""
        steps = range(int((LARGEST - LEAST) / STEP) + 1)

        def fits(step: int) -> bool:
            return self._widths_of(LARGEST - STEP * step).whole <= self.canvas.room

        first = bisect_left(steps, True, key=fits)
        return self._widths_of(LARGEST - STEP * first) if first < len(steps) else None

    @property
    def fits(self) -> bool:
        """Whether all has room, and nothing covers anything else."""
        if self.widths is None or self.height < LEAST:
            return False
        placement = self.placement()
        rects = {board.rect for board in placement.boards}
        if placement.knots is not None:
            rects |= {*placement.knots.spots, placement.knots.pill}
        whole = Rect(self.canvas.left, self.top, self.canvas.right, self.strip.top - CLEAR)
        return all(map(whole.holds, rects)) and not any(
            one.meets(other) for one, other in combinations(rects, 2)
        )

    @abstractmethod
    def _widths_of(self, cell: float) -> Widths:
        """Returns the widths for cells of a width."""

    @property
    @abstractmethod
    def height(self) -> float:
        """The height of a cell of a channel."""

    @abstractmethod
    def upper(self, number: int) -> Board:
        """Returns the first board of a channel."""

    @abstractmethod
    def lower(self, number: int) -> Board:
        """Returns the second board of a channel."""

    @abstractmethod
    def own(self, number: int) -> Board:
        """Returns one of the shared boards, or the third board of a channel."""

    @abstractmethod
    def aside(self) -> Board:
        """Returns the board on the thread."""

    @abstractmethod
    def hung(self, number: int) -> Board:
        """Returns the board of a channel that hangs on another one."""

    @abstractmethod
    def spot(self, number: int) -> Rect:
        """Returns the place of a channel on the thread."""

    @abstractmethod
    def pill(self) -> Rect:
        """Returns the place of the tag at the end of the thread."""

    def _place(self, seat: Seat) -> Board:
        """Returns the place of a board."""
        given, number = self.given, seat.column or 0
        if seat.kind == given.upper:
            return self.upper(number)
        if seat.kind == given.lower:
            return self.lower(number)
        if seat.kind == given.own:
            return self.own(number if given.apart else min(seat.turn or 0, given.owns - 1))
        return self.aside() if seat.kind == given.aside else self.hung(number)

    def _host(self, number: int) -> Board:
        """Returns the board of a channel on which another one hangs."""
        given = self.given
        places = {given.upper: self.upper, given.lower: self.lower, given.own: self.own}
        assert given.host is not None
        return places[given.host](number)

    def placement(self) -> Placement:
        """Returns the places of all."""
        given, knots = self.given, None
        if not given.apart:
            spots = tuple(map(self.spot, range(given.columns)))
            knots = Knots(spots, self.pill(), level=self._level)
        boards = tuple(map(self._place, self.wanted.seats))
        return Placement(
            boards,
            self.strip,
            self._named,
            self._beside,
            self._below,
            slots=self.wanted.slots,
            knots=knots,
        )

    @property
    @abstractmethod
    def _level(self) -> bool:
        """Whether the thread runs across."""

    @property
    def _below(self) -> tuple[int, ...]:
        """The numbers of the boards with names under them in any case."""
        return ()

    @property
    def _beside(self) -> tuple[int, ...]:
        """The numbers of the boards with names at their left."""
        return ()
