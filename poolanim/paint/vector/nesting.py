"""Nests the pieces of a film in groups: of one end, of one start, of one scale, of one look."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from poolanim.paint.vector.batches import ordered
from poolanim.paint.vector.elements import area
from poolanim.paint.vector.joining import given, joined, merged
from poolanim.paint.vector.shapes import rectangle
from poolanim.paint.vector.sharing import rows_shared, shapes_shared
from poolanim.records.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.paint.vector.batches import Piece
    from poolanim.paint.vector.drawing import Drawing
    from poolanim.paint.vector.elements import Element
    from poolanim.paint.vector.ground import Ground
    from poolanim.paint.vector.times import Times

    Group = tuple["Kind", Sequence[Element]]


class Kind(NamedTuple):
    """What the elements of a group have in common.

    Attributes:
        end: the number of the first frame that does not show them any more.
        start: the number of the first frame that shows them.
        transform: how their units become those of the picture.
        look: the class of their look.
        is_path: whether they are paths.
    """

    end: int
    start: int
    transform: str
    look: str
    is_path: bool


def kind_of(piece: Piece) -> Kind:
    """Returns what a piece has in common with others of its group."""
    _, _, _, look, transform, end = piece.element
    return Kind(piece.end, piece.start, transform, look, end is not None)


def nested(pieces: Sequence[Piece], drawing: Drawing, times: Times) -> str:
    """Returns pieces as SVG. What comes often is defined once.

    Args:
        pieces: the pieces, in painting order.
        drawing: keeps the definitions.
        times: keeps the classes of starts and ends.
    """
    keys = (lambda piece, turn=turn: kind_of(piece)[turn] for turn in range(len(Kind._fields)))
    kinds, groups = [], []
    for kind, alike in groupby(ordered(pieces, *keys), kind_of):
        kinds.append(kind)
        groups.append([piece.element for piece in alike])
    groups = rows_shared(shapes_shared(groups, drawing.shown), drawing.shown)
    return "".join(_grouped(list(zip(kinds, groups, strict=True)), times))


def _grouped(groups: Sequence[Group], times: Times, level: int = 0) -> list[str]:
    """Returns groups of which the kinds are equal up to a level, in groups for all other levels."""
    if level == Kind._fields.index("is_path"):
        return [each.placed for _, elements in groups for each in merged(elements)]
    parts: list[str] = []
    for _, some in groupby(groups, lambda group: group[0][level]):
        inner = list(some)
        end, start, transform, look, _ = inner[0][0]
        attribute, value = (
            ("class", times.until(end)),
            ("class", times.since(start)),
            ("transform", transform),
            ("class", look),
        )[level]
        parts += given(_grouped(inner, times, level + 1), attribute, value)
    return parts


def laid(ground: Ground, drawing: Drawing, times: Times) -> str:
    """Returns tiles as SVG, frame by frame, and veils. Later tiles cover those before."""
    if not ground.pieces:
        return ""
    cells = merged(area(rectangle(cell)) for cell in sorted(ground.cells))
    cut = drawing.name(f"<clipPath>{''.join(cell.placed for cell in cells)}</clipPath>")
    parts: list[str] = []
    for start, pieces in groupby(ground.pieces, lambda piece: piece.start):
        elements = sorted((piece.element for piece in pieces), key=_order)
        parts += given(joined(elements), "class", times.since(start))
    crisp = 'shape-rendering="crispEdges"'  # what is under a tile would show between smooth edges
    veils = nested(ground.veils, drawing, times)
    return f'<g clip-path="url(#{cut})" {crisp}>{"".join(parts)}{veils}</g>'


def _order(element: Element) -> tuple[bool, str, int, int]:
    """Returns what orders tiles: lines over them come last."""
    return element.end is None, element.look, element.x, element.y
