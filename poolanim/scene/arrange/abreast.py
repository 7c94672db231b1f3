"""Channels side by side, each with one board over another, and shared boards at their right."""

from __future__ import annotations

from functools import cached_property

from poolanim.records import frozen
from poolanim.scene.arrange.fitting import LARGEST, WIDEST
from poolanim.scene.arrange.joined import (
    APART,
    ASIDE,
    ENDING,
    HANG,
    KNOT,
    PILL,
    RISE,
    SPOT,
    WIDER,
    Joined,
    Widths,
)
from poolanim.scene.arrange.placement import TALLEST
from poolanim.scene.boards.board import Board, Rect

DOWN, FANNED = 34, 76
"""The least distances between both boards of a channel: with a beam, and with a place on a thread
that has a beam to each."""
MOST_DOWN = 48
"""The largest distance with a beam."""
LOW_ROW = 19
"""The height of rows beyond which that distance is larger as well."""
TURNING = 76
"""The least distance between a board and the middle of the lower one, if a beam turns there."""
HIGHEST = 1.3
"""The largest ratio of a cell's height to its width, at least."""
LARGER = 1.8
"""The largest ratio of the heights of cells of the shared board and of a channel."""
UNDER_PILL = 14
"""The distance between the tag at the end of a thread and a board under it."""
NAMED = 43
"""From the top of a board to a thread that is clear of the board's name, which is beside it."""


@frozen
class Abreast(Joined):
    """Channels in columns."""

    @property
    def _named(self) -> str:
        return "above" if self.given.name else "outside"

    @property
    def _beside(self) -> tuple[int, ...]:
        return self.seats(self.given.lower) if self.given.name else ()

    @property
    def _level(self) -> bool:
        return True

    @property
    def _below(self) -> tuple[int, ...]:
        return self.seats(self.given.aside) if self._fans else ()

    # ---- sizes

    def _widths_of(self, cell: float) -> Widths:
        given = self.given
        upper, lower, own = (
            self.columns(kind) * self.cell(kind, usual)
            for kind, usual in (
                (given.upper, cell),
                (given.lower, cell),
                (given.own, WIDER * cell),
            )
        )
        beside = 0.0 if given.fans or given.apart else KNOT + given.knot
        lower += beside + self._hanging * (given.apart and given.host == given.lower)
        column = max(max(upper, given.title) + self._over, given.name + lower)
        if given.apart:
            own = max(own, given.title) + self._hanging * (given.host == given.own)
            end = max(own, given.pill + APART)
            return Widths(cell, column, end, given.columns * (column + end + 2 * APART) - APART)
        end = max(given.owns * (own + APART) - APART, self._before_pill + given.pill)
        return Widths(cell, column, end, given.columns * (column + APART) + end)

    @property
    def _before_pill(self) -> float:
        """The width of a board on the thread before the tag at its end; 0 if there is none."""
        return 0.0 if self.given.aside is None or self._fans else ASIDE + ENDING

    @property
    def _hanging(self) -> float:
        """The width of a board that hangs on another one, which is at its left; 0 without one."""
        given = self.given
        return 0.0 if given.hung is None else HANG + max(self._hung_width, given.hanging)

    @property
    def _hung_width(self) -> float:
        assert self.given.hung is not None
        return self.cell(self.given.hung, SPOT)

    @property
    def _over(self) -> float:
        """The same, if it is beside the upper board, as where the thread runs beside the lower."""
        given = self.given
        return self._hanging * (given.host == given.upper or not given.apart)

    @cached_property
    def height(self) -> float:
        """The height of a cell of a channel."""
        assert self.widths is not None
        rows = self.rows(self.given.upper) + self.rows(self.given.lower)
        least: float = FANNED
        if not self._fans:
            least = max(DOWN, min(self.room - LOW_ROW * rows, MOST_DOWN))
        high = min((self.room - least) / rows, LARGEST)
        tallest = max(HIGHEST, TALLEST[self.canvas.aspect])
        return min(high, tallest * max(self.widths.cell, *self.given.needs))

    def _widest(self, kind: int, height: float) -> float:
        """Returns the largest width of a cell of a height: more if its numbers need it."""
        return max(WIDEST * height, self.given.needs[kind])

    @cached_property
    def down(self) -> float:
        """The distance between both boards of a channel."""
        rows = self.rows(self.given.upper) + self.rows(self.given.lower)
        spare = self.room - rows * self.height
        return spare if self._fans else min(spare, MOST_DOWN)

    # ---- boards

    def _left(self, number: int) -> float:
        assert self.widths is not None
        pitch = self.widths.column + APART
        if self.given.apart:
            pitch += self.widths.end + APART
        spare = (self.canvas.room - self.widths.whole) / self.given.columns
        return self.canvas.left + number * (pitch + spare)

    def upper(self, number: int) -> Board:
        """Returns the first board of a channel, which fills its width."""
        assert self.widths is not None
        kind = self.given.upper
        width = self.widths.column - self._over
        across = min(width / self.columns(kind), self._widest(kind, self.height))
        shape, x = self.wanted.shapes[kind], round(self._left(number))
        return Board(*shape, x, self.top, across, self.height)

    def lower(self, number: int) -> Board:
        """Returns the second board of a channel."""
        assert self.widths is not None
        kind, x = self.given.lower, round(self._left(number) + self.given.name)
        y = round(self.upper(number).rect.bottom + self.down)
        across = min(self.cell(kind, self.widths.cell), self._widest(kind, self.height))
        return Board(*self.wanted.shapes[kind], x, y, across, self.height)

    def own(self, number: int) -> Board:
        """Returns one of the shared boards, or the third board of a channel."""
        assert self.widths is not None
        given, room, count = self.given, self.widths.end, self.given.owns
        rows, columns = self.wanted.shapes[given.own]
        right: float = self.canvas.right
        low: float = self.line - PILL / 2 - RISE
        if given.apart:
            right = self._left(number) + self.widths.column + APART + room
            right -= self._hanging * (given.host == given.own)
            low, count, number = self.lower(0).rect.middle[1] - TURNING, 1, 0
        down = min((low - self.top) / len(rows), LARGER * self.height)
        across = ((room + APART) / count - APART) / len(columns)
        across = min(across, self._widest(given.own, down), LARGEST)
        down = min(down, TALLEST[self.canvas.aspect] * across)
        width = round(len(columns) * across)
        named = max(width, round(given.title)) if given.apart else width
        x = round(right - (count - 1 - number) * (width + APART)) - named
        return Board(rows, columns, x, self.top, across, down)

    def aside(self) -> Board:
        """Returns the board on the thread: before the tag at its end, or under that if it fans."""
        kind, pill = self.given.aside, self.pill()
        assert kind is not None
        x, y = round(pill.left - ENDING - ASIDE), round(self.line - SPOT / 2)
        if self._fans:
            x, y = round(pill.middle[0] - ASIDE / 2), round(pill.bottom + UNDER_PILL)
        return Board(*self.wanted.shapes[kind], x, y, ASIDE, SPOT)

    def hung(self, number: int) -> Board:
        """Returns the board of a channel at the right of that on which it hangs."""
        kind, host = self.given.hung, self._host(number).rect
        assert kind is not None
        assert self.widths is not None
        x = host.right + HANG
        if self._over:
            host = self.upper(number).rect
            x = max(host.right, host.left + self.given.title) + HANG
        shape = self.wanted.shapes[kind]
        return Board(*shape, round(x), round(host.top), self._hung_width, self.height)

    # ---- the thread

    @property
    def line(self) -> float:
        """The middle of the thread."""
        rect = self.lower(0).rect
        if self._fans:
            return rect.top - self.down / 2
        lowest = rect.bottom - SPOT / 2
        return min(max(rect.middle[1], rect.top + NAMED * bool(self.given.name)), lowest)

    def spot(self, number: int) -> Rect:
        """Returns the place of a channel on the thread."""
        rect, width = self.lower(number).rect, self.given.knot
        x = rect.middle[0] - width / 2 if self._fans else rect.right + KNOT
        y = round(self.line - SPOT / 2)
        return Rect(round(x), y, round(x + width), y + SPOT)

    def pill(self) -> Rect:
        """Returns the place of the tag at the end of the thread."""
        owns = [self.own(number).rect for number in range(self.given.owns)]
        half, middle = self.given.pill / 2, (owns[0].left + owns[-1].right) / 2
        least = self.spot(self.given.columns - 1).right + APART + self._before_pill + half
        x = min(max(middle, least), self.canvas.right - half)
        return Rect(x - half, self.line - PILL / 2, x + half, self.line + PILL / 2)
