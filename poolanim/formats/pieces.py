"""The pieces of a player's pictures. A piece that is shown in several places is stored once."""

from __future__ import annotations

from itertools import chain, groupby, islice
from math import floor
from typing import TYPE_CHECKING

from poolanim.paint.vector.drawing import Drawing
from poolanim.paint.vector.elements import USE
from poolanim.paint.vector.joining import joined, merged
from poolanim.paint.vector.names import OWN
from poolanim.records.tuples import NamedTuple
from poolanim.scene.marks import moved

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.paint.vector.elements import Element
    from poolanim.scene.frames import Frame, Place, Scene
    from poolanim.scene.marks import Mark

    Piece = tuple[Element, ...]

NOTHING = 0
"""The number of the piece in an empty place."""
Change = tuple[int, ...]
"""The number of a place, and that of its new piece. Its x and y follow if they are not those of the
first piece of the place."""


class View(NamedTuple):
    """The pictures of a film in one arrangement.

    Attributes:
        places: the piece in each place of the poster, with its x and y.
        changes: what each frame changes; the first one, of the poster.
    """

    places: Sequence[tuple[int, int, int]]
    changes: Sequence[Sequence[Change]]


class Pieces:
    """The pieces of a film in all its arrangements.

    Args:
        scenes: the film in each arrangement.
        poster: the number of the frame that is shown at first.
        hatched: the roles of fills with lines over them.

    Attributes:
        drawing: draws the pieces, and has their colours.
        count: the number of pieces in posters, which come before all others.
        views: the pictures in each arrangement.
    """

    def __init__(
        self, scenes: Sequence[Scene], poster: int, hatched: frozenset[str] = frozenset()
    ) -> None:
        self.drawing = Drawing(prefix=OWN, styled=True, hatched=hatched)
        self._numbers: dict[Piece, int] = {(): NOTHING}
        posters = [self._pieces(next(iter(scene.frames(poster)))) for scene in scenes]
        self.count = len(self._numbers)
        self.views = [
            View(list(pieces.values()), self._changes(scene, pieces))
            for scene, pieces in zip(scenes, posters, strict=True)
        ]

    @property
    def definitions(self) -> str:
        """The pieces of posters, and what all pieces use, as SVG."""
        pieces = (
            f'<g id="{OWN}p{number}">{"".join(joined(piece))}</g>'
            for number, piece in enumerate(islice(self._numbers, self.count))
        )
        return self.drawing.definitions + "".join(pieces)

    @property
    def others(self) -> list[list[list[str | int]]]:
        """The pieces of other frames, from `count` on.

        Each is a list of its looks, in painting order: the classes, with spaces between, and for
        each element its place in tenths of a unit, and the data of a path, or `#` and the name of
        a definition. Names come without what all begin with.
        """
        return [
            [
                [look.replace(OWN, ""), *chain.from_iterable(map(_placed, alike))]
                for look, alike in groupby(piece, lambda element: element.look)
            ]
            for piece in islice(self._numbers, self.count, None)
        ]

    def _pieces(self, frame: Frame) -> dict[Place, tuple[int, int, int]]:
        """Returns the pieces that a frame puts into places, each with its x and y."""
        return {place: self._piece(marks) for place, marks in frame.changes.items()}

    def _changes(
        self, scene: Scene, poster: dict[Place, tuple[int, int, int]]
    ) -> list[list[Change]]:
        """Returns what each frame changes; the first one, of the poster."""
        order = {place: number for number, place in enumerate(poster)}
        changes: list[list[Change]] = []
        for frame in scene.frames():
            pieces = self._pieces(frame)
            changes.append(
                [
                    (order[place], piece, *(() if poster[place][1:] == (x, y) else (x, y)))
                    for place, (piece, x, y) in pieces.items()
                    if changes or poster[place] != (piece, x, y)
                ]
            )
        return changes

    def _piece(self, marks: tuple[Mark, ...]) -> tuple[int, int, int]:
        """Returns the number of the piece that consists of these marks, and its x and y."""
        if not marks:
            return NOTHING, 0, 0
        x, y = floor(marks[0].x), floor(marks[0].y)  # whole, so that boxes stay on whole units
        here = (moved(mark, -x, -y) for mark in marks)
        drawn = merged(chain.from_iterable(map(self.drawing.pieces, here)))
        piece = tuple(map(self._defined, drawn))
        return self._numbers.setdefault(piece, len(self._numbers)), x, y

    def _defined(self, element: Element) -> Element:
        """Returns an element that is a path, or shows a definition."""
        if element.end is not None or element.markup.startswith(USE):
            return element
        return element._replace(markup=self.drawing.shown(element.markup))


def _placed(element: Element) -> tuple[str | int, ...]:
    """Returns where an element stands, and what it shows."""
    markup = element.markup.replace(f'{USE} href="#{OWN}', "#").removesuffix('"/>')
    return element.x, element.y, markup
