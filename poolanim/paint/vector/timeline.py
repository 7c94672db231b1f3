"""Finds when each piece of a film is seen, and draws it once for each span in which it stays."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from operator import itemgetter
from typing import TYPE_CHECKING

from poolanim.paint.vector.batches import Piece
from poolanim.paint.vector.near import Near, around, overlap
from poolanim.paint.vector.tiles import Tiles
from poolanim.records.tuples import NamedTuple
from poolanim.scene.marks import Box

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from poolanim.paint.vector.drawing import Drawing
    from poolanim.paint.vector.tiles import States
    from poolanim.scene.frames import Place, Scene
    from poolanim.scene.marks import Bounds, Mark

BORDER = 1
"""Width of the border, in units, that neighbours with equal lines share. Either may lie on top."""


class Timeline(NamedTuple):
    """A film, piece by piece.

    Attributes:
        times_ms: the duration of each frame, in ms.
        cells: the tiles, without a colour.
        ground: the pieces that are cut to these. They stay until the film ends.
        pieces: all other pieces, which are over them.
    """

    times_ms: list[int]
    cells: list[Box]
    ground: list[Piece]
    pieces: list[Piece]


class Entry:
    """Marks of a place that stand there one after another, at one turn of painting.

    Attributes:
        shown: each mark, with the number of the first frame that shows it, and of the first after
            it that does not.
        pieces: those of each of these, once they are drawn.
    """

    def __init__(self) -> None:
        self.shown: list[tuple[Mark, int, int]] = []
        self.pieces: list[list[Piece]] = []
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

    def under(self, mark: Mark, start: int, end: int) -> Iterator[Piece]:
        """Yields its pieces that a mark would cover in a span of time."""
        first = bisect_right(self.shown, start, key=itemgetter(2))
        after = bisect_left(self.shown, end, key=itemgetter(1))
        for number in range(first, after):
            if _cover(self.shown[number][0], mark):
                yield from self.pieces[number]

    @property
    def area(self) -> Bounds:
        """The area of all its marks."""
        return around([mark.bounds for mark, *_ in self.shown])


def timeline_of(scene: Scene, drawing: Drawing) -> Timeline:
    """Draws a film piece by piece."""
    times_ms: list[int] = []
    states: dict[Place, list[tuple[int, tuple[Mark, ...]]]] = defaultdict(list)
    for frame in scene.frames():
        for place, marks in frame.changes.items():
            states[place].append((len(times_ms), marks))
        times_ms.append(frame.duration_ms)
    tiles, count = Tiles(states), len(times_ms)
    over = (
        entries([(start, marks[place in tiles.places :]) for start, marks in each], count)
        for place, each in states.items()
    )
    pieces = list(_stacked(over, drawing))  # first, so that their many classes are the shortest
    ground = list(_ground(tiles, states, count, drawing))
    return Timeline(times_ms, list(tiles.places.values()), ground, pieces)


def _ground(
    tiles: Tiles, states: Mapping[Place, States], count: int, drawing: Drawing
) -> Iterator[Piece]:
    """Draws tiles. Yields their pieces, frame by frame."""
    changes: dict[int, list[Box]] = defaultdict(list)
    for place, tile in tiles.places.items():
        [entry] = entries([(start, marks[:1]) for start, marks in states[place]], count)
        for mark, start, _ in entry.shown:
            assert isinstance(mark, Box)
            changes[start].append(tile._replace(fill=mark.fill))
    for start, boxes in sorted(changes.items()):
        for box in tiles.united(boxes):
            for element in drawing.tile(box):
                yield Piece(element, start, count)


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


def _stacked(places: Iterable[Sequence[Entry]], drawing: Drawing) -> Iterator[Piece]:
    """Draws marks. Yields their pieces, in painting order."""
    near: Near[Entry] = Near()
    for place in places:
        for entry in place:
            for mark, start, end in entry.shown:
                lower = near.over(mark.bounds)
                under = [piece for each in lower for piece in each.under(mark, start, end)]
                drawn: list[Piece] = []
                for element in drawing.pieces(mark):
                    drawn.append(Piece(element, start, end, [*under, *drawn]))
                entry.pieces.append(drawn)
                yield from drawn
            near.add(entry, entry.area)


def _cover(one: Mark, other: Mark) -> bool:
    """Whether marks overlap, by more than a border if they are boxes with lines of one role."""
    line = one.line if isinstance(one, Box) else None
    alike = line is not None and isinstance(other, Box) and other.line == line
    return overlap(one.bounds, other.bounds) > (BORDER if alike else 0)
