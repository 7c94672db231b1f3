from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolanim import Figure
from poolanim.scene.pace import MOST_STEPS, Pace, watchable


@given(st.integers(1, 20_000), st.integers(8, MOST_STEPS))
def test_a_long_film_keeps_its_first_and_last_scans_and_is_no_longer_than_it_may(count, most):
    scans = list(watchable(count, most))
    numbers = [number for number, _ in scans]
    assert numbers == sorted(set(numbers))
    assert sum(1 if slow else 0.5 for _, slow in scans) <= most
    slow = {number for number, slow in scans if slow}
    assert slow >= set(range(min(count, 3))) | {max(count - 2, 0), count - 1}
    gaps = {b - a for (a, _), (b, slow) in pairwise(scans) if not slow}
    assert len(gaps) <= 1  # evenly
    if count <= most:
        assert slow == set(range(count))
    if count <= 2 * most - 5:
        assert len(numbers) == count


@pytest.mark.parametrize("every", [None, 1, 2])
@pytest.mark.parametrize("scans", [None, "3:50", "7:7"])
def test_every_scan_happens_once(every, scans):
    pace = Pace.of(Figure(layer="avg", input="a.csv", every=every, scans=scans), 60, 1)
    first, last = (1, 60) if scans is None else map(int, scans.split(":"))
    done = first - 1
    for drawn in pace.drawn:
        assert drawn.since == done
        done = drawn.scan + 1
    assert (pace.first, done) == (first - 1, last)
    frames = [1, *(len(drawn.times_ms) for drawn in pace.drawn), 1]
    assert sum(frames) == pace.frame_count
    for frame in range(pace.frame_count):
        over = pace.over(frame)
        assert sum(frames[: over + 1]) <= frame or over == 0
        assert over == len(pace.drawn) or frame < sum(frames[: over + 2])


def test_an_explicit_every_draws_all_at_the_usual_pace():
    pace = Pace.of(Figure(layer="avg", every=1), 500, 1)
    assert len(pace.drawn) == 500
    assert pace.beats_ms == {400, 1500}
    assert pace.duration_ms == 500 * 800 + 3000
