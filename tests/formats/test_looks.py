from __future__ import annotations

import pytest

from poolanim import Figure
from poolanim.errors import ParameterError
from poolanim.formats.looks import differing, in_looks, several, suffixes

FIGURE = Figure(layer="max", theme="dark")


@pytest.mark.parametrize(
    ("given", "values"), [("wide", ["wide"]), ("wide , tall", ["wide", "tall"]), ("", [""])]
)
def test_commas_part_several_values(given, values):
    assert several("aspect", given) == values


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (3, "^theme is 3; give text, with commas between several$"),
        ("dark, dark", "^theme is 'dark, dark'; name each once$"),
    ],
)
def test_values_that_are_no_looks(given, message):
    with pytest.raises(ParameterError, match=message):
        several("theme", given)


def test_a_figure_has_the_look_of_its_own_fields_where_no_others_are_given():
    for looks in ({}, {"theme": []}):
        [same] = in_looks(FIGURE, looks)
        assert same is FIGURE  # whose parameters are not checked again
    [tall] = in_looks(FIGURE, {"aspect": ["tall"]})
    assert (tall.aspect, tall.theme) == ("tall", "dark")
    assert suffixes([tall]) == [""]


def test_only_what_differs_is_in_names():
    figures = in_looks(FIGURE, {"aspect": ["wide", "tall"]})
    assert differing(figures) == ["aspect"]
    assert suffixes(figures) == ["wide", "tall"]


def test_a_look_has_no_other_fields():
    with pytest.raises(
        ParameterError, match=r"^looks has 'seed'; a look has only aspect and theme$"
    ):
        in_looks(FIGURE, {"seed": [1, 2]})
