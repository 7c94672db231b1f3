"""Finds areas that overlap, among many."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from poolanim.scene.marks import Bounds

Key = TypeVar("Key", bound="Hashable")

SIDE = 32
"""Side of the squares, in units, in which nearby areas are looked up."""


class Near(Generic[Key]):
    """Areas that are looked up by their places.

    Attributes:
        areas: the area of each key, in the order in which they were added.

    Example:
        >>> near = Near[str]()
        >>> near.add("a", (0, 0, 50, 50))
        >>> near.add("b", (50, 0, 90, 50))
        >>> near.over((40, 0, 50, 20))
        ['a']
    """

    def __init__(self) -> None:
        self.areas: dict[Key, Bounds] = {}
        self._squares: dict[tuple[int, int], list[Key]] = defaultdict(list)

    def add(self, key: Key, area: Bounds) -> None:
        """Adds an area."""
        self.areas[key] = area
        for square in _squares(area):
            self._squares[square].append(key)

    def over(self, area: Bounds) -> list[Key]:
        """Returns the keys of areas that overlap one."""
        keys = dict.fromkeys(key for square in _squares(area) for key in self._squares[square])
        return [key for key in keys if overlap(area, self.areas[key]) > 0]


def around(areas: Sequence[Bounds]) -> Bounds:
    """Returns the smallest area that covers all areas."""
    lefts, tops, rights, bottoms = zip(*areas, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def overlap(one: Bounds, other: Bounds) -> float:
    """Returns by how much two areas overlap, in the direction in which that is less."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    return min(across, min(one[3], other[3]) - max(one[1], other[1]))


def _squares(area: Bounds) -> Iterator[tuple[int, int]]:
    left, top, right, bottom = (int(edge // SIDE) for edge in area)
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            yield row, column
