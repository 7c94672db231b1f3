from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolanim import AvgPool, MaxPool
from poolanim.errors import GridError, ParameterError
from tests.article import pool_backward, pool_forward
from tests.strategies import LAYERS, setups

REFERENCE = json.loads((Path(__file__).parent / "reference" / "pooling.json").read_text())


@pytest.mark.parametrize("layer", sorted(LAYERS))
def test_passes_equal_those_of_pytorch(layer):
    cases = [case for case in REFERENCE["cases"] if case["layer"] == layer]
    assert len(cases) > 100
    for case in cases:
        pool = LAYERS[layer](case["kernel_size"], case["stride"], case["padding"])
        x, grad_output = np.array(case["input"]), np.array(case["grad_output"])
        np.testing.assert_allclose(pool.forward(x), case["output"], rtol=0, atol=1e-12)
        np.testing.assert_allclose(
            pool.backward(grad_output, x), case["grad_input"], rtol=0, atol=1e-12
        )


@given(setups())
def test_passes_equal_the_article_s_loops(setup):
    name, layer, x, grad_output = setup
    sizes = layer.kernel_size, layer.stride, layer.padding
    np.testing.assert_allclose(layer.forward(x), pool_forward(name, x, *sizes), atol=1e-12)
    np.testing.assert_array_equal(
        layer.backward(grad_output, x), pool_backward(name, grad_output, x, *sizes)
    )


@given(setups(), st.integers(1, 3), st.integers(1, 3))
def test_each_image_and_channel_of_a_batch_is_pooled_on_its_own(setup, images, channels):
    _, layer, x, grad_output = setup
    scales = 1.0 + np.arange(images * channels).reshape(images, 1, 1, channels)
    batch, grads = x[None, :, :, None] * scales, grad_output[None, :, :, None] * scales
    output, grad_input = layer.forward(batch), layer.backward(grads, batch)
    assert output.shape == layer.output_shape(batch.shape)
    for n in range(images):
        for c in range(channels):
            np.testing.assert_array_equal(output[n, :, :, c], layer.forward(batch[n, :, :, c]))
            np.testing.assert_array_equal(
                grad_input[n, :, :, c], layer.backward(grads[n, :, :, c], batch[n, :, :, c])
            )


@given(setups())
def test_without_padding_average_pooling_loses_no_gradient(setup):
    _, layer, x, _ = setup
    layer = AvgPool(layer.kernel_size, layer.stride)
    x = np.pad(x, [(0, k) for k in layer.kernel_size])
    grad_output = np.ones(layer.output_shape(x.shape))
    assert layer.backward(grad_output, x).sum() == pytest.approx(grad_output.sum())


@pytest.mark.parametrize("name", sorted(LAYERS))
def test_gradients_are_those_of_finite_differences(name):
    random = np.random.default_rng(0)
    x = random.permutation(30).reshape(5, 6).astype(float)  # no ties
    layer = LAYERS[name]((3, 2), (1, 2), (1, 1))
    grad_output = random.normal(size=layer.output_shape(x.shape))
    numeric = np.zeros_like(x)
    for cell in np.ndindex(*x.shape):
        up, down = x.copy(), x.copy()
        up[cell] += 1e-3
        down[cell] -= 1e-3
        difference = layer.forward(up) - layer.forward(down)
        numeric[cell] = (grad_output * difference).sum() / 2e-3
    np.testing.assert_allclose(layer.backward(grad_output, x), numeric, atol=1e-9)


def test_every_tied_maximum_gets_the_whole_gradient():
    x = [[7, 7, 1], [0, 7, 2]]
    assert MaxPool((2, 3)).backward([[5]], x).tolist() == [[5, 5, 0], [0, 5, 0]]


def test_padding_never_wins_a_maximum_and_counts_as_zero_in_a_mean():
    x = [[-4.0, -8.0], [-6.0, -2.0]]
    assert MaxPool(2, 2, 1).forward(x).tolist() == [[-4, -8], [-6, -2]]
    assert AvgPool(2, 2, 1).forward(x).tolist() == [[-1, -2], [-1.5, -0.5]]


def test_an_input_of_minus_infinity_still_gets_its_gradient():
    grad_input = MaxPool(3, 1, 1).backward([[2.0]], [[-np.inf]])
    assert grad_input.tolist() == [[2.0]]


def test_nan_wins_a_maximum_and_gets_the_gradient():
    x = [[1.0, np.nan, 3.0], [4.0, 5.0, 6.0]]
    layer = MaxPool(2, 1)
    assert np.isnan(layer.forward(x)).all()
    assert layer.backward([[2.0, 3.0]], x).tolist() == [[0, 5, 0], [0, 0, 0]]


def test_infinities_pass_without_a_warning():
    x = [[np.inf, -np.inf], [1.0, 2.0]]
    assert np.isnan(AvgPool(2).forward(x)).all()
    assert MaxPool(2).forward(x).tolist() == [[np.inf]]
    assert MaxPool(2).backward([[np.inf]], x).tolist() == [[np.inf, 0], [0, 0]]


@pytest.mark.parametrize("name", sorted(LAYERS))
@pytest.mark.parametrize(
    ("given_type", "expected"),
    [(np.float32, np.float32), (np.int8, np.float64), (bool, np.float64)],
)
def test_float32_stays_and_integers_become_float64(name, given_type, expected):
    layer = LAYERS[name](2, padding=1)
    x = np.eye(4, dtype=given_type)
    output = layer.forward(x)
    assert output.dtype == expected
    assert layer.backward(np.ones(output.shape), x).dtype == expected


def test_stride_is_kernel_size_by_default():
    assert AvgPool((2, 3)).output_shape((6, 6)) == (3, 2)
    assert AvgPool((2, 3), stride=1).output_shape((6, 6)) == (5, 4)


def test_passes_leave_their_arguments_as_they_are():
    for layer in (AvgPool(2, 1, 1), MaxPool(2, 1, 1), AvgPool(1), MaxPool(1)):
        x = np.arange(9.0).reshape(3, 3)
        grad_output = np.ones(layer.output_shape(x.shape))
        layer.forward(x)[...] = -1
        layer.backward(grad_output, x)[...] = -1
        assert x.tolist() == np.arange(9.0).reshape(3, 3).tolist()
        assert (grad_output == 1).all()


def test_contributions_come_from_the_last_offset_to_the_first():
    offsets = [offset for offset, _ in AvgPool(2, 1).contributions([[1.0]], np.ones((2, 2)))]
    assert all(later < earlier for earlier, later in pairwise(offsets))
    assert len(offsets) == 4


def test_padding_is_less_than_the_window():
    assert AvgPool(3, padding=2).output_shape((1, 1)) == (1, 1)
    with pytest.raises(ParameterError, match=r"padding is 2x3; .*kernel_size, which is 3"):
        AvgPool(3, padding=(2, 3))


@pytest.mark.parametrize("field", ["kernel_size", "stride"])
def test_sizes_are_positive(field):
    with pytest.raises(ParameterError, match=f"{field} is 0;"):
        MaxPool(**{"kernel_size": 2, field: 0})
    with pytest.raises(ParameterError, match="padding is -1;"):
        MaxPool(2, padding=-1)


@pytest.mark.parametrize(
    ("x", "message"),
    [
        (np.ones(3), "input has rank 1"),
        (np.ones((2, 2, 2)), "input has rank 3"),
        (np.ones((2, 2)) * 1j, "input holds complex128"),
        ([["a", "b"]], "input holds <U1"),
        ([[1, 2], [3]], "input is no grid"),
    ],
)
def test_inputs_that_cannot_be_pooled_say_why(x, message):
    for call in (AvgPool(1).forward, lambda x: AvgPool(1).backward([[1]], x)):
        with pytest.raises(GridError, match=message):
            call(x)


def test_a_gradient_of_another_shape_is_refused():
    with pytest.raises(GridError, match=r"grad_output is 2x2, but the output is 1x1"):
        MaxPool(2).backward(np.ones((2, 2)), np.ones((2, 2)))
    with pytest.raises(GridError, match=r"grad_output is 1x1x1x1, but the output is 2x1x1x1"):
        MaxPool(2).backward(np.ones((1, 1, 1, 1)), np.ones((2, 2, 2, 1)))


def test_shapes_of_other_ranks_are_refused():
    with pytest.raises(GridError, match="rank 3"):
        AvgPool(2).output_shape((4, 4, 1))
