from __future__ import annotations

import re
from functools import cache
from itertools import islice
from math import hypot

import pytest

from poolanim.files.resources import names, templates
from poolanim.layers.table import LAYERS
from poolanim.paint.corners import corners_of
from poolanim.scene.frames import OVER_ALL, kind_of
from poolanim.scene.marks import Box, Dot, Text
from poolanim.theme import load_theme
from poolanim.theme.colours import HEAT_LEVELS, mix
from poolanim.theme.legibility import STAGE, pairs_of, texts_on_grounds
from poolanim.theme.shades import BEAMS, PALE, VEIL, VEILS, hatched, under_veils
from poolanim.theme.source import RETIRED
from tests.contrast import SIGHTS, contrast, distance
from tests.scenes import pictures_of, possible, scene_of

THEMES = names("themes")


@cache
def marks_of_all_kinds() -> frozenset:
    """All marks that figures of every layer have, in both passes, with numbers and with heat."""
    marks = set()
    for layer in LAYERS:
        for fields in (
            {"padding": 1, "input": "8 0 1 2; 8 8 5 0; 3 4 6 4; 1 6 7 0", "caption": "caption"},
            {"shape": "4x20"},
            {"shape": "20x4", "padding": 1},
            {"cells": "both", "shape": "4x4"},
            {
                "cells": "both",
                "input": "0 1 2 3; 3 4 5 3; 6 7 9 3; 1 1 1 3",
                "kernel_size": 2,
            },
            {"input": "ones", "shape": "4x4", "kernel_size": 2},
        ):
            fields = possible({"layer": layer, **fields})
            scene, _ = scene_of(direction="both", **fields)
            for frame in scene.frames():
                for its in frame.changes.values():
                    marks.update(its)
    return frozenset(marks)


@pytest.mark.parametrize("theme", THEMES)
def test_every_text_can_be_read_on_every_ground_that_it_can_meet(theme):
    colours = load_theme(theme).colours
    pairs = list(texts_on_grounds(colours))
    assert set(pairs_of(STAGE, colours)) < set(pairs)
    assert len(pairs) >= 8 * HEAT_LEVELS + 20
    for ink, ground in pairs:
        # No ink has so much on a heat map's middle colours.
        least = 7 if theme == "high-contrast" and not ink.endswith(".ink") else 4.5
        assert contrast(colours[ink], colours[ground]) >= least, (ink, ground)


@pytest.mark.parametrize("theme", THEMES)
def test_signs_are_told_apart_by_all_eyes_and_grow_with_the_number(theme):
    colours = load_theme(theme).colours
    for half in (range(HEAT_LEVELS // 2, -1, -1), range(HEAT_LEVELS // 2, HEAT_LEVELS)):
        for sight in SIGHTS:
            apart = [distance(colours[PALE], colours[f"sign.{level}"], sight) for level in half]
            if sight != "grey":
                assert apart == sorted(apart), sight
                assert apart[-1] >= 14, sight
    for sight in SIGHTS.keys() - {"grey"}:
        for level in range(HEAT_LEVELS // 2 - 1):
            ends = colours[f"sign.{level}"], colours[f"sign.{HEAT_LEVELS - 1 - level}"]
            assert distance(*ends, sight) >= 9 or "hatch" in colours, (sight, level)
        apart = distance(colours["plus"], colours["minus"], sight)
        assert apart >= 50 or "hatch" in colours, sight


@pytest.mark.parametrize("theme", THEMES)
def test_the_winner_is_no_minus(theme):
    colours = load_theme(theme).colours
    for sight in SIGHTS.keys() - {"grey"}:
        assert distance(colours["winner"], colours["minus"], sight) >= 8, sight
        assert distance(colours["winner"], colours["tracked"], sight) >= 25, sight


def test_winner_and_minus_of_okabe_and_ito_differ_for_dichromats():
    colours = load_theme("okabe-ito").colours
    for sight in ("common", "protanopia", "deuteranopia"):
        for role in ("minus", "minus_text", "tracked", "ink"):
            assert distance(colours["winner"], colours[role], sight) >= 30, (role, sight)


@pytest.mark.parametrize("theme", THEMES)
def test_the_tracked_cell_differs_from_every_cell_with_a_sign(theme):
    colours = load_theme(theme).colours
    for role in (role for role in colours if role.startswith("sign.")):  # it also has an edge
        for sight in SIGHTS.keys() - {"grey"}:
            apart = distance(colours["tracked"], colours[role], sight)
            assert apart >= 5 or colours["tracked_inner"] != colours["tracked"], (role, sight)


@pytest.mark.parametrize("theme", THEMES)
def test_the_winner_and_the_tracked_cell_differ_for_all_eyes(theme):
    colours = load_theme(theme).colours
    for sight in SIGHTS:
        if sight != "grey" or theme == "paper":
            assert distance(colours["winner"], colours["tracked"], sight) >= 15, sight
        parts = colours["tracked"], colours["tracked_edge"]
        assert max(distance(part, colours[PALE], sight) for part in parts) >= 14, sight


@pytest.mark.parametrize("theme", THEMES)
def test_outlines_and_spots_tell_by_their_lightness_alone_what_they_mark(theme):
    colours = load_theme(theme).colours
    for line, ground, least in (
        ("ink", PALE, 4.5),  # the outline of the window
        ("ink", f"{PALE}.veil", 4.5),
        ("winner", f"{PALE}.veil", 3),
        ("ink", "off", 3),  # the part of the rail that was played
    ):
        assert contrast(colours[line], colours[ground]) >= least, (line, ground)
    for ground in ("paper", PALE):
        parts = colours["tracked"], colours["tracked_edge"]
        assert max(contrast(part, colours[ground]) for part in parts) >= 3, ground


def test_the_outlines_of_window_and_tracked_cell_have_shapes_of_their_own():
    shapes = {
        (mark.line, mark.fill is None)
        for mark in marks_of_all_kinds()
        if isinstance(mark, Box) and mark.line in {"ink", "tracked_edge"}
    }
    assert ("ink", True) in shapes  # the window is seen through
    assert ("tracked_edge", True) not in shapes
    assert ("tracked_edge", False) in shapes


@pytest.mark.parametrize("theme", THEMES)
def test_heat_is_ordered_by_lightness(theme):
    colours = load_theme(theme).colours
    for scale in ("sequential", "picture"):
        levels = [colours[f"{scale}.{level}"] for level in range(HEAT_LEVELS)]
        against_first = [contrast(levels[0], level) for level in levels]
        assert against_first == sorted(against_first)
        assert against_first[-1] >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_pictures_are_shown_from_dark_to_light(theme):
    colours = load_theme(theme).colours
    dark, light = colours["picture.0"], colours[f"picture.{HEAT_LEVELS - 1}"]
    assert contrast(dark, (255, 255, 255)) > 12
    assert contrast(light, (0, 0, 0)) > 12


@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_says_what_it_is_good_for_and_has_all_roles(theme):
    text = (templates() / "themes" / f"{theme}.toml").read_text("utf-8")
    assert "inherits" not in text
    colours = load_theme(theme).colours
    assert set(colours) - {"hatch"} == set(load_theme("light").colours)
    assert ("hatch" in colours) == (colours["tracked_inner"] != colours["tracked"])
    assert ("hatch" in colours) == (theme == "paper")
    assert 5 < len(load_theme(theme).about) < 60


def test_heat_runs_from_its_first_stop_to_its_last():
    colours = load_theme("light").colours
    assert colours["sequential.0"] == (0xD5, 0xE5, 0xF3)
    assert colours[f"sequential.{HEAT_LEVELS - 1}"] == (0x0B, 0x2E, 0x59)
    assert f"sequential.{HEAT_LEVELS}" not in colours


def test_a_level_that_nothing_under_a_veil_becomes_has_no_colour_there():
    white, ink = (255, 255, 255), (0, 0, 0)
    assert under_veils({"ink": ink, "sign.0": white, "sign.0.veil": white}) == {}
    darker = mix(white, ink, VEIL)
    assert under_veils({"ink": ink, "sign.0": white, "sign.0.veil": darker}) == {
        "sign.0.veil": white
    }


@pytest.mark.parametrize("theme", THEMES)
def test_the_window_veils_its_cells_with_as_much_ink_as_texts_allow(theme):
    colours = load_theme(theme).colours
    for level in range(HEAT_LEVELS):
        bare, veiled = colours[f"sign.{level}"], colours[f"sign.{level}.veil"]
        towards = contrast(colours["ink"], bare) - contrast(colours["ink"], veiled)
        assert towards >= 0
        most = max(abs(a - b) * VEILS[0] for a, b in zip(colours["ink"], bare, strict=True))
        assert max(abs(a - b) for a, b in zip(bare, veiled, strict=True)) <= most + 0.5
    # The article's grey window is seen on pale cells.
    for sight in SIGHTS:
        assert distance(colours[PALE], colours[f"{PALE}.veil"], sight) >= 2.5


def test_beams_are_washes_of_their_colour():
    colours = load_theme("light").colours
    assert colours["beam.plus"] == (0xCC, 0xDB, 0xEF)  # #175ab5 at 22 % on white
    shares = {role: contrast(colours[f"beam.{role}"], colours["paper"]) for role in BEAMS}
    assert min(shares.values()) > 1.1
    assert shares["slate"] < shares["plus"]


def test_signs_run_from_minus_through_a_pale_cell_to_plus():
    colours = load_theme("light").colours
    assert [colours[f"sign.{level}"] for level in (0, 4, 8, 12, 16)] == [
        (0xF7, 0xB8, 0x8E),
        (0xFC, 0xE4, 0xD3),
        (0xF2, 0xF4, 0xF7),
        (0xD6, 0xE7, 0xFA),
        (0x96, 0xC4, 0xF3),
    ]


def test_minus_is_hatched_where_a_theme_has_a_colour_for_it():
    assert hatched(load_theme("light").colours) == frozenset()
    fills = hatched(load_theme("paper").colours)
    assert len(fills) == 2 * (HEAT_LEVELS // 2)
    assert {"sign.0", "sign.7", "sign.7.veil"} <= fills
    assert fills <= load_theme("paper").colours.keys()
    assert PALE not in fills


def test_every_role_is_drawn_and_none_that_retired():
    """All that marks and the player have, and what other roles are computed from."""
    drawn = {
        role.partition(".")[0]
        for mark in marks_of_all_kinds()
        for name in ("fill", "line", "ink")
        if (role := getattr(mark, name, None))
    }
    css = (templates() / "player" / "player.css").read_text("utf-8")
    variables = set(re.findall(r"var\(--(\w+)[,)]", css))
    known = {role.partition(".")[0] for role in load_theme("paper").colours}
    assert variables - known == {"aspect", "done", "edge", "foot", "margin", "track"}
    # Painters draw lines over minus, and only pictures have the last scale.
    assert known - drawn - variables == {"on_light", "on_dark", "hatch", "picture"}
    assert known.isdisjoint(RETIRED)
    assert {key.partition(".")[2] for key in RETIRED.values()} <= known


def test_every_text_on_its_ground_is_looked_at():
    known = set(texts_on_grounds(load_theme("paper").colours))
    pairs = {(mark.ink, mark.ground) for mark in marks_of_all_kinds() if isinstance(mark, Text)}
    assert len(pairs) >= 30
    assert pairs <= known


@pytest.mark.parametrize("layer", LAYERS)
def test_a_text_stands_on_the_ground_that_it_names(layer):
    for more in ({"padding": 1}, {"cells": "both", "shape": "4x4", "aspect": "tall"}):
        scene, _ = scene_of(**possible({"layer": layer, "direction": "both", **more}))
        for picture in islice(pictures_of(scene), None, None, 4):
            places = sorted(picture, key=lambda place: kind_of(place) in OVER_ALL)
            marks = [mark for place in places for mark in picture[place]]
            for number, mark in enumerate(marks):
                if isinstance(mark, Text):
                    assert ground_of(mark, marks[:number]) == mark.ground, mark


def ground_of(text, below):
    """The role of the last shape under the middle of a text."""
    left, _, right, _ = text.bounds
    x, y = (left + right) / 2, text.y - 0.35 * text.size
    filled = (mark for mark in reversed(below) if getattr(mark, "fill", None))
    return next((mark.fill for mark in filled if is_inside(x, y, mark)), "paper")


def is_inside(x, y, mark):
    if isinstance(mark, Box):
        return 0 <= x - mark.x <= mark.width and 0 <= y - mark.y <= mark.height
    if isinstance(mark, Dot):
        return hypot(x - mark.x, y - mark.y) <= mark.radius
    corners = corners_of(mark)
    sides = zip(corners, [*corners[1:], corners[0]], strict=True)
    turns = [(to_x - x0) * (y - y0) - (to_y - y0) * (x - x0) for (x0, y0), (to_x, to_y) in sides]
    return min(turns) >= 0 or max(turns) <= 0


def test_contrast_is_that_of_wcag():
    assert contrast((255, 255, 255), (0, 0, 0)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.005)
    assert contrast((10, 10, 10), (10, 10, 10)) == 1


def test_distances_are_those_of_cielab_and_of_dichromats():
    assert distance((255, 0, 0), (255, 255, 255), "common") == pytest.approx(114.5, abs=0.2)
    assert distance((255, 255, 255), (128, 128, 128), "protanopia") == pytest.approx(46.4, abs=0.2)
    red, green = (200, 80, 60), (130, 125, 60)  # differ little in lightness
    assert distance(red, green, "deuteranopia") < distance(red, green, "common") / 2
    assert distance((0, 90, 200), (0, 115, 120), "tritanopia") < 20
