"""Tiles: opaque rectangles that stay until the film ends, such as cells. Later ones cover them."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING

from poolanim.paint.vector.near import Near, around
from poolanim.paint.vector.shapes import rectangle
from poolanim.scene.frames import OVER_ALL, kind_of
from poolanim.scene.marks import Box

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from poolanim.scene.frames import Place
    from poolanim.scene.marks import Bounds, Mark

    States = Sequence[tuple[int, tuple[Mark, ...]]]

GAP = 3
"""Tiles are neighbours if the gap between them is smaller, in units."""


class Tiles:
    """The tiles of a film.

    A place has a tile if its marks always begin with one opaque rectangle, as large as all that
    the place ever shows, and if no other place of the ground overlaps it.

    Args:
        states: the marks of each place, with the numbers of the frames from which they stand.

    Attributes:
        places: the tiles of their places, on whole units, without a colour.
    """

    def __init__(self, states: Mapping[Place, States]) -> None:
        ground: Near[Place] = Near()
        for place, each in states.items():
            bounds = [mark.bounds for _, marks in each for mark in marks]
            if bounds and kind_of(place) not in OVER_ALL:
                ground.add(place, around(bounds))
        self.places: dict[Place, Box] = {}
        self._near: Near[Place] = Near()
        self._counts: dict[Bounds, int] = {}
        for place, area in ground.areas.items():
            tiled = all(_is_tiled(marks, area) for _, marks in states[place])
            if tiled and ground.over(area) == [place]:
                left, top, right, bottom = area
                x, y, width, height, _ = rectangle(Box(left, top, right - left, bottom - top))
                self.places[place] = Box(x, y, width, height)
                self._near.add(place, self.places[place].bounds)

    def united(self, boxes: Iterable[Box]) -> list[Box]:
        """Returns tiles, of which neighbours of one fill are one box, which covers their gap."""
        columns: dict[object, list[Box]] = defaultdict(list)
        for box in boxes:
            columns[box.fill, box.x, box.width].append(box)
        rows: dict[object, list[Box]] = defaultdict(list)
        for column in columns.values():
            for box in self._joined(sorted(column, key=lambda box: box.y)):
                rows[box.fill, box.y, box.height].append(box)
        joined = (self._joined(sorted(row, key=lambda box: box.x)) for row in rows.values())
        return list(chain.from_iterable(joined))

    def met(self, box: Box) -> Box:
        """Returns a box of tiles, up to the middle of the gaps around it.

        In a board, such boxes of single cells are equal, and take fewer bytes.
        """
        left, top, right, bottom = box.bounds
        beside = self._areas((left - GAP, top, right + GAP, bottom))
        above = self._areas((left, top - GAP, right, bottom + GAP))
        x = _middle(left, [area[2] for area in beside if area[2] <= left])
        y = _middle(top, [area[3] for area in above if area[3] <= top])
        to_x = _middle(right, [area[0] for area in beside if area[0] >= right])
        to_y = _middle(bottom, [area[1] for area in above if area[1] >= bottom])
        return box._replace(x=x, y=y, width=to_x - x, height=to_y - y)

    def _joined(self, line: list[Box]) -> Iterator[Box]:
        """Yields the boxes of a line, of which those are one that have no other tile between."""
        last = line[0]
        for box in line[1:]:
            both = _hull(last, box)
            if self._count(both) > self._count(last) + self._count(box):
                yield last
                last = box
            else:
                last = both
        yield last

    def _areas(self, area: Bounds) -> list[Bounds]:
        """Returns the areas of the tiles over an area."""
        return [self._near.areas[place] for place in self._near.over(area)]

    def _count(self, box: Box) -> int:
        """Returns the number of tiles that a box covers."""
        area = box.bounds
        if area not in self._counts:
            self._counts[area] = len(self._near.over(area))
        return self._counts[area]


def _is_tiled(marks: Sequence[Mark], area: Bounds) -> bool:
    """Whether marks begin with an opaque rectangle that covers an area."""
    if not marks or not isinstance(marks[0], Box) or marks[0].radius or marks[0].line:
        return False
    return marks[0].fill not in (None, "paper") and marks[0].bounds == area


def _middle(edge: float, others: Iterable[float]) -> float:
    """Returns the middle between an edge and the nearest of others; the edge if there are none."""
    return (edge + min(others, key=lambda other: abs(other - edge), default=edge)) // 2


def _hull(one: Box, other: Box) -> Box:
    """Returns the smallest box that covers two boxes of one fill."""
    left, top, right, bottom = around([one.bounds, other.bounds])
    return one._replace(x=left, y=top, width=right - left, height=bottom - top)
