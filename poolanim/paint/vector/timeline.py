"""Finds when each piece of a film is seen, and draws it once for each span in which it stays."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from poolanim.paint.vector.batches import Piece
from poolanim.paint.vector.entries import entries_of
from poolanim.paint.vector.ground import ground_of
from poolanim.paint.vector.near import Near
from poolanim.paint.vector.tiles import Tiles
from poolanim.records.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from poolanim.paint.vector.drawing import Drawing
    from poolanim.paint.vector.entries import Entry
    from poolanim.paint.vector.ground import Ground
    from poolanim.scene.frames import Place, Scene
    from poolanim.scene.marks import Mark


class Timeline(NamedTuple):
    """A film, piece by piece.

    Attributes:
        times_ms: the duration of each frame, in ms.
        ground: the tiles.
        pieces: all other pieces, which are over them.
    """

    times_ms: list[int]
    ground: Ground
    pieces: list[Piece]


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
        entries_of([(start, marks[place in tiles.places :]) for start, marks in each], count)
        for place, each in states.items()
    )
    pieces = list(_stacked(over, drawing))  # first, so that their many classes are the shortest
    return Timeline(times_ms, ground_of(tiles, states, count, drawing), pieces)


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
