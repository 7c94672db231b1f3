"""The ground of a film: its tiles, each over those before it, and the veils over them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from poolanim.paint.vector.batches import Piece
from poolanim.paint.vector.entries import entries_of
from poolanim.records.tuples import NamedTuple
from poolanim.scene.marks import Box

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from poolanim.paint.vector.drawing import Drawing
    from poolanim.paint.vector.tiles import States, Tiles
    from poolanim.scene.frames import Place


class Ground(NamedTuple):
    """The ground of a film.

    Attributes:
        cells: the tiles, without a colour.
        pieces: the pieces that are cut to these, frame by frame. They stay until the film ends.
        veils: the pieces that are over these, and cut likewise.
    """

    cells: list[Box]
    pieces: list[Piece]
    veils: list[Piece]


def ground_of(tiles: Tiles, states: Mapping[Place, States], count: int, drawing: Drawing) -> Ground:
    """Draws the tiles of a film, and veils over those under a window.

    Args:
        tiles: the tiles.
        states: the marks of each place, with the numbers of the frames from which they stand.
        count: the number of frames.
        drawing: draws boxes.
    """
    changes: dict[int, list[Box]] = defaultdict(list)
    veiled: dict[int, dict[Place, bool]] = defaultdict(dict)
    for place, tile in tiles.places.items():
        [entry] = entries_of([(start, marks[:1]) for start, marks in states[place]], count)
        shown = None
        for mark, start, _ in entry.shown:
            assert isinstance(mark, Box)
            assert mark.fill is not None
            fill = drawing.veils.get(mark.fill, mark.fill)
            if fill != shown:
                changes[start].append(tile._replace(fill=fill))
            veiled[start][place] = mark.fill in drawing.veils
            shown = fill
    pieces = [
        Piece(element, start, count)
        for start, boxes in sorted(changes.items())
        for box in tiles.united(boxes)
        for element in drawing.tile(box, tiles.met(box))
    ]
    veils = [
        Piece(drawing.veil(tiles.met(box)), start, end)
        for start, end, places in _spans(veiled, count)
        for box in tiles.united(tiles.places[place] for place in tiles.places if place in places)
    ]
    return Ground(list(tiles.places.values()), pieces, veils)


def _spans(
    veiled: Mapping[int, Mapping[Place, bool]], count: int
) -> Iterator[tuple[int, int, set[Place]]]:
    """Yields the places under veils, from a frame to another.

    Args:
        veiled: for frames, which places are veiled from then on, or no more.
        count: the number of frames.
    """
    now: set[Place] = set()
    since = 0
    for start, changed in [*sorted(veiled.items()), (count, {})]:
        on = {place for place, is_veiled in changed.items() if is_veiled}
        after = on | (now - changed.keys())
        if now and (after != now or start == count):
            yield since, start, now
        if after != now:
            now, since = after, start
