"""What stands where on the canvas: the marks in each place, and those that an area meets."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import NDArray

    from poolanim.render.shapes import Stamp
    from poolanim.scene.frames import Place
    from poolanim.scene.marks import Mark

Area = tuple[int, int, int, int]
"""left, top, right, bottom in pixels."""
NOWHERE: Area = (0, 0, 0, 0)
FEW = 12
"""Up to so many spots are looked through sooner one by one than by NumPy."""


class Spot:
    """A place, and what stands there.

    Attributes:
        turn: it is painted after all places of lower turns.
        marks: what it shows.
        stamps: what these are made of; None until that is asked.
        area: the rectangle around these.
        group: the places of its kind.
        number: its own among these.
    """

    __slots__ = ("area", "group", "marks", "number", "stamps", "turn")

    def __init__(self, turn: int, group: Group, number: int) -> None:
        self.turn = turn
        self.marks: Sequence[Mark] = ()
        self.stamps: Sequence[Stamp] | None = ()
        self.area = NOWHERE
        self.group = group
        self.number = number


class Group:
    """Places of one kind, such as the cells of a board.

    Attributes:
        bounds: the rectangle around all areas that they have had.
    """

    def __init__(self) -> None:
        self._spots: list[Spot] = []
        self.bounds = NOWHERE
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
        self._alone: set[Spot] = set()

    def spot(self, place: Place) -> Spot:
        """That of a place; a new one comes after all others."""
        spot = self._spots.get(place)
        if spot is None:
            kind = place[0] if isinstance(place, tuple) else place
            if kind not in self._groups:
                self._groups[kind] = Group()
            spot = self._spots[place] = self._groups[kind].add(len(self._spots))
        return spot

    def put(
        self, spot: Spot, marks: Sequence[Mark], stamps: Sequence[Stamp] | None, area: Area
    ) -> None:
        """Let these marks stand in a place, and no others."""
        spot.marks, spot.stamps = marks, stamps
        if area != spot.area:
            spot.area = area
            spot.group.move(spot.number, area)
            self._alone = {other for other in self._alone if not overlap(other.area, area)}

    def alone(self, spot: Spot) -> bool:
        """Whether no other place has marks in the area of this one."""
        if spot not in self._alone and self.over(spot.area) == [spot]:
            self._alone.add(spot)
        return spot in self._alone

    def over(self, area: Area) -> list[Spot]:
        """Those places that overlap an area, in their turns."""
        left, top, right, bottom = area
        spots: list[Spot] = []
        for group in self._groups.values():
            lefts, tops, rights, bottoms = group.bounds
            if lefts < right and left < rights and tops < bottom and top < bottoms:
                spots += group.over(area)
        spots.sort(key=attrgetter("turn"))
        return spots


def around(areas: Sequence[Area]) -> Area:
    """The rectangle around areas."""
    if len(areas) <= 1:
        return areas[0] if areas else NOWHERE
    lefts, tops, rights, bottoms = zip(*areas, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def holds(one: Area, other: Area) -> bool:
    """Whether one covers the other."""
    return one[0] <= other[0] and one[1] <= other[1] and other[2] <= one[2] and other[3] <= one[3]


def overlap(one: Area, other: Area) -> bool:
    """Whether they have a pixel in common."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
