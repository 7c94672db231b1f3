"""What an arrangement in columns has to know of a pass: the least widths of what it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.scene.arrange.wanted import Threaded
from poolanim.scene.boards.names import BEFORE
from poolanim.scene.boards.sizing import least_widths
from poolanim.scene.legend import TAG_STYLES
from poolanim.scene.overlay.tag import PAD
from poolanim.scene.runs import runs_of, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.scene.boards.join import Join
    from poolanim.scene.boards.setting import Measure
    from poolanim.scene.boards.sizing import LeastWidths
    from poolanim.scene.canvas import Canvas
    from poolanim.scene.casting import Cast

KNOT_PAD = 8
"""The room at each side of a number on a thread."""


def needs_of(cast: Cast, canvas: Canvas, measure: Measure) -> tuple[LeastWidths, ...]:
    """Returns by grid the least widths of cells in which its numbers can be read."""
    numbers = {part.seat.kind: number for number, part in reversed(list(enumerate(cast.parts)))}
    return tuple(
        least_widths(cast.numbers(number), cast.added(number), canvas.number, measure)
        for _, number in sorted(numbers.items())
    )


def threaded_of(
    cast: Cast, drawn: Sequence[int], needs: Sequence[LeastWidths], canvas: Canvas, measure: Measure
) -> Threaded | None:
    """Returns what columns of boards share; None if there are no columns, or if they share nothing.

    Args:
        cast: the grids of the pass.
        drawn: the numbers of the scans that are drawn.
        needs: by grid the least widths of cells in which its numbers can be read.
        canvas: the canvas of the figure.
        measure: returns the widths of texts.
    """
    turn, parts = cast.turns[0], cast.parts
    if len(cast.tellings) > 1 or cast.depths.alone:
        return None
    kinds = list(dict.fromkeys(parts[number].seat.kind for number in turn.used))
    deep = {part.seat.kind for part in parts if part.seat.column is not None}
    own = parts[turn.own[0]].seat.kind
    hung = next((kind for kind in cast.hung if kind in deep), None)
    pair = [kind for kind in kinds if kind in deep - {own, hung}]
    joined = [kind for kind in pair if {kind, own} in map(set, cast.linked)]
    lower, thread = _last(joined, cast), turn.thread
    upper = next(kind for kind in pair if kind != lower)
    tags = (join.tag for join in turn.joins if turn.own[0] in join.boards)
    pill = (next(tags), -1) if thread is None else (thread.tag, 0)
    between = [join.tag for join in turn.joins if _kinds(cast, join) == {upper, lower}]
    return Threaded(
        axis=str(cast.depths.column_axis),
        columns=cast.depths.columns,
        upper=upper,
        lower=lower,
        own=own,
        aside=next((kind for kind in kinds if kind not in deep | {own}), None),
        hung=hung,
        host=None if hung is None else cast.hung[hung],
        apart=thread is None,
        fans=len(joined) > 1,
        owns=cast.depths.turns,
        needs=tuple(need.usual for need in needs),
        title=max(_title(cast, kind, canvas, measure) for kind in (*pair, own)),
        name=BEFORE + _name(cast, lower, canvas, measure),
        hanging=0.0 if hung is None else _name(cast, hung, canvas, measure),
        tag=max((_tag(cast, key, -1, drawn, canvas, measure) for key in between), default=0.0),
        knot=0.0 if thread is None else _knot(cast, drawn, canvas, measure),
        pill=_tag(cast, *pill, drawn, canvas, measure),
    )


def _last(kinds: Sequence[int], cast: Cast) -> int:
    """Returns the grid that is next to the shared one, of several that over which none moves."""
    moving = {part.seat.kind for part in cast.parts if part.moving}
    return min(kinds, key=lambda kind: kind in moving)


def _name(cast: Cast, kind: int, canvas: Canvas, measure: Measure) -> float:
    """Returns the width of the longest name of the boards of a grid, with what is under it."""
    roles = [part.role for part in cast.parts if part.seat.kind == kind]
    title = _title(cast, kind, canvas, measure)
    return max(title, *(measure(role, canvas.small, "text") for role in roles))


def _title(cast: Cast, kind: int, canvas: Canvas, measure: Measure) -> float:
    """Returns the width of the longest name of the boards of a grid."""
    names = [part.name for part in cast.parts if part.seat.kind == kind]
    return max(measure(name, canvas.label, "code-strong") for name in names)


def _knot(cast: Cast, drawn: Sequence[int], canvas: Canvas, measure: Measure) -> float:
    """Returns the width of the longest number on a thread."""
    texts = {text for scan in drawn for text, _ in cast.telling.scan(scan).nodes}
    return max(measure(text, canvas.tag, "number-bold") for text in texts) + 2 * KNOT_PAD


def _kinds(cast: Cast, join: Join) -> set[int]:
    """Returns the grids of two boards that a beam joins."""
    return {cast.parts[number].seat.kind for number in join.boards}


def _tag(
    cast: Cast, key: str, way: int, drawn: Sequence[int], canvas: Canvas, measure: Measure
) -> float:
    """Returns the width of the longest tag in some scans.

    Args:
        cast: the grids of the pass.
        key: of the texts of the tag.
        way: the number of the text: that of the shortest, -1, on a beam, where others may have no
            room, and that of the first on a thread.
        drawn: the numbers of the scans.
        canvas: the canvas of the figure.
        measure: returns the widths of texts.
    """
    texts, size = {cast.telling.ways(scan, key)[way] for scan in drawn}, canvas.tag + 1
    return max(width_of(runs_of(text), TAG_STYLES, size, measure) for text in texts) + 2 * PAD
