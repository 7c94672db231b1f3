from __future__ import annotations

from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from poolanim.errors import ParameterError
from poolanim.files.resources import names
from poolanim.fonts.coverage import FULL
from poolanim.layers.table import LAYERS
from poolanim.paint.palette import NEARS, ROLES, Palette, inks
from poolanim.parameters.table import DIRECTIONS
from poolanim.scene.marks import Arrow, Box, Dot, Text
from poolanim.theme import Theme, load_theme
from tests.scenes import pictures_of, possible, scene_of, shown

SCENES = [
    {"layer": "avg"},
    {"layer": "avg", "direction": "both", "padding": 1},
    {"layer": "max", "direction": "both", "padding": 1, "shape": "4x4"},
    {"layer": "max", "direction": "both", "input": "ones", "shape": "4x4"},
    {"layer": "max", "shape": "20x3"},
    {"layer": "avg", "shape": "3x24", "direction": "both"},
]


def palette_of(theme="light", **fields):
    scene, _ = scene_of(**fields)
    return Palette.of(load_theme(theme), scene), scene


@pytest.mark.parametrize("theme", names("themes"))
@pytest.mark.parametrize("fields", SCENES, ids=str)
def test_every_role_of_a_film_has_its_very_colour(theme, fields):
    palette, scene = palette_of(theme, **fields)
    roles = set()
    for _, marks in shown(scene):
        for mark in marks:
            roles |= {getattr(mark, name, None) for name in ("fill", "line", "ink", "ground")}
    for role in roles - {None}:
        assert tuple(palette.colours[palette.entry[role]]) == load_theme(theme).colours[role]


@pytest.mark.parametrize("theme", names("themes"))
@pytest.mark.parametrize("fields", SCENES, ids=str)
def test_an_ink_has_sixteen_levels_on_every_ground_on_which_texts_stand(theme, fields):
    palette, scene = palette_of(theme, **fields)
    texts = {
        (mark.ink, mark.ground)
        for picture in pictures_of(scene)
        for marks in picture.values()
        for mark in marks
        if hasattr(mark, "ground")
    }
    assert texts
    for ink, ground in texts:
        canvas = np.full((1, FULL + 1), palette.entry[ground], np.uint8)
        palette.blend(canvas, ink, np.arange(FULL + 1, dtype=np.uint8)[None])
        steps = palette.colours[canvas[0]].astype(float)
        levels = len(set(canvas[0].tolist()))
        # Empty and full are among them. Near pairs share a ramp, and some of its levels.
        assert levels >= (FULL if (ink, ground) == ("ink", "paper") else FULL - 5), (ink, ground)
        ends = np.array([palette.colours[palette.entry[role]] for role in (ground, ink)], float)
        exact = ends[0] + (ends[1] - ends[0]) * np.arange(FULL + 1)[:, None] / FULL
        assert np.abs(steps - exact).max() <= NEARS[-1] + 1, (ink, ground)


def test_a_ramp_near_to_others_is_done_without():
    ink, paper = (0, 0, 0), (250, 250, 250)
    for ground in ((255, 255, 255), (230, 230, 230)):
        theme = Theme("", {"ink": ink, "paper": paper, "ground": ground})
        alone = Palette.between(theme, theme.colours, [("ink", "paper")], NEARS[-1])
        both = Palette.between(
            theme, theme.colours, [("ink", "paper"), ("ink", "ground")], NEARS[-1]
        )
        assert len(alone.colours) >= FULL + 1
        assert len(both.colours) == len(alone.colours)
    theme = Theme("", {"ink": ink, "paper": paper, "ground": (250, 220, 250)})
    both = Palette.between(theme, theme.colours, [("ink", "paper"), ("ink", "ground")], NEARS[-1])
    assert len(alone.colours) < len(both.colours) < 2 * FULL


def test_a_role_that_is_not_shown_has_the_nearest_colour():
    theme = Theme("", {"ink": (0, 0, 0), "paper": (9, 9, 9), "other": (9, 2, 8)})
    palette = Palette.between(theme, ["ink", "paper"], [])
    assert palette.entry["other"] == palette.entry["paper"] != palette.entry["ink"]


CELL = Box(0, 0, 9, 9, "cell", "line")


@pytest.mark.parametrize(
    ("marks", "pairs"),
    [
        ([CELL, CELL._replace(fill=None)], []),
        ([CELL._replace(radius=2)], [("cell", "paper"), ("line", "cell")]),
        ([CELL._replace(radius=2, fill=None)], [("line", "paper")]),
        ([CELL, Dot(4, 4, 4, "peak")], [("peak", "cell")]),
        ([Dot(4, 4, 4, "peak"), Dot(4, 4, 2, None, "ink")], [("peak", "paper"), ("ink", "peak")]),
        ([CELL, CELL._replace(fill=None), Arrow(0, 4, 9, 4, "ink")], [("ink", "cell")]),
        ([CELL, Text(0, 9, "a", 9, "sans", "ink", "window", 9)], [("ink", "window")]),
    ],
)
def test_smooth_edges_are_between_a_mark_and_what_was_filled_before(marks, pairs):
    assert list(inks(marks)) == pairs


GRIDS = st.sampled_from(["random", "ones", "1 2 3; nan 4 5; 6 7 8; 9 9 9", "0 1; inf 0; 2 -inf"])


@given(
    fields=st.fixed_dictionaries(
        {
            "layer": st.sampled_from(sorted(LAYERS)),
            "direction": st.sampled_from(DIRECTIONS.words),
            "input": GRIDS,
            "kernel_size": st.sampled_from([1, (1, 2), 2]),
            "stride": st.sampled_from([1, 2]),
            "padding": st.sampled_from([0, 1]),
            "beats": st.sampled_from([1, 2]),
        }
    )
)
@settings(max_examples=60, deadline=None)
def test_samples_show_all_that_a_film_shows(fields):
    with patch("poolanim.scene.passes.SAMPLES", 1):  # only what is rare, the first, the last
        check_samples(fields)


@pytest.mark.parametrize(
    ("fields", "pair"),
    [
        (
            {"direction": "forward", "cells": "heatmap", "input": "1 2 3; 4 nan 6; 7 8 9"},
            ("peak", "cell"),
        ),
        (
            {
                "direction": "forward",
                "input": "1 2 5 5 3 4; 3 4 1 2 1 2",
                "kernel_size": 2,
                "stride": 2,
            },
            ("on_peak", "peak"),
        ),
        (
            {
                "cells": "heatmap",
                "input": "1 2 5 5 3 4; 3 4 1 2 1 2",
                "kernel_size": 2,
                "stride": 2,
                "focus": "0,0",
                "ties": "first",
            },
            ("peak", "on_peak"),
        ),
        (
            {"direction": "forward", "input": "1 2 3", "kernel_size": "1x2", "padding": "0x1"},
            ("ink", "window"),
        ),
        ({"input": "1 2 3; 4 5 6; 7 8 9"}, ("peak", "tracked")),
        (
            {"input": "1 4 1 7 7 7", "kernel_size": "1x3", "focus": "0,0"},
            ("ink", "window"),
        ),
        (
            {
                "layer": "avg",
                "cells": "both",
                "input": "ones",
                "shape": "1x5",
                "kernel_size": "1x2",
                "grad": "1 nan 1 1",
                "beats": 3,
            },
            ("accent", "cell"),
        ),
    ],
)
def test_what_a_scan_in_the_middle_alone_shows_is_among_the_samples(fields, pair):
    scene, _ = scene_of(**{"layer": "max", "kernel_size": 1, "stride": 1} | fields)
    places = [marks for frame in scene.frames() for marks in frame.changes.values()]
    assert any(pair in inks(marks) for marks in places)
    with patch("poolanim.scene.passes.SAMPLES", 1):
        frames = list(scene.samples())
    assert any(pair in inks(marks) for frame in frames for marks in frame.changes.values())


def check_samples(fields):
    assume(fields["padding"] * 2 <= np.min(fields["kernel_size"]))
    try:
        scene, _ = scene_of(**possible(fields))
    except ParameterError:  # too few cells for fractional windows
        reject()
    assert scene.frame_count > 0
    found = []
    for frames in (scene.samples(), scene.frames()):
        places = [marks for frame in frames for marks in frame.changes.values()]
        roles = {getattr(mark, name, None) for marks in places for mark in marks for name in ROLES}
        pairs = {pair for marks in places for pair in inks(marks)}
        found.append((roles, {pair for pair in pairs if "." not in pair[1]}))  # see Palette.of
    (roles, pairs), (all_roles, all_pairs) = found
    assert all_roles - roles == set()
    assert all_pairs - pairs == set()


@pytest.mark.parametrize("theme", names("themes"))
@pytest.mark.parametrize("direction", ["forward", "backward"])
def test_the_default_figure_s_codes_have_six_bits(theme, direction):
    palette, _ = palette_of(theme, layer="avg", direction=direction)
    assert len(palette.colours) <= 63


@pytest.mark.parametrize("theme", names("themes"))
@pytest.mark.parametrize("fields", SCENES, ids=str)
def test_palettes_stay_near_what_a_gif_tells_apart_in_seven_bits(theme, fields):
    palette, _ = palette_of(theme, **fields)
    assert len(palette.colours) <= 140
    assert len(np.unique(palette.colours, axis=0)) == len(palette.colours)


def test_blending_gives_the_nearest_colour_that_there_is():
    palette, _ = palette_of(layer="max")
    random = np.random.default_rng(0)
    ground = random.integers(0, len(palette.colours), (40, 30), dtype=np.uint8)
    levels = random.integers(0, FULL + 1, ground.shape, dtype=np.uint8)
    canvas = ground.copy()
    palette.blend(canvas, "accent", levels)
    colours = palette.colours.astype(float)
    ink = colours[palette.entry["accent"]]
    wanted = np.rint(colours[ground] + (ink - colours[ground]) * (levels / FULL)[:, :, None])
    errors = ((wanted[:, :, None] - colours) ** 2).sum(axis=3)
    chosen = np.take_along_axis(errors, canvas[:, :, None].astype(int), axis=2)[:, :, 0]
    np.testing.assert_allclose(chosen, errors.min(axis=2))


def test_nothing_and_all_of_an_ink_are_exact():
    palette, _ = palette_of(layer="avg")
    ground = np.arange(len(palette.colours), dtype=np.uint8)[None]
    for level, expected in ((0, ground), (FULL, palette.entry["ink"])):
        canvas = ground.copy()
        palette.blend(canvas, "ink", np.full_like(ground, level))
        assert (canvas == expected).all()


def test_a_palette_of_few_colours_is_the_first_that_is_small_enough(monkeypatch):
    scene, _ = scene_of(layer="max")

    def count(few):
        monkeypatch.setattr("poolanim.paint.palette.FEW", few)
        return len(Palette.of(load_theme("light"), scene).colours)

    most = count(1000)
    assert count(most) == most
    assert count(most - 1) < most
