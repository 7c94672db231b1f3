"""Arrangements of channels that have boards of their own and join to one that they share."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from poolanim.scene.arrange.abreast import Abreast
from poolanim.scene.arrange.downward import Downward
from poolanim.scene.arrange.fitting import LEAST_FILLED
from poolanim.scene.arrange.placement import filled

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

    Those with room for numbers come first, of these those that fill the canvas, of these those with
    room for all boards at once, and of these those with the largest cells.
    """
    given = wanted.threaded
    assert given is not None
    needs = given.needs, (0.0,) * len(given.needs)
    tried = [
        way(canvas, wanted, given._replace(needs=each, owns=owns, name=name))
        for each in needs
        for way, owns, name in product(WAYS[canvas.aspect], {given.owns, 1}, {given.name, 0.0})
    ]

    def rank(joined: Joined) -> tuple[bool, bool, int, float]:
        placement = joined.placement()
        bare, unfilled = not any(joined.given.needs), filled(canvas, placement) < LEAST_FILLED
        return bare, unfilled, -joined.given.owns, -placement.cell

    placed = sorted((joined for joined in tried if joined.fits), key=rank)
    return [joined.placement()._replace(slots=wanted.slots) for joined in placed]
