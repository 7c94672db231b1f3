"""Hypothesis strategies for layers and grids."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from poolanim import AvgPool, MaxPool

LAYERS = {"avg": AvgPool, "max": MaxPool}


@st.composite
def setups(draw, largest=6):
    """A layer's name, the layer, an input that its window fits, and a gradient of its output."""
    name = draw(st.sampled_from(sorted(LAYERS)))
    kernel_size = draw(st.tuples(st.integers(1, 4), st.integers(1, 4)))
    stride = draw(st.tuples(st.integers(1, 3), st.integers(1, 3)))
    padding = tuple(draw(st.integers(0, k - 1)) for k in kernel_size)
    layer = LAYERS[name](kernel_size, stride, padding)
    shape = tuple(
        draw(st.integers(max(1, k - 2 * p), largest))
        for k, p in zip(kernel_size, padding, strict=True)
    )
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    # A third of the inputs are small integers, so that maxima tie.
    tied = draw(st.sampled_from([True, False, False]))
    x = random.integers(-2, 3, shape).astype(float) if tied else random.normal(size=shape)
    grad_output = random.normal(size=layer.output_shape(shape))
    return name, layer, x, grad_output
