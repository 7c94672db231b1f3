"""Works out what the boards and the texts of a pass need, before these are placed."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from poolanim.grids.sources import names_picture
from poolanim.scene.arrange.placement import HIGH, LOW
from poolanim.scene.arrange.wanted import Wanted
from poolanim.scene.coding import Coding
from poolanim.scene.placing import Script
from poolanim.scene.side.room import NAME_LEFT
from poolanim.scene.side.slots import Slot, SlotRow
from poolanim.scene.side.tracked import LEAST_SUM
from poolanim.scene.spreading import needs_of, threaded_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.figure import Figure
    from poolanim.scene.boards.part import Part
    from poolanim.scene.boards.setting import Measure
    from poolanim.scene.canvas import Canvas
    from poolanim.scene.casting import Cast
    from poolanim.scene.text.telling import Telling

GAP = {"wide": 168, "square": 168, "tall": 124}
"""The gap between two boards, by the aspect of the canvas."""
MASK_GAP, TAG_GAP = 62, 88
"""The gaps between three boards: of the mask, and of the tag."""
CHAIN_GAP = {"wide": 108, "square": 96, "tall": 88}
"""The gap between boards that beams join one after another, by the aspect of the canvas."""
SUM = 150
"""The width of a sum."""
LEAST_CODE = 300
"""The least width of the text under a board."""
NAMES_RIGHT = 14
"""The distance between names at the left of boards and the boards."""


def script_of(
    figure: Figure, cast: Cast, drawn: Sequence[int], canvas: Canvas, measure: Measure
) -> Script:
    """Returns a pass before its boards are placed.

    Args:
        figure: the spec of the figure.
        cast: the grids of the pass.
        drawn: the numbers of the scans that are drawn.
        canvas: the canvas of the figure.
        measure: returns the widths of texts.
    """
    telling, picture = cast.telling, names_picture(figure.input)
    coding = Coding.of(telling.longest_codes(drawn), canvas, measure)
    high = _high_slots(telling, drawn, canvas, measure)
    needs = needs_of(cast, canvas, measure)
    kinds = list({part.seat.kind: part for part in cast.parts}.values())
    wanted = Wanted(
        tuple((part.rows, part.columns) for part in kinds),
        _gaps(cast, canvas),
        max(coding.width, LEAST_CODE, _formula_width(telling, canvas, measure)),
        max(coding.rows, 1),
        slots=HIGH if high else LOW,
        slots_width=high,
        square=picture,
        beside=_beside(telling, coding, canvas, measure),
        doubled=kinds[-1].small is not None,
        upper=cast.linked[0][0],
        seats=cast.seats,
        threaded=threaded_of(cast, drawn, needs, canvas, measure),
        needs=needs,
        joins=cast.linked,
        hung=tuple(cast.hung.items()),
        names=NAMES_RIGHT + max(_name_width(part, canvas, measure) for part in kinds),
    )
    return Script(cast, coding, wanted, picture)


def _formula_width(telling: Telling, canvas: Canvas, measure: Measure) -> float:
    """Returns the least width of the formula of a pass; 0 if it shows none."""
    formula = telling.story.formula
    return measure(formula, int(canvas.small), "math") if formula else 0.0


def _gaps(cast: Cast, canvas: Canvas) -> tuple[int, ...]:
    """Returns the least width of each gap between two boards side by side."""
    standing = [number for number in range(len(cast.kinds)) if number not in cast.hung]
    if len(standing) == 2:
        return (GAP[canvas.aspect],)
    joined = set(map(frozenset, cast.linked))
    pairs = [frozenset(pair) for pair in pairwise(standing)]
    if joined.issuperset(pairs):
        return (CHAIN_GAP[canvas.aspect],) * len(pairs)
    return tuple(TAG_GAP if pair in joined else MASK_GAP for pair in pairs)


def _name_width(part: Part, canvas: Canvas, measure: Measure) -> float:
    """Returns the width of the name of a board, and of its role under it."""
    name = measure(part.name, canvas.label, "code-strong")
    return max(name, measure(part.role, canvas.small, "text"))


def _beside(telling: Telling, coding: Coding, canvas: Canvas, measure: Measure) -> float:
    """Returns the width of the texts beside code: a name, and a sum beside two rows."""
    focus = telling.story.focus
    if focus is not None:
        name = measure(telling.name_of(focus), coding.size, "code")
    else:
        name = measure(telling.scan(0).say("slots_name"), canvas.small + 1, "text")
    return NAME_LEFT + name + (coding.rows > 1) * SUM


def _high_slots(telling: Telling, scans: Sequence[int], canvas: Canvas, measure: Measure) -> float:
    """Returns the width of slots with factors; 0 if not all have room beside the sum."""
    most = max(telling.slots_in(scans), key=lambda places: sum(len(p.factors) for p in places))
    slots = [Slot(place.text, factors=place.factors) for place in most if place.factors]
    row = SlotRow(0, 0, canvas.room - LEAST_SUM, HIGH, canvas.small, measure)
    width = row.width(slots)
    return width if slots and width <= row.room else 0
