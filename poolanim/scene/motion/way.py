"""The way of a number between a tag and its cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from poolanim.scene.overlay.beam import Beam

if TYPE_CHECKING:
    from poolanim.scene.overlay.ribbon import Ribbon

Point = tuple[float, float]


class Way(NamedTuple):
    """The way of a number between the tag and its place in a cell.

    The way follows the beam, and then a row or a column of the board. On a board beside the tag, it
    stays in the room between the numbers of two rows.

    Attributes:
        beam: the beam between the boards.
        tag: the middle of the tag.
        end: the middle of the number in its cell.
        ride: the middle of the plate on the board, across the way.
        edge: the place along the way where the plate reaches the board.
        window: both ends of the beam at the board, across the way.
        settle: the distance from its cell at which a plate leaves the room between the rows.
    """

    beam: Beam | Ribbon
    tag: Point
    end: Point
    ride: float
    edge: float
    window: tuple[float, float]
    settle: float

    @property
    def across(self) -> bool:
        """Whether it is horizontal on the board."""
        return self.beam.across or not isinstance(self.beam, Beam)

    @property
    def length(self) -> float:
        """The distance between the tag and the cell, along the way."""
        if isinstance(self.beam, Beam):
            along = 0 if self.across else 1
            return abs(self.tag[along] - self.end[along])
        level = sum(self.beam.level) / 2
        return abs(self.beam.cell.middle[0] - self.end[0]) + abs(level - self.tag[1])

    def at(self, left: float) -> Point | None:
        """Returns the middle of a plate; None while it is under the tag.

        Args:
            left: the distance from its cell, along the way.
        """
        if left >= self.length:
            return None
        if not isinstance(self.beam, Beam):
            return self._turning(self.beam, left)
        along, beside = (0, 1) if self.across else (1, 0)
        start, end = self.tag[along], self.end[along]
        place = end + left * (1 if start > end else -1)
        if abs(place - end) <= abs(self.edge - end):
            other = self._over(left, self.end[beside])
        else:
            low, high = self.beam.reach(place)
            first, last = self.window
            on = low + (high - low) * (self.ride - first) / (last - first)
            part = (start - place) / (start - self.edge)
            other = self.tag[beside] + (on - self.tag[beside]) * part
        return (place, other) if self.across else (other, place)

    def _over(self, left: float, end: float) -> float:
        """Returns the place of the plate on the board, across the way."""
        near = min(left / self.settle, 1) if self.settle else float(left > 0)
        return end + (self.ride - end) * near

    def _turning(self, ribbon: Ribbon, left: float) -> Point:
        """Returns the place of the plate on a beam that turns once."""
        turn, level = ribbon.cell.middle[0], sum(ribbon.level) / 2
        flat = abs(turn - self.end[0])
        if left > flat:
            return turn, level + (left - flat) * (1 if self.tag[1] > level else -1)
        x = self.end[0] + left * (1 if turn > self.end[0] else -1)
        if abs(x - self.end[0]) <= abs(self.edge - self.end[0]):
            return x, self._over(left, self.end[1])
        part = min(abs(x - self.edge) / ribbon.flare, 1) if ribbon.flare else 1.0
        return x, self.ride + (level - self.ride) * part
