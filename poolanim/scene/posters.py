"""Finds the frame that shows what a scan does, and the one that stands for a film."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.parameters.filmed import FIRST, LAST
from poolanim.records.tuples import NamedTuple

if TYPE_CHECKING:
    from poolanim.scene.frames import Scene
    from poolanim.scene.phases import Stage


class Hold(NamedTuple):
    """The frame of a film that shows what a scan does.

    Attributes:
        frame: its number, from 0.
        act: the number of the pass.
        scan: the number of the scan, from 0.
        stage: the stage of the scan; `told` if its deltas are shown.
    """

    frame: int
    act: int
    scan: int
    stage: Stage


def holds(scene: Scene) -> list[Hold]:
    """Returns a frame for each scan that a film draws."""
    found: dict[tuple[int, int], Hold] = {}
    for number, told in enumerate(scene.told()):
        if told.scan is not None:
            key = told.act.number, told.scan
            if told.stage == "told" or key not in found or found[key].stage != "told":
                found[key] = Hold(number, *key, told.stage)
    return list(found.values())


def poster(scene: Scene, chosen: int | str | None) -> int:
    """Returns the number, from 0, of the frame that stands for a film.

    By default, it is in the middle of those that show the deltas of a scan, one of which goes to
    the tracked cell if there is one.

    Args:
        scene: the film.
        chosen: the parameter `poster` of its figure.
    """
    if chosen in (FIRST, LAST):
        return 0 if chosen == FIRST else scene.frame_count - 1
    act = scene.acts[-1]
    standing = [hold for hold in holds(scene) if hold.act == act.number]
    if isinstance(chosen, int):  # of scans that share a frame it has the last one's number
        return next(hold.frame for hold in standing if hold.scan >= chosen - 1)
    hits = set(act.hits())
    told = [hold for hold in standing if hold.stage == "told"] or standing
    telling = [hold for hold in told if hold.scan in hits] or told
    return telling[len(telling) // 2].frame
