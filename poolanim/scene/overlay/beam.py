"""A beam: what joins two boards in a scan, straight or around a corner of the text."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from poolanim.records.tuples import NamedTuple
from poolanim.scene.boards.board import Rect
from poolanim.scene.marks import Polygon, Stroke

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from poolanim.scene.marks import Mark

CLEAR = 4
"""The distance between a board and the tint of a beam."""
BEAM_EDGE, HAIR, HAIR_OPACITY = 1.5, 1, 0.45
HEAD, HALF_HEAD = 9, 7


class Station(NamedTuple):
    """A cross-section of a beam.

    Attributes:
        along: its place in the direction of the beam.
        low: the lower end across that direction.
        high: the upper end across that direction.
    """

    along: float
    low: float
    high: float


class Beam(NamedTuple):
    """A beam from a source to a target.

    Attributes:
        stations: its cross-sections in the gap, from the source to the target.
        source: the edge at which it begins, on the board of the source.
        target: the edge at which it ends, on the board of the target.
        across: whether it is horizontal.
        colour: `plus`, `minus`, `slate` or `winner`.
        hairs: whether its edges continue over the board of its source; those between two strands
            would cross numbers.
        headed: whether it has an arrowhead.
    """

    stations: tuple[Station, ...]
    source: Station
    target: Station
    across: bool
    colour: str
    hairs: tuple[bool, bool] = (True, True)
    headed: bool = True

    @classmethod
    def between(
        cls,
        cell: Rect,
        window: Rect,
        boards: tuple[Rect, Rect],
        colour: str,
        *,
        across: bool,
        floor: tuple[float, float] | None = None,
    ) -> Beam:
        """Returns the beam from a cell of one board to the window on another.

        Args:
            cell: the cell at which it begins.
            window: the window at which it ends.
            boards: the boards of both.
            colour: as in the attribute.
            across: whether the boards are side by side.
            floor: the upper left corner of an area that the beam must avoid; None if there is none.
        """
        cell, window, source, target = (_turned(each, across) for each in (cell, window, *boards))
        forth = source.left < target.left
        a = source.right + CLEAR if forth else source.left - CLEAR
        b = target.left - CLEAR if forth else target.right + CLEAR
        begin = Station(cell.right if forth else cell.left, cell.top, cell.bottom)
        goal = Station(window.left if forth else window.right, window.top, window.bottom)
        least = min(cell.height, window.height)
        start = _within(source, _between(begin, goal, a), least)
        end = _within(target, _between(begin, goal, b), least)
        return cls((start, *_around(start, end, floor, least), end), begin, goal, across, colour)

    def marks(self, share: float = 1.0) -> list[Mark]:
        """Returns it in marks, as far as it is open: tint, edges, hairlines, an arrowhead."""
        stations = self.opened(share)
        marks: list[Mark] = list(self._tints(stations))
        for one, other in pairwise(stations):
            marks += self._edges(one, other, BEAM_EDGE, 1)
        hairs = self._edges(self.source, stations[0], HAIR, HAIR_OPACITY)
        marks += [hair for hair, is_seen in zip(hairs, self.hairs, strict=False) if is_seen]
        if share == 1:
            last = stations[-1]
            marks += self._edges(last, self.target, HAIR, HAIR_OPACITY)
            if self.headed:
                marks.append(self.head)
        return marks

    def opened(self, share: float) -> tuple[Station, ...]:
        """Returns its cross-sections up to a share of its length, above 0 and at most 1."""
        if share == 1:
            return self.stations
        first, last = self.stations[0].along, self.stations[-1].along
        end = first + (last - first) * share
        return (
            *(s for s in self.stations if abs(s.along - first) < abs(end - first)),
            self.at(end),
        )

    def at(self, along: float) -> Station:
        """Returns its cross-section at a place."""
        for one, other in pairwise(self.stations):
            if (one.along - along) * (other.along - along) <= 0:  # between the two
                return _between(one, other, along)
        nearest = min(self.stations, key=lambda station: abs(station.along - along))
        return nearest._replace(along=along)

    def reach(self, along: float) -> tuple[float, float]:
        """Returns both its edges at a place, across its direction."""
        _, low, high = self.at(along)
        return low, high

    def point(self, share: float) -> tuple[float, float]:
        """Returns the middle of the cross-section at a share of the way from the source."""
        first, last = self.stations[0].along, self.stations[-1].along
        along, low, high = self.at(first + (last - first) * share)
        return self._xy(along, (low + high) / 2)

    def _tints(self, stations: Sequence[Station]) -> Iterator[Polygon]:
        """Yields its fill, from each cross-section to the next."""
        for one, other in pairwise(stations):
            corners = (
                self._xy(one.along, one.low),
                self._xy(other.along, other.low),
                self._xy(other.along, other.high),
                self._xy(one.along, one.high),
            )
            if one.along != other.along:
                yield Polygon(0, 0, corners, f"beam.{self.colour}")

    def _edges(self, one: Station, other: Station, width: float, opacity: float) -> list[Mark]:
        return [
            Stroke(*self._xy(one.along, a), *self._xy(other.along, b), self.colour, width, opacity)
            for a, b in ((one.low, other.low), (one.high, other.high))
            if one.along != other.along
        ]

    @property
    def head(self) -> Polygon:
        """The arrowhead at its end."""
        last = self.stations[-1]
        forth = 1 if self.stations[-1].along > self.stations[0].along else -1
        middle = (last.low + last.high) / 2
        tip, back = last.along + forth, last.along + forth * (1 - HEAD)
        corners = (
            self._xy(tip, middle),
            self._xy(back, middle - HALF_HEAD),
            self._xy(back, middle + HALF_HEAD),
        )
        return Polygon(0, 0, corners, self.colour)

    def _xy(self, along: float, beside: float) -> tuple[float, float]:
        return (along, beside) if self.across else (beside, along)


def _within(board: Rect, station: Station, least: float) -> Station:
    """Returns a cross-section of a beam at a board, beside it from end to end.

    Args:
        board: the board.
        station: the cross-section, which may reach beyond the board.
        least: the least width of the beam.
    """
    along, low, high = station
    high = min(high, board.bottom)
    low = max(min(low, high - least), board.top)
    return Station(along, low, max(high, low + least))


def _around(
    start: Station, end: Station, floor: tuple[float, float] | None, least: float
) -> tuple[Station, ...]:
    """Returns the cross-sections at which a beam turns to avoid a corner; empty if it need not."""
    if floor is None:
        return ()
    along, lowest = floor
    if not min(start.along, end.along) < along < max(start.along, end.along):
        return ()  # the text is at the other side of a board
    _, low, high = _between(start, end, along)
    if high <= lowest:
        return ()
    return (Station(along, min(low, lowest - least), lowest),)


def _between(one: Station, other: Station, along: float) -> Station:
    """Returns the cross-section at a place between two others, with straight edges."""
    part = (along - one.along) / (other.along - one.along)
    low = one.low + (other.low - one.low) * part
    high = one.high + (other.high - one.high) * part
    return Station(along, low, high)


def _turned(rect: Rect, across: bool) -> Rect:
    """Returns a rectangle with x and y exchanged, unless beams go across."""
    left, top, right, bottom = rect
    return rect if across else Rect(top, left, bottom, right)
