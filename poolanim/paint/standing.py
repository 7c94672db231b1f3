"""Which marks stand on the canvas: those of each place, and those that overlap an area.

Some places, such as a moving window, lie over all others. The other places are the ground.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np

from poolanim.paint.areas import NOWHERE, around, holds, overlap
from poolanim.scene.frames import OVER_ALL, kind_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import NDArray

    from poolanim.paint.areas import Area
    from poolanim.paint.stamp import Stamp
    from poolanim.scene.frames import Place
    from poolanim.scene.marks import Mark

FEW = 12
"""A loop over this many spots, or fewer, is faster than NumPy."""


class Spot:
    """A place, and the marks that stand there.

    Attributes:
        turn: the order of painting. Spots of the ground are painted before those over it.
        marks: the marks of the place.
        area: the rectangle around the marks.
        stamps: the stamps of the marks; None until they are needed.
        group: the group of the place.
        number: the number of the spot in its group.
    """

    __slots__ = ("area", "group", "marks", "number", "stamps", "turn")

    def __init__(self, turn: int, group: Group, number: int) -> None:
        self.turn = turn
        self.marks: tuple[Mark, ...] = ()
        self.stamps: Sequence[Stamp] | None = ()
        self.area = NOWHERE
        self.group = group
        self.number = number


class Group:
    """The places of one name, such as the cells of a board.

    Args:
        over_all: whether the places lie over the ground.

    Attributes:
        over_all: whether the places lie over the ground.
        bounds: the rectangle around all areas that the spots have had.
    """

    def __init__(self, *, over_all: bool) -> None:
        self.over_all = over_all
        self.bounds = NOWHERE
        self._spots: list[Spot] = []
        self._edges: NDArray[np.int32] | None = None

    def add(self, turn: int) -> Spot:
        """Adds a spot, and returns it."""
        spot = Spot(turn, self, len(self._spots))
        self._spots.append(spot)
        self._edges = None
        return spot

    def move(self, number: int, area: Area) -> None:
        """Gives a spot another area."""
        if area != NOWHERE and not holds(self.bounds, area):
            self.bounds = area if self.bounds == NOWHERE else around([self.bounds, area])
        if self._edges is not None:
            self._edges[:, number] = area

    def over(self, area: Area) -> Sequence[Spot]:
        """Returns the spots that overlap an area."""
        left, top, right, bottom = area
        if len(self._spots) <= FEW:
            return [
                spot
                for spot in self._spots
                if spot.area[0] < right
                and left < spot.area[2]
                and spot.area[1] < bottom
                and top < spot.area[3]
            ]
        if self._edges is None:
            self._edges = np.array([spot.area for spot in self._spots], np.int32).T.copy()
        lefts, tops, rights, bottoms = self._edges
        near = (lefts < right) & (left < rights) & (tops < bottom) & (top < bottoms)
        return [self._spots[number] for number in near.nonzero()[0].tolist()]


class Standing:
    """All places of a picture."""

    def __init__(self) -> None:
        self._spots: dict[Place, Spot] = {}
        self._groups: dict[Hashable, Group] = {}
        self._layers: dict[bool, list[Group]] = {False: [], True: []}
        self._alone: set[Spot] = set()

    def spot(self, place: Place) -> Spot:
        """Returns the spot of a place. A new spot is painted after all others."""
        spot = self._spots.get(place)
        if spot is None:
            name = place[0] if isinstance(place, tuple) else place
            if name not in self._groups:
                group = self._groups[name] = Group(over_all=kind_of(place) in OVER_ALL)
                self._layers[group.over_all].append(group)
            spot = self._spots[place] = self._groups[name].add(len(self._spots))
        return spot

    def put(
        self, spot: Spot, marks: tuple[Mark, ...], stamps: Sequence[Stamp] | None, area: Area
    ) -> None:
        """Replaces the marks of a spot."""
        spot.marks, spot.stamps = marks, stamps
        if area != spot.area:
            spot.area = area
            spot.group.move(spot.number, area)
            if self._alone and not spot.group.over_all:
                self._alone = {other for other in self._alone if not overlap(other.area, area)}

    def alone(self, spot: Spot) -> bool:
        """Whether a spot is of the ground, and no other spot of the ground overlaps it."""
        if spot not in self._alone and self.over(spot.area) == [spot]:
            self._alone.add(spot)
        return spot in self._alone

    def over(self, area: Area, *, over_all: bool = False) -> list[Spot]:
        """Returns the spots of the ground, or over it, that overlap an area, in painting order."""
        left, top, right, bottom = area
        spots: list[Spot] = []
        for group in self._layers[over_all]:
            lefts, tops, rights, bottoms = group.bounds
            if lefts < right and left < rights and tops < bottom and top < bottoms:
                spots += group.over(area)
        spots.sort(key=attrgetter("turn"))
        return spots
