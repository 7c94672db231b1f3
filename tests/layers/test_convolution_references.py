"""Convolutions against PyTorch, against ONNX's own tests, and against published figures."""

from __future__ import annotations

import json
from math import prod
from pathlib import Path

import numpy as np
import pytest

from poolanim import Conv, ConvTranspose, trace

REFERENCE = Path(__file__).parents[1] / "reference"
LAYERS = {"Conv": Conv, "ConvTranspose": ConvTranspose}
NAMES = ("output", "grad_input", "grad_weight", "grad_bias")
PUBLISHED = json.loads((REFERENCE / "published_convolutions.json").read_text("utf-8"))["cases"]
ONNX = json.loads((REFERENCE / "onnx_convolution.json").read_text("utf-8"))["cases"]
SAME = {"SAME_UPPER": "same-upper", "SAME_LOWER": "same-lower"}
REALS = 64
"""How many times the rounding error of a number results may differ by, where they are real."""


def torch_cases():
    """Name, parameters, whether numbers are whole, and the eight arrays of each case."""
    with np.load(REFERENCE / "convolution.npz") as file:
        flat = {True: file["whole"].astype(float), False: file["real"]}
        cases = json.loads(file["cases"].item())["cases"]
    start = {True: 0, False: 0}
    for name, spec, whole, shapes in cases:
        arrays = []
        for shape in shapes:
            stop = start[whole] + prod(shape)
            arrays.append(flat[whole][start[whole] : stop].reshape(shape))
            start[whole] = stop
        yield name, spec, whole, arrays


def grids_of(layer, x, grad_output):
    """The output and the gradients: of the class for a batch, and of a trace of its last image."""
    made = (layer.forward(x), *layer.gradients(grad_output, x))
    last = len(x) - 1
    traced = trace(layer, x, grad_output, batch_index=last)
    return made, [traced.grids[name] for name in NAMES]


def test_passes_are_those_of_pytorch():
    count = 0
    for name, spec, whole, (x, weight, bias, grad_output, *expected) in torch_cases():
        layer = LAYERS[name](weight, bias if len(bias) else None, **spec)
        assert layer.output_shape(x.shape) == expected[0].shape
        made, traced = grids_of(layer, x, grad_output)
        for found, grid, due in zip(made, traced, expected, strict=True):
            assert found.shape == due.shape
            bound = 0 if whole else REALS * np.finfo(float).eps
            np.testing.assert_allclose(found, due, rtol=bound, atol=bound)
            if len(x) == 1:
                np.testing.assert_allclose(grid.ravel(), due.ravel(), rtol=bound, atol=bound)
            elif due is expected[0] or due is expected[1]:
                np.testing.assert_allclose(grid.ravel(), due[-1].ravel(), rtol=bound, atol=bound)
        count += 1
    assert count >= 600


@pytest.mark.parametrize("case", PUBLISHED, ids=lambda case: case["name"])
def test_passes_are_those_of_published_examples(case):
    axes = {"weight": (2, 3, 1, 0), "grad_weight": (2, 3, 1, 0)}
    names = ("input", "weight", "grad_output", *NAMES[:3])
    x, weight, grad_output, *expected = (
        np.array(case[name]).transpose(axes.get(name, (0, 2, 3, 1))) for name in names
    )
    keys = ("stride", "padding", "dilation", "groups", "padding_mode", "output_padding")
    spec = {key: case[key] for key in keys if key in case}
    layer = {"conv": Conv, "conv-transpose": ConvTranspose}[case["op"]](
        weight, case["bias"], **spec
    )
    for grids in grids_of(layer, x, grad_output):
        for found, due in zip(grids, (*expected, np.array(case["grad_bias"])), strict=True):
            np.testing.assert_allclose(found.ravel(), due.ravel(), rtol=1e-15, atol=1e-15)
    if case.get("published_agrees"):
        published = np.squeeze(np.array(case["published_output"]))
        np.testing.assert_array_equal(np.squeeze(layer.forward(x)), published)


@pytest.mark.parametrize("case", ONNX, ids=lambda case: case["name"])
def test_outputs_are_those_of_onnx(case):
    x, weight, output = (planes(case[name]) for name in ("input", "weight", "output"))
    given = case["attributes"]
    rows = [1] * (4 - np.ndim(case["input"]))
    spec = {
        "stride": [*rows, *given.get("strides", [1, 1])][:2],
        "dilation": [*rows, *given.get("dilations", [1, 1])][:2],
        "groups": given.get("group", 1),
        "padding": SAME.get(given.get("auto_pad"), 0),
    }
    if "pads" in given:
        top, left, bottom, right = given["pads"]
        spec["padding"] = (top, bottom), (left, right)
    options = {}
    if "output_shape" in given:
        options["output_size"] = given["output_shape"]
    elif "output_padding" in given:
        spec["output_padding"] = given["output_padding"]
    layer = LAYERS[case["operator"]](weight.transpose(2, 3, 1, 0), **spec)
    found = layer.forward(x.transpose(0, 2, 3, 1), **options)
    np.testing.assert_allclose(found, output.transpose(0, 2, 3, 1), rtol=1e-6)


def planes(numbers):
    """An array (N, C, H, W), of one (N, C, W) with a row."""
    array = np.array(numbers)
    return array if array.ndim == 4 else array[:, :, np.newaxis]
