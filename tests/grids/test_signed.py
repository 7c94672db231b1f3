from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolanim import Figure
from poolanim.grids.signed import (
    FIRST_GRAD,
    GRAD_VALUES,
    WEIGHTS,
    random_bias,
    random_factors,
    random_grad,
    random_kernel,
)
from poolanim.pipeline import run


def test_the_default_gradient():
    """It is the same on all systems."""
    assert tuple(random_grad((1, 3, 3, 1), 0).ravel()) == FIRST_GRAD


@given(
    *[st.integers(1, 3), st.integers(1, 6), st.integers(1, 6), st.integers(1, 3)],
    st.integers(0, 10**6),
)
def test_a_gradient_has_both_signs_in_each_plane(images, height, width, channels, seed):
    grad = random_grad((images, height, width, channels), seed)
    assert grad.shape == (images, height, width, channels)
    assert set(grad.ravel()) <= set(GRAD_VALUES)
    if height * width > 1:
        assert (grad.min(axis=(1, 2)) < 0).all()
        assert (grad.max(axis=(1, 2)) > 0).all()


@pytest.mark.parametrize("layer", ["conv", "conv-transpose"])
def test_the_default_figure_of_a_layer_with_weights_shows_its_rule(layer):
    grids = run(Figure(layer=layer, direction="both")).grids
    for name, grid in grids.items():
        assert len(set(grid.ravel().tolist())) >= min(3, grid.size), name
        assert np.abs(grid).max() < 50, name  # two digits with a sign
        if name not in ("input", "grad_bias"):
            assert grid.min() < 0 < grid.max(), name
    assert grids["grad_output"].all()  # every scan adds something


@given(st.lists(st.integers(1, 5), min_size=4, max_size=4), st.integers(0, 10**6))
def test_a_kernel_has_both_signs_in_each_plane(shape, seed):
    kernel = random_kernel(tuple(shape), seed)
    assert kernel.shape == tuple(shape)
    assert set(kernel.ravel()) <= {*WEIGHTS, 0}
    if shape[0] * shape[1] > 1:
        assert (kernel.min(axis=(0, 1)) < 0).all()
        assert (kernel.max(axis=(0, 1)) > 0).all()


def test_numbers_depend_on_the_seed():
    for made in (
        partial(random_kernel, (3, 3, 2, 2)),
        partial(random_factors, (1, 5, 5, 2)),
        partial(random_bias, 9),
    ):
        assert made(3).tolist() == made(3).tolist()
        assert len({made(seed).tobytes() for seed in range(20)}) > 15


def test_the_weights_of_a_pointwise_kernel_differ():
    assert random_kernel((1, 1, 3, 2), 0).ravel().tolist() == [1, -1, 2, -2, 1, -1]
