from __future__ import annotations

import numpy as np
import pytest

from poolanim import (
    SoftmaxPool,
    StochasticPool,
    trace,
)


def test_stochastic_pooling_samples_cells_as_often_as_they_are_large():
    x = np.tile([[1.0, -5.0], [3.0, 0.0]], (40, 50))
    layer = StochasticPool(2, seed=5)
    output = layer.forward(x)
    assert set(output.ravel()) == {1, 3}
    assert np.mean(output == 3) == pytest.approx(0.75, abs=0.03)
    assert output.tolist() == StochasticPool(2, seed=5).forward(x).tolist()
    assert output.tolist() != StochasticPool(2, seed=6).forward(x).tolist()
    grad_input = layer.backward(np.ones(output.shape), x)
    assert (x * grad_input).reshape(40, 2, 50, 2).sum((1, 3)).tolist() == output.tolist()
    negative = StochasticPool(2).forward(np.tile([[-1.0, -2.0], [-3.0, -4.0]], (20, 20)))
    assert set(negative.ravel()) == {-1, -2, -3, -4}
    odd = StochasticPool((1, 3)).forward([[1, np.inf, 2, 0, 0, 1e308]])
    assert odd.tolist() == [[np.inf, 1e308]]
    images = StochasticPool(2, seed=1).forward(np.stack([x, x])[..., None])
    assert not np.array_equal(*images)


def test_a_cell_is_sampled_even_if_the_sum_overflows():
    x = np.tile([1e308, 1.5e308], 200)[None]
    layer = StochasticPool((1, 2))
    output = layer.forward(x)
    assert set(output.ravel()) == {1e308, 1.5e308}
    assert np.mean(output == 1.5e308) == pytest.approx(0.6, abs=0.1)
    assert layer.backward(np.ones(output.shape), x).sum() == 200
    weights = trace(layer, x).passes["forward"].weights
    assert weights.reshape(-1, 2) == pytest.approx(np.tile([0.4, 0.6], (200, 1)))


def test_soft_pooling_survives_large_numbers():
    layer = SoftmaxPool((1, 2))
    assert layer.forward([[1e4, 0, -1e4, -1e4]]).tolist() == [[1e4, -1e4]]
