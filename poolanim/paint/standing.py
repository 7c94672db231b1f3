"""What stands where on the canvas: the marks in each place, and those that an area meets.

Some kinds of places lie over all others. These others are the ground, on which a window moves.
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
    from poolanim.paint.shapes import Stamp
    from poolanim.paint.typewriter import Row
    from poolanim.scene.frames import Place
    from poolanim.scene.marks import Mark

FEW = 12
"""Up to so many spots are looked through sooner one by one than by NumPy."""


class Spot:
    """A place, and what stands there.

    Attributes:
        turn: it is painted after all places of lower turns, but for what lies over all.
        marks: what it shows.
        area: the rectangle around these.
        stamps: what these are made of; None until that is asked.
        rows: these as rows of letters, if that is what they are.
        group: the places of its name.
        number: its own among these.
    """

    __slots__ = ("area", "group", "marks", "number", "rows", "stamps", "turn")

    def __init__(self, turn: int, group: Group, number: int) -> None:
        self.turn = turn
        self.marks: Sequence[Mark] = ()
        self.stamps: Sequence[Stamp] | None = ()
        self.rows: Sequence[Row] = ()
        self.area = NOWHERE
        self.group = group
        self.number = number


class Group:
    """Places of one name, such as the cells of a board.

    Args:
        over_all: whether they lie over all others.

    Attributes:
        over_all: the same.
        bounds: the rectangle around all areas that they have had.
    """

    def __init__(self, *, over_all: bool) -> None:
        self.over_all = over_all
        self.bounds = NOWHERE
        self._spots: list[Spot] = []
        self._edges: NDArray[np.int32] | None = None

    def add(self, turn: int) -> Spot:
        """A new spot among them."""
        spot = Spot(turn, self, len(self._spots))
        self._spots.append(spot)
        self._edges = None
        return spot

    def move(self, number: int, area: Area) -> None:
        """Let one of them have another area."""
        if area != NOWHERE and not holds(self.bounds, area):
            self.bounds = area if self.bounds == NOWHERE else around([self.bounds, area])
        if self._edges is not None:
            self._edges[:, number] = area

    def over(self, area: Area) -> Sequence[Spot]:
        """Those that overlap an area."""
        if len(self._spots) <= FEW:
            return [spot for spot in self._spots if overlap(spot.area, area)]
        if self._edges is None:
            self._edges = np.array([spot.area for spot in self._spots], np.int32).T.copy()
        left, top, right, bottom = area
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
        """That of a place; a new one comes after all others."""
        spot = self._spots.get(place)
        if spot is None:
            name = place[0] if isinstance(place, tuple) else place
            if name not in self._groups:
                group = self._groups[name] = Group(over_all=kind_of(place) in OVER_ALL)
                self._layers[group.over_all].append(group)
            spot = self._spots[place] = self._groups[name].add(len(self._spots))
        return spot

    def put(
        self, spot: Spot, marks: Sequence[Mark], stamps: Sequence[Stamp] | None, area: Area
    ) -> None:
        """Let these marks stand in a place, and no others."""
        spot.marks, spot.stamps = marks, stamps
        if area != spot.area:
            spot.area = area
            spot.group.move(spot.number, area)
            if not spot.group.over_all:
                self._alone = {other for other in self._alone if not overlap(other.area, area)}

    def alone(self, spot: Spot) -> bool:
        """Whether it is of the ground, and no other place of that has marks in its area."""
        if spot not in self._alone and self.over(spot.area) == [spot]:
            self._alone.add(spot)
        return spot in self._alone

    def over(self, area: Area, *, over_all: bool = False) -> list[Spot]:
        """Those places of the ground, or of what lies over it, that overlap an area, in turn."""
        left, top, right, bottom = area
        spots: list[Spot] = []
        for group in self._layers[over_all]:
            lefts, tops, rights, bottoms = group.bounds
            if lefts < right and left < rights and tops < bottom and top < bottoms:
                spots += group.over(area)
        spots.sort(key=attrgetter("turn"))
        return spots
