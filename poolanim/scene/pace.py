"""Which scans of a film are drawn, in how many frames, and for how long.

Unless the figure says which, all are drawn, as long as the film stays watchable. The first two
take their time, and each of the next is a little shorter. In a longer film the middle is fast: each
scan there is one frame that stands for half the shortest time. If that is still too long, each of
these frames stands for several scans.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from poolanim.figure import Figure

Stage = Literal["opening", "arrived", "told", "merged", "closing"]
"""What a frame shows: the film before its first scan; of a scan the window that has arrived, then
what it brings, then what became of that; the film after its last scan."""
STAGES: tuple[Stage, ...] = ("arrived", "told", "merged")

MOST_STEPS = 23
"""A film in which scans take longer than so many at their usual pace is made faster."""
SLOW_FIRST, SLOW_LAST = 3, 2
"""So many scans at both ends keep their pace at least, so that a reader sees what happens."""


UNHURRIED, UNHURRIED_TIMES = 2, 1.7
"""So many scans take so many times as long as the next."""
HASTE, MOST_HASTE = 4 / 70, 5
"""By how much each of the next is shorter than the one before it, in parts of the first of them,
and how many are."""
SHORTEST_MS = 20
"""Browsers slow down frames that are shorter."""

Tween = Literal["glide", "open", "fly", "merge"]
"""What moves: the window, the beam, numbers on their way, and those into the sums."""
Phase = tuple[Stage, "Tween | None", int]
PHASES: Sequence[Phase] = (
    ("told", "glide", 240),
    ("told", "open", 160),
    ("told", "fly", 200),
    ("told", None, 300),
    ("merged", "merge", 240),
    ("merged", None, 260),
)
"""Of a scan in motion: the stage that is shown or led to, what moves, and the share of the time."""
FAST_PHASES: Sequence[Phase] = (("merged", "glide", 200), ("merged", None, 300))
"""Likewise of a scan that is one frame in steps."""


class Instant(NamedTuple):
    """What one frame of a scan shows.

    Attributes:
        stage: that it shows, or leads to.
        time_ms: how long.
        tween: what moves; None where everything stands.
        share: how far it has come, over 0 to 1.
    """

    stage: Stage
    time_ms: int
    tween: Tween | None = None
    share: float = 1.0


class Drawn(NamedTuple):
    """A scan that is drawn.

    Attributes:
        scan: its number, from 0.
        since: the first of those that happen at once with it.
        times_ms: of its frames, the last of which shows it merged.
    """

    scan: int
    since: int
    times_ms: tuple[int, ...]

    def stages(self) -> Iterator[tuple[Stage, int]]:
        """What its beats show, and how long, in ms."""
        return zip(STAGES[-len(self.times_ms) :], self.times_ms, strict=True)

    def instants(self, tween_ms: int) -> Sequence[Instant]:
        """Its frames; those in which something moves stand for `tween_ms`, if it is not 0."""
        return _instants(self.times_ms, tween_ms)


@dataclass(frozen=True)
class Pace:
    """The frames of one pass: an opening, those of the drawn scans, a closing.

    Attributes:
        hold_ms: time of the opening; the closing takes twice as long.
        first: the first scan that happens in the film.
        drawn: the scans that are drawn, in order.
        tween_ms: time of a frame in which something moves smoothly; 0 for steps.
    """

    hold_ms: int
    first: int
    drawn: Sequence[Drawn]
    tween_ms: int = 0

    @classmethod
    def of(cls, figure: Figure, scans: int, passes: int, tween_ms: int = 0) -> Pace:
        """The pace of a figure's film.

        Args:
            figure: may say which scans are drawn.
            scans: how many there are.
            passes: how many the film has.
            tween_ms: time of a frame in which something moves smoothly; 0 for steps.

        Raises:
            ParameterError: there are no such scans.
        """
        figure.check_scans(scans)
        first, last = (1, scans) if figure.scans is None else figure.scans
        if figure.every is None:
            count = last - first + 1
            chosen = [(first - 1 + each, s) for each, s in watchable(count, MOST_STEPS // passes)]
        else:
            chosen = [(each, True) for each in range(first - 1, last - 1, figure.every)]
            chosen.append((last - 1, True))
        beats = 2 if tween_ms else figure.beats
        drawn, since = [], first - 1
        for turn, (scan, slow) in enumerate(chosen):
            time_ms = scan_ms(figure.step_ms, turn if slow else None)
            drawn.append(Drawn(scan, since, beat_times(time_ms, beats if slow else 1)))
            since = scan + 1
        return cls(figure.hold_ms, first - 1, drawn, tween_ms)

    @cached_property
    def ends(self) -> list[int]:
        """For each drawn scan the number of frames until it is over, the opening among them."""
        counts = (len(each.instants(self.tween_ms)) for each in self.drawn)
        return list(accumulate(counts, initial=1))[1:]

    @property
    def frame_count(self) -> int:
        """How many frames there are."""
        return self.ends[-1] + 1

    @property
    def duration_ms(self) -> int:
        """Their time in all."""
        scans_ms = sum(sum(each.times_ms) for each in self.drawn)
        return self.hold_ms + scans_ms + self.closing_ms

    @property
    def closing_ms(self) -> int:
        """Time of the closing."""
        return 2 * self.hold_ms

    @property
    def beats_ms(self) -> set[int]:
        """Every duration that a frame has."""
        instants = {each for drawn in self.drawn for each in drawn.instants(self.tween_ms)}
        return {self.hold_ms, self.closing_ms, *(each.time_ms for each in instants)}

    def over(self, frame: int) -> int:
        """How many drawn scans are over before a frame."""
        return bisect_right(self.ends, frame)


@cache
def _instants(times_ms: tuple[int, ...], tween_ms: int) -> Sequence[Instant]:
    stages = STAGES[-len(times_ms) :]
    phases = FAST_PHASES if len(times_ms) == 1 else PHASES
    whole, all_ms = sum(part for *_, part in phases), sum(times_ms)
    standing_ms = min(part for _, tween, part in phases if tween is None) * all_ms / whole
    if not tween_ms or standing_ms < tween_ms:
        return tuple(map(Instant, stages, times_ms))
    instants: list[Instant] = []
    shown_ms = until = 0
    for stage, tween, part in phases:
        until += part
        left_ms = round(until * all_ms / whole) - shown_ms
        count = left_ms // tween_ms if tween else 0
        instants += [
            Instant(stage, tween_ms, tween, number / count) for number in range(1, count + 1)
        ]
        if tween is None:
            instants.append(Instant(stage, left_ms))
        shown_ms += left_ms if tween is None else count * tween_ms
    return tuple(instants)


def scan_ms(step_ms: int, turn: int | None) -> int:
    """The time of a scan in whole hundredths of a second, as GIF counts.

    Args:
        step_ms: of the first scan of usual length.
        turn: its place among those that are drawn, from 0; None if it is one of a fast middle.

    Example:
        >>> [scan_ms(1400, turn) for turn in (0, 1, 2, 3, 4, 5, 6, 7, 8)]
        [2380, 2380, 1400, 1320, 1240, 1160, 1080, 1000, 1000]
        >>> scan_ms(1400, None)
        500
    """
    shortest = 1 - HASTE * MOST_HASTE
    if turn is None:
        factor = shortest / 2
    elif turn < UNHURRIED:
        factor = UNHURRIED_TIMES
    else:
        factor = 1 - HASTE * min(turn - UNHURRIED, MOST_HASTE)
    return max(round(step_ms * factor / 10) * 10, 3 * SHORTEST_MS)


def beat_times(step_ms: int, beats: int) -> tuple[int, ...]:
    """The time of a scan, in as many parts as it has beats.

    Example:
        >>> beat_times(500, 3), beat_times(801, 2)
        ((166, 166, 168), (400, 401))
    """
    part = step_ms // beats
    return (*[part] * (beats - 1), step_ms - part * (beats - 1))


def watchable(count: int, most: int) -> Iterator[tuple[int, bool]]:
    """Which of so many scans to draw, and whether at the usual pace, or twice as fast.

    Args:
        count: of scans.
        most: how many can be drawn at the usual pace.

    Example:
        >>> sum(1 if slow else 0.5 for _, slow in watchable(40, 11))
        10.5
        >>> [number + 1 for number, slow in watchable(40, 11) if slow]
        [1, 2, 3, 39, 40]
    """
    slow = max(min(2 * most - count, count), SLOW_FIRST + SLOW_LAST)
    if count <= most or count <= SLOW_FIRST + SLOW_LAST:
        slow = count
    last = slow * SLOW_LAST // (SLOW_FIRST + SLOW_LAST)
    middle = range(slow - last, count - last)
    every = -(-len(middle) // (2 * (most - slow))) if middle else 1
    yield from ((number, True) for number in range(slow - last))
    yield from ((number, False) for number in middle[every - 1 :: every])
    yield from ((number, True) for number in range(count - last, count))
