"""The colours of the stage, which the theme alone tells."""

import numpy as np
import pytest

from poolanim import Figure
from poolanim.files.resources import names
from poolanim.fonts.coverage import FULL
from poolanim.fonts.setting import text_width
from poolanim.paint.palette import MOST, Palette, _of
from poolanim.paint.ramps import EDGES, NEAR, STEPS
from poolanim.pipeline import run
from poolanim.scene.composing import compose
from poolanim.scene.marks import Text
from poolanim.theme import load_theme
from poolanim.theme.legibility import STAGE, pairs_of

ROLES = ("fill", "line", "ink", "ground")
FIGURES = [
    {"layer": "avg", "direction": "both", "padding": 1},
    {"layer": "max", "direction": "both"},
    {"layer": "avg", "shape": "16x16", "cells": "heatmap"},
]


def scene_of(**fields):
    figure = Figure(**fields)
    return compose(figure, run(figure), text_width)


def palette_of(theme, *, transparent=False):
    return Palette.of(load_theme(theme), transparent=transparent)


def blends(palette, ink, ground):
    canvas = np.full((1, FULL + 1), palette.entry[ground], np.uint8)
    palette.blend(canvas, ink, np.arange(FULL + 1, dtype=np.uint8)[None])
    return palette.colours[canvas[0]].astype(float)


@pytest.mark.parametrize("transparent", [False, True])
@pytest.mark.parametrize("theme", names("themes"))
def test_a_byte_tells_the_colours_of_a_theme_apart(theme, transparent):
    colours = palette_of(theme, transparent=transparent).colours
    assert len(np.unique(colours, axis=0)) == len(colours) <= MOST


@pytest.mark.parametrize("theme", names("themes"))
def test_inks_fade_into_their_grounds_evenly(theme):
    palette, colours = palette_of(theme), load_theme(theme).colours
    for table in (STAGE, EDGES):
        for ink, ground in pairs_of(table, colours):
            ends = np.array([colours[ground], colours[ink]], float)
            shares = np.arange(FULL + 1)[:, None] / FULL
            found = blends(palette, ink, ground)
            assert (found[[0, -1]] == ends).all(), (ink, ground)
            step = np.ptp(ends, axis=0).max() / STEPS
            errors = np.abs(found - (ends[0] + (ends[1] - ends[0]) * shares))
            assert errors.max() <= NEAR + step / 2 + 1, (ink, ground)


@pytest.mark.parametrize("fields", FIGURES, ids=str)
def test_films_show_only_what_a_palette_knows(fields):
    colours, palette = load_theme("light").colours, palette_of("light")
    known = {pair for table in (STAGE, EDGES) for pair in pairs_of(table, colours)}
    for frame in scene_of(**fields).frames():
        for marks in frame.changes.values():
            for mark in marks:
                for name in ROLES:
                    role = getattr(mark, name, None)
                    if role is not None:
                        assert tuple(palette.colours[palette.entry[role]]) == colours[role], role
                if isinstance(mark, Text) and not mark.ground.startswith(("sequential", "picture")):
                    assert (mark.ink, mark.ground) in known


def test_films_of_a_theme_share_a_palette():
    assert palette_of("light") is palette_of("light")
    assert palette_of("light") is not palette_of("dark")
    assert palette_of("light") is not palette_of("light", transparent=True)


def test_more_colours_than_a_byte_tells_apart_are_merged(monkeypatch):
    theme = load_theme("light")
    count = len(palette_of("light").colours)
    monkeypatch.setattr("poolanim.paint.palette.MOST", count - 1)
    fewer = _of.__wrapped__(tuple(theme.colours.items()), transparent=False)
    assert len(fewer.colours) < count
