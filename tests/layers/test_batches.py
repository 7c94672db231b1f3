from __future__ import annotations

import numpy as np
import pytest

from poolanim import (
    AvgPool,
    MaxPool,
    MaxUnpool,
    SumPool,
    trace,
)
from poolanim.errors import GridError


class Tensor:
    """Says no, as PyTorch's do."""

    def __init__(self, error):
        self.error = error

    def __array__(self, *args, **options):
        raise self.error


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


def test_shapes_that_no_input_has_are_refused():
    for layer in (AvgPool(2), MaxUnpool(2)):
        with pytest.raises(GridError, match="rank 3"):
            layer.output_shape((4, 4, 1))
        for shape in (5, None, (), ("a", "b"), (4.0, 4.0), (True, 4), (-1, 4), (1, 4, 4, -1)):
            with pytest.raises(GridError, match=r"shape is .*; give \(H, W\), or \(N, H, W, C\)"):
                layer.output_shape(shape)
        expected = layer.output_shape((4, 6))
        assert layer.output_shape([np.int8(4), 6]) == layer.output_shape(np.array([4, 6]))
        assert layer.output_shape((0, 4, 6, 0)) == (0, *expected, 0)


@pytest.mark.parametrize("wrap", [lambda x: x, list, lambda x: [list(row) for row in x]])
def test_masked_numbers_are_refused(wrap):
    masked = wrap(np.ma.array([[1, 2], [3, 4]], mask=[[0, 0], [0, 1]]))
    whole = np.ones((2, 2))
    for call in (
        lambda: MaxPool(1).forward(masked),
        lambda: AvgPool(1).backward(masked, whole),
        lambda: MaxPool(1).indices(masked),
        lambda: MaxUnpool(1).forward(whole, masked),
        lambda: trace(SumPool(1), masked),
        lambda: trace(SumPool(1), whole, masked),
    ):
        with pytest.raises(GridError, match=r"has masked numbers; fill them first"):
            call()
    assert MaxPool(1).forward(np.ma.array([[1, 2]])).tolist() == [[1, 2]]


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        (RuntimeError("Can't call numpy() on Tensor that requires grad."), r"\.detach\(\)\.numpy"),
        (
            TypeError("Got unsupported ScalarType BFloat16"),
            r"\.detach\(\)\.cpu\(\)\.float\(\)\.numpy",
        ),
    ],
)
def test_tensors_that_are_no_arrays_get_advice(error, advice):
    with pytest.raises(GridError, match=rf"input is no array \(.*\); give its {advice}"):
        AvgPool(1).forward(Tensor(error))
