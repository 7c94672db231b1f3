"""Texts of layers with weights: code of any number of operands, channels and filters runs."""

from __future__ import annotations

import numpy as np
import pytest

from poolanim import Conv, ConvTranspose, trace
from poolanim.scene.text.numbers import Numerals
from poolanim.scene.text.sentences import Words
from poolanim.scene.text.story import Story
from poolanim.scene.text.telling import Telling
from poolanim.scene.text.tracking import tracked_cell
from poolanim.scene.text.view import View


def padded(name):
    return {"padded": f"{name}_pad = np.pad({name}, {{covered.around}})", "plain": ""}


def zeros(name):
    return {
        "padded": f"{name}_pad = np.zeros(({{covered.padded_shape}}))",
        "plain": f"{name} = np.zeros(({{covered.shape}}))",
    }


def crop(name):
    return {"padded": f"{name} = {name}_pad[{{covered.crop}}]", "plain": ""}


CONV = {
    "forward": {
        "opening": [padded("X"), "Y = np.zeros(({own.shape}))"],
        "code": ["Y[{own.at}] = np.sum(X{suffix}[{input.at}] * W{weight.part}) + b{bias.part}"],
        "crop": "",
    },
    "backward": {
        "opening": [
            padded("X"),
            zeros("dX"),
            "dW = np.zeros(({weight.shape}))",
            "db = np.zeros(({bias.shape}))",
        ],
        "code": [
            "dX{suffix}[{input.at}] += W{weight.part} * dY[{own.at}]",
            "dW{weight.part} += X{suffix}[{input.at}] * dY[{own.at}]",
            "db{bias.part} += dY[{own.at}]",
        ],
        "crop": crop("dX"),
    },
}
TRANSPOSED = {
    "forward": {
        "opening": [zeros("Y")],
        "code": ["Y{suffix}[{output.at}] += W{weight.part} * X[{own.at}]"],
        "crop": crop("Y"),
    },
    "backward": {
        "opening": [padded("dY"), "dX = np.zeros(({own.shape}))"],
        "code": ["dX[{own.at}] = np.sum(dY{suffix}[{output.at}] * W{weight.part})"],
        "crop": "",
    },
}


def numbers(*shape):
    return np.random.default_rng(len(shape)).integers(-3, 4, shape).astype(float)


LAYERS = [
    Conv(numbers(3, 3), [2]),
    Conv(numbers(2, 3), [2], stride=2, padding=((1, 0), (0, 2)), dilation=(1, 2)),
    Conv(numbers(3, 3, 2, 1), [2], padding=1),
    Conv(numbers(3, 3, 2, 3), numbers(3), stride=2, padding=1),
    Conv(numbers(2, 2, 2, 6), numbers(6), groups=3),
    Conv(numbers(2, 2, 1, 2), numbers(2), groups=2),
    Conv(numbers(2, 2)),
    ConvTranspose(numbers(3, 3)),
    ConvTranspose(numbers(3, 3), stride=2, padding=1, output_padding=1),
    ConvTranspose(numbers(3, 3, 2, 1), padding=1),
    ConvTranspose(numbers(2, 2, 3, 2), stride=2),
]


@pytest.mark.parametrize("direction", ["forward", "backward"])
@pytest.mark.parametrize("layer", LAYERS, ids=str)
def test_code_of_every_scan_gives_the_grids_of_the_trace(layer, direction):
    x = numbers(2, 5, 6, layer.channels) if np.ndim(layer.weight) > 2 else numbers(5, 6)
    traced = trace(layer, x, numbers(*layer.output_shape(x.shape)), batch_index=x.ndim // 4)
    stage = {"suffix": "_pad", **(CONV if isinstance(layer, Conv) else TRANSPOSED)[direction]}
    if layer.bias is None:
        stage["code"] = [code.removesuffix(" + b{bias.part}") for code in stage["code"]]
    names = {"input": "X", "weight": "W", "bias": "b", "output": "Y"}
    view = View(traced, traced.passes[direction], 0, "input", traced.passes[direction].targets[0])
    words = Words("Convolution", {"stage": stage}, {})
    write, scans = Numerals.of(view, None), range(len(view))
    telling = Telling(Story(words, view, [view], write, None, scans))
    given = {
        "X": x,
        "W": layer.weight,
        "b": layer.bias,
        "dY": numbers(*layer.output_shape(x.shape)),
    }
    state = {"np": np, **given}
    if layer.bias is not None and len(layer.bias) == 1:
        state["b"] = layer.bias[0]
    codes = [*telling.program.opening()]
    for scan in scans:
        codes += telling.scan(scan).code
    for code in [*codes, telling.program.closing()]:
        exec(code, state)
    for target in traced.passes[direction].targets:
        found = state.get(names.get(target) or f"d{names[target.removeprefix('grad_')]}")
        if found is not None:
            found = found[1] if np.ndim(found) == 4 and "weight" not in target else found
            np.testing.assert_array_equal(np.squeeze(found), np.squeeze(traced.grids[target]))


@pytest.mark.parametrize("target", ["grad_input", "grad_weight", "grad_bias"])
@pytest.mark.parametrize("layer", LAYERS[:6], ids=str)
def test_a_cell_of_any_target_can_be_tracked(layer, target):
    x = numbers(1, 5, 6, layer.channels)
    traced = trace(layer, x, numbers(*layer.output_shape(x.shape)))
    view = View(traced, traced.passes["backward"], 0, "input", target)
    words = Words("Convolution", {"stage": {"suffix": "_pad"}}, {target: "d"})
    cell = tracked_cell(view)
    story = Story(words, view, [view], Numerals.of(view, None), cell, range(len(view)))
    assert story.hits[-1].total == traced.board(target)[cell]
    index = story.name_of(cell).removeprefix("d[").removesuffix("]").split(", ")
    if target == "grad_weight":
        assert [*map(int, index)][:2] == [*cell]
        assert len(index) == np.ndim(layer.weight)


def test_a_filter_of_a_later_group_names_its_own_channels():
    layer = Conv(numbers(2, 2, 2, 6), groups=3)
    traced = trace(layer, numbers(1, 3, 3, 6), filter=4)
    view = View(traced, traced.passes["forward"], 0, "input", "output")
    stage = {"suffix": "_pad", "code": ["{own.at} {input.at} {input.inside} {weight.at}"]}
    words = Words("Convolution", {"stage": stage}, {})
    telling = Telling(Story(words, view, [view], Numerals.of(view, None), None, range(4)))
    assert telling.scan(1).code == ["0, 0, 1, 4 0, 0:2, 1:3, 4:6 0, 0:2, 1:3, 4:6 :, :, :, 4"]
