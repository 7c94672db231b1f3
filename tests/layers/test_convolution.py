from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from poolanim import Conv, ConvTranspose, trace
from poolanim.errors import PoolanimError

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


@given(convolutions())
def test_classes_are_as_close_to_the_trace_as_promised(setup):
    layer, x, grad_output = setup
    traced = trace(layer, x, grad_output, batch_index=0)
    found = dict(
        zip(
            ("grad_input", "grad_weight", "grad_bias"),
            (layer.gradients(grad_output[:1], x[:1])),
            strict=True,
        )
    )
    found["grad_input"] = layer.backward(grad_output, x)[0]
    found["output"] = layer.forward(x)[0]
    for shown in traced.passes.values():
        for name, terms in shown.terms.items():
            count = len(terms.amounts)
            bound = 2 * count * np.finfo(float).eps * abs(terms.amounts).sum()
            if layer.bias is not None:
                bound += np.finfo(float).eps * abs(np.asarray(layer.bias)).sum()
            np.testing.assert_allclose(
                found[name].ravel(), traced.grids[name].ravel(), rtol=0, atol=bound
            )


@given(convolutions(whole=True))
def test_whole_numbers_are_exact(setup):
    layer, x, grad_output = setup
    traced = trace(layer, x[:1], grad_output[:1])
    grads = layer.gradients(grad_output[:1], x[:1])
    assert layer.forward(x[:1]).ravel().tolist() == traced.grids["output"].ravel().tolist()
    for name, grad in zip(("grad_input", "grad_weight", "grad_bias"), grads, strict=True):
        assert grad.ravel().tolist() == traced.grids[name].ravel().tolist()
