"""The way of a number between a tag and its cell.

The way follows the beam, and then a row or a column of the board. A row is passed in the room
between its numbers and those of the next one; only the end of the way may be in the cell. Down or
up a column, a plate leaps over numbers, from one such room to another. Where it has no room on the
board, it is not seen there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.records import frozen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.scene.motion.lanes import Room
    from poolanim.scene.overlay.beam import Beam
    from poolanim.scene.overlay.ribbon import Ribbon

Point = tuple[float, float]


@frozen
class Ends:
    """The ends of a way, and how it runs over the board.

    Attributes:
        tag: the middle of the tag.
        cell: the middle of the number in its cell.
        ride: the middle of the plate on the board, across the way.
        edge: the place along the way where the plate reaches the board.
        shift: the distance across the way that is left in the cell; 0 if the way ends between rows.
        rooms: where the plate has room on the board: one under a row that it follows, and one under
            each row that it crosses.
        height: the height of the plate.
    """

    tag: Point
    cell: Point
    ride: float
    edge: float
    shift: float
    rooms: Sequence[Room]
    height: float

    def on_board(self, place: float, along: int) -> bool:
        """Whether a place along an axis is over the board."""
        return abs(place - self.cell[along]) <= abs(self.edge - self.cell[along])

    def along_row(self, x: float, left: float) -> Point | None:
        """Returns the middle of a plate that follows a row; None if it has no room.

        Args:
            x: its place along the row.
            left: the distance from its end, on the way.
        """
        if not self.rooms:
            return None
        end = self.cell[1]
        return x, end + (self.ride - end) * left / self.shift if left < self.shift else self.ride

    def down_column(self, y: float) -> Point | None:
        """Returns the middle of a plate that follows a column; None if it has no room.

        Args:
            y: its place along the column, which it has if no number is there.
        """
        places = [room.near(y, self.height) for room in self.rooms]
        return (self.ride, min(places, key=lambda place: abs(place - y))) if places else None


@frozen
class Straight:
    """A way along a straight beam.

    Attributes:
        beam: the beam.
        ends: the ends of the way.
        side: the place of the edge of the board, along the way.
    """

    beam: Beam
    ends: Ends
    side: float

    @property
    def length(self) -> float:
        """The distance between the tag and the cell, on the way."""
        along = 0 if self.beam.across else 1
        return abs(self.ends.tag[along] - self.ends.cell[along]) + self.ends.shift

    def at(self, left: float) -> Point | None:
        """Returns the middle of a plate; None while it is under the tag, or has no room.

        Args:
            left: the distance from its end, on the way.
        """
        if left >= self.length:
            return None
        ends, (along, beside) = self.ends, (0, 1) if self.beam.across else (1, 0)
        start, end = ends.tag[along], ends.cell[along]
        place = end + max(left - ends.shift, 0) * (1 if start > end else -1)
        if ends.on_board(place, along):
            return ends.along_row(place, left) if self.beam.across else ends.down_column(place)
        low, high = self.beam.reach(place)
        first, last = self.beam.reach(self.side)
        on = low + (high - low) * (ends.ride - first) / (last - first)
        part = (start - place) / (start - ends.edge)
        other = ends.tag[beside] + (on - ends.tag[beside]) * part
        return (place, other) if self.beam.across else (other, place)


@frozen
class Turning:
    """A way along a beam that turns once.

    Attributes:
        beam: the beam.
        ends: the ends of the way.
    """

    beam: Ribbon
    ends: Ends

    @property
    def _turn(self) -> Point:
        """Where the way turns."""
        return self.beam.cell.middle[0], sum(self.beam.level) / 2

    @property
    def length(self) -> float:
        """The distance between the tag and the cell, on the way."""
        turn, level = self._turn
        return abs(turn - self.ends.cell[0]) + abs(level - self.ends.tag[1]) + self.ends.shift

    def at(self, left: float) -> Point | None:
        """Returns the middle of a plate; None while it is under the tag, or has no room.

        Args:
            left: the distance from its end, on the way.
        """
        if left >= self.length:
            return None
        ends, (turn, level) = self.ends, self._turn
        flat, rest = abs(turn - ends.cell[0]), max(left - ends.shift, 0)
        if rest > flat:
            return turn, level + (rest - flat) * (1 if ends.tag[1] > level else -1)
        x = ends.cell[0] + rest * (1 if turn > ends.cell[0] else -1)
        if ends.on_board(x, 0):
            return ends.along_row(x, left)
        part = min(abs(x - ends.edge) / self.beam.flare, 1) if self.beam.flare else 1.0
        return x, ends.ride + (level - ends.ride) * part
