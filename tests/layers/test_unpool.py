from __future__ import annotations

import numpy as np
import pytest

from poolanim import (
    MaxPool,
    MaxUnpool,
    trace,
)


def test_indices_and_unpooling_tell_large_integers_apart():
    x = np.array([[2**53, 2**53 + 1], [0, 0]])
    assert MaxPool(2).indices(x).tolist() == [[1]]
    unpooled = MaxUnpool(2).forward([[2**53 + 1]], [[1]])
    assert unpooled.tolist() == [[0, 2**53 + 1], [0, 0]]
    assert trace(MaxUnpool(2), x).grids["output"].tolist() == unpooled.tolist()


@pytest.mark.parametrize("padding", [2, ((1, 0), (0, 2)), "same-upper", "same-lower", "valid"])
@pytest.mark.parametrize("stride", [2, 3, 4])
def test_whatever_max_pooling_pools_can_be_unpooled(padding, stride):
    layer = MaxUnpool(3, stride, padding)
    x = np.random.default_rng(0).permutation(77).reshape(7, 11) + 1.0
    pooled, indices = layer.pool.forward(x), layer.pool.indices(x)
    unpooled = layer.forward(pooled, indices, output_size=x.shape)
    assert set(unpooled.ravel()) == {0, *pooled.ravel()}
    assert (unpooled[unpooled != 0] == x[unpooled != 0]).all()
    assert layer.backward(x, pooled, indices).tolist() == pooled.tolist()


def test_sizes_of_what_is_unpooled():
    assert MaxUnpool(3, 2, "same-upper").output_shape((3, 4)) == (6, 8)
    assert MaxUnpool(3, 2, "valid").output_shape((3, 4)) == (7, 9)
    assert MaxUnpool(3, 2, ((0, 1), (2, 0))).output_shape((3, 4)) == (6, 7)
    assert MaxUnpool(2, padding=1).forward([[1]], [[0]], output_size=1).tolist() == [[1]]


def test_unpooling_puts_maxima_back_and_gathers_their_gradients():
    random = np.random.default_rng(0)
    x = random.permutation(2 * 6 * 7 * 3).reshape(2, 6, 7, 3).astype(float)
    layer = MaxUnpool(2)
    pooled, indices = layer.pool.forward(x), layer.pool.indices(x)
    unpooled = layer.forward(pooled, indices, output_size=(6, 7))
    kept = unpooled != 0
    assert (unpooled[kept] == x[kept]).all()
    assert np.sort(unpooled[kept]).tolist() == np.sort(pooled[pooled != 0]).tolist()
    grad_output = random.normal(size=unpooled.shape)
    grad_input = layer.backward(grad_output, pooled, indices)
    assert layer.pool.backward(grad_input, x)[kept] == pytest.approx(grad_output[kept])
    assert layer.output_shape(pooled.shape) == (2, 6, 6, 3)
    assert layer.output_shape((3, 3)) == (6, 6)
    assert MaxUnpool(3, 2, 1).output_shape((3, 4)) == (5, 7)


def test_of_maxima_that_return_to_one_cell_the_last_stays():
    layer = MaxUnpool(2, stride=1)
    indices = layer.pool.indices([[0, 0, 0], [0, 9, 0], [0, 0, 0]])
    assert layer.forward([[1, 2], [3, 4]], indices).tolist() == [[0, 0, 0], [0, 4, 0], [0, 0, 0]]
    grad_input = layer.backward([[0, 1, 2], [3, 4, 5], [6, 7, 8]], [[1, 2], [3, 4]], indices)
    assert grad_input.tolist() == [[4, 4], [4, 4]]
