"""The stage in motion: what moves when, and what never covers, blinks or flashes."""

from __future__ import annotations

from functools import cache
from itertools import groupby, pairwise, product

import pytest

from poolanim import Figure
from poolanim.fonts.setting import text_width
from poolanim.pipeline import run
from poolanim.scene.composing import compose
from poolanim.scene.frames import kind_of
from poolanim.scene.marks import Box, Dot, Text
from poolanim.scene.motion.flight import overlap
from poolanim.scene.pace import Pace
from poolanim.scene.phases import Instant
from tests.scene import spread
from tests.scene.spread import ASPECTS
from tests.scenes import pictures_of

FIGURES = [
    {"layer": "avg"},
    {"layer": "avg", "direction": "forward"},
    {"layer": "max"},
    {"layer": "max", "direction": "forward"},
    {"layer": "max", "input": "5 1 2 5; 0 5 5 1; 3 2 5 4; 9 9 0 1"},
    {"layer": "avg", "padding": 1, "stride": 2},
    {"layer": "lp"},
    {"layer": "softmax", "direction": "forward"},
    {"layer": "conv", "direction": "forward"},
    *({"layer": "conv", "wrt": wrt} for wrt in ("input", "weight")),
    {"layer": "conv-transpose", "direction": "forward"},
]
SIDE = {"kernel_size": 3, "stride": 1}
DOWN = [
    *({"layer": layer, "aspect": "tall"} for layer in ("avg", "max", "lp")),
    {"layer": "conv", "wrt": "all"},
]
"""Figures with beams that go down, where numbers pass the rows above their own."""


@cache
def film(tween_ms, *fields):
    """The scene of a figure, and what each of its frames shows."""
    figure = Figure(**SIDE | dict(fields))
    trace = run(figure)
    passes = 2 if figure.direction == "both" else 1
    scans = len(next(iter(trace.passes.values())))
    pace = Pace.of(figure, scans, passes, tween_ms)
    one = [
        (Instant("opening", 0), None),
        *((instant, each.scan) for each in pace.drawn for instant in each.instants(tween_ms)),
        (Instant("closing", 0), None),
    ]
    return compose(figure, trace, text_width, tween_ms), one * passes


def moments(fields, tween_ms=40):
    """For each frame what moves in it, its scan, what it changes, and its picture."""
    return frames_of(tween_ms, *sorted(fields.items()))


@cache
def frames_of(tween_ms, *fields):
    scene, shown = film(tween_ms, *fields)
    frames, pictures = list(scene.frames()), list(pictures_of(scene))
    return [
        (instant, scan, frame.changes, picture)
        for (instant, scan), frame, picture in zip(shown, frames, pictures, strict=True)
    ]


def groups(fields):
    """The moments of each phase of each scan."""
    found = groupby(moments(fields), lambda each: (each[1], each[0].stage, each[0].tween))
    return [(tween, list(group)) for (_, _, tween), group in found]


@pytest.mark.parametrize("fields", [*FIGURES, *DOWN], ids=str)
def test_one_kind_of_thing_moves_at_a_time(fields):
    for tween, group in groups(fields):
        for turn, (_, _, changes, _) in enumerate(group):
            kinds = {kind_of(place) for place in changes}
            first = turn == 0
            match tween:
                case "glide":  # as it begins, it takes away what was shown before
                    more = {"cell", "beam", "tag", "mask"} if first else set()
                    assert kinds <= {"window", "active"} | more
                case "open":
                    more = {"window", "active", "mask"} if first else set()
                    assert kinds <= {"beam", "cell"} | more
                case "fly":
                    assert kinds <= {"flying"} | ({"tag"} if first else set())


@pytest.mark.parametrize("fields", FIGURES, ids=str)
def test_words_and_counts_change_when_the_picture_has_shown_them(fields):
    for (instant, *_), (after, _, changes, _) in pairwise(moments(fields)):
        told = {kind_of(place) for place in changes} & {"code", "count", "rail", "sum", "slots"}
        assert not told or after.tween is None
        assert not told or after.stage != "rested"
        assert not (told & {"code", "count"}) or after.stage in ("told", "closing")
        assert after.stage != "told" or after.tween or instant.tween == "fly"


@pytest.mark.parametrize("fields", FIGURES, ids=str)
def test_scans_in_motion_come_to_the_pictures_of_steps(fields):
    def told(tween_ms):
        return [
            picture
            for instant, _, _, picture in moments(fields, tween_ms)
            if instant.tween is None and instant.stage != "rested"
        ]

    assert told(40) == told(0)
    scene, steps = film(40, *sorted(fields.items()))[0], film(0, *sorted(fields.items()))[0]
    assert scene.duration_ms == steps.duration_ms
    assert sum(frame.duration_ms for frame in scene.frames()) == scene.duration_ms
    assert {frame.duration_ms for frame in scene.frames()} == scene.beats_ms


def plates_of(marks):
    return [mark for mark in marks if isinstance(mark, Box)]


def digits_of(text):
    """The box of the digits of a number."""
    return Box(text.left, text.y - 0.698 * text.size, text.width, 0.698 * text.size)


@pytest.mark.parametrize("fields", [*FIGURES, *DOWN], ids=str)
def test_no_plate_covers_another_or_the_text(fields):
    flown = 0
    for instant, _, _, picture in moments(fields):
        plates = plates_of(picture["flying"])
        assert not plates or instant.tween == "fly"
        words = [
            digits_of(mark)
            for place in picture
            if kind_of(place) in ("code", "tracked", "sum", "slots")
            for mark in picture[place]
            if isinstance(mark, Text)
        ]
        for number, plate in enumerate(plates):
            assert plate.fill == "paper"  # opaque
            assert not any(overlap(plate.bounds, other.bounds) for other in plates[:number])
            assert not any(overlap(plate.bounds, text.bounds) for text in words)
        for plate, text in zip(picture["flying"][::2], picture["flying"][1::2], strict=True):
            assert plate.x <= text.left
            assert text.left + text.width <= plate.x + plate.width
        flown += len(plates)
    assert flown


PASSING = (
    *("avg", "max", "lp", "softmax", "avg padding", "avg channels", "avg row", "max 12x3"),
    *("avg 3x12", "avg gather", "conv", "conv bias", "conv weight", "conv gather"),
    *("conv all", "conv-transpose stride", "conv-transpose all padding"),
)


@pytest.mark.parametrize("aspect", ASPECTS)
@pytest.mark.parametrize("name", PASSING)
def test_no_plate_covers_a_number_or_a_word(name, aspect):
    flown = 0
    fields = spread.FIGURES[name] | {"aspect": aspect}
    for picture in pictures_of(film(40, *sorted(fields.items()))[0]):
        plates = [
            mark
            for place in picture
            if kind_of(place) == "flying"
            for mark in picture[place]
            if isinstance(mark, Box)
        ]
        flown += len(plates)
        texts = [
            digits_of(mark)
            for place, marks in picture.items()
            if plates and kind_of(place) not in ("flying", "tag")  # tags lie over plates
            for mark in marks
            if isinstance(mark, Text)
        ]
        pairs = product(plates, texts)
        assert not any(overlap(plate.bounds, text.bounds) for plate, text in pairs)
    assert flown


@pytest.mark.parametrize("aspect", ASPECTS)
def test_plates_are_seen_on_the_board(aspect):
    """They do not keep clear of numbers by staying away: each lands in its cell."""
    for tween, group in groups(SIDE | {"layer": "avg", "aspect": aspect}):
        if tween != "fly":
            continue
        *_, picture = group[-1]
        cells = [marks[0] for place, marks in picture.items() if kind_of(place) == "cell"]
        inside = [
            any(overlap(plate.bounds, cell.bounds) for cell in cells)
            for plate in plates_of(picture["flying"])
        ]
        assert sum(inside) >= 6


@pytest.mark.parametrize("fields", [*FIGURES, *DOWN], ids=str)
def test_plates_are_seen_in_all_frames_of_a_flight_and_in_no_other(fields):
    for tween, group in groups(fields):
        seen = [bool(picture["flying"]) for *_, picture in group]
        if tween == "fly":  # between what is read and what is given, all may be under the tag
            assert sum(seen) >= len(seen) - 1
        else:
            assert not any(seen)


@pytest.mark.parametrize("fields", [*FIGURES, *DOWN], ids=str)
def test_no_cell_blinks(fields):
    """A filled cell stays filled, and its colour goes one way while a scan lasts."""
    shown = moments(fields)
    places = [place for place in shown[0][3] if kind_of(place) == "cell"]
    for place in places:
        inside = any(isinstance(mark, Box) for mark in shown[0][3][place])
        for _, scan in groupby(shown, lambda each: each[1]):
            marks = [picture[place] for _, _, _, picture in scan]
            if inside:
                assert all(isinstance(each[0], Box) for each in marks)
            fills = [each[0].fill for each in marks if inside]
            assert len([1 for a, b in pairwise(fills) if a != b]) <= 4
            changes = [key for key, _ in groupby(fills)]
            assert len(changes) == len(set(changes))  # it never comes back


@pytest.mark.parametrize("fields", [{"layer": "max"}, {"layer": "max", "direction": "forward"}])
def test_a_winner_of_two_scans_keeps_its_spot_between_them(fields):
    shown = moments(fields)
    kept = 0
    for place in shown[0][3]:
        spots = [
            any(isinstance(mark, Dot) and mark.radius > 5 for mark in picture.get(place, ()))
            for instant, _, _, picture in shown
            if instant.stage != "closing"
        ]
        scans = [scan for instant, scan, _, _ in shown if instant.stage != "closing"]
        won = {scan for scan, spot in zip(scans, spots, strict=True) if spot}
        runs = [
            list(group)
            for key, group in groupby(zip(spots, scans, strict=True), lambda e: e[0])
            if key
        ]
        assert all(
            {scan for _, scan in one}.isdisjoint({scan + 1 for _, scan in other})
            for one, other in pairwise(runs)
        )
        kept += any(scan + 1 in won for scan in won)
    assert kept


def test_old_values_rise_while_the_beam_opens_and_sums_are_bold_until_rest():
    for tween, group in groups({"layer": "avg"}):
        targets = [place for place in group[0][3] if kind_of(place) == "cell" and place[1] == 0]
        if tween == "open":
            for place in targets:
                ys = [
                    next(m.y for m in picture[place] if isinstance(m, Text))
                    for *_, picture in group
                ]
                assert ys == sorted(ys, reverse=True)
        stage, picture = group[0][0].stage, group[0][3]
        faces = [m.face for place in targets for m in picture[place] if isinstance(m, Text)]
        if stage == "merged":
            assert faces.count("number-bold") == 9
        if stage == "rested":
            assert set(faces) == {"number"}


@pytest.mark.parametrize(
    "fields",
    [
        {"layer": "avg"},
        {"layer": "max", "every": 3},
        {"layer": "avg", "direction": "both", "shape": "4x4"},
        {"layer": "max", "shape": "12x12"},
    ],
    ids=str,
)
def test_a_film_in_motion_can_start_at_any_frame(fields):
    scene, _ = film(40, *sorted(fields.items()))
    pictures = list(pictures_of(scene))
    for start in range(0, scene.frame_count, 7):
        first = next(iter(scene.frames(start))).changes
        assert dict(first) == pictures[start]
        assert list(first) == list(pictures[start])


@pytest.mark.parametrize(
    "fields",
    [
        {"layer": "avg", "cells": "heatmap"},
        {"layer": "avg", "shape": "16x16"},
        {"layer": "max", "direction": "forward", "cells": "heatmap"},
    ],
    ids=str,
)
def test_colours_alone_do_not_fly(fields):
    assert not any(picture["flying"] for _, _, _, picture in moments(fields) if fields.get("cells"))
    assert any(picture["beam"] for _, _, _, picture in moments(fields))
