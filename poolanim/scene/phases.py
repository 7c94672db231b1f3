"""The frames of one scan: its stages, and in smooth motion what moves between them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal

from poolanim.records.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

Stage = Literal["opening", "arrived", "told", "merged", "rested", "closing"]
"""The stages of a pass: before its first scan; then for each scan, the window has arrived, the
deltas are shown, they have merged into bold sums, and in smooth motion these rest; after its last
scan."""
STAGES: tuple[Stage, ...] = ("arrived", "told", "merged")

Tween = Literal["glide", "open", "fly"]
"""The motions: of the window, of the beam, and of numbers on their way."""
Phase = tuple[Stage, "Tween | None", int]
PHASES: Sequence[Phase] = (
    ("told", "glide", 240),
    ("told", "open", 100),
    ("told", "fly", 260),
    ("told", None, 300),
    ("merged", None, 240),
    ("rested", None, 260),
)
"""The phases of a scan in smooth motion: the stage, the motion to it if any, the share of time."""
FAST_PHASES: Sequence[Phase] = (("merged", "glide", 200), ("merged", None, 300))
"""The phases of a scan that is one frame in a film of steps."""


class Instant(NamedTuple):
    """One frame of a scan.

    Attributes:
        stage: the stage that it shows, or to which it moves.
        time_ms: its time, in ms.
        tween: the motion; None if nothing moves.
        share: the share of the motion that is done, above 0 and at most 1.
    """

    stage: Stage
    time_ms: int
    tween: Tween | None = None
    share: float = 1.0


@cache
def instants_of(times_ms: tuple[int, ...], tween_ms: int) -> Sequence[Instant]:
    """Returns the frames of a scan.

    Args:
        times_ms: the times of its beats.
        tween_ms: the time of a frame in motion; 0 for steps.
    """
    stages = STAGES[-len(times_ms) :]
    phases = FAST_PHASES if len(times_ms) == 1 else PHASES
    parts, all_ms = sum(part for *_, part in phases), sum(times_ms)
    standing_ms = min(part for _, tween, part in phases if tween is None) * all_ms / parts
    if not tween_ms or standing_ms < tween_ms:
        return tuple(map(Instant, stages, times_ms))
    instants: list[Instant] = []
    shown_ms = until = 0
    for stage, tween, part in phases:
        until += part
        left_ms = round(until * all_ms / parts) - shown_ms
        count = left_ms // tween_ms if tween else 0
        whole = count + (tween == "fly")  # numbers land in the frame after
        instants += [
            Instant(stage, tween_ms, tween, number / whole) for number in range(1, count + 1)
        ]
        if tween is None:
            instants.append(Instant(stage, left_ms))
        shown_ms += left_ms if tween is None else count * tween_ms
    return tuple(instants)
