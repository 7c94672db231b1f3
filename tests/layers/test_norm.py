from __future__ import annotations

import numpy as np
import pytest

from poolanim import LpPool, trace


def test_a_power_comes_before_the_window_as_in_pytorch():
    assert LpPool(3, (2, 1), 4) == LpPool(p=3, kernel_size=(2, 1), stride=4)


def test_signs_of_powers():
    x = [[-1.0, -2.0]]
    assert LpPool(1, kernel_size=(1, 2)).forward(x) == [[-3]]
    assert LpPool(1, (1, 2), absolute=True).forward(x) == [[3]]
    assert np.isnan(LpPool(3, kernel_size=(1, 2)).forward(x)).all()
    assert LpPool(3, (1, 2), absolute=True).forward(x)[0, 0] == pytest.approx(9 ** (1 / 3))
    assert LpPool(np.inf, kernel_size=(1, 2)).forward(x) == [[2]]
    assert LpPool(np.inf, kernel_size=(1, 2)).backward([[5]], x).tolist() == [[0, -5]]
    assert LpPool(-np.inf, kernel_size=(1, 2), padding=(0, 1)).forward(x).tolist() == [[1, 2]]
    grads = LpPool(3, (1, 2), absolute=True).backward([[1]], x)
    np.testing.assert_allclose(grads, np.array([[-1, -4]]) / 9 ** (2 / 3))
    zero = LpPool(1, kernel_size=(1, 2)).backward([[5.0]], [[1, -1]])
    assert zero.tolist() == [[0, 0]]


def test_where_a_sum_is_zero_no_gradient_is_given_whatever_the_power():
    for p, x in ((0.5, 0), (1, 0), (2, 0), (-1, np.inf)):
        for absolute in (False, True):
            layer = LpPool(p=p, absolute=absolute, kernel_size=2)
            assert not layer.backward(np.ones((2, 2)), np.full((4, 4), x)).any()


@pytest.mark.parametrize(
    ("p", "x", "value", "slopes"),
    [
        (-1, [1, -1], np.inf, [0, 0]),
        (-1, [0, 1], 0, [np.nan, 0]),
        (-0.5, [np.inf, np.inf], np.inf, [0, 0]),
        (2, [np.inf, 1], np.inf, [np.nan, 0]),
        (1, [np.nan, 1], np.nan, [0, 0]),
        (3, [np.nan, 1], np.nan, [np.nan, np.nan]),
        (np.inf, [np.nan, 1], np.nan, [0, 0]),
        (-np.inf, [1, np.nan], np.nan, [0, 0]),
    ],
)
def test_norms_without_a_slope_have_that_of_pytorch(p, x, value, slopes):
    layer = LpPool(p, (1, 2))
    np.testing.assert_array_equal(layer.forward([x]), [[value]])
    np.testing.assert_array_equal(layer.backward([[1]], [x]), [slopes])


@pytest.mark.parametrize(
    ("ties", "grads"),
    [
        ("first", [[0, -6, 0], [0, 0, 0]]),
        ("all", [[0, -6, 6], [6, 0, 0]]),
        ("split", [[0, -2, 2], [2, 0, 0]]),
    ],
)
def test_absolute_values_that_tie_get_what_is_wanted_with_their_signs(ties, grads):
    # In PyTorch `first` is lp_pool2d, and `split` is torch.linalg.vector_norm.
    x = [[1.0, -2.0, 2.0], [2.0, 0.0, 1.0]]
    assert LpPool(np.inf, (2, 3), ties=ties).backward([[6]], x).tolist() == grads
    smallest = [[1.0, 1.0, -1.0]]
    received = {"first": [[6, 0, 0]], "all": [[6, 6, -6]], "split": [[2, 2, -2]]}[ties]
    assert LpPool(-np.inf, (1, 3), ties=ties).backward([[6]], smallest).tolist() == received
    traced = trace(LpPool(np.inf, (2, 3), ties=ties), x, [[6]])
    assert traced.grids["grad_input"].tolist() == grads


def test_ties_of_zeros_of_nan_and_on_padding_get_nothing():
    for ties in ("first", "all", "split"):
        layer = LpPool(np.inf, (1, 2), ties=ties)
        assert not layer.backward([[6]], [[0, 0]]).any()
        assert not layer.backward([[6]], [[np.nan, np.nan]]).any()
    split = LpPool(-np.inf, (1, 3), padding=(0, 1), stride=3, ties="split")
    assert split.backward([[6]], [[np.inf, -np.inf]]).tolist() == [[3, -3]]
