from __future__ import annotations

import shlex
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolanim import Figure
from poolanim.cli.commands import poolanim
from poolanim.errors import ParameterError
from poolanim.formats.outputs import OUTPUT_PARAMETERS, Output, plan
from poolanim.grids.reading import read_grid
from poolanim.parameters.table import PARAMETERS
from poolanim.publish.spelling import command_line


def read(line):
    """The figure and the outputs that a command line asks for."""
    name, layer, *arguments = shlex.split(line)
    assert name == "poolanim"
    command = poolanim.commands[layer]
    given = command.make_context(layer, arguments).params
    figure = Figure(layer=layer, **{each.name: given[each.name] for each in PARAMETERS})
    options = {each.name: given[each.name] for each in OUTPUT_PARAMETERS}
    return figure, tuple(plan(given["output"], **options))


NUMBERS = st.integers(-9, 9) | st.floats(allow_nan=False)
FIELDS = {
    "kernel_size": st.tuples(st.just(2), st.integers(2, 3)),
    "padding": st.sampled_from([1, (0, 1), ((0, 1), (1, 1)), "valid", "same-lower"]),
    "ceil_mode": st.just(True),
    "count_include_pad": st.booleans(),
    "divisor_override": st.integers(1, 9),
    "like": st.sampled_from(["torch", "onnx"]),
    "direction": st.sampled_from(["forward", "both"]),
    "input": st.lists(st.lists(NUMBERS, min_size=3, max_size=3), min_size=3, max_size=4)
    | st.sampled_from(["random", "my grid.csv", "1 2 3; 3 4 5; 6 7 8"]),
    "focus": st.tuples(st.integers(0, 1), st.integers(0, 1)),
    "scans": st.tuples(st.just(1), st.integers(1, 2)),
    "every": st.integers(1, 9),
    "seed": st.integers(0, 2**63 - 1),
    "labels": st.just(("x 1", "y", "dy", "dx")) | st.just("torch"),
    "math": st.just(True),
    "title": st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])),
    "theme": st.sampled_from(["dark", "my theme.toml"]),
}


@given(st.fixed_dictionaries({}, optional=FIELDS))
def test_a_figure_s_command_line_gives_that_figure(fields):
    fields = {"kernel_size": 2, **fields}
    figure = Figure(layer="avg", **fields)
    meant, outputs = read(command_line([figure], [Output("a.gif")], {}))
    assert outputs == (Output("a.gif"),)
    if isinstance(figure.input, tuple):
        given = read_grid("input", figure.input).grid
        assert np.array_equal(read_grid("input", meant.input).grid, given)
        meant = replace(meant, input=figure.input)
    assert meant == figure


WEIGHTED = {
    "kernel": st.sampled_from(["sobel-y", "ones", "k.npy", "1 0 -1; 2 0 -2", [[1.5, -2], [0, 1]]]),
    "kernel_layout": st.sampled_from(["hwio", "oihw"]),
    "flip": st.just(True),
    "bias": st.sampled_from([1, -2.5, "1", [3], "b.csv", "ones"]),
    "stride": st.integers(1, 2),
    "padding": st.sampled_from([1, "same", ((0, 1), (2, 2))]),
    "padding_mode": st.sampled_from(["reflect", "circular"]),
    "shape": st.sampled_from([(6, 7), (5, 5, 1)]),
    "like": st.sampled_from([None, "torch"]),
    "direction": st.sampled_from(["forward", "backward", "both"]),
    "channel": st.sampled_from([0, "all"]),
    "filter": st.sampled_from([0, "all"]),
    "labels": st.just(("A_prev", "W", "b", "Z", "dA_prev", "dW", "db", "dZ")),
}


@given(st.fixed_dictionaries({}, optional=WEIGHTED), st.sampled_from([None, "weight", "all"]))
def test_the_command_line_of_a_convolution_gives_that_convolution(fields, wrt):
    if fields.get("direction") != "forward":
        fields["wrt"] = wrt
    try:
        figure = Figure(layer="conv", **fields)
    except ParameterError:  # such as PyTorch's of same padding with a stride
        return
    meant, _ = read(command_line([figure], [Output("a.json")], {}))
    for name in ("kernel", "bias"):
        given = getattr(figure, name)
        if isinstance(given, tuple):
            spelled = read_grid(name, getattr(meant, name)).grid.ravel().tolist()
            assert spelled == read_grid(name, given).grid.ravel().tolist()
            meant = replace(meant, **{name: given})
    assert meant == figure


CAUSAL = {"kernel_size": (1, 3), "padding": "causal", "shape": (1, 8)}


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("--kernel '1 0 -1; 2 0 -2' --stride 2", {"kernel": "1 0 -1; 2 0 -2", "stride": 2}),
        ("--groups 3 --shape 5x5x3", {"shape": (5, 5, 3), "groups": 3}),
        ("--size 1x3 --padding causal --shape 1x8", CAUSAL),
        ("--filters 2 --bias '1 0' --filter 1", {"filters": 2, "filter": 1, "bias": "1 0"}),
        ("--bias 3 --form gather", {"bias": "3", "form": "gather"}),
        ("--flip --channel all --wrt bias", {"channel": "all", "wrt": "bias", "flip": True}),
    ],
)
def test_options_of_convolutions(line, fields):
    assert read(f"poolanim conv {line} -o a.gif")[0] == Figure(layer="conv", **fields)
    assert line in command_line([Figure(layer="conv", **fields)], [], {})


def test_options_of_transposed_convolutions():
    line = "poolanim conv-transpose --stride 2 --padding 1 --output-padding 1"
    figure = Figure(layer="conv-transpose", stride=2, padding=1, output_padding=1)
    assert command_line([figure], [], {}) == line
    assert read(f"{line} -o a.gif")[0] == figure


@pytest.mark.parametrize(
    "outputs",
    [
        (Output("a.png", still="first"), Output("a.gif", loop=3)),
        (Output("a.svg", sheet=True),),
        (Output("a.pdf", sheet=4),),
        (Output("a b.png", animated=True),),
    ],
)
def test_outputs_have_their_options(outputs):
    assert read(command_line([Figure(layer="max")], outputs, {}))[1] == outputs


def test_what_goes_without_saying_is_not_said():
    assert command_line([Figure(layer="global-max")], [], {}) == "poolanim global-max"
    assert command_line([Figure(layer="max", kernel_size=3, seed=1)], [], {}).endswith("--seed 1")


def test_themes_and_files_are_called_what_the_user_calls_them():
    figures = [Figure(layer="max", input="x/a.csv", theme=theme) for theme in ("dark", "x/b.toml")]
    line = command_line(figures, [], {"x/a.csv": "a.csv", "x/b.toml": "b.toml"})
    assert line == "poolanim max --input a.csv --theme dark,b.toml"


def test_numbers_in_more_than_rows_are_for_a_file():
    figure = Figure(layer="max", kernel_size=1, input=[[[1, 2]]], layout="hwc")
    line = command_line([figure], [], {})
    assert line == "poolanim max --size 1 --input FILE.json --layout hwc"


def test_a_row_of_numbers_is_spelled_as_a_list():
    figure = Figure(layer="avg", kernel_size=(1, 2), input=[1, -2.5, float("inf")])
    line = command_line([figure], [], {})
    assert line == "poolanim avg --size 1x2 --input '[1, -2.5, Infinity]'"
    meant, _ = read(f"{line} -o a.gif")
    assert read_grid("input", meant.input).grid.tolist() == list(figure.input)
