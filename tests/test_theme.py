from __future__ import annotations

from functools import cache

import pytest

from poolanim.errors import ParameterError
from poolanim.files.resources import names, templates
from poolanim.layers.table import LAYERS
from poolanim.paint.palette import FEW, Palette
from poolanim.scene.marks import Box, Text
from poolanim.theme import HEAT_LEVELS, READ, load_theme
from tests.contrast import SIGHTS, contrast, distance
from tests.scenes import possible, scene_of

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
                "padding": 1,
            },
            {"input": "ones", "shape": "4x4", "kernel_size": 2},
        ):
            fields = possible({"layer": layer, **fields})
            scene, _ = scene_of(direction="both", **fields)
            for frame in scene.samples():
                for its in frame.changes.values():
                    marks.update(its)
    return frozenset(marks)


@pytest.mark.parametrize("theme", THEMES)
def test_text_keeps_its_contrast_on_every_ground_on_which_it_stands(theme):
    colours = load_theme(theme).colours
    pairs = {(mark.ink, mark.ground) for mark in marks_of_all_kinds() if isinstance(mark, Text)}
    assert len(pairs) >= 10
    for ink, ground in pairs:
        # No ink has so much on a heat map's middle colours.
        least = 7 if theme == "high-contrast" and "." not in ground else 4.5
        assert contrast(colours[ink], colours[ground]) >= least, (ink, ground)


@pytest.mark.parametrize("theme", THEMES)
def test_the_active_and_the_tracked_cell_differ_for_all_eyes(theme):
    colours = load_theme(theme).colours
    for sight in SIGHTS:
        if sight != "grey" or theme == "paper":
            assert distance(colours["active"], colours["tracked"], sight) >= 15, sight
            assert distance(colours["tracked"], colours["peak"], sight) >= 15, sight
        for ground in ("cell", "window"):
            apart = distance(colours["tracked"], colours[ground], sight)
            assert apart >= (4 if sight == "grey" else 14), (ground, sight)


@pytest.mark.parametrize("theme", THEMES)
def test_outlines_and_spots_tell_by_their_lightness_alone_what_they_mark(theme):
    colours = load_theme(theme).colours
    for line, ground, least in (
        ("window_edge", "window", 4.5),
        ("window_edge", "cell", 4.5),
        ("accent", "active", 4.5),
        ("accent", "cell", 4.5),
        ("tracked_edge", "tracked", 4.5),
        ("peak", "window", 3),
        ("peak", "tracked", 2),
        ("accent", "rail", 3),
    ):
        assert contrast(colours[line], colours[ground]) >= least, (line, ground)


def test_the_outlines_of_window_active_and_tracked_cell_have_shapes_of_their_own():
    outlines = {
        (mark.line, mark.line_width, mark.radius > 0)
        for mark in marks_of_all_kinds()
        if isinstance(mark, Box) and mark.line and not mark.fill and not mark.dashed
    }
    shapes = {
        line: {(width, rounded) for its, width, rounded in outlines if its == line}
        for line in ("accent", "window_edge", "tracked_edge")
    }
    assert shapes["accent"] == shapes["window_edge"] == {(3, True)}  # on boards of their own
    assert shapes["tracked_edge"] == {(2, False), (4, False)}  # among numbers, among colours


@pytest.mark.parametrize("theme", THEMES)
def test_heat_is_ordered_by_lightness_and_its_halves_differ(theme):
    colours = load_theme(theme).colours
    for scale in ("sequential", "picture"):
        levels = [colours[f"{scale}.{level}"] for level in range(HEAT_LEVELS)]
        against_first = [contrast(levels[0], level) for level in levels]
        assert against_first == sorted(against_first)
        assert against_first[-1] >= 4.5
    for sight in SIGHTS:
        for level in range(HEAT_LEVELS // 2 - 2):
            ends = colours[f"diverging.{level}"], colours[f"diverging.{HEAT_LEVELS - 1 - level}"]
            apart = distance(*ends, sight)
            assert apart >= 15 or (sight == "grey" and theme != "paper"), (sight, level)


@pytest.mark.parametrize("theme", THEMES)
def test_numbers_can_be_read_on_every_level_of_heat(theme):
    colours = load_theme(theme).colours
    for role, colour in colours.items():
        if role.count(".") == 1:
            assert contrast(colours[f"{role}.ink"], colour) >= 4.5, role


@pytest.mark.parametrize("theme", THEMES)
def test_pictures_are_shown_from_dark_to_light(theme):
    colours = load_theme(theme).colours
    dark, light = colours["picture.0"], colours[f"picture.{HEAT_LEVELS - 1}"]
    assert contrast(dark, (255, 255, 255)) > 12
    assert contrast(light, (0, 0, 0)) > 12


@pytest.mark.parametrize("theme", THEMES)
def test_a_default_film_has_no_more_colours_than_six_bits_tell_apart(theme):
    for fields in ({}, {"direction": "forward"}, {"shape": "20x20"}):
        scene, _ = scene_of(layer="avg", **fields)
        assert len(Palette.of(load_theme(theme), scene).colours) <= FEW, fields


@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_says_what_it_is_good_for_and_has_all_roles(theme):
    text = (templates() / "themes" / f"{theme}.toml").read_text("utf-8")
    assert "inherits" not in text
    assert set(load_theme(theme).colours) == set(load_theme("light").colours)
    assert 5 < len(load_theme(theme).about) < 60


def test_heat_runs_from_its_first_stop_to_its_last():
    colours = load_theme("light").colours
    assert colours["sequential.0"] == (0xD5, 0xE5, 0xF3)
    assert colours[f"sequential.{HEAT_LEVELS - 1}"] == (0x0B, 0x2E, 0x59)
    assert colours[f"diverging.{HEAT_LEVELS // 2}"] == (0xF7, 0xF7, 0xF5)
    assert f"sequential.{HEAT_LEVELS}" not in colours


def test_an_unknown_theme_brings_the_nearest_to_mind():
    with pytest.raises(ParameterError, match="theme is 'drak'; did you mean 'dark'"):
        load_theme("drak")


@pytest.fixture
def own(tmp_path):
    """Reads a theme of a user's own."""

    def read(text):
        path = tmp_path / "own.toml"
        path.write_text(text, "utf-8")
        return load_theme(str(path))

    return read


def test_a_file_holds_what_it_changes_of_another_theme(own):
    text = 'inherits = "dark"\n[colours]\ntracked = "#Ff00aa"\n'
    theme = own(text + '[heat]\npicture = ["#000000", "#101010"]\n')
    dark = load_theme("dark").colours
    changed = {role for role, colour in theme.colours.items() if colour != dark[role]}
    assert {role.partition(".")[0] for role in changed} == {"tracked", "picture"}
    assert theme.colours["tracked"] == (255, 0, 170)
    assert theme.colours["picture.16"] == (16, 16, 16)
    assert own("").colours == load_theme("light").colours
    assert own('about = "mine"').about == "mine"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[colours]\nacent = '#ffffff'", "'acent' is no role of colours; did you mean 'accent'"),
        ("[colours]\ninterior = '#ffffff'", "'interior' is no role of colours; use one of accent"),
        ("[colours]\n'sequential.0' = '#ffffff'", r"'sequential\.0' is no role of colours"),
        ("[heat]\nsequentail = []", "'sequentail' is no role of heat; did you mean 'sequential'"),
        ("[colors]\nink = '#ffffff'", "'colors' is no key of a theme; did you mean 'colours'"),
        ("[colours]\nink = 'white'", r"colours\.ink is 'white'; write a colour as \"#1b2530\""),
        ("[colours]\nink = '#fff'", r"colours\.ink is '#fff'; write"),
        ("[colours]\nink = '#1234567'", r"colours\.ink is '#1234567'; write"),
        ("[colours]\nink = 0", r"colours\.ink is 0; write"),
        ("[heat]\npicture = ['#ffffff']", r"heat\.picture is \['#ffffff'\]; give two colours"),
        ("[heat]\npicture = '#ffffff'", r"heat\.picture is '#ffffff'; give two"),
        ("[heat]\npicture = ['#ffffff', 'x']", r"heat\.picture is 'x'; write a colour"),
        ("inherits = 'drak'", "inherits is 'drak'; did you mean 'dark'"),
        ("inherits = 5", "inherits is 5; use one of blueprint"),
        ("colours = 5", r"colours is 5; write a table, \[colours\]"),
        ("about = 5", "about is 5; give text"),
        ("colours = [", "not TOML"),
    ],
)
def test_what_no_theme_can_say_is_refused_with_its_key_and_value(own, text, message):
    with pytest.raises(ParameterError, match=rf"theme .*own\.toml: {message}"):
        own(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('inherits = "dark"\n[colours]\npaper = "#ffffff"', "ink on paper has a contrast of 1.12"),
        ('[colours]\npeak = "#ffffff"', "on_peak on peak has a contrast of 1.00"),
        ('[colours]\non_tracked = "#ffff00"', "on_tracked on tracked has a contrast of 1"),
        ('[colours]\nmuted = "#b6b6b6"\npaper = "#ffffff"', None),  # 2.03
        (
            '[colours]\nmuted = "#b8b8b8"\npaper = "#ffffff"',
            "muted on paper has a contrast of 1.98",
        ),
    ],
)
def test_a_text_that_nobody_can_read_is_refused_with_its_ground_and_contrast(own, text, message):
    if message is None:
        text += '\ncell = "#ffffff"\nwindow = "#ffffff"\nactive = "#ffffff"'
        assert own(text)
    else:
        with pytest.raises(ParameterError, match=rf"theme .*own\.toml: {message}"):
            own(text)


def test_every_text_on_a_ground_of_its_own_is_looked_at():
    for mark in marks_of_all_kinds():
        if isinstance(mark, Text) and "." not in mark.ground:
            assert mark.ground in READ[mark.ink], mark


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ParameterError, match=r"theme .*no\.toml: no such file or directory; give"):
        load_theme(str(tmp_path / "no.toml"))
    (tmp_path / "not.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ParameterError, match=r"not\.toml: not TOML"):
        load_theme(str(tmp_path / "not.toml"))


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
