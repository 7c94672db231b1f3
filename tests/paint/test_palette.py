"""How palettes blend inks with what is under them."""

from __future__ import annotations

import numpy as np
import pytest

from poolanim.files.resources import names
from poolanim.fonts.coverage import FULL
from poolanim.paint.palette import Palette
from poolanim.paint.ramps import STEPS
from poolanim.theme import Theme, load_theme

LIGHT = Palette.of(load_theme("light"))


def shares(levels):
    return np.rint(levels * (STEPS / FULL)) / STEPS


def test_blending_gives_the_nearest_colour_that_there_is():
    random = np.random.default_rng(0)
    ground = random.integers(0, len(LIGHT.colours), (40, 30), dtype=np.uint8)
    levels = random.integers(0, FULL + 1, ground.shape, dtype=np.uint8)
    canvas = ground.copy()
    LIGHT.blend(canvas, "plus", levels)
    colours = LIGHT.colours.astype(float)
    ink = colours[LIGHT.entry["plus"]]
    wanted = np.rint(colours[ground] + (ink - colours[ground]) * shares(levels)[:, :, None])
    errors = ((wanted[:, :, None] - colours) ** 2).sum(axis=3)
    chosen = np.take_along_axis(errors, canvas[:, :, None].astype(int), axis=2)[:, :, 0]
    np.testing.assert_allclose(chosen, errors.min(axis=2))


@pytest.mark.parametrize("theme", names("themes"))
def test_nothing_and_all_of_an_ink_are_exact(theme):
    palette = Palette.of(load_theme(theme))
    ground = np.arange(len(palette.colours), dtype=np.uint8)[None]
    for level, expected in ((0, ground), (FULL, palette.entry["ink"])):
        canvas = ground.copy()
        palette.blend(canvas, "ink", np.full_like(ground, level))
        assert (canvas == expected).all()


def test_an_empty_piece_stays_empty():
    canvas = np.zeros((0, 4), np.uint8)
    LIGHT.blend(canvas, "ink", canvas.copy())
    assert canvas.shape == (0, 4)


def test_a_role_that_the_stage_lacks_has_the_nearest_colour():
    colours = load_theme("light").colours
    theme = Theme("", {**colours, "spare": tuple(part - 1 for part in colours["paper"])})
    palette = Palette.of(theme)
    assert palette.entry["spare"] == palette.entry["paper"] != palette.entry["ink"]
