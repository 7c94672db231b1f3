"""Chooses the scans that a film draws, with their frames and their times.

Unless the figure selects scans, all are drawn if the film is short enough. The first two take
longer, and each of the next is a little shorter. In a longer film the middle is fast: each scan
there is one frame, which takes half the shortest time. If the film is still too long, each of these
frames shows several scans.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from poolanim.records import frozen
from poolanim.records.tuples import NamedTuple
from poolanim.scene.phases import instants_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from poolanim.figure import Figure
    from poolanim.scene.phases import Instant

MOST_STEPS = 23
"""The most scans that a film draws at their usual pace. A film with more has a fast middle."""
SLOW_FIRST, SLOW_LAST = 3, 2
"""The least numbers of scans at both ends with the usual pace, so that a reader can follow them."""


UNHURRIED, UNHURRIED_TIMES = 2, 1.7
"""The number of scans at the beginning that take longer, and the factor of their time."""
HASTE, MOST_HASTE = 4 / 70, 5
"""The share of the usual time by which each of the next scans is shorter than the scan before it,
and the number of these scans."""
SHORTEST_MS = 20
"""The least time of a frame. Browsers slow down shorter frames."""


class Drawn(NamedTuple):
    """A scan that is drawn.

    Attributes:
        scan: the number of the scan, from 0.
        since: the number of the first scan that the same frames show.
        times_ms: the times of its frames. The last one shows the merged deltas.
    """

    scan: int
    since: int
    times_ms: tuple[int, ...]

    def instants(self, tween_ms: int) -> Sequence[Instant]:
        """Returns its frames. Frames in motion take `tween_ms`; there are none if that is 0."""
        return instants_of(self.times_ms, tween_ms)


@frozen
class Pace:
    """The frames of one pass: an opening, those of the drawn scans, a closing.

    Attributes:
        hold_ms: the time of the opening.
        closing_ms: the time of the closing.
        first: the number of the first scan of the film.
        drawn: the scans that are drawn, in order.
        tween_ms: the time of a frame in smooth motion, in ms; 0 for steps.
    """

    hold_ms: int
    closing_ms: int
    first: int
    drawn: Sequence[Drawn]
    tween_ms: int = 0

    @classmethod
    def of(cls, figure: Figure, scans: int, passes: int, tween_ms: int = 0) -> Pace:
        """Returns the pace of a figure's film.

        Args:
            figure: the figure, which may select scans.
            scans: the number of scans of a pass.
            passes: the number of passes of the film.
            tween_ms: the time of a frame in smooth motion, in ms; 0 for steps.

        Raises:
            ParameterError: the figure selects scans that do not exist.
        """
        figure.check_scans(scans)
        first, last = (1, scans) if figure.scans is None else figure.scans
        if figure.every is None:
            count = last - first + 1
            chosen = [(first - 1 + each, s) for each, s in watchable(count, MOST_STEPS // passes)]
        else:
            chosen = [(each, True) for each in range(first - 1, last - 1, figure.every)]
            chosen.append((last - 1, True))
        drawn, since = [], first - 1
        for turn, (scan, slow) in enumerate(chosen):
            time_ms = scan_ms(figure.step_ms, turn if slow else None)
            drawn.append(Drawn(scan, since, beat_times(time_ms, figure.beats if slow else 1)))
            since = scan + 1
        closing_ms = figure.hold_last_ms or 2 * figure.hold_ms
        return cls(figure.hold_ms, closing_ms, first - 1, drawn, tween_ms)

    @cached_property
    def ends(self) -> list[int]:
        """The number of frames up to the end of each drawn scan, including the opening."""
        counts = (len(each.instants(self.tween_ms)) for each in self.drawn)
        return list(accumulate(counts, initial=1))[1:]

    @property
    def frame_count(self) -> int:
        """The number of frames."""
        return self.ends[-1] + 1

    @property
    def duration_ms(self) -> int:
        """The time of all frames, in ms."""
        scans_ms = sum(sum(each.times_ms) for each in self.drawn)
        return self.hold_ms + scans_ms + self.closing_ms

    @property
    def beats_ms(self) -> set[int]:
        """The durations of frames, in ms."""
        instants = {each for drawn in self.drawn for each in drawn.instants(self.tween_ms)}
        return {self.hold_ms, self.closing_ms, *(each.time_ms for each in instants)}

    def over(self, frame: int) -> int:
        """Returns the number of drawn scans that end before a frame."""
        return bisect_right(self.ends, frame)


def scan_ms(step_ms: int, turn: int | None) -> int:
    """Returns the time of a scan in ms, in whole hundredths of a second, as GIF counts.

    Args:
        step_ms: the usual time.
        turn: the place of the scan among the drawn ones, from 0; None in a fast middle.

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
    """Returns the time of a scan divided into its beats.

    Example:
        >>> beat_times(500, 3), beat_times(801, 2)
        ((166, 166, 168), (400, 401))
    """
    part = step_ms // beats
    return (*[part] * (beats - 1), step_ms - part * (beats - 1))


def watchable(count: int, most: int) -> Iterator[tuple[int, bool]]:
    """Yields the numbers of the scans to draw, and whether each has the usual pace or is fast.

    Args:
        count: the number of scans.
        most: the number of scans that can be drawn at the usual pace.

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
