"""The way of a number between a tag and its cell.

The way follows the beam, and then a row or a column of the board. On a board beside the tag, it
stays in the room between the numbers of two rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.records import frozen

if TYPE_CHECKING:
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
        settle: the distance from its cell at which a plate leaves the room between the rows.
    """

    tag: Point
    cell: Point
    ride: float
    edge: float
    settle: float

    def on_board(self, place: float, along: int) -> bool:
        """Whether a place along an axis is over the board."""
        return abs(place - self.cell[along]) <= abs(self.edge - self.cell[along])

    def over(self, left: float, end: float) -> float:
        """Returns the place of the plate on the board, across the way.

        Args:
            left: the distance from its cell, along the way.
            end: the middle of the number in its cell, across the way.
        """
        near = min(left / self.settle, 1) if self.settle else float(left > 0)
        return end + (self.ride - end) * near


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
        """The distance between the tag and the cell, along the way."""
        along = 0 if self.beam.across else 1
        return abs(self.ends.tag[along] - self.ends.cell[along])

    def at(self, left: float) -> Point | None:
        """Returns the middle of a plate; None while it is under the tag.

        Args:
            left: the distance from its cell, along the way.
        """
        if left >= self.length:
            return None
        ends, (along, beside) = self.ends, (0, 1) if self.beam.across else (1, 0)
        start, end = ends.tag[along], ends.cell[along]
        place = end + left * (1 if start > end else -1)
        if ends.on_board(place, along):
            other = ends.over(left, ends.cell[beside])
        else:
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
        """The distance between the tag and the cell, along the way."""
        turn, level = self._turn
        return abs(turn - self.ends.cell[0]) + abs(level - self.ends.tag[1])

    def at(self, left: float) -> Point | None:
        """Returns the middle of a plate; None while it is under the tag.

        Args:
            left: the distance from its cell, along the way.
        """
        if left >= self.length:
            return None
        ends, (turn, level) = self.ends, self._turn
        flat = abs(turn - ends.cell[0])
        if left > flat:
            return turn, level + (left - flat) * (1 if ends.tag[1] > level else -1)
        x = ends.cell[0] + left * (1 if turn > ends.cell[0] else -1)
        if ends.on_board(x, 0):
            return x, ends.over(left, ends.cell[1])
        part = min(abs(x - ends.edge) / self.beam.flare, 1) if self.beam.flare else 1.0
        return x, ends.ride + (level - ends.ride) * part
