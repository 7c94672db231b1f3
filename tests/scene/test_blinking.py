"""Nothing blinks, from the first frame of a film to its last, in steps and in motion."""

from __future__ import annotations

from functools import cache
from itertools import groupby, pairwise

import pytest

from poolanim.scene.frames import kind_of
from poolanim.scene.marks import Box, Dot, Text
from tests.scene.spread import FIGURES
from tests.scenes import scene_of

TRIED = {
    name: FIGURES[name]
    for name in (
        *("avg both", "max both", "avg padding both", "max padding", "avg dilation", "max ties"),
        *("avg channels", "max channels", "long numbers", "lp", "unpool", "adaptive-avg"),
        *("global-max", "avg row", "torch", "every", "scans", "three beats", "sum"),
        *("conv", "conv all", "conv padding", "conv-transpose stride"),
    )
} | {
    # With both passes they have a fast middle, where beams come and go.
    name: FIGURES[name] | {"direction": direction}
    for name, direction in (("softmax", "backward"), ("stochastic", "forward"))
}
BLINK_MS = 200
"""What stands for less is seen as a blink. All that scans of the usual pace show stands longer."""
MOTIONS = pytest.mark.parametrize("tween_ms", [0, 40])
FILMS = pytest.mark.parametrize("name", TRIED)


@cache
def film_of(name, tween_ms):
    """The scene of a figure, and what its places show from when to when."""
    scene, _ = scene_of(tween_ms, **TRIED[name])
    return scene, spans_of(scene)


def spans_of(scene):
    """For each place, its marks one after another with the times in ms from when to when."""
    standing, spans, now = {}, {}, 0
    for frame in scene.frames():
        for place, marks in frame.changes.items():
            if place in standing:
                since, before = standing[place]
                spans.setdefault(place, []).append((since, now, before))
            standing[place] = now, marks
        now += frame.duration_ms
    for place, (since, marks) in standing.items():
        spans.setdefault(place, []).append((since, now, marks))
    return spans


def shape(marks):
    """What fills a cell: its colour, and whether it is tracked or a winner."""
    fills = [mark.fill for mark in marks if isinstance(mark, Box) and mark.fill]
    spots = [mark.fill for mark in marks if isinstance(mark, Dot) and mark.radius > 5]
    return tuple(fills), tuple(spots)


def numbers(marks):
    return tuple(mark.text for mark in marks if isinstance(mark, Text))


def brief_returns(spans, what):
    """The places that show something for a moment, and then what they showed before."""
    found = []
    for place, states in spans.items():
        runs = [
            (key, [(since, until) for _, since, until in group])
            for key, group in groupby(
                ((what(marks), since, until) for since, until, marks in states), lambda e: e[0]
            )
        ]
        for (before, _), (now, times), (after, _) in zip(runs, runs[1:], runs[2:], strict=False):
            if before == after != now and times[-1][1] - times[0][0] < BLINK_MS:
                found.append((place, times[0][0], now))
    return found


@MOTIONS
@FILMS
def test_nothing_comes_or_goes_for_a_moment(name, tween_ms):
    _, spans = film_of(name, tween_ms)
    cells = {place: each for place, each in spans.items() if kind_of(place) == "cell"}
    assert not brief_returns(cells, shape)
    assert not brief_returns(cells, numbers)
    still = {
        place: each
        for place, each in spans.items()
        if kind_of(place) not in ("cell", "flying", "window", "active")
    }
    assert not brief_returns(still, bool)
    assert not brief_returns(still, tuple)


@MOTIONS
@FILMS
def test_what_is_filled_stays_filled(name, tween_ms):
    scene, spans = film_of(name, tween_ms)
    passes = len(scene.acts)
    ends = [scene.duration_ms * number / passes for number in range(passes + 1)]
    for place, states in spans.items():
        if kind_of(place) != "cell":
            continue
        for start, end in pairwise(ends):
            filled = {
                bool(shape(marks)[0])
                for since, until, marks in states
                if since < end and until > start
            }
            assert len(filled) == 1, (place, start)


@MOTIONS
@FILMS
def test_names_titles_and_padding_stand_still(name, tween_ms):
    scene, spans = film_of(name, tween_ms)
    for place, states in spans.items():
        if kind_of(place) in ("name", "dashes", "title", "parameters", "caption"):
            assert len(states) <= len(scene.acts), place


@pytest.mark.parametrize("direction", ["forward", "backward"])
def test_outlines_glide_one_way(direction):
    """They never go back and forth between two scans."""
    scene, _ = scene_of(40, layer="avg", kernel_size=3, stride=1, direction=direction)
    lefts = []
    for frame in scene.frames():
        marks = frame.changes.get("window", ())
        lefts += [(mark.x, mark.y) for mark in marks]
    for row in {y for _, y in lefts}:
        xs = [x for x, y in lefts if y == row]
        assert xs == sorted(xs)
