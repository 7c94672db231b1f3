"""Finds when each piece of a film is seen, and which pieces form one group."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from poolanim.scene.marks import Box

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    from poolanim.paint.vector.drawing import Drawing
    from poolanim.paint.vector.elements import Element
    from poolanim.scene.frames import Place, Scene
    from poolanim.scene.marks import Bounds

BORDER = 1
"""Width of the border, in units, that neighbours with equal lines share. Either may lie on top."""
TILE = 32
"""Side of the squares, in units, in which nearby pieces are looked up."""


class Showing(NamedTuple):
    """What the pieces of one group have in common.

    Attributes:
        layer: the group is drawn over those of lower layers.
        start: number of the first frame that shows them.
        end: number of the first frame after it that does not.
        ink: the class of their colour; empty if the pieces have colours of their own.
    """

    layer: int
    start: int
    end: int
    ink: str


class Spot(NamedTuple):
    """The place of a piece, and the number of its mark among those of the place."""

    place: Place
    turn: int


def showings(scene: Scene, drawing: Drawing) -> tuple[list[int], Mapping[Showing, list[str]]]:
    """Draws a film piece by piece. A piece is drawn once for each span in which it stays.

    Returns:
        The duration of each frame, in ms, and the elements of each group, in painting order.
    """
    times_ms: list[int] = []
    turns: dict[Place, int] = {}
    areas: dict[Spot, Bounds] = {}
    lines: dict[Spot, set[str | None]] = defaultdict(set)
    standing: dict[Place, dict[tuple[Spot, Element], int]] = defaultdict(dict)
    seen: list[tuple[Spot, int, int, Element]] = []

    def clear(place: Place, kept: Mapping[tuple[Spot, Element], int]) -> None:
        for (spot, piece), since in standing[place].items():
            if (spot, piece) not in kept:
                seen.append((spot, since, len(times_ms), piece))

    for frame in scene.frames():
        for place, marks in frame.changes.items():
            now: dict[tuple[Spot, Element], int] = {}
            for turn, mark in enumerate(marks):
                spot = Spot(place, turn)
                areas[spot] = _around(areas.get(spot, mark.bounds), mark.bounds)
                lines[spot].add(mark.line if isinstance(mark, Box) else None)
                for piece in drawing.pieces(mark):
                    now[spot, piece] = standing[place].get((spot, piece), len(times_ms))
            clear(place, now)
            standing[place] = now
            turns[place] = max(turns.get(place, 0), len(marks))
        times_ms.append(frame.duration_ms)
    for place in standing:
        clear(place, {})

    order = [Spot(place, turn) for place, count in turns.items() for turn in range(count)]
    layers = _layers({spot: areas[spot] for spot in order}, lines)
    rank = {spot: number for number, spot in enumerate(order)}
    groups: dict[Showing, list[str]] = defaultdict(list)
    for spot, start, end, piece in sorted(seen, key=lambda each: rank[each[0]]):
        groups[Showing(layers[spot], start, end, piece.ink)].append(piece.markup)
    return times_ms, dict(sorted(groups.items()))


def _layers(areas: Mapping[Spot, Bounds], lines: Mapping[Spot, set[str | None]]) -> dict[Spot, int]:
    """Returns the layer of each spot, which is above the layers of all earlier spots under it.

    Args:
        areas: the area of each spot, in painting order.
        lines: the roles of the lines of its boxes, and None for marks without a line.
    """
    layers: dict[Spot, int] = {}
    near: dict[Hashable, list[Spot]] = defaultdict(list)
    for spot, area in areas.items():
        under = -1
        for tile in _tiles(area):
            for other in near[tile]:
                alike = len(lines[spot]) == 1 and lines[spot] == lines[other] != {None}
                border = BORDER if alike and other.place != spot.place else 0
                if layers[other] > under and _overlap(area, areas[other], border):
                    under = layers[other]
            near[tile].append(spot)
        layers[spot] = under + 1
    return layers


def _around(one: Bounds, other: Bounds) -> Bounds:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )


def _overlap(one: Bounds, other: Bounds, border: float) -> bool:
    """Whether two areas overlap by more than a border."""
    return (
        min(one[2], other[2]) - max(one[0], other[0]) > border
        and min(one[3], other[3]) - max(one[1], other[1]) > border
    )


def _tiles(area: Bounds) -> Iterator[tuple[int, int]]:
    left, top, right, bottom = (int(edge // TILE) for edge in area)
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            yield row, column
