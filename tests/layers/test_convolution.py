from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from poolanim import Conv, ConvTranspose, trace
from poolanim.errors import GridError, ParameterError, PoolanimError
from poolanim.layers import products

MODES = ("zeros", "reflect", "replicate", "circular")
pairs = st.tuples(st.integers(1, 3), st.integers(1, 3))
ends = st.tuples(st.integers(0, 4), st.integers(0, 4))


@st.composite
def convolutions(draw, kind=None, whole=None):
    """A layer, a batch that it fits, and a gradient of its output."""
    kind = draw(st.sampled_from([Conv, ConvTranspose])) if kind is None else kind
    groups, depth, each = (draw(st.integers(1, 2)) for _ in range(3))
    window, dilation = draw(pairs), draw(pairs)
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    whole = draw(st.booleans()) if whole is None else whole

    def numbers(*shape):
        return random.integers(-9, 10, shape).astype(float) if whole else random.normal(size=shape)

    weight = numbers(*window, depth, groups * each)
    counts = groups * depth, groups * each
    channels, filters = counts if kind is Conv else counts[::-1]
    bias = draw(st.sampled_from([None, numbers(filters)]))
    padding = draw(st.tuples(ends, ends) | st.sampled_from(["same-upper", "same-lower", "valid"]))
    spec = {"stride": draw(pairs), "padding": padding, "dilation": dilation, "groups": groups}
    if kind is Conv:
        spec["padding_mode"] = draw(st.sampled_from(MODES))
    else:
        most = [max(pair) - 1 for pair in zip(spec["stride"], dilation, strict=True)]
        spec["output_padding"] = tuple(draw(st.integers(0, each)) for each in most)
    layer = kind(weight, bias, **spec)
    shapes = st.tuples(st.integers(1, 2), st.integers(1, 6), st.integers(1, 6), st.just(channels))
    shape = draw(shapes.filter(lambda shape: fits(layer, shape)))
    return layer, numbers(*shape), numbers(*layer.output_shape(shape))


def fits(layer, shape):
    try:
        return layer.output_shape(shape)
    except PoolanimError:
        return False


def replayed(shown):
    """By target, cell by cell with its padding, the terms of a pass added one after another."""
    totals = {}
    for scan in shown:
        for term in scan.terms:
            totals[term.to] = totals.get(term.to, shown.terms[term.to[0]].start) + term.amount
    return totals


@given(convolutions())
def test_terms_added_in_scan_order_give_the_sums_bit_for_bit(setup):
    layer, x, grad_output = setup
    for shown in trace(layer, x, grad_output).passes.values():
        for (name, cell), total in replayed(shown).items():
            to = shown.terms[name].to
            place = tuple(i - span.start for i, span in zip(cell, to.extent, strict=True))
            assert shown.terms[name].padded[place] == total


@given(convolutions(), st.sampled_from([np.float32, np.float64]))
def test_classes_are_as_close_to_the_trace_as_promised(setup, kind):
    layer, x, grad_output = setup
    layer = replace(layer, weight=layer.weight.astype(kind))
    x, grad_output = x[:1].astype(kind), grad_output[:1].astype(kind)
    traced = trace(layer, x, grad_output)
    names = "grad_input", "grad_weight", "grad_bias"
    found = dict(zip(names, layer.gradients(grad_output, x), strict=True))
    assert layer.backward(grad_output, x).tobytes() == found["grad_input"].tobytes()
    found["output"] = layer.forward(x)
    for shown in traced.passes.values():
        for name, terms in shown.terms.items():
            difference = abs(found[name].ravel() - traced.grids[name].ravel())
            assert (difference <= bound(terms, np.finfo(kind).eps)).all()


def bound(terms, eps):
    """How far sums may be apart: n eps S of n terms whose absolute values' sum is S."""
    count, size = (np.zeros(terms.to.padded_shape) for _ in range(2))
    np.add.at(count.reshape(-1), terms.to.flat, 1)
    np.add.at(size.reshape(-1), terms.to.flat, abs(terms.amounts).astype(float))
    if terms.border is not None:
        count, size = terms.border.fold(count), terms.border.fold(size)
    else:
        count, size = count[terms.to.interior], size[terms.to.interior]
    if terms.finish is not None:
        count, size = count + 1, size + abs(terms.finish.bias)
    return (count * eps * size).ravel()


@given(convolutions(whole=True))
def test_whole_numbers_are_exact(setup):
    layer, x, grad_output = setup
    traced = trace(layer, x[:1], grad_output[:1])
    grads = layer.gradients(grad_output[:1], x[:1])
    assert layer.forward(x[:1]).ravel().tolist() == traced.grids["output"].ravel().tolist()
    for name, grad in zip(("grad_input", "grad_weight", "grad_bias"), grads, strict=True):
        assert grad.ravel().tolist() == traced.grids[name].ravel().tolist()


@given(convolutions(kind=ConvTranspose))
def test_a_transposed_convolution_is_the_backward_pass_of_a_convolution(setup):
    layer, x, grad_output = setup
    assume(not isinstance(layer.padding, str))
    assume(all(map(int.__lt__, layer.output_padding, layer.stride)))
    layer = replace(layer, bias=None)
    conv = Conv(layer.weight, None, layer.stride, layer.padding, layer.dilation, layer.groups)
    assert conv.output_shape(grad_output.shape) == x.shape
    assert layer.forward(x).tobytes() == conv.backward(x, grad_output).tobytes()
    assert layer.backward(grad_output, x).tobytes() == conv.forward(grad_output).tobytes()


@given(convolutions(whole=True), st.integers(1, 9))
def test_gradients_are_finite_differences(setup, step):
    layer, x, grad_output = setup
    grads = layer.gradients(grad_output, x)
    random = np.random.default_rng(0)

    def change(one, other):
        return ((one.forward(x) - other.forward(x)) * grad_output).sum()

    along = random.integers(-9, 10, x.shape)
    moved = ((layer.forward(x + step * along) - layer.forward(x)) * grad_output).sum()
    assert moved == step * (grads.input * along).sum()
    along = random.integers(-9, 10, grads.weight.shape)
    assert (
        change(replace(layer, weight=layer.weight + along), layer) == (grads.weight * along).sum()
    )
    along = random.integers(-9, 10, grads.bias.shape)
    bias = np.zeros(along.shape) if layer.bias is None else layer.bias
    moved = change(replace(layer, bias=bias + along), replace(layer, bias=bias))
    assert moved == (grads.bias * along).sum()


@pytest.mark.parametrize("part", [1, 2000, 10**9])
@pytest.mark.parametrize("groups", [1, 2])
@pytest.mark.parametrize("few", [0, 999])
def test_windows_are_computed_in_parts_of_any_size_and_layout(monkeypatch, part, groups, few):
    monkeypatch.setattr(products, "PART_BYTES", part)
    monkeypatch.setattr(products, "FEW", few)
    random = np.random.default_rng(0)
    weight, bias = random.integers(-9, 10, (3, 2, 2, 6)), random.integers(-9, 10, 6)
    x = random.integers(-9, 10, (3, 7, 8, 2 * groups))
    layer = Conv(weight, bias, (2, 3), 1, (1, 2), groups)
    grad_output = random.integers(-9, 10, layer.output_shape(x.shape))
    made = layer.forward(x), *layer.gradients(grad_output, x)
    images = [trace(layer, x, grad_output, batch_index=image).grids for image in range(3)]
    np.testing.assert_array_equal(made[0], [grids["output"] for grids in images])
    np.testing.assert_array_equal(made[1], [grids["grad_input"] for grids in images])
    np.testing.assert_array_equal(made[2], sum(grids["grad_weight"] for grids in images))
    np.testing.assert_array_equal(made[3], sum(grids["grad_bias"] for grids in images)[0, 0])


def test_a_plain_grid_has_one_channel_and_may_have_several_filters():
    x = np.arange(9).reshape(3, 3)
    assert Conv([[1, 2]]).forward(x).tolist() == [[2, 5], [11, 14], [20, 23]]
    layer = Conv(np.ones((2, 2, 1, 3)), [0, 1, 2])
    assert layer.output_shape(x.shape) == layer.forward(x).shape == (2, 2, 3)
    assert layer.forward(x)[0, 0].tolist() == [8, 9, 10]
    grads = layer.gradients(np.ones((2, 2, 3)), x)
    assert [grad.shape for grad in grads] == [(3, 3), (2, 2, 1, 3), (3,)]
    assert trace(layer, x, np.ones((2, 2, 3))).grids["output"].shape == (2, 2, 3)
    assert Conv([[1, 2]]).gradients([[1, 1]] * 3, x).weight.tolist() == [[21, 27]]


def test_types():
    x, weight = np.ones((3, 3), np.float32), np.ones((2, 2))
    grads = np.ones((2, 2))
    for grid, kernel, kind in (
        (x, weight.astype(np.float32), np.float32),
        (x, weight.astype(int), np.float32),
        (x, weight, np.float64),
        (x.astype(np.float16), weight.astype(np.float16), np.float16),
        (x.astype(int), weight.astype(int), np.float64),
        (x > 0, weight.astype(np.float32), np.float32),
    ):
        layer = Conv(kernel, [1])
        traced = trace(layer, grid, grads)
        made = layer.forward(grid), layer.backward(grads, grid), *layer.gradients(grads, grid)
        assert {each.dtype for each in (*made, *traced.grids.values())} == {np.dtype(kind)}


def test_float16_is_computed_as_float32():
    x, weight = np.full((1, 8), 300, np.float16), np.full((1, 8), 40, np.float16)
    layer = Conv(weight * np.float16([1, -1] * 4), [2])
    assert layer.forward(x).tolist() == [[2]] == trace(layer, x).grids["output"].tolist()


def test_weights_are_kept_as_they_were_given():
    weight = np.ones((2, 2))
    layer = Conv(weight)
    weight[...] = 7
    assert layer.forward([[1, 2], [3, 4]]).tolist() == [[10]]
    with pytest.raises(ValueError, match="read-only"):
        layer.weight[...] = 1
    assert layer == layer
    assert layer != Conv(layer.weight)
    assert list(layer.parameters) == ["stride", "padding", "dilation", "groups", "padding_mode"]


def test_padding_takes_part_in_the_products():
    found = Conv([[np.inf, 1, 1]], padding=(0, 1)).forward([[1, 2]])
    assert np.isnan(found[0, 0])
    assert np.isnan(trace(Conv([[np.inf, 1, 1]], padding=(0, 1)), [[1, 2]]).grids["output"][0, 0])


def test_padding_of_any_size_gives_the_bias_where_windows_lie_on_it_alone():
    found = Conv(np.ones((3, 3)), [5], padding=7).forward([[1.0]])
    assert found.shape == (13, 13)
    assert found[0].tolist() == [5] * 13
    assert found.sum() == 13 * 13 * 5 + 9


def test_causal_padding_reads_nothing_that_comes_after():
    layer = Conv([[1, 10, 100]], padding="causal", dilation=(1, 2))
    assert layer.forward([[1, 2, 3, 4, 5]]).tolist() == [[100, 200, 310, 420, 531]]


def test_a_transposed_output_may_have_sizes_that_lead_to_the_same_input():
    layer = ConvTranspose(np.ones((3, 3)), stride=2, padding=1)
    x = np.ones((1, 4, 4, 1))
    assert layer.output_shape((1, 4, 4, 1)) == (1, 7, 7, 1)
    assert layer.forward(x, 8).shape == (1, 8, 8, 1)
    assert layer.forward(x, (8, 7)).shape == (1, 8, 7, 1)
    assert layer.with_output_size((4, 4), 8).output_padding == (1, 1)
    same = ConvTranspose(np.ones((3, 3)), stride=2, padding="same-lower")
    assert same.output_shape((4, 4)) == (8, 8)
    assert same.with_output_size((4, 4), 7).forward(x).shape == (1, 7, 7, 1)
    assert same.with_output_size((4, 4), 8).padding == ((1, 0), (1, 0))
    small = ConvTranspose([[1.0]], stride=3, padding="same-upper")
    assert small.forward([[1, 2]]).tolist() == [[1, 0, 0, 2, 0, 0], [0] * 6, [0] * 6]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: Conv([1, 2]),
            "weight has rank 1; give (height, width, channels / groups, filters)",
        ),
        (lambda: Conv(7, [1]), "weight has rank 0; give"),
        (lambda: Conv(np.ones((0, 3))), "weight is 0x3; give"),
        (lambda: Conv([["a"]]), "weight holds <U1; give real numbers"),
        (lambda: Conv([[1]], [1, 2]), "bias is 2; give a list of 1 number, one for each filter"),
        (lambda: Conv([[1]], 3), "bias is a number; give a list of 1 number"),
        (lambda: Conv([[1]], stride=0), "stride is 0; each number must be at least 1"),
        (lambda: Conv([[1]], dilation=0), "dilation is 0; each number must be at least 1"),
        (lambda: Conv([[1]], padding=-1), "padding is -1; each number must be at least 0"),
        (lambda: Conv([[1]], padding_mode="mirror"), "padding_mode is 'mirror'; use one of"),
        (lambda: Conv(np.ones((1, 1, 1, 3)), groups=2), "groups is 2, which does not divide the 3"),
        (lambda: ConvTranspose([[1]], padding="causal"), "padding is 'causal'; use one of same-"),
        (
            lambda: ConvTranspose([[1]], stride=2, output_padding=2),
            "output_padding is 2; with stride 2 and dilation 1 it must be at most 1",
        ),
        (
            lambda: Conv(np.ones((1, 1, 2, 1))).forward([[1]]),
            "input has 1 channel, but weight is 1x1x2x1 in 1 group, for 2 channels; give as many",
        ),
        (
            lambda: Conv(np.ones((3, 3))).forward([[1]]),
            "weight is 3x3; it must be at most 1x1, since",
        ),
        (lambda: Conv([[1]]).forward([1]), "input has rank 1; give (H, W), or (N, H, W, C)"),
        (
            lambda: Conv(np.ones((3, 3)), padding="causal").forward(np.ones((5, 5))),
            "padding is causal, but the kernel is 3x3; give a kernel of one row",
        ),
        (
            lambda: Conv(np.ones((3, 3)), padding=3, padding_mode="reflect").forward(
                np.ones((3, 4))
            ),
            "padding is 3; with padding_mode reflect and an input of 3x4 it must be at most 2x3",
        ),
        (
            lambda: Conv([[1]], padding=3, padding_mode="circular").forward(np.ones((2, 3))),
            "padding is 3; with padding_mode circular and an input of 2x3 it must be at most 2x3",
        ),
        (
            lambda: ConvTranspose([[1]], padding=1).forward([[1, 2]]),
            "padding is 1, which crops all of an output of 1x2; crop fewer cells",
        ),
        (
            lambda: ConvTranspose([[1]], stride=2).forward([[1, 2]], (2, 5)),
            "output_size is 2x5; for an input of 1x2 it must be from 1x3 to 2x4",
        ),
        (
            lambda: Conv([[1, 2]]).backward([[1, 2]], [[1, 2]]),
            "grad_output is 1x2, but the output is 1x1; give one gradient for each output cell",
        ),
        (lambda: Conv([[1]]).output_shape((1, 2, 3)), "input has rank 3; give (H, W)"),
    ],
)
def test_what_does_not_fit_is_said_in_a_line(call, message):
    with pytest.raises((GridError, ParameterError)) as caught:
        call()
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("seed", range(40))
def test_infinities_and_nan_are_those_of_the_trace(seed):
    random = np.random.default_rng(seed)

    def numbers(*shape):
        return random.choice([0.0, 0.0, 1.0, -2.0, np.inf, -np.inf, np.nan], shape)

    kind = [Conv, ConvTranspose][seed % 2]
    layer = kind(numbers(2, 3, 2, 1 + seed % 3), stride=1 + seed % 2, padding=1)
    x = numbers(1, 4, 5, layer.channels)
    grad_output = numbers(*layer.output_shape(x.shape))
    grids = trace(layer, x, grad_output).grids
    np.testing.assert_array_equal(layer.forward(x)[0].ravel(), grids["output"].ravel())
    grads = layer.gradients(grad_output, x)
    for name, grad in zip(("grad_input", "grad_weight", "grad_bias"), grads, strict=True):
        np.testing.assert_array_equal(grad.ravel(), grids[name].ravel())
