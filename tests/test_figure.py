from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import numpy as np
import pytest

from poolanim import Figure
from poolanim.errors import GridError, ParameterError
from poolanim.layers.table import LAYER_PARAMETERS, LAYERS
from poolanim.parameters.numbers import Whole
from poolanim.parameters.table import PARAMETERS
from poolanim.pipeline import run
from poolanim.records import replace


def test_fields_are_normal_however_they_are_spelled():
    one = Figure(layer="avg", kernel_size="3x2", stride=2, padding="1x0", focus="1,2")
    other = Figure(layer="avg", kernel_size=[3, 2], stride=(2, 2), padding=(1, 0), focus=[1, 2])
    assert one == other
    assert hash(one) == hash(other)
    assert (one.kernel_size, one.stride, one.padding, one.focus) == ((3, 2), (2, 2), (1, 0), (1, 2))


def test_rows_become_tuples():
    array = np.arange(4.0).reshape(2, 2)
    one, other = (Figure(layer="global-max", input=rows) for rows in (array, [[0, 1], [2, 3]]))
    assert one == other
    assert Figure(layer="max", kernel_size=4, grad=array).grad == ((0, 1), (2, 3))
    assert Figure(layer="max", input=Path("a.csv")).input == "a.csv"
    assert Figure(layer="max", font=Path("a.ttf"), theme=Path("a.toml")).theme == "a.toml"


def test_the_docstring_says_what_each_field_is():
    said = " ".join(str(Figure.__doc__).split())
    for entry in PARAMETERS:
        assert re.search(rf" {entry.name} \([^)]+\): [A-Z0-9]", said), entry.name
    assert "aspect (wide|square|tall): 800x450, 640x640 or 450x800" in said
    assert "The gradient of the output, spelled as input." in said
    assert "{" not in said.split("Raises:")[0]


def test_a_figure_is_frozen_and_can_be_varied():
    figure = Figure(layer="max")
    with pytest.raises(dataclasses.FrozenInstanceError):
        figure.kernel_size = 2
    assert dataclasses.replace(figure, kernel_size=2).kernel_size == (2, 2)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"layer": "agv"}, "layer is 'agv'; did you mean 'avg'"),
        ({"layer": None}, "layer is None"),
        ({"layer": ["avg"]}, r"layer is \['avg'\]"),
        ({"kernel_size": "a"}, "kernel_size is 'a'; give"),
        ({"padding": False}, "padding is False; give"),
        ({"direction": "back"}, "direction is 'back'; did you mean 'backward'"),
        ({"kernel_size": 0}, "kernel_size is 0; each number must be at least 1"),
        ({"stride": "0x1"}, "stride is '0x1';"),
        ({"padding": -1}, "padding is -1;"),
        ({"padding": 2}, "padding is 2; with a window of 3 it must be at most 1"),
        ({"padding": "1x2", "kernel_size": "2x3"}, "padding is 1x2; with a window of 2x3 .* 1,"),
        ({"padding": "0x0:3", "dilation": 2}, "padding is 0x0:3; with a window of 5 .* 2,"),
        ({"padding": "vaild"}, "padding is 'vaild'; did you mean 'valid'"),
        ({"like": "onnx", "padding": 3}, "padding is 3; .* at most 2, less than the window"),
        ({"like": "pytorch"}, "like is 'pytorch'; did you mean 'torch'"),
        ({"dilation": 0}, "dilation is 0; each number must be at least 1"),
        ({"divisor_override": 0}, "divisor_override is 0; give"),
        ({"ceil_mode": "yes"}, "ceil_mode is 'yes'; give true or false"),
        ({"ties": "first"}, "ties is first, but avg has no such parameter; it has kernel_size"),
        ({"layer": "max", "ties": "last"}, "ties is 'last'"),
        ({"layer": "max", "divisor_override": 2}, "divisor_override is 2, but max has no such"),
        ({"layer": "global-avg", "kernel_size": 3}, "kernel_size is 3, .* it has div"),
        ({"layer": "global-max", "padding": 0}, "padding is 0, but global-max has .* it has ties"),
        ({"layer": "lp", "p": 0}, "p is 0; give a real number other than 0"),
        ({"layer": "lp", "p": "two"}, "p is 'two'; give"),
        ({"layer": "adaptive-avg", "output_size": 0}, "output_size is 0; each number must be"),
        ({"layer": "softmax", "ceil_mode": False}, "ceil_mode is false, but softmax has no"),
        ({"layer": "unpool", "padding": 2}, "padding is 2; .* at most 1, half of it"),
        ({"shape": "0x5"}, "shape is '0x5';"),
        ({"focus": "-1,0"}, "focus is '-1,0'; each number must be at least 0"),
        ({"seed": -1}, "seed is -1; give a whole number from 0"),
        ({"seed": 1.5}, "seed is 1.5;"),
        ({"seed": True}, "seed is True;"),
        ({"scans": "3"}, "scans is '3'; give A:B, such as 10:20"),
        ({"scans": "0:3"}, "scans is '0:3'; each number must be at least 1"),
        ({"scans": "5:4"}, "scans is 5:4; the first must not come after the last"),
        ({"motion": "fast"}, "motion is 'fast'; use one of smooth, steps"),
        ({"cells": "colours"}, "cells is 'colours'; use one of auto, both, heatmap, numbers"),
        ({"aspect": "round"}, "aspect is 'round'; use one of square, tall, wide"),
        ({"width": 481}, "width is 481; give an even number"),
        ({"width": 478}, "width is 478; a wide picture needs at least 480"),
        ({"scale": 3}, "scale is 3; give a whole number from 1 to 2"),
        ({"precision": "2"}, "precision is '2';"),
        ({"title": 5}, "title is 5; give text"),
        ({"caption": 5}, "caption is 5; give text"),
        ({"code": "pytorch"}, "code is 'pytorch'; did you mean 'torch'"),
        ({"labels": "torhc"}, "labels is 'torhc'; did you mean 'torch'"),
        ({"labels": "x,y,z"}, "labels is 'x,y,z'; avg has 4 grids; name input, output"),
        ({"labels": "x,y,,z"}, "labels is 'x,y,,z'; give"),
        ({"labels": ["x", "y", "z", "a" * 17]}, "names of 1 to 16 characters"),
        ({"labels": "A,B,A,C"}, "labels is 'A,B,A,C'; give names that differ"),
        ({"labels": "Å,\u212b,A,C"}, "give names that differ"),
        ({"labels": 4}, "labels is 4; give text, or a list of texts"),
        ({"labels": ["x", "y", "z", 4]}, "give text, or a list of texts"),
        ({"math": 1}, "math is 1; give true or false"),
        ({"font": 1}, "font is 1; give text"),
        ({"theme": None}, "theme is None; give text"),
        ({"input": 5}, "input is 5; give rows of numbers"),
        ({"grad": {1: 2}}, r"grad is \{1: 2\}; give rows"),
        ({"layout": "nchv"}, "layout is 'nchv'; did you mean 'nchw'"),
        ({"layout": 4}, "layout is 4; use one of"),
        ({"input": "1 2", "shape": 3}, "shape is 3, but the input has its own shape"),
        ({"grad": "ones", "direction": "forward"}, "a forward pass has none"),
        ({"input": "-", "grad": "-"}, "standard input holds one grid"),
    ],
)
def test_what_cannot_be_is_refused_with_its_limit(fields, message):
    with pytest.raises(ParameterError, match=message):
        Figure(**{"layer": "avg", **fields})


def test_a_layer_without_parameters_is_said_to_have_none(monkeypatch):
    monkeypatch.setitem(LAYERS, "global-avg", replace(LAYERS["global-avg"], parameters={}))
    with pytest.raises(ParameterError, match="has no such parameter; it has no parameter"):
        Figure(layer="global-avg", divisor_override=3)


LIMITED = [
    each
    for each in PARAMETERS
    if isinstance(each.domain, Whole) and each.name not in LAYER_PARAMETERS
]


@pytest.mark.parametrize("parameter", LIMITED, ids=lambda each: each.name)
def test_limits_themselves_are_allowed_and_nothing_beyond(parameter):
    name, least, greatest = parameter.name, parameter.domain.least, parameter.domain.greatest
    inside = [least] if name in ("batch_index", "channel") else [least, greatest]
    for value in inside:
        figure = Figure(layer="avg", aspect="tall", input="later.npy", **{name: value})
        assert getattr(figure, name) == value
    for value in (least - 1, greatest + 1):
        with pytest.raises(ParameterError, match=f"{name} is {value};"):
            Figure(layer="avg", **{name: value})


@pytest.mark.parametrize(("aspect", "least"), [("wide", 480), ("square", 360), ("tall", 360)])
def test_a_picture_has_a_least_width(aspect, least):
    assert Figure(layer="avg", aspect=aspect, width=least).width == least
    with pytest.raises(ParameterError, match=f"width is {least - 2}; "):
        Figure(layer="avg", aspect=aspect, width=least - 2)


@pytest.mark.parametrize("name", ["kernel_size", "stride", "dilation", "shape"])
def test_sizes_have_a_limit(name):
    fields = {"layer": "max", "input": "a.csv"}
    fields |= {"kernel_size": 1, "input": None} if name == "shape" else {}
    assert getattr(Figure(**fields | {name: "1x128"}), name) == (1, 128)
    with pytest.raises(ParameterError, match=f"{name} is '1x129'; .* at most 128"):
        Figure(layer="avg", **{name: "1x129"})


def test_half_of_the_window_is_allowed_as_padding():
    assert Figure(layer="avg", kernel_size=(2, 5), padding=(1, 2)).padding == (1, 2)


def test_a_shape_may_have_channels():
    assert Figure(layer="max", shape="5x4x3").shape == (5, 4, 3)
    assert Figure(layer="max", shape=(5, 5, 3), channel=2, grad="ones").shape == (5, 5, 3)
    for fields, message in [
        ({"shape": "5x5x5000"}, "shape is '5x5x5000'; it must be at most 128x128x4096"),
        ({"shape": "5x5x0"}, "shape is '5x5x0'; each number must be at least 1"),
        ({"shape": "128x128x4000"}, "shape is 128x128x4000, but at most 4,000,000 numbers are"),
        ({"shape": "5x5x3x2"}, "shape is '5x5x3x2'; give one whole number or HxW"),
        ({"shape": "5x5x3", "channel": 3}, "channel is 3, .* 5x5x3, read as HWC; .* 0 to 2"),
        ({"shape": "5x5x3", "layout": "nhw"}, "layout is 'nhw'; give hwc or chw, as shape is"),
        ({"shape": "5x5", "layout": "chw"}, "layout is chw, but the input has 2 axes"),
        ({"shape": "9x9x3", "input": "a.png"}, "shape is 9x9x3, but a picture has one channel"),
    ]:
        with pytest.raises(ParameterError, match=message):
            Figure(layer="max", **fields)


def test_shape_goes_with_what_is_made_to_measure():
    for source in (None, "random", "ones", "photo.JPG"):
        figure = Figure(layer="avg", kernel_size=2, input=source, shape="2x3")
        assert figure.shape == (2, 3)


@pytest.mark.parametrize(
    ("aspect", "width", "size"),
    [
        ("wide", None, (800, 450)),
        ("wide", 482, (482, 272)),
        ("square", 402, (402, 402)),
        ("tall", 360, (360, 640)),
    ],
)
def test_the_picture_has_the_aspect_s_shape_and_even_sides(aspect, width, size):
    assert Figure(layer="avg", aspect=aspect, width=width).size == size


def test_the_gradient_of_a_picture_is_by_default_the_picture():
    assert Figure(layer="avg", input="a.png").gradient == "a.png"
    assert Figure(layer="avg", input="a.png", grad="ones").gradient == "ones"
    assert Figure(layer="avg", input="a.csv").gradient is None


def test_a_layer_s_own_defaults_are_filled_in():
    figure = Figure(layer="fractional-max")
    assert (figure.kernel_size, figure.output_size, figure.stride) == ((2, 2), (3, 3), None)
    assert figure == Figure(layer="fractional-max", kernel_size=2, output_size=3)
    assert Figure(layer="lp").parameters["p"] == 2
    assert Figure(layer="unpool", kernel_size="3x2").stride == (3, 2)
    assert Figure(layer="fractional-max", seed=3).parameters["seed"] == 3


def test_padding_of_more_than_half_the_window_is_onnx_s_alone():
    assert Figure(layer="max", like="onnx", padding=2).padding == (2, 2)


@pytest.mark.parametrize("name", LAYERS)
def test_parameters_are_those_of_the_class_in_its_order(name):
    made = run(Figure(layer=name)).layer
    parameters = [parameter for parameter in made.parameters if parameter != "crop"]
    assert list(LAYERS[name].parameters) == parameters
    assert LAYERS[name].crops == ("crop" in made.parameters)
    assert set(LAYERS[name].defaults) <= set(LAYER_PARAMETERS)


@pytest.mark.parametrize(
    ("fields", "error", "message"),
    [
        ({"kernel_size": 6}, ParameterError, "kernel_size is 6; it must be at most 5x5, since"),
        ({"input": "1 2; 3 4"}, ParameterError, "kernel_size is 3; it must be at most 2x2, since"),
        ({"input": "1 2; 3"}, GridError, "input: row 2 is 1 long"),
        ({"input": "[[1, 2], [3]]"}, GridError, "input: row 2 is 1 long"),
        ({"input": [[1, "x"]]}, GridError, "input: row 1, column 2 is 'x'; give a real number"),
        ({"input": [[]]}, GridError, "input: holds no numbers"),
        ({"input": [[0] * 129]}, GridError, "input is 1x129; it must be at most 128x128"),
        ({"layer": "conv", "padding": 129}, ParameterError, "padding is 129; each number must be"),
        ({"padding": "0:1x0:9999999"}, ParameterError, "each number must be at most 128"),
        (
            {"layer": "conv", "padding": 63},
            ParameterError,
            "but may be at most 128x128; use",
        ),
        ({"layer": "conv-transpose", "stride": 64}, ParameterError, "a smaller stride, kernel"),
        ({"focus": "5,0"}, ParameterError, "5x5; give a cell from 0,0 to 4,4"),
        ({"focus": "0,5"}, ParameterError, "focus is 0,5"),
        ({"shape": "3x9", "focus": "3,0"}, ParameterError, "focus is 3,0"),
        ({"scans": "5:10"}, ParameterError, "scans is 5:10, but there are 9; give numbers up to 9"),
        ({"stride": 2, "scans": "5:9"}, ParameterError, "scans is 5:9, but there are 4"),
        ({"grad": "1 2; 3 4"}, GridError, "grad is 2x2, but the output is 3x3"),
        ({"layer": "global-max", "grad": "1 2"}, GridError, "grad is 1x2, but the output is 1x1"),
        ({"layer": "adaptive-avg", "scans": "1:10"}, ParameterError, "there are 9"),
        ({"layer": "fractional-max", "output_size": 5}, ParameterError, "kernel_size is 2 and out"),
        ({"layer": "unpool", "grad": "1 2"}, GridError, "grad is 1x2, but the output is 5x5"),
        (
            {"layer": "unpool", "output_size": 7},
            ParameterError,
            "output_size is 7; for maxima of 2x2 it must be from 3 to 5",
        ),
        ({"channel": 1}, ParameterError, "channel is 1, but the input is 5x5, read"),
        ({"batch_index": 1}, ParameterError, "the input is 5x5, read as HW"),
    ],
)
def test_what_does_not_fit_the_input_is_told_before_anything_runs(fields, error, message):
    with pytest.raises(error, match=re.escape(message)):
        Figure(**{"layer": "avg", **fields})


def test_what_fits_exactly_is_taken():
    Figure(layer="avg", kernel_size=5)
    Figure(layer="avg", focus="4,4", scans="9:9", grad=[[1] * 3] * 3)
    Figure(layer="avg", kernel_size=2, ceil_mode=True, stride=2, scans="9:9")
    Figure(layer="avg", kernel_size=2, padding="same-upper", scans="25:25")
    Figure(layer="fractional-max", output_size=4, scans="16:16")
    Figure(layer="avg", input=[[[1, 2]] * 3] * 3, grad="5", layout="hwc", channel=1)
    Figure(layer="avg", kernel_size=1, input=[[0] * 128])


def test_scalars_and_arrays_of_numpy_are_fields_like_others():
    given = {"p": np.float32(2), "kernel_size": np.array([2, 3]), "ceil_mode": np.bool_(True)}
    given |= {"seed": np.int64(4), "step_ms": np.uint16(90), "math": np.bool_(False)}
    figure = Figure(layer="lp", **given)
    same = {"p": 2, "kernel_size": (2, 3), "ceil_mode": True, "seed": 4, "step_ms": 90}
    assert figure == Figure(layer="lp", **same)
    assert {type(getattr(figure, name)) for name in given} == {float, tuple, bool, int}
