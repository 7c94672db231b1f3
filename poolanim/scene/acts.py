"""What the passes of a film say of themselves, from their sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.scene.frames import ActTold, Told
from poolanim.scene.ledger import additions, readings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from poolanim.scene.frames import Cells
    from poolanim.scene.lines import Lines
    from poolanim.scene.pace import Pace


def act_told(number: int, lines: Lines, source: Cells, result: Cells) -> ActTold:
    """Returns what a pass says of itself.

    Args:
        number: its place among the passes.
        lines: its sentences.
        source: the place of the grid under the window.
        result: the place of the grid whose cells the scans belong to.
    """
    words, record, facts = lines.words, lines.record, lines.facts
    adds = record.grad_output is not None
    return ActTold(
        number=number,
        name=words.sentences["name"] if words.sentences["heading"] else "",
        parameters=lines.parameters,
        scans=len(record.steps),
        field=words.say("field", facts),
        hint=words.say("hint", facts),
        source=source,
        result=result,
        summary=lines.summary,
        focus=lambda: lines.focus or record.tracked(),
        captions=lines.caption,
        ledger=lambda: additions(lines) if adds else readings(lines),
    )


def told_by(acts: Sequence[ActTold], pace: Pace) -> Iterator[Told]:
    """Yields for each frame of a film what it tells."""
    for act in acts:
        yield Told(act, None, "opening")
        for drawn in pace.drawn:
            for instant in drawn.instants(pace.tween_ms):
                yield Told(act, drawn.scan, instant.stage, drawn.since)
        yield Told(act, None, "closing")
