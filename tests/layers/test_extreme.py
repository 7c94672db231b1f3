from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolanim import (
    AdaptiveMaxPool,
    AvgPool,
    FractionalMaxPool,
    GlobalMaxPool,
    MaxPool,
    MinPool,
    trace,
)
from poolanim.errors import ParameterError
from poolanim.layers.axis import Axis
from tests.strategies import setups

PICKING = [MaxPool((1, 2)), AdaptiveMaxPool(1), GlobalMaxPool(), FractionalMaxPool((1, 2), 1)]


@pytest.mark.parametrize("ties", ["first", "split"])
@given(setup=setups(st.sampled_from([MaxPool, MinPool]).map(lambda cls: cls(3, 2, 1, 1, True))))
def test_each_value_s_gradient_is_given_once_unless_ties_take_it_all(ties, setup):
    layer, x, grad_output = setup
    cls, spec = type(layer), layer.parameters | {"ties": ties}
    grad_input = cls(**spec).backward(grad_output, x)
    assert grad_input.sum() == pytest.approx(grad_output.sum())
    every = np.ones(grad_output.shape)
    assert layer.backward(every, x).sum() >= every.sum()


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


@pytest.mark.parametrize("layer", PICKING, ids=str)
@pytest.mark.parametrize("low", [2**53, -(2**53) - 1, 2**63 - 2, -(2**63)])
def test_integers_that_no_float_tells_apart_are_no_tie(layer, low):
    x = np.array([[low, low + 1]])
    assert layer.forward(x).tolist() == [[low + 1]]
    assert layer.backward([[5]], x).tolist() == [[0, 5]]
    traced = trace(layer, x, [[5]])
    ((there,), (back,)) = traced.passes.values()
    assert (there.value, there.chosen, there.terms[0].amount) == (low + 1, ((0, 1),), low + 1)
    assert [(term.to[1], term.amount) for term in back.terms] == [((0, 1), 5)]
    assert MinPool((1, 2)).forward(x).tolist() == [[low]]
    assert MinPool((1, 2)).backward([[5]], x).tolist() == [[5, 0]]


def test_padding_never_wins_over_the_limits_of_integers():
    for cls, number in ((MaxPool, -128), (MinPool, 127)):
        x = np.full((2, 2), number, np.int8)
        assert cls(3, 2, 1).forward(x).tolist() == [[number]]
        assert cls(3, 2, 1, ties="split").backward([[4]], x).tolist() == [[1, 1], [1, 1]]
    assert MaxPool(2, 1, 1).forward(np.array([[0]], np.uint8)).tolist() == [[0, 0], [0, 0]]


def test_the_first_of_tied_maxima_or_the_last_nan_gets_the_gradient_as_in_pytorch():
    layer = MaxPool(3, ties="first")
    assert layer.backward([[2.0]], [[1, 5, 2], [5, 5, 0], [0, 0, 0]])[0].tolist() == [0, 2, 0]
    x = [[1, np.nan, 3], [np.nan, 5, 6], [2, np.nan, 0]]
    assert layer.backward([[2.0]], x).tolist() == [[0, 0, 0], [0, 0, 0], [0, 2, 0]]
    assert layer.indices(x).tolist() == [[7]]


def test_padding_gets_nothing_where_it_ties_with_minus_infinity():
    x = np.full((2, 2), -np.inf)
    for ties, share in (("first", [[3, 0], [0, 0]]), ("split", [[0.75] * 2] * 2)):
        layer = MaxPool(3, 3, 1, ties=ties)
        assert layer.backward([[3.0]], x).tolist() == share
    assert MaxPool(3, 1, 1).indices(x).tolist() == [[0, 0], [0, 0]]


def test_tied_maxima_can_share_the_gradient():
    x = [[7, 7, 1], [0, 7, 2]]
    assert MaxPool((2, 3), ties="split").backward([[6]], x).tolist() == [[2, 2, 0], [0, 2, 0]]


def test_fractional_windows_are_the_same_for_all_images_and_those_of_the_seed():
    layer = FractionalMaxPool((2, 1), (3, 4), seed=7)
    rows, columns = layer.samples
    assert 0 <= rows < 1
    assert rows != columns
    assert layer.samples == FractionalMaxPool(1, 1, 7).samples
    assert layer.ties == "first"
    with pytest.raises(ParameterError, match=r"kernel_size is 2x1 and output_size is 3x4, .* 3x9"):
        layer.output_shape((3, 9))
    assert layer.output_shape((4, 4)) == (3, 4)


def test_disjoint_fractional_windows_end_where_the_next_begin():
    layer = FractionalMaxPool(output_size=(1, 4), seed=0)
    _, sample = layer.samples
    assert sample == pytest.approx(0.27, abs=0.001)  # times 7 / 4: 0.47, 2.22, 3.97, 5.72
    x = [[1, 2, 3, 9, 4, 6, 5]]
    assert layer.forward(x).tolist() == [[2, 3, 9, 6]]
    assert layer.backward([[1, 2, 3, 4]], x).tolist() == [[0, 1, 2, 3, 0, 4, 0]]
    assert FractionalMaxPool(output_size=(1, 7)).forward(x).tolist() == x
    for limit in ((3, 7), (1, 9)):
        message = f"output_size is {limit[0]}x{limit[1]}, but the input is 2x7; disjoint windows"
        with pytest.raises(ParameterError, match=message):
            FractionalMaxPool(output_size=limit).output_shape((2, 7))
    with pytest.raises(ParameterError, match="output_size is"):
        FractionalMaxPool(2)


@given(st.integers(1, 60), st.data(), st.floats(0, 1, exclude_max=True))
def test_disjoint_windows_cover_all_cells_once_and_have_two_sizes_at_most(size, data, sample):
    count = data.draw(st.integers(1, size))
    windows = Axis.disjoint(size, count, sample).windows
    assert [cell for window in windows for cell in window] == list(range(size))
    assert {len(window) for window in windows} <= {size // count, -(-size // count)}
