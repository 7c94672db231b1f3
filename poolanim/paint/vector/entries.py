"""The marks of a place, one after another, and the pieces under a mark."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import itemgetter
from typing import TYPE_CHECKING

from poolanim.paint.vector.near import around, overlap
from poolanim.scene.marks import Box

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolanim.paint.vector.batches import Piece
    from poolanim.paint.vector.tiles import States
    from poolanim.scene.marks import Bounds, Mark

BORDER = 1
"""Width of the border, in units, that neighbours with equal lines share. Either may lie on top."""


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


def entries_of(states: States, count: int) -> list[Entry]:
    """Returns the entries of a place, in painting order. A mark that stays keeps its entry.

    Args:
        states: the marks of the place, with the number of the frame from which they stand.
        count: the number of frames.

    Example:
        >>> a, b, c = (Box(0, 0, side, 9, "cell") for side in (1, 2, 3))
        >>> [entry.shown == [(mark, *span)] for entry, mark, span in zip(
        ...     entries_of([(0, (a, b)), (5, (c, a))], 9), (c, a, b), ((5, 9), (0, 9), (0, 5)))]
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


def _cover(one: Mark, other: Mark) -> bool:
    """Whether marks overlap, by more than a border if they are boxes with lines of one role."""
    line = one.line if isinstance(one, Box) else None
    alike = line is not None and isinstance(other, Box) and other.line == line
    return overlap(one.bounds, other.bounds) > (BORDER if alike else 0)
