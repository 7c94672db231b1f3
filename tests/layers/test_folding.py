from __future__ import annotations

import numpy as np
import pytest

from poolanim import (
    AdaptiveAvgPool,
    AdaptiveMaxPool,
    AvgPool,
    FractionalMaxPool,
    GlobalAvgPool,
    GlobalMaxPool,
    MaxPool,
    MinPool,
    SumPool,
    trace,
)
from poolanim.layers.folding import fold_windows, is_coarse
from poolanim.layers.geometry import Geometry
from poolanim.layers.shares import Extremes

SUMS = [GlobalAvgPool(), AdaptiveAvgPool((2, 3)), AvgPool((15, 9), 1), SumPool((14, 10), (2, 1))]
EXTREMES = [
    *(GlobalMaxPool(ties) for ties in ("all", "first", "split")),
    *(AdaptiveMaxPool((3, 2), ties) for ties in ("all", "first", "split")),
    *(cls((13, 10), 1, ties=ties) for cls in (MaxPool, MinPool) for ties in ("first", "split")),
    FractionalMaxPool(5, (3, 2), seed=1),
]
SHAPE = (2, 17, 13, 3)


def passes(layer, x):
    """Output and gradient; and the same of the trace of each plane."""
    grad_output = np.random.default_rng(1).normal(size=layer.output_shape(x.shape))
    assert is_coarse(layer.geometry(x.shape[1:3]))
    traced = np.empty(grad_output.shape, layer.batch(x).dtype), np.empty(x.shape, grad_output.dtype)
    for n, c in np.ndindex(len(x), x.shape[3]):
        grids = trace(layer, x, grad_output, batch_index=n, channel=c).grids
        traced[0][n, :, :, c], traced[1][n, :, :, c] = grids["output"], grids["grad_input"]
    return (layer.forward(x), layer.backward(grad_output, x)), traced


@pytest.mark.parametrize("kind", ["f2", "f4", ">f4", "f8"])
@pytest.mark.parametrize("layer", SUMS, ids=str)
def test_sums_over_few_windows_are_those_of_the_trace(layer, kind):
    x = np.random.default_rng(0).normal(size=SHAPE).astype(kind)
    (output, grad_input), (traced, traced_grad) = passes(layer, x)
    assert output.dtype == x.dtype == grad_input.dtype
    # Many cells are summed up as float64, so that float32 is off by a last bit at most.
    few = np.prod(layer.geometry(SHAPE[1:3]).kernel_shape) <= 128
    bound = 0 if few else 4 * np.finfo(kind).eps * max(np.abs(traced).max(), 1)
    assert np.abs(output.astype(float) - traced).max() <= bound
    assert (grad_input == traced_grad.astype(kind)).all()


@pytest.mark.parametrize("fill", ["ties", "nan", "minus infinity", "zeros", "integers", "half"])
@pytest.mark.parametrize("layer", EXTREMES, ids=str)
def test_extremes_over_few_windows_are_those_of_the_trace(layer, fill):
    random = np.random.default_rng(0)
    x = random.integers(-3, 4, SHAPE).astype(float)
    if fill == "nan":
        x[random.random(SHAPE) < 0.03] = np.nan
    x = np.full(SHAPE, -np.inf) if fill == "minus infinity" else x
    x = np.zeros(SHAPE) if fill == "zeros" else x
    x = random.integers(2**62, 2**62 + 2, SHAPE) if fill == "integers" else x
    x = x.astype("f2") if fill == "half" else x
    (output, grad_input), (traced, traced_grad) = passes(layer, x)
    np.testing.assert_array_equal(output, traced)
    np.testing.assert_array_equal(grad_input, traced_grad.astype(grad_input.dtype))


def test_few_large_windows_without_padding_are_coarse():
    assert is_coarse(Geometry.over((6, 6), (3, 3), (2, 2)))  # 4 windows of 9 cells
    assert not is_coarse(Geometry.over((4, 4), (2, 2), (2, 2)))  # 4 windows of 4 cells
    assert is_coarse(Geometry.adaptive((7, 7), (5, 5)))  # 25 uneven windows of up to 9 cells
    assert not is_coarse(Geometry.adaptive((7, 9), (6, 6)))  # 36 uneven windows of up to 9 cells
    assert not is_coarse(Geometry.over((6, 6), (6, 6), padding=(1, 0)))
    assert not is_coarse(Geometry.over((6, 6), (3, 3), dilation=(2, 1)))
    assert not is_coarse(Geometry.over((5, 5), (4, 4), (2, 2), ceil_mode=True))


def test_sums_are_those_of_float64_from_129_cells_on():
    for cells, expected in ((128, np.float32(1)), (129, np.float32(1 + 128e-8))):
        batch = np.full((1, 1, cells, 1), 1e-8, np.float32)
        batch[0, 0, 0] = 1
        total = fold_windows(np.add, batch, Geometry.adaptive((1, cells), (1, 1))).item()
        assert np.float32(total) == expected


def test_the_first_of_ties_is_the_upper_left_one_and_the_last_nan_the_lower_right_one():
    for x, place in (
        ([[1, 5, 2], [5, 5, 0]], (0, 1)),
        ([[1, 2, 5], [5, 0, 0]], (0, 2)),
        ([[np.nan, 2, 9], [0, np.nan, 3]], (1, 1)),
        ([[0, np.nan, 9], [np.nan, 2, 3]], (1, 0)),
    ):
        window, cells = np.array(x, float)[None, :, :, None], np.zeros((1, 2, 3, 1))
        Extremes(np.array([[2.0]]), np.maximum, "first", -np.inf).give((), window, cells)
        assert (cells.sum(), cells[0, *place, 0]) == (2, 2)
