"""Traces of convolutions: where terms come from, what scans cover, and which part is traced."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import poolanim
from poolanim import AvgPool, Conv, ConvTranspose, MaxPool, trace
from poolanim.errors import ParameterError
from tests.layers.test_convolution import convolutions
from tests.strategies import setups, sliding

X = np.arange(1.0, 10).reshape(3, 3)
W = np.array([[1.0, 2], [3, 4]])
totals = st.sampled_from(["AvgPool", "SumPool"]).flatmap(
    lambda name: sliding(name).map(lambda spec: getattr(poolanim, name)(**spec))
)


def test_a_window_times_the_kernel_gives_a_cell_and_the_bias_comes_last():
    scan = trace(Conv(W, [10]), X).passes["forward"][1]
    assert [term.of for term in scan.terms] == [
        (("input", (0, 1)), ("weight", (0, 0))),
        (("input", (0, 2)), ("weight", (0, 1))),
        (("input", (1, 1)), ("weight", (1, 0))),
        (("input", (1, 2)), ("weight", (1, 1))),
        (("bias", (0, 0)),),
    ]
    assert [term.amount for term in scan.terms] == [2, 6, 15, 24, 10]
    assert {term.to for term in scan.terms} == {("output", (0, 1))}
    assert scan.value == 57
    assert scan.spans == {
        "input": (range(2), range(1, 3)),
        "weight": (range(2), range(2)),
        "output": (range(1), range(1, 2)),
        "bias": (range(1), range(1)),
    }


def test_a_gradient_feeds_its_window_the_weights_and_the_bias_in_one_scan():
    traced = trace(Conv(W), X, [[1, 2], [3, 4]])
    backward = traced.passes["backward"]
    assert backward.targets == ("grad_input", "grad_weight", "grad_bias")
    assert backward.scatters
    scan, grad = backward[1], ("grad_output", (0, 1))
    by_target = {name: [t for t in scan.terms if t.to[0] == name] for name in backward.targets}
    assert [(*term.to, *term.of, term.amount) for term in by_target["grad_input"]][:2] == [
        ("grad_input", (0, 1), grad, ("weight", (0, 0)), 2),
        ("grad_input", (0, 2), grad, ("weight", (0, 1)), 4),
    ]
    assert [(*term.to, *term.of, term.amount) for term in by_target["grad_weight"]][2:] == [
        ("grad_weight", (1, 0), ("input", (1, 1)), grad, 10),
        ("grad_weight", (1, 1), ("input", (1, 2)), grad, 12),
    ]
    assert [(*term.to, *term.of, term.amount) for term in by_target["grad_bias"]] == [
        ("grad_bias", (0, 0), grad, 2)
    ]
    assert scan.spans["grad_input"] == scan.spans["input"] == (range(2), range(1, 3))
    assert scan.spans["grad_weight"] == scan.spans["weight"] == (range(2), range(2))
    assert traced.grids["grad_bias"].tolist() == [[10]]


def test_dilated_windows_cover_their_taps():
    scan = trace(Conv(W, dilation=2, padding=1), X).passes["forward"][0]
    assert scan.spans["input"] == (range(-1, 2, 2), range(-1, 2, 2))
    assert [term.of[0][1] for term in scan.terms] == [(-1, -1), (-1, 1), (1, -1), (1, 1)]


def test_an_input_cell_scatters_the_weights_and_the_bias_is_added_at_the_end():
    traced = trace(ConvTranspose(W, [10], 2, 1, 1), X, np.ones((5, 5)))
    forward = traced.passes["forward"]
    assert (forward.own, forward.scatters, len(forward)) == ("input", True, 9)
    assert [(term.to[1], term.of, term.amount) for term in forward[0].terms][2:] == [
        ((0, -1), (("input", (0, 0)), ("weight", (1, 0))), 3),
        ((0, 0), (("input", (0, 0)), ("weight", (1, 1))), 4),
    ]
    assert forward.finish is None
    sums = forward.terms["output"].padded
    assert sums.shape == (6, 6)  # of which 1 is cropped before, and 0 after: 1 less than padding
    np.testing.assert_array_equal(traced.grids["output"], sums[1:, 1:] + 10)
    gathers = traced.passes["backward"]
    assert gathers.own == "grad_input"
    assert gathers[4].value == W.sum()
    cells = [term.of[0][1] for scan in gathers for term in scan.terms if term.to[0] == "grad_bias"]
    assert sorted(cells) == sorted(np.ndindex(5, 5))


@given(convolutions(kind=ConvTranspose))
def test_each_gradient_of_a_transposed_output_is_added_to_the_bias_once(setup):
    layer, x, grad_output = setup
    terms = trace(layer, x, grad_output).passes["backward"].terms["grad_bias"]
    assert sorted(terms.of[0].flat.tolist()) == list(range(grad_output[0].size))


@given(convolutions(kind=ConvTranspose))
def test_the_bias_of_a_transposed_convolution_has_a_scan_for_each_gradient(setup):
    layer, x, grad_output = setup
    traced = trace(layer, x, grad_output, form="bias")
    backward = traced.passes["backward"]
    assert backward is traced.apart
    assert backward.targets == ("grad_bias",)
    assert len(backward) == traced.grids["grad_output"].size
    for number, scan in enumerate(backward):
        grad = traced.grids["grad_output"][scan.index]
        assert [term.amount for term in scan.terms] == [scan.value] == [grad], number
    expected = trace(layer, x, grad_output).grids["grad_bias"]
    np.testing.assert_allclose(traced.grids["grad_bias"], expected, atol=1e-9)


def test_windows_that_reach_no_further_give_the_bias_nothing():
    def columns(layer, count, outputs):
        traced = trace(layer, np.ones((1, count)), np.ones((1, outputs)))
        cells = traced.passes["backward"].terms["grad_bias"].of[0]
        return [[column for _, column in cells.of(scan)] for scan in range(count)]

    cropped = ConvTranspose(np.ones((1, 3)), padding=((0, 0), (3, 1)))
    assert columns(cropped, 4, 2) == [[], [0], [1], []]
    apart = ConvTranspose([[1.0]], stride=(1, 3), output_padding=(0, 1))
    assert columns(apart, 2, 5) == [[0], [1, 2, 3, 4]]


def test_a_layer_without_a_bias_has_no_scans_for_it():
    with pytest.raises(ParameterError, match=r"^form is 'bias'; MaxPool has no bias; use scatter"):
        trace(MaxPool(2), np.ones((2, 2)), [[1]], form="bias")


@pytest.mark.parametrize(
    ("mode", "folded"), [("replicate", [4, 6, 8]), ("reflect", [3, 10, 5]), ("circular", [6, 6, 6])]
)
def test_what_padding_gets_is_folded_onto_the_cells_that_it_copies(mode, folded):
    layer = Conv([[1, 2, 3]], padding=((0, 0), (1, 1)), padding_mode=mode)
    traced = trace(layer, [[1.0, 2, 3]], [[1, 1, 1]])
    terms = traced.passes["backward"].terms["grad_input"]
    np.testing.assert_array_equal(terms.padded, [[1, 3, 6, 5, 3]])
    assert traced.grids["grad_input"].tolist() == [folded]
    assert terms.border.fold(terms.padded).tolist() == [folded]
    totals = np.zeros((1, 3))
    for number in range(3):
        for cell, amount in traced.passes["backward"].added("grad_input", number):
            totals[cell] += amount
    assert totals.tolist() == [folded]
    shown = terms.border.pad(np.array([[[[1], [2], [3]]]]))[0, 0, :, 0]
    assert (
        shown[[0, 4]].tolist() == {"replicate": [1, 3], "reflect": [2, 2], "circular": [3, 1]}[mode]
    )


def test_a_scan_adds_to_a_corner_several_times_if_padding_copies_it():
    layer = Conv(np.arange(1.0, 10).reshape(3, 3), padding=1, padding_mode="replicate")
    backward = trace(layer, np.ones((3, 3)), np.ones((3, 3))).passes["backward"]
    added = list(backward.added("grad_input", 0))
    assert [amount for cell, amount in added if cell == (0, 0)] == [1, 2, 4, 5]
    assert len(added) == 9
    zeros = replace(layer, padding_mode="zeros")
    backward = trace(zeros, np.ones((3, 3)), np.ones((3, 3))).passes["backward"]
    assert [amount for _, amount in backward.added("grad_input", 0)] == [5, 6, 8, 9]


def test_filters_follow_each_other_and_channels_are_the_last_axis():
    random = np.random.default_rng(0)
    weight, x = random.normal(size=(2, 2, 3, 2)), random.normal(size=(1, 3, 4, 3))
    layer = Conv(weight, [1, 2])
    traced = trace(layer, x, np.ones((1, 2, 3, 2)))
    forward = traced.passes["forward"]
    assert len(forward) == 12
    assert [forward.index(number) for number in (0, 1, 6, 11)] == [
        (0, 0, 0),
        (0, 1, 0),
        (0, 0, 1),
        (1, 2, 1),
    ]
    scan = forward[6]
    assert scan.spans["weight"] == (range(2), range(2), range(3), range(1, 2))
    assert scan.spans["input"] == (range(2), range(2), range(3))
    origins = [term.of[0][1] for term in scan.terms[:-1]]
    assert origins == [(i, j, c) for c in range(3) for i in range(2) for j in range(2)]
    assert (traced.channels, traced.filters, traced.channel) == (range(3), range(2), None)
    assert traced.depths["weight"] == ("channel", "filter")
    assert traced.place("grad_weight", 2, 1) == (2, 1)
    np.testing.assert_array_equal(traced.board("weight", 2, 1), weight[:, :, 2, 1])
    np.testing.assert_allclose(traced.board("output", 2, 1), layer.forward(x)[0, ..., 1])
    assert traced.board("bias", filter=1).tolist() == [[2]]


@given(convolutions(), st.data())
def test_a_channel_and_a_filter_are_traced_with_their_part_of_the_layer(setup, data):
    layer, x, grad_output = setup
    x, grad_output, groups = x[:1], grad_output[:1], layer.groups
    channel = data.draw(st.integers(0, layer.channels - 1) | st.none())
    number = data.draw(st.integers(0, layer.filters - 1) | st.none())
    each = layer.channels // groups, layer.filters // groups
    if channel is not None and number is not None and channel // each[0] != number // each[1]:
        with pytest.raises(ParameterError, match=r"of another group|another group"):
            trace(layer, x, grad_output, channel=channel, filter=number)
        return
    traced = trace(layer, x, grad_output, channel=channel, filter=number)
    group = None
    if channel is not None or number is not None:
        group = channel // each[0] if channel is not None else number // each[1]
    channels = [
        c for c in range(layer.channels) if channel in (None, c) and group in (None, c // each[0])
    ]
    filters = [
        f for f in range(layer.filters) if number in (None, f) and group in (None, f // each[1])
    ]
    assert (list(traced.channels), list(traced.filters)) == (channels, filters)
    own = {"channel": channels, "filter": filters}
    narrow, wide = ("channel", "filter") if isinstance(layer, Conv) else ("filter", "channel")
    weight = layer.weight[:, :, :, own[wide]]
    if group is not None:
        depth = layer.weight.shape[2]
        weight = weight[:, :, [number % depth for number in own[narrow]]]
    bias = None if layer.bias is None else layer.bias[filters]
    part = replace(layer, weight=weight, bias=bias, groups=groups if group is None else 1)
    whole = trace(part, x[..., channels], grad_output[..., filters])
    for name, grid in whole.grids.items():
        assert grid.tobytes() == traced.grids[name].tobytes()


def test_filters_and_groups_that_there_are_not():
    layer = Conv(np.ones((1, 1, 1, 4)), groups=2)
    x = np.ones((1, 2, 2, 2))
    with pytest.raises(ParameterError, match="channel is 0, which filter 3 of another group"):
        trace(layer, x, channel=0, filter=3)
    with pytest.raises(ParameterError, match="filter is 4; give a whole number from 0 to 3"):
        trace(layer, x, filter=4)
    with pytest.raises(ParameterError, match="filter is 0; AvgPool has no filters; leave it out"):
        trace(AvgPool(2), np.ones((2, 2)), filter=0)


@given(convolutions(kind=Conv, whole=True))
def test_a_gathered_gradient_of_a_convolution_is_the_scattered_one(setup):
    layer, x, grad_output = setup
    if layer.padding_mode != "zeros":
        with pytest.raises(ParameterError, match="form is 'gather'; with padding_mode"):
            trace(layer, x, grad_output, form="gather")
        return
    scattered, gathered = (trace(layer, x, grad_output, form=f) for f in ("scatter", "gather"))
    backward = gathered.passes["backward"]
    assert (backward.own, backward.targets, backward.scatters) == (
        "grad_input",
        ("grad_input",),
        False,
    )
    np.testing.assert_array_equal(scattered.grids["grad_input"], gathered.grids["grad_input"])
    for name in ("stuffed", "flipped"):
        made = backward.made[name]
        part = gathered.grids[made.of][np.ix_(*made.source)]
        np.testing.assert_array_equal(gathered.grids[name][np.ix_(*made.cells)], part)
    assert np.count_nonzero(gathered.grids["flipped"]) == np.count_nonzero(layer.weight)
    for scan in backward:
        window, weights = (
            gathered.grids[name][np.ix_(*scan.spans[name])] for name in ("stuffed", "flipped")
        )
        assert (window * weights.reshape(window.shape)).sum() == scan.value


@given(convolutions(kind=Conv, whole=True))
def test_a_cell_gathers_the_terms_that_are_scattered_to_it(setup):
    layer, x, grad_output = setup
    if layer.padding_mode != "zeros":
        return
    scattered, gathered = (trace(layer, x, grad_output, form=f) for f in ("scatter", "gather"))
    shape = scattered.grids["grad_input"].shape
    inside = [
        term
        for scan in scattered.passes["backward"]
        for term in scan.terms
        if term.to[0] == "grad_input"
        and all(0 <= i < n for i, n in zip(term.to[1], shape, strict=True))
    ]
    scans = list(gathered.passes["backward"])
    assert sorted(inside) == sorted(term for scan in scans for term in scan.terms)
    assert all(term.to == ("grad_input", scan.index) for scan in scans for term in scan.terms)
    first, deep = scans[0].spans["grad_output"], scans[0].spans["stuffed"][2:]
    assert first[2:] == deep


def test_a_flipped_kernel_has_the_axes_of_the_kernel():
    weight = np.arange(24.0).reshape(2, 3, 2, 2)
    traced = trace(Conv(weight), np.ones((1, 2, 3, 2)), np.ones((1, 1, 1, 2)), form="gather")
    for channel, number in np.ndindex(2, 2):
        board = traced.board("flipped", channel, number)
        np.testing.assert_array_equal(board, weight[::-1, ::-1, channel, number])
    scan = traced.passes["backward"][-1]
    assert scan.spans["stuffed"] == (range(1, 3), range(2, 5), range(2))
    assert scan.spans["flipped"] == (range(2), range(3), range(1, 2), range(2))


@given(setups(totals))
def test_a_gathered_gradient_of_an_average_is_the_scattered_one(setup):
    layer, x, grad_output = setup
    scattered, gathered = (trace(layer, x, grad_output, form=f) for f in ("scatter", "gather"))
    np.testing.assert_allclose(
        gathered.grids["grad_input"], scattered.grids["grad_input"], rtol=1e-12, atol=1e-12
    )
    for scan in gathered.passes["backward"]:
        cells = {term.of for term in scan.terms}
        fed = {
            (("grad_output", other.index),)
            for other in scattered.passes["backward"]
            for term in other.terms
            if term.to == ("grad_input", scan.index)
        }
        assert cells == fed


def test_gathered_shares_of_an_average_are_those_that_are_scattered():
    x, grads = np.ones((4, 4)), [[1.0, 2], [3, 4]]
    scan = trace(AvgPool(3, 1), x, grads, form="gather").passes["backward"][5]
    assert [term.amount for term in scan.terms] == [1 / 9, 2 / 9, 3 / 9, 4 / 9]
    assert (scan.finish, scan.value) == (None, pytest.approx(10 / 9))
    assert scan.spans == {
        "grad_output": (range(2), range(2)),
        "grad_input": (range(1, 2), range(1, 2)),
    }


def test_forms_that_there_are_not():
    x, grads = np.ones((4, 4)), [[1.0, 2], [3, 4]]
    with pytest.raises(ParameterError, match="form is 'gather'; the backward pass of MaxPool has"):
        trace(MaxPool(3, 1), x, grads, form="gather")
    with pytest.raises(ParameterError, match="form is 'both'; use one of bias, gather, scatter"):
        trace(AvgPool(3, 1), x, grads, form="both")
    layer = ConvTranspose(np.ones((2, 2)))
    with pytest.raises(ParameterError, match="the backward pass of ConvTranspose has one form"):
        trace(layer, x, np.ones((5, 5)), form="gather")
