from __future__ import annotations

from contextlib import suppress

import numpy as np
import pytest

from poolanim.errors import ParameterError
from poolanim.files.resources import names
from poolanim.layers.table import LAYERS
from poolanim.paint.painter import Painter
from poolanim.paint.palette import Palette
from poolanim.scene.flashes import (
    CALM_MS,
    CALM_STEP_MS,
    LARGE,
    MOST_CHANGES,
    SECOND_MS,
    flashing,
)
from poolanim.scene.pace import scan_ms
from poolanim.theme import load_theme
from tests.contrast import luminance
from tests.scenes import scene_of

APART = 4
"""Only every so many pixels are looked at, in each direction."""


def flashing_area(theme, **fields):
    """Pixels that flash more than three times in some second of a film that plays on and on.

    As WCAG 2 has it, a flash is two changes of luminance there and back, of a tenth at least, the
    darker one under 0.8.
    """
    scene, _ = scene_of(theme=theme, **fields)
    palette = Palette.of(load_theme(theme))
    light = np.array([luminance(colour) for colour in palette.colours])
    painter = Painter(scene.width, scene.height, palette, 1)
    pictures, times = [], []
    for frame in scene.frames():
        painter.show(frame)
        pictures.append(light[painter.canvas[::APART, ::APART]])
        times.append(frame.duration_ms)
    pictures = np.array(pictures * 2)
    ends = np.cumsum(times * 2)[:-1]
    signs = np.sign(np.diff(pictures, axis=0))
    signs[np.abs(np.diff(pictures, axis=0)) < 0.1] = 0
    signs[np.minimum(pictures[1:], pictures[:-1]) >= 0.8] = 0
    last, turns = np.zeros(signs.shape[1:]), np.zeros(signs.shape, bool)
    for turn, sign in zip(turns, signs, strict=True):
        turn[...] = (sign != 0) & (sign != last)
        last = np.where(sign != 0, sign, last)
    return max(
        int((turns[(ends >= end) & (ends <= end + SECOND_MS)].sum(axis=0) > MOST_CHANGES).sum())
        * APART**2
        for end in ends
    )


@pytest.mark.parametrize("theme", names("themes"))
def test_no_theme_flashes_in_a_usual_film(theme):
    for fields in ({"direction": "both"}, {"shape": "8x8", "kernel_size": 4, "stride": 4}):
        assert flashing_area(theme, layer="max", **fields) == 0


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("pace", [{}, {"hold_ms": CALM_MS, "beats": 1}])
def test_the_fastest_films_that_are_allowed_flash_in_no_large_area(layer, pace):
    with suppress(ParameterError):  # it is refused
        assert flashing_area("light", layer=layer, step_ms=40, **pace) <= LARGE


@pytest.mark.parametrize("layer", ["avg", "max"])
@pytest.mark.parametrize("step_ms", [300, 500, 700])
def test_fast_films_that_are_allowed_in_motion_flash_in_no_large_area(layer, step_ms):
    with suppress(ParameterError):  # it is refused
        fields = {"layer": layer, "step_ms": step_ms, "hold_ms": step_ms, "tween_ms": 20}
        assert flashing_area("light", **fields) <= LARGE


@pytest.mark.parametrize(
    "fields",
    [
        {"step_ms": 40, "hold_ms": 20},
        {"kernel_size": 4, "stride": "1x4", "shape": "8x8", "step_ms": 40},
    ],
)
def test_a_film_that_would_flash_is_refused_and_at_the_pace_that_is_told_is_not(fields):
    with pytest.raises(ParameterError, match=r"flash more than three times a second.* least 940"):
        scene_of(layer="avg", **fields)
    assert CALM_MS <= scan_ms(CALM_STEP_MS, None) <= CALM_MS + 10
    calm = {**fields, "step_ms": CALM_STEP_MS, "hold_ms": CALM_MS}
    assert flashing_area("light", layer="avg", **calm) == 0


def test_among_colours_there_is_no_tint_that_could_flash():
    scene_of(layer="avg", kernel_size=4, stride="1x4", shape="40x40", step_ms=40, every=1)


def test_flashes_are_counted_in_any_second_and_from_one_round_to_the_next():
    nothing = np.zeros((3, 4), bool)
    window = nothing.copy()
    window[:2, 1:] = True

    def film(times, ms, hold_ms):
        return [(nothing, hold_ms), *[(window, ms), (nothing, ms)] * times]

    assert flashing(film(4, 140, 5000)) == 6  # eight changes in 980 ms
    assert flashing(film(3, 140, 5000)) == 0
    assert flashing(film(4, 166, 5000)) == 6  # the seventh at 996 ms
    assert flashing(film(4, 167, 5000)) == 0
    assert flashing(film(1, 140, 20)) == 6
    assert flashing([(window, 20)]) == 0


def test_a_change_that_ends_a_second_is_in_it():
    nothing, window = np.zeros((1, 1), bool), np.ones((1, 1), bool)
    turns = [(window if turn % 2 == 0 else nothing, 200) for turn in range(4)]

    def film(last_ms):
        return [(nothing, 5000), *turns, (window, 100), (nothing, last_ms), (window, 5000)]

    assert flashing(film(100)) == 1  # the seventh change, 1000 ms after the first
    assert flashing(film(101)) == 0
