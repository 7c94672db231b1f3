from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolanim import Figure
from poolanim.records import replace
from poolanim.scene.pace import MOST_STEPS, SHORTEST_MS, Pace, watchable


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
    pace = Pace.of(Figure(layer="avg", every=1, step_ms=1400), 500, 1)
    assert len(pace.drawn) == 500
    scans_ms = [sum(drawn.times_ms) for drawn in pace.drawn]
    assert scans_ms[:9] == [2380, 2380, 1400, 1320, 1240, 1160, 1080, 1000, 1000]
    assert set(scans_ms[9:]) == {1000}
    assert pace.duration_ms == sum(scans_ms) + 1500 + 3000


@pytest.mark.parametrize("beats", [1, 2, 3])
@pytest.mark.parametrize("tween_ms", [0, 20, 40])
@pytest.mark.parametrize("step_ms", [40, 160, 700, 1400, 1433, 9000])
def test_a_film_takes_the_same_time_in_motion(beats, tween_ms, step_ms):
    figure = Figure(layer="avg", step_ms=step_ms, beats=beats)
    pace, steps = Pace.of(figure, 60, 1, tween_ms), Pace.of(figure, 60, 1)
    assert pace.duration_ms == steps.duration_ms
    instants = [each for drawn in pace.drawn for each in drawn.instants(tween_ms)]
    assert sum(each.time_ms for each in instants) == pace.duration_ms - 3 * figure.hold_ms
    assert min(each.time_ms for each in instants) >= SHORTEST_MS
    assert 2 + len(instants) == pace.frame_count


def test_a_scan_in_motion_has_its_phases_one_after_another():
    pace = Pace.of(Figure(layer="avg", step_ms=1400), 9, 1, 20)
    instants = pace.drawn[2].instants(20)
    assert sum(each.time_ms for each in instants) == 1400
    times: dict[str, int] = {}
    for each in instants:
        name = each.tween or each.stage
        times[name] = times.get(name, 0) + each.time_ms
    phases = {"glide": 240, "open": 100, "fly": 260, "told": 300, "merged": 240, "rested": 260}
    assert list(times.items()) == list(phases.items())
    for tween in ("glide", "open", "fly"):
        shares = [each.share for each in instants if each.tween == tween]
        assert shares == sorted(set(shares))
        assert shares[0] > 0
        assert shares[-1] == (1 if tween != "fly" else 13 / 14)  # numbers land in the next frame


@pytest.mark.parametrize(("tween_ms", "least"), [(20, 8), (40, 4)])
def test_numbers_fly_in_eight_frames_or_as_many_as_the_rate_allows(tween_ms, least):
    pace = Pace.of(Figure(layer="avg", step_ms=1400), 9, 1, tween_ms)
    for drawn in pace.drawn:
        flight = [each for each in drawn.instants(tween_ms) if each.tween == "fly"]
        assert len(flight) >= least
        assert {each.time_ms for each in flight} == {tween_ms}
        assert abs(len(flight) * tween_ms - sum(drawn.times_ms) * 260 / 1400) <= tween_ms


def test_a_fast_scan_in_motion_glides_and_stands():
    pace = Pace.of(Figure(layer="avg", step_ms=1400), 100, 1, 40)
    fast = next(drawn for drawn in pace.drawn if len(drawn.times_ms) == 1)
    assert [each.tween for each in fast.instants(40)] == ["glide"] * 5 + [None]
    assert sum(each.time_ms for each in fast.instants(40)) == 500


def test_the_last_frame_takes_twice_the_time_of_the_first_or_its_own():
    figure = Figure(layer="avg", hold_ms=500)
    assert Pace.of(figure, 9, 1).closing_ms == 1000
    own = Pace.of(replace(figure, hold_last_ms=4000), 9, 1)
    assert (own.hold_ms, own.closing_ms) == (500, 4000)
    assert own.duration_ms == Pace.of(figure, 9, 1).duration_ms + 3000
    assert 4000 in own.beats_ms
