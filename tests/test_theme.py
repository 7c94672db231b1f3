from __future__ import annotations

import pytest

from poolanim.errors import ParameterError
from poolanim.resources import names
from poolanim.theme import HEAT_LEVELS, load_theme
from tests.contrast import contrast


def test_themes_have_the_same_roles():
    roles = {name: set(load_theme(name).colours) for name in names("themes")}
    assert len(roles) >= 2
    assert all(each == roles["light"] for each in roles.values())


def test_heat_runs_from_its_first_stop_to_its_last():
    colours = load_theme("light").colours
    assert colours["sequential.0"] == (0xD5, 0xE5, 0xF3)
    assert colours[f"sequential.{HEAT_LEVELS - 1}"] == (0x0B, 0x2E, 0x59)
    assert colours[f"diverging.{HEAT_LEVELS // 2}"] == (0xF7, 0xF7, 0xF5)
    assert f"sequential.{HEAT_LEVELS}" not in colours


def test_an_unknown_theme_brings_the_nearest_to_mind():
    with pytest.raises(ParameterError, match="theme is 'drak'; did you mean 'dark'"):
        load_theme("drak")


def test_contrast_is_that_of_wcag():
    assert contrast((255, 255, 255), (0, 0, 0)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.005)
    assert contrast((10, 10, 10), (10, 10, 10)) == 1
