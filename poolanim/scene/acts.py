"""The texts of the passes and frames of a film, from the sentences of the passes."""

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
    """Returns the texts of a pass.

    Args:
        number: the place of the pass among the passes of the film.
        lines: the sentences of the pass.
        source: the place of the grid under the window.
        result: the place of the grid that has a cell for each scan.
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
    """Yields the text of each frame of a film."""
    for act in acts:
        yield Told(act, None, "opening")
        for drawn in pace.drawn:
            for instant in drawn.instants(pace.tween_ms):
                yield Told(act, drawn.scan, instant.stage, drawn.since)
        yield Told(act, None, "closing")
