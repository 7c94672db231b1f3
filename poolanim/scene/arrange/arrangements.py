"""The choice among the arrangements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.scene.arrange.columns import in_columns, listed, stacked
from poolanim.scene.arrange.corners import bent, cornered, fanned, hooked
from poolanim.scene.arrange.fitting import LEAST_FILLED
from poolanim.scene.arrange.hanging import with_hung
from poolanim.scene.arrange.nooks import in_chain_nook
from poolanim.scene.arrange.placement import LOW, filled
from poolanim.scene.arrange.rows import beside_text, graded, in_nook, in_row, needed
from poolanim.scene.arrange.tiers import tiered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from poolanim.scene.arrange.placement import Placement
    from poolanim.scene.arrange.wanted import Wanted
    from poolanim.scene.canvas import Canvas

WAYS: tuple[Callable[[Canvas, Wanted], Placement | None], ...] = (
    in_nook,
    in_chain_nook,
    in_row,
    graded,
    needed,
    beside_text,
    stacked,
    listed,
    cornered,
    hooked,
    bent,
    tiered,
    fanned,
)
"""All arrangements of boards that stand."""


def arranged(canvas: Canvas, wanted: Wanted) -> list[Placement]:
    """Returns the possible arrangements.

    Those that fill the canvas come first, of these those with high slots if these are wanted, of
    these those with names over their boards, and of these those with the largest cells.
    """
    if wanted.threaded is not None:
        from poolanim.scene.arrange.threads import threaded  # those of several channels alone

        return threaded(canvas, wanted)
    if wanted.columns > 1:
        columns = in_columns(canvas, wanted)
        return [] if columns is None else [columns._replace(slots=wanted.slots)]
    placed = [
        placement.seated(wanted.seats)._replace(slots=slots)
        for slots in sorted({wanted.slots, LOW})
        for placement in _standing(canvas, wanted._replace(slots=slots))
        if slots == LOW or wanted.slots_width <= placement.strip.width
    ]

    def rank(placement: Placement) -> tuple[bool, int, bool, float]:
        unfilled = filled(canvas, placement) < LEAST_FILLED
        return unfilled, -placement.slots, placement.named == "left", -placement.cell

    return sorted(placed, key=rank)


def _standing(canvas: Canvas, wanted: Wanted) -> Iterator[Placement]:
    """Yields the possible placements of one channel."""
    standing = wanted.standing()
    for way in WAYS:
        placement = way(canvas, standing)
        if placement is not None and (each := with_hung(canvas, wanted, placement)) is not None:
            yield each
