from __future__ import annotations

import numpy as np
import pytest

from poolanim.render.palette import FULL, SAME, Palette
from poolanim.resources import names
from poolanim.theme import load_theme
from tests.scenes import pictures_of, scene_of, shown

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
    return Palette(load_theme(theme), scene.inks, scene.scales), scene


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
        assert len(set(canvas[0].tolist())) >= FULL, (ink, ground)  # empty and full among them
        ends = np.array([palette.colours[palette.entry[role]] for role in (ground, ink)], float)
        exact = ends[0] + (ends[1] - ends[0]) * np.arange(FULL + 1)[:, None] / FULL
        assert np.abs(steps - exact).max() <= 2 * SAME, (ink, ground)


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
