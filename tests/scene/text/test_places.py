from __future__ import annotations

import numpy as np
import pytest

from poolanim import Figure
from poolanim.grids.layouts import in_order
from poolanim.layers.table import LAYERS
from tests.scenes import possible, telling_of

ONES = {"n": 2, "h": 5, "w": 6, "c": 3}


def grids_of(layout, **fields):
    x = np.arange(np.prod(in_order(layout, **ONES)), dtype=float)
    figure = Figure(
        **{"layer": "max", "kernel_size": 3, "direction": "backward", "layout": layout} | fields,
        input=x.reshape(in_order(layout, **ONES)),
    )
    return telling_of(figure).story.facts


@pytest.mark.parametrize(
    ("layout", "fields", "shape", "around", "padded", "crop"),
    [
        ("hw", {"padding": 1}, "5, 6", "1", "7, 8", "1:6, 1:7"),
        ("hw", {"padding": "1x0"}, "5, 6", "((1, 1), (0, 0))", "7, 6", "1:6, 0:6"),
        ("hw", {"padding": "0:1"}, "5, 6", "((0, 1), (0, 1))", "6, 7", "0:5, 0:6"),
        ("chw", {"padding": 1}, "3, 5, 6", "((0, 0), (1, 1), (1, 1))", "3, 7, 8", ":, 1:6, 1:7"),
        (
            *("nhwc", {"padding": 1}, "2, 5, 6, 3", "((0, 0), (1, 1), (1, 1), (0, 0))"),
            *("2, 7, 8, 3", ":, 1:6, 1:7, :"),
        ),
    ],
)
def test_an_array_has_the_axes_of_what_the_user_gave(layout, fields, shape, around, padded, crop):
    grid = grids_of(layout, **fields)["input"]
    assert (grid.shape, grid.around, grid.padded_shape, grid.crop) == (shape, around, padded, crop)
    assert (grid.height, grid.width) == (5, 6)


@pytest.mark.parametrize(
    ("layout", "own", "window", "bare"),
    [
        ("hw", "1, 2", "1:4, 2:5", "0:3, 1:4"),
        ("chw", "2, 1, 2", "2, 1:4, 2:5", "2, 0:3, 1:4"),
        ("nhwc", "1, 1, 2, 2", "1, 1:4, 2:5, 2", "1, 0:3, 1:4, 2"),
    ],
)
def test_a_scan_has_a_place_in_each_array(layout, own, window, bare):
    index = {"n": 1, "c": 2}
    fields = {
        name: index[axis]
        for axis, name in (("n", "batch_index"), ("c", "channel"))
        if axis in layout
    }
    x = np.arange(np.prod(in_order(layout, **ONES)), dtype=float)
    figure = Figure(
        layer="avg",
        input=x.reshape(in_order(layout, **ONES)),
        **{"layout": layout, "padding": 1, "stride": 1, "kernel_size": 3, **fields},
    )
    fields = telling_of(figure).scan(1 * 6 + 2).fields
    assert fields["own"].at == fields["output"].at == own
    assert fields["covered"].at == fields["input"].at == window
    assert fields["input"].inside == bare
    assert fields["input"].part == f"[{window}]"


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("direction", ["forward", "backward"])
def test_operands_are_known_by_name_in_every_pass(layer, direction):
    fields = possible({"layer": layer, "kernel_size": 2, "output_size": 2, "stride": 2})
    if layer == "unpool":
        fields["output_size"] = 4
    facts = telling_of(Figure(**fields, direction=direction, shape=4)).story.facts
    assert {"input", "output", "own", "covered"} <= facts.keys()
    assert facts["own"] in (facts["input"], facts["output"])
    assert facts["covered"] != facts["own"]
