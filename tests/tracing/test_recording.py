from __future__ import annotations

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolanim import AvgPool, LpPool, MaxPool, MaxUnpool, SoftmaxPool, SumPool, trace
from poolanim.errors import GridError, ParameterError
from poolanim.records import replace
from tests.strategies import setups


def finish(scan, total):
    """The value of one scan, from the total of its terms."""
    return total if scan.finish is None else scan.finish(np.array(total)).item()


def added(shown, start):
    """By grid and cell, the terms of a pass added one after another."""
    totals = {}
    for scan in shown:
        for term in scan.terms:
            totals[term.to] = totals.get(term.to, start) + term.amount
    return totals


@given(setups())
def test_terms_added_in_scan_order_give_the_backward_pass_bit_for_bit(setup):
    layer, x, grad_output = setup
    traced = trace(layer, x, grad_output)
    totals = added(traced.passes["backward"], start=0.0)
    total = np.zeros_like(x)
    for cell in np.ndindex(*x.shape):
        total[cell] = totals.get(("grad_input", cell), 0.0)
    assert total.tobytes() == traced.grids["grad_input"].tobytes()
    assert total.tobytes() == layer.backward(grad_output, x).tobytes()


@given(setups())
def test_terms_added_and_finished_give_the_forward_pass_bit_for_bit(setup):
    layer, x, _ = setup
    traced = trace(layer, x)
    forward, output = traced.passes["forward"], traced.grids["output"]
    totals = added(forward, start=-0.0)
    sums = np.array([totals["output", scan.index] for scan in forward]).reshape(output.shape)
    values = sums if forward.finish is None else forward.finish(sums)
    assert values.tobytes() == output.tobytes()
    np.testing.assert_array_equal(output, layer.forward(x))


@given(setups())
def test_scans_record_where_terms_come_from(setup):
    layer, x, grad_output = setup
    traced = trace(layer, x, grad_output)
    forward, backward = traced.passes["forward"], traced.passes["backward"]
    assert [scan.index for scan in forward] == list(np.ndindex(*traced.grids["output"].shape))
    for there, back in zip(forward, backward, strict=True):
        assert there.value == traced.grids["output"][there.index]
        assert back.value == grad_output[back.index]
        assert there.spans["input"] == back.spans["grad_input"]
        assert there.spans["output"] == tuple(range(i, i + 1) for i in there.index)
        rows, columns = there.spans["input"]
        assert {term.to for term in there.terms} == {("output", there.index)}
        assert {term.of for term in back.terms} == {(("grad_output", back.index),)}
        cells = [term.to[1] for term in back.terms]
        assert len(set(cells)) == len(cells)
        assert all(row in rows and column in columns for row, column in cells)
        if "Max" not in type(layer).__name__:
            continue
        window = [
            (i, j) for i in rows for j in columns if i in range(len(x)) and j in range(len(x[0]))
        ]
        best = max(x[cell] for cell in window)
        assert set(there.chosen) == {cell for cell in window if x[cell] == best}
        assert there.terms[0].amount == best
        only = getattr(layer, "ties", "first") == "first"
        assert set(cells) == ({min(there.chosen)} if only else set(there.chosen))


def test_terms_of_a_sum_come_from_each_cell_and_are_finished():
    def terms(layer, x):
        (scan,) = trace(layer, x).passes["forward"]
        return [term.amount for term in scan.terms], finish(
            scan, sum(term.amount for term in scan.terms)
        )

    assert terms(AvgPool((1, 2)), [[3, 5]]) == ([3, 5], 4)
    assert terms(SumPool((1, 2)), [[3, 5]]) == ([3, 5], 8)
    assert terms(LpPool(p=2, kernel_size=(1, 2)), [[3, -4]]) == ([9, 16], 5)
    assert terms(LpPool(p=3, kernel_size=(1, 2), absolute=True), [[0, -2]]) == ([0, 8], 2)
    assert terms(SoftmaxPool((1, 2)), [[4, 4]]) == ([2, 2], 4)
    assert terms(MaxPool((1, 2)), [[3, 5]]) == ([5], 5)


@given(setups(), st.integers(0, 2), st.integers(0, 1))
def test_a_channel_of_a_batch_is_traced_as_it_is_pooled(setup, image, channel):
    layer, x, grad_output = setup
    scales = 1.0 + np.arange(6).reshape(3, 1, 1, 2)
    batch, grads = x[None, :, :, None] * scales, grad_output[None, :, :, None] * scales
    one = trace(layer, batch, grads, batch_index=image, channel=channel)
    grad_input = layer.backward(grads, batch)[image, :, :, channel]
    assert one.grids["grad_input"].tobytes() == np.ascontiguousarray(grad_input).tobytes()
    np.testing.assert_array_equal(one.grids["output"], layer.forward(batch)[image, :, :, channel])
    both = trace(layer, batch, grads, batch_index=image, channel="all")
    assert (one.channels, both.channels) == (range(channel, channel + 1), range(2))
    for name in both.grids:
        np.testing.assert_array_equal(both.board(name, channel), one.grids[name])
    for name, shown in both.passes.items():
        for scan, alone in zip(shown, one.passes[name], strict=True):
            assert list(shown.added(*shown.targets, scan.number, channel)) == list(
                one.passes[name].added(*shown.targets, alone.number)
            )


def test_a_trace_keeps_its_numbers_whatever_becomes_of_the_arguments():
    x, grad_output = np.ones((2, 2)), np.ones((1, 1))
    grids = trace(MaxPool(2), x, grad_output).grids
    x[...] = grad_output[...] = 7
    assert grids["input"].tolist() == [[1, 1], [1, 1]]
    assert grids["grad_output"].tolist() == [[1]]


@pytest.mark.parametrize("layer", [AvgPool(2), MaxUnpool(2), SoftmaxPool(2)])
def test_the_arrays_of_a_trace_cannot_be_written(layer):
    shape = (2, 2) if isinstance(layer, MaxUnpool) else (1, 1)
    traced = trace(layer, np.ones((2, 2)), np.ones(shape))
    arrays = [*traced.grids.values()]
    for each in traced.passes.values():
        (terms,) = each.terms.values()
        arrays += [terms.to.ends, terms.to.flat, terms.of[0].flat, terms.amounts, terms.totals]
        if each.chosen is not None:
            arrays += [each.chosen.ends, each.chosen.flat]
        if each.weights is not None:
            arrays.append(each.weights)
    for array in arrays:
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 1


def test_float32_is_traced_as_it_is_pooled():
    x = np.arange(9, dtype=np.float32).reshape(3, 3)
    grad_output = np.random.default_rng(0).normal(size=(2, 2))
    layer = AvgPool(2, 1)
    traced = trace(layer, x, grad_output)
    assert {grid.dtype for grid in traced.grids.values()} == {np.dtype(np.float32)}
    assert traced.grids["grad_input"].tobytes() == layer.backward(grad_output, x).tobytes()
    assert traced.passes["backward"][0].value == float(np.float32(grad_output[0, 0]))


def test_a_forward_trace_has_no_gradients():
    traced = trace(MaxPool(2, 1), [[1, 2, 3], [4, 5, 6]])
    assert set(traced.grids) == {"input", "output"}
    assert set(traced.passes) == {"forward"}
    assert traced.passes["forward"][0].chosen == ((1, 1),)
    assert traced.passes["forward"].targets == ("output",)


def test_what_falls_on_padding_is_recorded_there():
    traced = trace(AvgPool(2, 1, 1), [[8.0]], np.full((2, 2), 4.0))
    backward = traced.passes["backward"]
    assert [len(scan.terms) for scan in backward] == [4] * 4
    added = [list(backward.added("grad_input", scan)) for scan in range(4)]
    assert added == [[((0, 0), 1.0)]] * 4
    assert {term.to[1] for term in backward[0].terms} == {(-1, -1), (-1, 0), (0, -1), (0, 0)}
    assert traced.grids["grad_input"].tolist() == [[4.0]]


def test_padding_that_does_not_count_gets_no_share():
    layer = AvgPool(2, 1, 1, count_include_pad=False)
    traced = trace(layer, [[8.0]], np.full((2, 2), 4.0))
    for scan in traced.passes["backward"]:
        assert [(term.to, term.amount) for term in scan.terms] == [(("grad_input", (0, 0)), 4.0)]
    divided = trace(
        AvgPool(2, 1, 1, count_include_pad=False, divisor_override=4), [[8.0]], [[4.0] * 2] * 2
    )
    assert [len(scan.terms) for scan in divided.passes["backward"]] == [4] * 4


def test_cells_beyond_the_padding_get_no_share():
    layer = AvgPool(2, 2, ceil_mode=True)
    backward = trace(layer, np.ones((3, 3)), np.full((2, 2), 4.0)).passes["backward"]
    assert [term.to[1] for term in backward[3].terms] == [(2, 2)]
    assert backward[3].terms[0].amount == 4


@pytest.mark.parametrize("ties", ["all", "first", "split"])
def test_a_window_on_padding_alone_takes_its_value_and_loses_its_gradient_there(ties):
    layer = MaxPool(2, 1, ((1, 1), (1, 1)), dilation=3, ties=ties)
    traced = trace(layer, [[1.0, 2.0], [3.0, 4.0]], [[7]])
    there, back = traced.passes["forward"][0], traced.passes["backward"][0]
    assert (there.value, there.chosen) == (-np.inf, ())
    assert there.terms[0].of == (("input", (-1, -1)),)
    assert [(term.to, term.amount) for term in back.terms] == [(("grad_input", (-1, -1)), 7)]
    assert not traced.grids["grad_input"].any()


def test_a_window_on_padding_alone_that_does_not_count_loses_its_gradient_there():
    layer = AvgPool(2, 1, ((1, 1), (1, 1)), dilation=3, count_include_pad=False)
    with np.errstate(invalid="ignore", divide="ignore"):
        traced = trace(layer, [[1.0, 2.0], [3.0, 4.0]], [[7]])
    (back,) = traced.passes["backward"]
    assert [(term.to, term.amount) for term in back.terms] == [(("grad_input", (-1, -1)), 7)]
    assert not traced.grids["grad_input"].any()


def test_infinite_gradients_pass_without_a_warning():
    grids = trace(AvgPool(1, 1), [[1.0, 2.0]], [[np.inf, -np.inf]]).grids
    assert grids["grad_input"].tolist() == [[np.inf, -np.inf]]
    grids = trace(AvgPool((1, 2), 1), [[1.0, 2.0, 3.0]], [[np.inf, -np.inf]]).grids
    assert np.isnan(grids["grad_input"][0, 1])


def test_each_scan_has_the_divisor_of_its_window():
    forward = trace(AvgPool(2, 2, 1, count_include_pad=False), np.ones((3, 3))).passes["forward"]
    assert [scan.finish.by.item() for scan in forward] == [1, 2, 2, 4]
    assert trace(MaxPool(2), np.ones((2, 2))).passes["forward"][0].finish is None


def test_what_cannot_be_traced():
    with pytest.raises(GridError, match="input has rank 3"):
        trace(AvgPool(1), np.ones((2, 2, 1)))
    with pytest.raises(ParameterError, match="channel is 2; give a whole number from 0 to 1"):
        trace(AvgPool(1), np.ones((1, 2, 2, 2)), channel=2)
    with pytest.raises(ParameterError, match="batch_index is -1; give 0"):
        trace(AvgPool(1), np.ones((1, 2, 2, 2)), batch_index=-1)
    with pytest.raises(GridError, match="input is 0x2x2x1; give it an image"):
        trace(AvgPool(1), np.ones((0, 2, 2, 1)))
    with pytest.raises(GridError, match="input is 1x2x2x0; give it an image"):
        trace(AvgPool(1), np.ones((1, 2, 2, 0)))
    for place in ({"channel": True}, {"channel": 0.0}, {"batch_index": "a"}):
        with pytest.raises(ParameterError, match="; give 0"):
            trace(AvgPool(1), np.ones((2, 2)), **place)
    for layer in ("avg", AvgPool, None):
        with pytest.raises(
            ParameterError, match=r"layer is .*; give a layer, such as MaxPool\(2\)"
        ):
            trace(layer, np.ones((2, 2)))
    with pytest.raises(GridError, match="grad_output has rank 2, but the output has rank 4"):
        trace(MaxUnpool(2), np.ones((1, 4, 4, 1)), np.ones((4, 4)))
    with pytest.raises(GridError, match="grad_output has rank 4, but the output has rank 2"):
        trace(AvgPool(1), np.ones((2, 2)), np.ones((3, 2, 2, 1)))
    with pytest.raises(GridError, match=r"grad_output is 1x1, but the output is 2x2"):
        trace(AvgPool(1), np.ones((2, 2)), [[1.0]])


def test_a_pass_is_a_sequence_and_can_be_sent_to_another_process():
    traced = trace(MaxPool(2, 1), np.arange(9.0).reshape(3, 3), np.ones((2, 2)))
    backward = traced.passes["backward"]
    assert len(backward) == 4
    assert backward[-1] == backward[3]
    with pytest.raises(IndexError):
        backward[4]
    assert list(pickle.loads(pickle.dumps(traced)).passes["backward"]) == list(backward)


def test_a_long_trace_takes_little_room():
    rng = np.random.default_rng(0)
    traced = trace(AvgPool(3, 1), rng.normal(size=(34, 34)), rng.normal(size=(32, 32)))
    for shown in traced.passes.values():
        assert len(pickle.dumps(shown)) < 32 * 32 * 9 * 28


@pytest.mark.parametrize("shape", [(5, 6), (2, 5, 6, 3)])
def test_unpooling_is_traced_there_and_back(shape):
    random = np.random.default_rng(0)
    x, grad_output = random.permutation(np.prod(shape)).reshape(shape), random.normal(size=shape)
    layer, at = MaxUnpool(2, 3, 1), (1, ..., 2) if len(shape) == 4 else ...
    place = {"batch_index": 1, "channel": 2} if len(shape) == 4 else {}
    traced = trace(layer, x, grad_output, **place)
    pooled, indices = layer.pool.forward(x), layer.pool.indices(x)
    there = replace(layer, output_size=(5, 6)).forward(pooled, indices)
    back = layer.backward(grad_output, pooled, indices)
    assert traced.grids["input"].tolist() == pooled[at].tolist()
    assert traced.grids["output"].tolist() == there[at].tolist()
    assert traced.grids["grad_output"].tolist() == grad_output[at].tolist()
    assert traced.grids["grad_input"].tolist() == back[at].tolist()
    assert "grad_input" not in trace(layer, x, **place).grids
    forward, backward = traced.passes["forward"], traced.passes["backward"]
    assert (forward.scatters, backward.scatters) == (True, False)
    for one, other in zip(forward, backward, strict=True):
        (term,) = one.terms
        assert term.of == (("input", one.index),)
        assert term.amount == one.value
        assert one.chosen == (term.to[1],) == other.chosen
        assert grad_output[at][term.to[1]] == other.value == other.terms[0].amount
    with pytest.raises(GridError, match=r"grad_output is .*, but the output is (5x6|2x5x6x3);"):
        trace(layer, x, np.ones((2, 1, 1, 3) if len(shape) == 4 else (1, 1)), **place)


def test_a_batch_is_indexed_by_whole_numbers_of_any_library():
    traced = trace(AvgPool(1), np.ones((2, 1, 1, 3)), batch_index=np.int8(1), channel=np.uint(2))
    assert (type(traced.batch_index), type(traced.channel)) == (int, int)
    assert (traced.batch_index, traced.channel) == (1, 2)


@pytest.mark.parametrize("layer", [AvgPool(2), MaxPool(2), SoftmaxPool(2)])
def test_several_channels_are_traced_as_each_of_them(layer):
    random = np.random.default_rng(0)
    x, grad = random.random((1, 4, 4, 9)), random.random((1, 2, 2, 9))
    several = trace(layer, x, grad, channel=(5, 7))
    assert (several.channels, several.channel) == (range(5, 8), None)
    for place, number in enumerate(several.channels):
        one = trace(layer, x, grad, channel=number)
        for name, grid in one.grids.items():
            assert several.board(name, place).tolist() == grid.tolist()


def test_unpooling_is_traced_in_the_type_of_its_input():
    traced = trace(MaxUnpool(2), np.ones((4, 4), np.float32), np.ones((4, 4)))
    kinds = {grid.dtype for name, grid in traced.grids.items() if name != "indices"}
    assert kinds == {np.dtype(np.float32)}
