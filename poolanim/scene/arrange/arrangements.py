"""The choice among the arrangements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.scene.arrange.columns import in_columns, listed, stacked
from poolanim.scene.arrange.corners import bent, cornered, fanned, hooked
from poolanim.scene.arrange.hanging import with_hung
from poolanim.scene.arrange.nooks import in_chain_nook
from poolanim.scene.arrange.rows import beside_text, in_nook, in_row

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from poolanim.scene.arrange.placement import Placement, Wanted
    from poolanim.scene.canvas import Canvas

WAYS: tuple[Callable[[Canvas, Wanted], Placement | None], ...] = (
    in_nook,
    in_chain_nook,
    in_row,
    beside_text,
    stacked,
    listed,
    cornered,
    hooked,
    bent,
    fanned,
)
"""All arrangements of boards that stand."""
LEAST_FILLED = 0.45
"""The least share of the canvas that boards and beams should fill."""


def arranged(canvas: Canvas, wanted: Wanted) -> list[tuple[Placement, ...]]:
    """Returns the possible arrangements, each with a placement for each channel.

    Those that fill the canvas come first, of these those with names over their boards, and of these
    those with the largest cells.
    """
    if wanted.channels > 1:
        columns = in_columns(canvas, wanted)
        return [] if columns is None else [columns]
    standing = wanted.standing()
    found = [placement for way in WAYS if (placement := way(canvas, standing)) is not None]
    placed = [(each,) for one in found if (each := with_hung(canvas, wanted, one)) is not None]

    def rank(placements: tuple[Placement, ...]) -> tuple[bool, bool, float]:
        unfilled = filled(canvas, placements) < LEAST_FILLED
        return unfilled, placements[0].named == "left", -placements[0].cell

    return sorted(placed, key=rank)


def filled(canvas: Canvas, placements: Sequence[Placement]) -> float:
    """Returns the share of the canvas that boards and the beams between them fill."""
    rects = [board.rect for placement in placements for board in placement.boards]
    width = max(rect.right for rect in rects) - min(rect.left for rect in rects)
    height = max(rect.bottom for rect in rects) - min(rect.top for rect in rects)
    return width * height / (canvas.width * canvas.height)
