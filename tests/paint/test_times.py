from __future__ import annotations

import re
from itertools import accumulate

import pytest

from poolanim.paint.vector.times import EXACT_MS, Times


def test_a_change_has_classes_for_what_ends_and_for_what_the_poster_hides():
    times = Times([100, 100, 100, 100], 1)
    assert [times.since(frame) for frame in range(4)] == ["", "t1", "t2 h_", "t3 h_"]
    assert [times.until(frame) for frame in (1, 2, 3, 4)] == ["t1 e_ h_", "t2 e_", "t3 e_", ""]


@pytest.mark.parametrize("time_ms", [20, 700, 1237, 61_803])
def test_keyframes_are_exact_to_the_time_of_a_frame_of_a_gif(time_ms):
    count = 31
    times = Times([time_ms] * count, 0)
    for frame in range(1, count):
        times.since(frame)
    shares = map(float, re.findall(r"\{([\d.]+)%", times.rules))
    wanted = accumulate([time_ms] * (count - 1))
    for share, start_ms in zip(shares, wanted, strict=True):
        assert share / 100 * count * time_ms == pytest.approx(start_ms, abs=EXACT_MS)


def test_a_picture_needs_no_rules():
    times = Times([100], 0)
    assert (times.since(0), times.until(1), times.rules) == ("", "", "")
