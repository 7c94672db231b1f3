from __future__ import annotations

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolanim import AvgPool, MaxPool, MaxUnpool, SumPool, trace
from poolanim.errors import GridError, ParameterError
from poolanim.geometry import Window
from tests.strategies import setups


@given(setups())
def test_deltas_sum_to_the_backward_pass_bit_for_bit(setup):
    layer, x, grad_output = setup
    record = trace(layer, x, grad_output)
    total = np.zeros_like(x)
    for step in record.steps:
        for row, column, delta in step.deltas:
            total[row, column] += delta
    assert total.tobytes() == record.grad_input.tobytes()
    assert total.tobytes() == layer.backward(grad_output, x).tobytes()


@given(setups())
def test_steps_record_what_the_layer_gave(setup):
    layer, x, grad_output = setup
    record = trace(layer, x, grad_output)
    np.testing.assert_array_equal(record.output, layer.forward(x))
    assert [step.index for step in record.steps] == list(np.ndindex(*record.output.shape))
    for step in record.steps:
        assert step.value == record.output[step.index]
        assert step.grad == grad_output[step.index]
        cells = set(step.window.cells())
        receivers = {(row, column) for row, column, _ in step.deltas}
        assert receivers <= cells
        assert len(step.deltas) == len(receivers)
        if "Max" in type(layer).__name__:
            best = max(x[cell] for cell in cells)
            assert set(step.taken) == {cell for cell in cells if x[cell] == best}
            only = getattr(layer, "ties", "first") == "first"
            assert receivers == ({min(step.taken)} if only else set(step.taken))
        elif isinstance(layer, AvgPool | SumPool):
            assert receivers == cells
            assert step.taken == ()


@given(setups(), st.integers(0, 2), st.integers(0, 1))
def test_a_channel_of_a_batch_is_traced_as_it_is_pooled(setup, image, channel):
    layer, x, grad_output = setup
    scales = 1.0 + np.arange(6).reshape(3, 1, 1, 2)
    batch, grads = x[None, :, :, None] * scales, grad_output[None, :, :, None] * scales
    record = trace(layer, batch, grads, batch_index=image, channel=channel)
    grad_input = layer.backward(grads, batch)[image, :, :, channel]
    assert record.grad_input.tobytes() == np.ascontiguousarray(grad_input).tobytes()
    np.testing.assert_array_equal(record.output, layer.forward(batch)[image, :, :, channel])


def test_a_trace_keeps_its_numbers_whatever_becomes_of_the_arguments():
    x, grad_output = np.ones((2, 2)), np.ones((1, 1))
    record = trace(MaxPool(2), x, grad_output)
    x[...] = grad_output[...] = 7
    assert record.input.tolist() == [[1, 1], [1, 1]]
    assert record.grad_output.tolist() == [[1]]


def test_float32_is_traced_as_it_is_pooled():
    x = np.arange(9, dtype=np.float32).reshape(3, 3)
    grad_output = np.random.default_rng(0).normal(size=(2, 2))
    layer = AvgPool(2, 1)
    record = trace(layer, x, grad_output)
    assert record.grad_output.dtype == record.grad_input.dtype == np.float32
    assert record.grad_input.tobytes() == layer.backward(grad_output, x).tobytes()
    assert record.steps[0].grad == float(np.float32(grad_output[0, 0]))


def test_the_cell_that_is_tracked_is_covered_most_and_then_receives_most():
    record = trace(MaxPool(2, 1), [[0, 0, 0], [0, 9, 0], [0, 0, 0]], np.ones((2, 2)))
    assert record.tracked() == (1, 1)
    x = np.zeros((4, 4))
    x[1, 2] = 1
    assert trace(MaxPool(2, 1), x, np.ones((3, 3))).tracked() == (1, 2)


def test_replay_ends_with_grad_input():
    record = trace(AvgPool(2, 1), np.ones((3, 3)), np.arange(4.0).reshape(2, 2))
    after = record.replay()
    stages = [after(steps).copy() for steps in range(5)]
    assert not stages[0].any()
    assert stages[-1].tobytes() == record.grad_input.tobytes()
    assert record.sums == {0.0} | {float(n) for stage in stages for n in stage.flat}
    after = record.replay()
    for steps in (0, 2, 2, 4):
        assert after(steps).tobytes() == stages[steps].tobytes()


@given(setups(largest=12))
def test_all_sums_are_known(setup):
    layer, x, grad_output = setup
    record = trace(layer, x, grad_output)
    after = record.replay()
    stages = [after(steps).copy() for steps in range(len(record.steps) + 1)]
    assert record.sums == {float(number) for stage in stages for number in stage.flat} | {0.0}


def test_sums_that_are_no_numbers_are_replayed_without_a_warning():
    record = trace(AvgPool(2, 1), np.ones((3, 3)), [[np.inf, -np.inf], [1e308, np.nan]])
    after = record.replay()
    for steps in range(5):
        after(steps)
    np.testing.assert_array_equal(after(4), record.grad_input)


def test_a_forward_trace_has_no_gradients():
    record = trace(MaxPool(2, 1), [[1, 2, 3], [4, 5, 6]])
    assert record.grad_output is None
    assert record.grad_input is None
    first = record.steps[0]
    assert (first.grad, first.deltas, first.taken) == (None, (), ((1, 1),))
    assert first.window == Window(0, 2, 0, 2)


def test_what_falls_on_padding_is_no_delta():
    record = trace(AvgPool(2, 1, 1), [[8.0]], np.full((2, 2), 4.0))
    assert [step.deltas for step in record.steps] == [((0, 0, 1.0),)] * 4
    assert record.grad_input.tolist() == [[4.0]]


def test_infinite_gradients_pass_without_a_warning():
    record = trace(AvgPool(1, 1), [[1.0, 2.0]], [[np.inf, -np.inf]])
    assert record.grad_input.tolist() == [[np.inf, -np.inf]]
    record = trace(AvgPool((1, 2), 1), [[1.0, 2.0, 3.0]], [[np.inf, -np.inf]])
    assert np.isnan(record.grad_input[0, 1])


def test_each_step_knows_the_divisor_of_its_window():
    record = trace(AvgPool(2, 2, 1, count_include_pad=False), np.ones((3, 3)))
    assert [step.divisor for step in record.steps] == [1, 2, 2, 4]
    assert trace(MaxPool(2), np.ones((2, 2))).steps[0].divisor is None


def test_what_cannot_be_traced():
    with pytest.raises(GridError, match="input has rank 3"):
        trace(AvgPool(1), np.ones((2, 2, 1)))
    with pytest.raises(ParameterError, match="channel is 2; give a whole number from 0 to 1"):
        trace(AvgPool(1), np.ones((1, 2, 2, 2)), channel=2)
    with pytest.raises(ParameterError, match="batch_index is -1; give a whole number from 0 to 0"):
        trace(AvgPool(1), np.ones((1, 2, 2, 2)), batch_index=-1)
    with pytest.raises(GridError, match="input is 0x2x2x1; give it an image"):
        trace(AvgPool(1), np.ones((0, 2, 2, 1)))
    with pytest.raises(GridError, match="input is 1x2x2x0; give it an image"):
        trace(AvgPool(1), np.ones((1, 2, 2, 0)))
    for place in ({"channel": None}, {"channel": 0.0}, {"batch_index": "a"}):
        with pytest.raises(ParameterError, match="give a whole number from 0 to 0"):
            trace(AvgPool(1), np.ones((2, 2)), **place)
    for layer in ("avg", AvgPool, None):
        with pytest.raises(
            ParameterError, match=r"layer is .*; give a layer, such as MaxPool\(2\)"
        ):
            trace(layer, np.ones((2, 2)))
    with pytest.raises(
        ParameterError, match="stride is 1; with kernel_size 2 unpool needs at least 2"
    ):
        trace(MaxUnpool(2, 1), np.ones((2, 2)))
    with pytest.raises(GridError, match="grad_output is 4x4, but the output is 1x4x4x1"):
        trace(MaxUnpool(2), np.ones((1, 4, 4, 1)), np.ones((4, 4)))
    with pytest.raises(GridError, match="grad_output has rank 4, but the input has rank 2"):
        trace(AvgPool(1), np.ones((2, 2)), np.ones((3, 2, 2, 1)))
    with pytest.raises(GridError, match=r"grad_output is 1x1, but the output is 2x2"):
        trace(AvgPool(1), np.ones((2, 2)), [[1.0]])


@given(setups())
def test_receipts_of_a_cell_are_the_deltas_of_the_steps_that_reach_it(setup):
    layer, x, grad_output = setup
    record = trace(layer, x, grad_output)
    for cell in np.ndindex(*x.shape):
        expected = [
            (scan, delta)
            for scan, step in enumerate(record.steps)
            for row, column, delta in step.deltas
            if (row, column) == cell
        ]
        assert list(record.receipts(cell)) == expected
    assert record.takes is any(step.taken for step in record.steps)


def test_steps_are_a_sequence_and_can_be_sent_to_another_process():
    record = trace(MaxPool(2, 1), np.arange(9.0).reshape(3, 3), np.ones((2, 2)))
    assert len(record.steps) == 4
    assert record.steps[-1] == record.steps[3]
    with pytest.raises(IndexError):
        record.steps[4]
    assert list(pickle.loads(pickle.dumps(record)).steps) == list(record.steps)


def test_a_long_trace_takes_little_room():
    rng = np.random.default_rng(0)
    record = trace(AvgPool(3, 1), rng.normal(size=(34, 34)), rng.normal(size=(32, 32)))
    assert len(pickle.dumps(record)) < 32 * 32 * 9 * 20


@pytest.mark.parametrize("shape", [(5, 6), (2, 5, 6, 3)])
def test_unpooling_is_traced_there_and_back(shape):
    random = np.random.default_rng(0)
    x, grad_output = random.permutation(np.prod(shape)).reshape(shape), random.normal(size=shape)
    layer, at = MaxUnpool(2, 3, 1), (1, ..., 2) if len(shape) == 4 else ...
    place = {"batch_index": 1, "channel": 2} if len(shape) == 4 else {}
    record = trace(layer, x, grad_output, **place)
    pooled, indices = layer.pool.forward(x), layer.pool.indices(x)
    there = layer.forward(pooled, indices, shape[-3:-1] if len(shape) == 4 else shape)
    back = layer.backward(grad_output, pooled, indices)
    grids = record.grids()
    assert grids["input"].tolist() == pooled[at].tolist()
    assert grids["output"].tolist() == there[at].tolist()
    assert grids["grad_output"].tolist() == grad_output[at].tolist()
    assert grids["grad_input"].tolist() == back[at].tolist()
    assert trace(layer, x, **place).grids()["grad_input"] is None
    for step in record.back.steps:
        (cell,) = step.taken
        assert grad_output[at][cell] == step.value
        assert step.deltas == ()
    with pytest.raises(GridError, match=r"grad_output is .*, but the output is (5x6|2x5x6x3);"):
        trace(layer, x, np.ones((2, 1, 1, 3) if len(shape) == 4 else (1, 1)), **place)


@pytest.mark.parametrize(("cells", "kind"), [(2**15, np.int16), (2**15 + 1, np.int32)])
def test_cells_of_a_long_grid_are_numbered_in_a_type_that_holds_them(cells, kind):
    x = np.ones((1, cells))
    layer = MaxPool(1, cells - 1)
    across, down = trace(layer, x, [[1, 2]]), trace(layer, x.T, [[1], [2]])
    assert across.steps[-1].deltas == ((0, cells - 1, 2.0),)
    assert down.steps[-1].taken == ((cells - 1, 0),)
    assert across.steps.received.columns.dtype == down.steps.taken.rows.dtype == kind


def test_a_batch_is_indexed_by_whole_numbers_of_any_library():
    record = trace(AvgPool(1), np.ones((2, 1, 1, 3)), batch_index=np.int8(1), channel=np.uint(2))
    assert (type(record.batch_index), type(record.channel)) == (int, int)
    assert (record.batch_index, record.channel) == (1, 2)


def test_unpooling_is_traced_in_the_type_of_its_input():
    record = trace(MaxUnpool(2), np.ones((4, 4), np.float32), np.ones((4, 4)))
    assert {grid.dtype for grid in record.grids().values()} == {np.dtype(np.float32)}
