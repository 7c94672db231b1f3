"""Which scans of a film are drawn, in how many frames, and for how long.

Unless the figure says which, all are drawn, as long as the film stays watchable. In a longer one
the middle is fast: each scan there is one frame that stands for half the time. If that is still
too long, each of these frames stands for several scans.
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


Tween = Literal["glide", "fly", "merge"]
"""What moves between two stages: the window, what it brings, and that into the sums."""
SHARES: dict[Stage, Sequence[tuple[Tween, float]]] = {
    "arrived": (("glide", 0.6),),
    "told": (("glide", 0.4), ("fly", 0.35)),
    "merged": (("glide", 0.4), ("merge", 0.45)),
}
"""In parts of a stage's time, how long what leads to it moves."""


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
        hold_ms: time of the opening and of the closing.
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
        slow, fast = beat_times(figure.step_ms, figure.beats), (figure.step_ms // 2,)
        count = last - first + 1
        if figure.every is None:
            paces = [
                (first - 1 + number, slow if is_slow else fast)
                for number, is_slow in watchable(count, MOST_STEPS // passes)
            ]
        else:
            numbers = [*range(first - 1, last - 1, figure.every), last - 1]
            paces = [(number, slow) for number in numbers]
        drawn, since = [], first - 1
        for scan, times_ms in paces:
            drawn.append(Drawn(scan, since, times_ms))
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
        return 2 * self.hold_ms + sum(sum(each.times_ms) for each in self.drawn)

    @property
    def beats_ms(self) -> set[int]:
        """Every duration that a frame has."""
        instants = {each for drawn in self.drawn for each in drawn.instants(self.tween_ms)}
        return {self.hold_ms, *(each.time_ms for each in instants)}

    def over(self, frame: int) -> int:
        """How many drawn scans are over before a frame."""
        return bisect_right(self.ends, frame)


@cache
def _instants(times_ms: tuple[int, ...], tween_ms: int) -> Sequence[Instant]:
    instants: list[Instant] = []
    for stage, time_ms in zip(STAGES[-len(times_ms) :], times_ms, strict=True):
        left_ms = time_ms
        for tween, part in SHARES[stage] if tween_ms else ():
            if tween == "glide" and instants:  # only what comes first waits for the window
                continue
            count = int(time_ms * part / tween_ms)
            instants += [
                Instant(stage, tween_ms, tween, number / count) for number in range(1, count + 1)
            ]
            left_ms -= count * tween_ms
        instants.append(Instant(stage, left_ms))
    return tuple(instants)


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
