from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from poolanim import (
    AdaptiveAvgPool,
    AvgPool,
    GlobalAvgPool,
    SumPool,
)
from tests.strategies import fits, setups, sliding


@given(setups(sliding("AvgPool").map(lambda spec: AvgPool(**spec))))
def test_average_pooling_loses_gradient_only_to_what_is_not_input(setup):
    layer, x, grad_output = setup
    geometry = layer.geometry(x.shape)
    divisors = layer.finish(geometry).by
    kept = 0.0
    for scan in geometry.scans():
        inside = len(list(geometry.window(scan).cells()))
        kept += grad_output[scan] * inside / divisors[scan]
    assert layer.backward(grad_output, x).sum() == pytest.approx(kept)
    plain = replace(layer, count_include_pad=False, divisor_override=None)
    if fits(plain, x.shape):
        ones = np.ones(plain.output_shape(x.shape))
        assert plain.backward(ones, x).sum() == pytest.approx(ones.sum())


def test_the_three_divisors():
    x = np.ones((3, 3))
    corner = [
        AvgPool(2, 2, 1, ceil_mode=True, **options).forward(x)[0, 0]
        for options in ({}, {"count_include_pad": False}, {"divisor_override": 8})
    ]
    assert corner == [1 / 4, 1, 1 / 8]
    # The last window reaches one cell beyond the padding, which never counts.
    assert AvgPool(3, 3, 1, ceil_mode=True).forward(np.ones((4, 4)))[1, 1] == 4 / 9
    assert AvgPool(4, 3, 1, ceil_mode=True).forward(np.ones((4, 4)))[1, 1] == 4 / 9


def test_an_override_divides_sums_and_gradients_of_whole_and_of_adaptive_windows():
    layer = AdaptiveAvgPool((1, 2), divisor_override=-4)
    assert layer.forward([[1, 2, 3]]).tolist() == [[-3 / 4, -5 / 4]]
    assert layer.backward([[8, 4]], [[1, 2, 3]]).tolist() == [[-2, -3, -1]]
    layer = GlobalAvgPool(divisor_override=2)
    assert layer.forward([[1, 2], [3, 5]]).tolist() == [[5.5]]
    assert layer.backward([[3]], [[1, 2], [3, 5]]).tolist() == [[1.5, 1.5], [1.5, 1.5]]
    x = np.ones((300, 300))
    assert GlobalAvgPool(450).forward(x).tolist() == [[200]]
    assert (GlobalAvgPool(450).backward([[9]], x) == 0.02).all()


def test_sums_of_few_cells_are_rounded_as_in_pytorch_and_those_of_many_are_exact():
    x = np.full((2, 64), 1e-8, np.float32)
    x[0, 0] = 1
    assert SumPool((1, 64)).forward(x)[0, 0] == SumPool((2, 64)).forward(x)[0, 0] == 1
    x = np.full((3, 64), 1e-8, np.float32)
    x[0, 0] = 1
    assert SumPool((3, 64)).forward(x)[0, 0] == np.float32(1 + 191e-8)
    x = np.random.default_rng(0).uniform(1, 2, (300, 300)).astype(np.float32)
    assert GlobalAvgPool().forward(x)[0, 0] == np.float32(x.mean(dtype=np.float64))
