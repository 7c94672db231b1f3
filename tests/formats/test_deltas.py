"""What JSON and NPZ contain of layers with weights."""

from __future__ import annotations

import json

import numpy as np
import pytest

from poolanim import Figure
from poolanim.formats.deltas import parts
from poolanim.formats.json import to_json
from poolanim.formats.npz import to_arrays
from poolanim.pipeline import run


def made(layer="conv", **fields):
    """The trace of a figure, as it is in JSON, and as arrays."""
    figure = Figure(layer=layer, **fields)
    traced = run(figure)
    return traced, json.loads(to_json(figure, traced)), to_arrays(figure, traced)


SETUPS = [
    {},
    {"bias": 2, "padding": 1, "stride": 2, "wrt": "weight"},
    {"shape": "5x5x3", "filters": 2, "bias": "1 0", "direction": "both", "wrt": "all"},
    {"shape": "4x4x4", "groups": 2, "filters": 4, "kernel_size": 2},
    {"shape": "4x4x3", "channel": 1, "filters": 2, "filter": 1},
    {"layer": "conv-transpose", "stride": 2, "padding": 1, "output_padding": 1, "bias": 3},
    {"layer": "conv-transpose", "shape": "2x3x2", "filters": 3},
]


@pytest.mark.parametrize("fields", SETUPS)
def test_all_grids_are_in_both(fields):
    traced, written, arrays = made(**fields)
    for name, grid in traced.grids.items():
        flat = grid.ravel() if "bias" in name else grid
        assert written[name] == flat.tolist() == arrays[name].tolist(), name
    assert (written["bias"] is None) == ("bias" not in traced.grids)
    assert written["wrt"] == arrays["wrt"].item() == fields.get("wrt", "input")
    for name in ("channel", "filter"):
        drawn = arrays[f"{name}s"].tolist()
        assert written[name] in ("all", *drawn)
        assert written[name] != "all" or drawn == list(range(len(drawn)))
    assert written["groups"] == arrays["groups"] == fields.get("groups", 1)


@pytest.mark.parametrize("filters", [1, 2])
def test_gradients_of_a_transposed_output_have_scans_of_their_own(filters):
    traced, written, arrays = made("conv-transpose", wrt="bias", filters=filters, stride=2)
    assert written["grad_input"] is written["grad_weight"] is None
    assert "grad" not in written["scans"][0]
    indices = [
        [*scan["index"], *([scan["filter"]] if filters > 1 else [])] for scan in written["grads"]
    ]
    assert indices == arrays["grad_indices"].tolist()
    grads = [traced.grids["grad_output"][tuple(index)] for index in indices]
    assert grads == [scan["grad"] for scan in written["grads"]]
    assert grads == [scan["bias_delta"] for scan in written["grads"]]
    assert grads == arrays["bias_deltas"].tolist()
    assert sum(written["grad_bias"]) == sum(grads)


@pytest.mark.parametrize("fields", SETUPS)
def test_deltas_add_up_to_the_gradients(fields):
    traced, written, arrays = made(**fields)
    for target, name in [("grad_input", "deltas"), ("grad_weight", "weight_deltas")]:
        if name not in arrays:  # each scan has one cell of the target
            continue
        shape, sums, listed = traced.grids[target].shape, {}, {}
        for cell, amount in zip(arrays[f"{name[:-1]}_cells"].tolist(), arrays[name], strict=True):
            sums[tuple(cell)] = sums.get(tuple(cell), 0) + amount
        for scan in written["scans"]:
            for *cell, amount in scan[name]:
                listed[tuple(cell)] = listed.get(tuple(cell), 0) + amount
        expected = {cell: traced.grids[target][cell] for cell in np.ndindex(shape)}
        assert {**dict.fromkeys(expected, 0), **sums} == expected
        assert sums == listed
    given = [np.sum(scan["bias_delta"]) for scan in written["scans"]]
    assert sum(given) == sum(written["grad_bias"])
    assert arrays["bias_deltas"].sum() == traced.grids["grad_bias"].sum()


def test_each_filter_of_a_transposed_output_has_a_part_of_the_bias():
    traced, written, _ = made("conv-transpose", wrt="all", shape=(2, 2, 2), filters=2)
    sums = np.sum([scan["bias_delta"] for scan in written["scans"]], axis=0)
    assert sums.tolist() == traced.grids["grad_bias"].ravel().tolist()


@pytest.mark.parametrize("fields", SETUPS[:5])
def test_parts_and_the_bias_make_the_value(fields):
    traced, written, arrays = made(**fields)
    bias = written["bias"] or [0] * len(traced.filters)
    for number, scan in enumerate(written["scans"]):
        place = traced.filters.index(scan.get("filter", traced.filters[0]))
        assert sum(scan["parts"]) + bias[place] == pytest.approx(scan["value"])
        assert scan["parts"] == arrays["parts"][number].tolist()
        assert len(scan["parts"]) == len(traced.channels) // traced.layer.parameters["groups"]


def test_parts_are_sums_over_the_window_of_a_channel():
    traced, _, _ = made(shape="5x5x3", filters=2)
    x, weight = traced.grids["input"], traced.grids["weight"]
    for scan in (0, 4, 17):
        row, column, filter_ = traced.passes["forward"].index(scan)
        window = x[row : row + 3, column : column + 3]
        products = window * weight[..., filter_]
        assert parts(traced, scan).tolist() == products.sum(axis=(0, 1)).tolist()


def test_scans_name_their_filter_or_their_channel():
    _, written, _ = made(shape="4x4x2", filters=2)
    assert [scan["filter"] for scan in written["scans"]] == [0] * 4 + [1] * 4
    assert (written["channel"], written["filter"]) == ("all", "all")
    _, written, _ = made("conv-transpose", shape="2x2x2")
    assert [scan["channel"] for scan in written["scans"]] == [0] * 4 + [1] * 4
    assert (written["channel"], written["filter"]) == ("all", 0)
    _, written, _ = made(shape="4x4x3", channel=1, filters=2, filter=1)
    assert (written["channel"], written["filter"]) == (1, 1)
    assert all({"channel", "filter"}.isdisjoint(scan) for scan in written["scans"])


def test_a_transposed_convolution_tells_what_its_input_adds_to_the_output():
    traced, written, _ = made("conv-transpose", stride=2, direction="forward")
    total = np.zeros((7, 7))
    for scan in written["scans"]:
        for row, column, amount in scan["output_deltas"]:
            total[row, column] += amount
    assert total.tolist() == traced.grids["output"].tolist()
    assert "grad" not in written["scans"][0]


def test_a_kernel_of_four_axes_is_told():
    kernel = np.arange(2.0 * 3 * 2 * 2).reshape(2, 3, 2, 2).tolist()
    _, written, _ = made(kernel=kernel, shape="4x4x3", like="torch")
    assert written["kernel_layout"] == "oihw"
    assert written["reading"].endswith("; give kernel_layout for another order")
    _, written, _ = made(kernel="1 0")
    assert "kernel_layout" not in written


@pytest.mark.parametrize(
    "fields",
    [
        {"layer": "conv", "stride": 2, "padding": 1},
        {"layer": "conv", "shape": "4x4x2", "filters": 2, "kernel_size": 2},
        {"layer": "avg", "kernel_size": 2, "shape": "3x4x2", "channel": "all"},
        {"layer": "sum", "padding": 1},
    ],
)
def test_gathered_terms_add_up_to_the_same_gradients(fields):
    traced, written, arrays = made(**fields, form="gather")
    scattered, _, _ = made(**fields)
    assert np.allclose(traced.grids["grad_input"], scattered.grids["grad_input"])
    assert written["form"] == arrays.get("form", arrays.get("form_0")).item() == "gather"
    channels = written.get("channels", [written])
    for number, channel in enumerate(channels):
        named = (lambda name: f"{name}_{number}") if len(channels) > 1 else str  # noqa: B023
        grid = np.array(channel["grad_input"])
        assert len(channel["gathers"]) == len(arrays[named("gather_indices")]) == grid.size
        sums = np.bincount(arrays[named("gather_scans")], arrays[named("gathers")], grid.size)
        for scan, total in zip(channel["gathers"], sums, strict=True):
            place = (*scan["index"], *([scan["channel"]] if "channel" in scan else []))
            assert scan["value"] == grid[place]
            assert sum(term[-1] for term in scan["terms"]) == total
            assert total == pytest.approx(grid[place])
        assert all({"grad", "deltas"}.isdisjoint(scan) for scan in channel["scans"])
