from __future__ import annotations

from pathlib import Path

import pytest

from poolanim import Figure
from poolanim.errors import ParameterError
from poolanim.parameters.domains import FRAMEWORKS, SWITCH, Choice, Names, Switch, Text
from poolanim.pipeline import run


def test_a_switch_is_true_or_false():
    with pytest.raises(ParameterError, match="ceil_mode is 1; give true or false"):
        SWITCH.check("ceil_mode", 1)
    assert SWITCH.metavar is None
    assert not SWITCH.negative
    assert Switch(negative=True).negative


def test_a_choice_is_one_of_its_words():
    choice = Choice(("steps", "smooth"))
    assert choice.check("motion", "smooth") == "smooth"
    assert (choice.metavar, choice.schema()) == ("steps|smooth", {"enum": ["steps", "smooth"]})
    with pytest.raises(ParameterError, match="motion is 'smoth'; did you mean 'smooth'"):
        choice.check("motion", "smoth")
    with pytest.raises(ParameterError, match="motion is 3; use one of smooth, steps"):
        choice.check("motion", 3)


def test_a_text_may_be_a_path_and_has_a_length():
    assert Text().check("font", Path("a") / "b.ttf") == str(Path("a") / "b.ttf")
    assert Text(3).check("title", "abc") == "abc"
    assert Text(3).schema() == {"type": "string", "maxLength": 3}
    with pytest.raises(ParameterError, match="title has 4 characters; give at most 3") as caught:
        Text(3).check("title", "abcd")
    assert (caught.value.field, caught.value.given) == ("title", "abcd")


def test_names_are_a_word_or_a_list_of_short_ones():
    names = Names(("usual",), longest=3)
    assert names.check("labels", "usual") == "usual"
    assert names.check("labels", "x, y  z") == names.check("labels", ["x", "y z"]) == ("x", "y z")
    assert (names.spell(("x", "y z")), names.spell("usual")) == ("x,y z", "usual")
    for wrong in ("x,", ["x", "abcd"]):
        with pytest.raises(ParameterError, match="give usual, or names of 1 to 3 characters"):
            names.check("labels", wrong)


@pytest.mark.parametrize(
    ("like", "ties", "whole", "counted", "absolute"),
    [
        (None, "all", "all", True, False),
        ("article", "all", "all", True, False),
        ("torch", "first", "first", True, False),
        ("keras", "first", "split", False, False),
        ("jax", "first", "split", True, False),
        ("onnx", "first", "first", False, True),
    ],
)
def test_a_framework_rules_what_is_not_given(like, ties, whole, counted, absolute):
    assert Figure(layer="max", like=like).parameters["ties"] == ties
    assert Figure(layer="global-max", like=like).parameters["ties"] == whole
    assert Figure(layer="avg", like=like).parameters["count_include_pad"] is counted
    assert Figure(layer="lp", like=like).parameters["absolute"] is absolute
    assert Figure(layer="max", like=like, ties="all").parameters["ties"] == "all"


@pytest.mark.parametrize("like", [None, *FRAMEWORKS])
def test_same_padding_of_onnx_alone_crops_both_ends(like):
    start = int(like == "onnx")
    figure = Figure(layer="max", kernel_size=1, stride=3, padding="same", like=like, input="1 2 3")
    (scan,) = run(figure).passes["forward"]
    assert (scan.value, scan.spans["input"][1].start) == (1 + start, start)
