"""Arrangements of channels that have boards of their own and join to one that they share."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from poolanim.scene.arrange.abreast import Abreast
from poolanim.scene.arrange.downward import Downward
from poolanim.scene.arrange.fitting import LEAST_FILLED
from poolanim.scene.arrange.placement import LOW, filled
from poolanim.scene.boards.sizing import least_height

if TYPE_CHECKING:
    from collections.abc import Mapping

    from poolanim.scene.arrange.joined import Joined
    from poolanim.scene.arrange.placement import Placement
    from poolanim.scene.arrange.wanted import Wanted
    from poolanim.scene.canvas import Canvas


WAYS: Mapping[str, tuple[type[Joined], ...]] = {
    "wide": (Abreast,),
    "square": (Abreast, Downward),
    "tall": (Downward,),
}
"""The arrangements by the aspect of the canvas."""


def threaded(canvas: Canvas, wanted: Wanted) -> list[Placement]:
    """Returns the possible arrangements.

    Those that fill the canvas and have room for numbers come first, and of the others those with
    room for the numbers of the most grids. Of these come first those with high slots if these are
    wanted, of these those with room for all boards at once, and of these those with the largest
    cells. There are none if no scan adds to boards that hang on others in columns of their own.
    """
    given = wanted.threaded
    assert given is not None
    if given.apart and given.hung not in (None, *(target for _, target in wanted.joins)):
        return []  # between the boards of a channel, all room is that of beams
    kinds = range(len(given.needs))
    read = set(kinds), set(kinds) - {given.upper}, {given.own}, set[int]()
    needs = [tuple(given.needs[n] if n in each else 0.0 for n in kinds) for each in read]
    ways = product(WAYS[canvas.aspect], {wanted.slots, LOW}, {given.owns, 1}, {given.name, 0.0})
    tried = [
        way(
            canvas,
            wanted._replace(slots=slots),
            given._replace(needs=each, owns=owns, name=name),
        )
        for way, slots, owns, name in ways
        for each in needs
    ]

    def rank(joined: Joined) -> tuple[float, ...]:
        placement = joined.placement()
        readable = _readable(canvas, wanted, placement)
        full = filled(canvas, placement) >= LEAST_FILLED
        rest = -placement.slots, -joined.given.owns, -placement.cell
        return -readable * full, -readable, not full, *rest

    placed = sorted((joined for joined in tried if joined.fits), key=rank)
    return [joined.placement() for joined in placed]


def _readable(canvas: Canvas, wanted: Wanted, placement: Placement) -> int:
    """Returns the number of grids whose boards have room for their numbers."""
    assert wanted.threaded is not None
    boards = {seat.kind: board for seat, board in zip(wanted.seats, placement.boards, strict=True)}
    return sum(
        board.cell_width >= wanted.threaded.needs[kind]
        and board.cell_height >= least_height(canvas.number)
        for kind, board in boards.items()
    )
