"""The texts of the passes and frames of a film, from the sentences of the passes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.scene.frames import ActTold, Told
from poolanim.scene.text.given import headed
from poolanim.scene.text.tracking import tracked_cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from poolanim.scene.frames import Cells
    from poolanim.scene.marks import Mark
    from poolanim.scene.pace import Pace
    from poolanim.scene.text.ledger import Ledger
    from poolanim.scene.text.telling import Telling


def act_told(
    number: int,
    telling: Telling,
    source: Cells,
    result: Cells,
    code: Callable[[], Sequence[Sequence[Mark]]],
) -> ActTold:
    """Returns the texts of a pass.

    Args:
        number: the place of the pass among the passes of the film.
        telling: the texts of the pass.
        source: the place of the grid under the window.
        result: the place of the grid that has a cell for each scan.
        code: returns the code of all scans.
    """
    story, captions = telling.story, telling.captions
    words, facts = story.words, story.facts

    def ledger() -> Ledger:
        from poolanim.scene.text.ledger import ledger_of  # pages alone show it

        return ledger_of(story)

    return ActTold(
        number=number,
        name=words.sentences["name"] if words.sentences["heading"] else "",
        parameters=headed(story),
        scans=len(story.view),
        field=words.say("field", facts),
        hint=words.say("hint", facts),
        source=source,
        result=result,
        summary=captions.summary,
        focus=lambda: story.focus or tracked_cell(story.view),
        hits=lambda: [hit.scan for hit in story.hits if hit.delta],
        captions=captions,
        ledger=ledger,
        code=code,
    )


def told_by(acts: Sequence[ActTold], pace: Pace) -> Iterator[Told]:
    """Yields the text of each frame of a film."""
    for act in acts:
        yield Told(act, None, "opening")
        for drawn in pace.drawn:
            for instant in drawn.instants(pace.tween_ms):
                yield Told(act, drawn.scan, instant.stage, drawn.since)
        yield Told(act, None, "closing")
