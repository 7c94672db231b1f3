"""Finds when each piece of a film is seen, and which pieces form one group.

A place whose marks always begin with a box that covers all that it ever shows, and that no other
place of the ground overlaps, such as a cell, is a tile. What it shows stays until the film ends:
what comes later covers it. So the pieces of all tiles that change in a frame are one group.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from poolanim.paint.vector.near import Near, around, overlap
from poolanim.scene.frames import OVER_ALL, kind_of
from poolanim.scene.marks import Box

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from poolanim.paint.vector.drawing import Drawing
    from poolanim.paint.vector.elements import Element
    from poolanim.scene.frames import Place, Scene
    from poolanim.scene.marks import Bounds, Mark

    States = Sequence[tuple[int, tuple[Mark, ...]]]

BORDER = 1
"""Width of the border, in units, that neighbours with equal lines share. Either may lie on top."""


class Group:
    """Pieces that are seen in the same span of time, and are drawn together.

    Attributes:
        start: the number of the first frame that shows them.
        end: the number of the first frame after it that does not.
    """

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end
        self._pieces: list[tuple[int, int, Element]] = []

    def put(self, layer: int, elements: Iterable[Element]) -> None:
        """Adds the elements of a mark, over those of lower layers."""
        for part, element in enumerate(elements):
            self._pieces.append((layer, 0 if element.transform else part, element))

    @property
    def elements(self) -> list[Element]:
        """The elements, in painting order; those of one look together where they can be."""
        return [piece[2] for piece in sorted(self._pieces, key=_order)]


def _order(piece: tuple[int, int, Element]) -> tuple[Any, ...]:
    """Returns what orders the elements of a group. Those in one column follow each other."""
    layer, part, (markup, x, y, look, transform, end) = piece
    return layer, part, transform, look, end is not None, "" if end else markup, x, y, markup


class Stand(NamedTuple):
    """A mark in its span of time, and where it is drawn.

    Attributes:
        group: the place of its group among all groups.
        layer: its layer in the group.
    """

    group: int
    layer: int


class Entry:
    """Marks of a place that stand there one after another, at one turn of painting.

    Attributes:
        shown: each mark, with the number of the first frame that shows it, and of the first after
            it that does not.
        stands: where each of these is drawn, as far as that is known.
    """

    def __init__(self) -> None:
        self.shown: list[tuple[Mark, int, int]] = []
        self.stands: list[Stand] = []
        self._mark: Mark | None = None
        self._since = 0

    def shows(self, mark: Mark) -> bool:
        """Whether a mark stands here."""
        return self._mark == mark

    def put(self, mark: Mark | None, number: int) -> None:
        """Replaces the mark that stands here, if it is another, from a frame on."""
        if mark == self._mark:
            return
        if self._mark is not None:
            self.shown.append((self._mark, self._since, number))
        self._mark, self._since = mark, number

    def during(self, start: int, end: int) -> list[Stand]:
        """Returns where its marks are drawn that are seen in a span of time."""
        first = bisect_right(self.shown, start, key=itemgetter(2))
        after = bisect_left(self.shown, end, key=itemgetter(1))
        return self.stands[first:after]

    @property
    def area(self) -> Bounds:
        """The area of all its marks."""
        return around([mark.bounds for mark, *_ in self.shown])

    @property
    def lines(self) -> set[str | None]:
        """The roles of the lines of its boxes, and None for marks without a line."""
        return {mark.line if isinstance(mark, Box) else None for mark, *_ in self.shown}


def groups_of(scene: Scene, drawing: Drawing) -> tuple[list[int], list[Group]]:
    """Draws a film piece by piece. A piece is drawn once for each span in which it stays.

    Returns:
        The duration of each frame, in ms, and the groups, in painting order.
    """
    times_ms: list[int] = []
    states: dict[Place, list[tuple[int, tuple[Mark, ...]]]] = defaultdict(list)
    for frame in scene.frames():
        for place, marks in frame.changes.items():
            states[place].append((len(times_ms), marks))
        times_ms.append(frame.duration_ms)
    count, tiles = len(times_ms), _tiles(states)
    groups = [Group(start, count) for start in range(count)]
    for place in tiles:
        for start, marks in states[place]:
            for turn, mark in enumerate(marks):
                groups[start].put(turn, drawing.pieces(mark))
    others = (each for place, each in states.items() if place not in tiles)
    _add([entries(each, count) for each in others], groups, drawing)
    return times_ms, groups


def entries(states: States, count: int) -> list[Entry]:
    """Returns the entries of a place, in painting order. A mark that stays keeps its entry.

    Args:
        states: the marks of the place, with the number of the frame from which they stand.
        count: the number of frames.

    Example:
        >>> a, b, c = (Box(0, 0, side, 9, "cell") for side in (1, 2, 3))
        >>> [entry.shown == [(mark, *span)] for entry, mark, span in zip(
        ...     entries([(0, (a, b)), (5, (c, a))], 9), (c, a, b), ((5, 9), (0, 9), (0, 5)))]
        [True, True, True]
    """
    found: list[Entry] = []
    for number, marks in states:
        now: dict[Entry, Mark] = {}
        place = 0
        for turn, mark in enumerate(marks):
            stands = (at for at in range(place, len(found)) if found[at].shows(mark))
            at = next(stands, None)
            if at is None:
                at = place
                if at == len(found) or any(map(found[at].shows, marks[turn:])):
                    found.insert(at, Entry())
            now[found[at]] = mark
            place = at + 1
        for entry in found:
            entry.put(now.get(entry), number)
    for entry in found:
        entry.put(None, count)
    return found


def _tiles(states: Mapping[Place, States]) -> list[Place]:
    """Returns the places that are tiles."""
    ground: Near[Place] = Near()
    for place, each in states.items():
        bounds = [mark.bounds for _, marks in each for mark in marks]
        if bounds and kind_of(place) not in OVER_ALL:
            ground.add(place, around(bounds))
    return [
        place
        for place, area in ground.areas.items()
        if all(_covers(marks, area) for _, marks in states[place])
        and all(other == place for other in ground.over(area))
    ]


def _covers(marks: Sequence[Mark], area: Bounds) -> bool:
    """Whether marks begin with an opaque box that covers an area."""
    if not marks or not isinstance(marks[0], Box) or marks[0].radius:
        return False
    box = marks[0]
    return box.fill not in (None, "paper") and around([box.bounds, area]) == box.bounds


def _add(places: Iterable[Sequence[Entry]], groups: list[Group], drawing: Drawing) -> None:
    """Adds marks to groups, and further groups. Each mark is over all earlier ones under it.

    Args:
        places: the entries of each place, in painting order.
        groups: those of tiles, which are under all other marks.
        drawing: draws the marks.
    """
    latest = {(group.start, group.end): place for place, group in enumerate(groups)}
    near: Near[Entry] = Near()
    for place in places:
        for entry in place:
            under = [each for each in near.over(entry.area) if _overlap(entry, each, place)]
            for mark, start, end in entry.shown:
                stands = [stand for each in under for stand in each.during(start, end)]
                lowest = max((stand.group for stand in stands), default=0)
                if latest.get((start, end), -1) < lowest:
                    latest[start, end] = len(groups)
                    groups.append(Group(start, end))
                group = latest[start, end]
                below = (stand.layer for stand in stands if stand.group == group)
                stand = Stand(group, max(below, default=-1) + 1)
                entry.stands.append(stand)
                groups[group].put(stand.layer, drawing.pieces(mark))
            near.add(entry, entry.area)


def _overlap(entry: Entry, other: Entry, place: Sequence[Entry]) -> bool:
    """Whether entries overlap, by more than a border if they are boxes with lines of one role."""
    lines = entry.lines
    alike = len(lines) == 1 and lines == other.lines != {None} and other not in place
    return overlap(entry.area, other.area) > (BORDER if alike else 0)
