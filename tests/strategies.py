"""Hypothesis strategies for layers and grids."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

import poolanim

SLIDING = ("AvgPool", "MaxPool", "MinPool", "SumPool", "LpPool")
TIES = st.sampled_from(["all", "first", "split"])
pairs = st.tuples(st.integers(1, 4), st.integers(1, 4))


@st.composite
def sliding(draw, name, *, plain=False):
    """Parameters of a layer over sliding windows."""
    kernel_size = draw(pairs)
    dilation = (1, 1) if plain else draw(st.sampled_from([(1, 1), (1, 1), (2, 1), (3, 2)]))
    spans = [d * (k - 1) + 1 for d, k in zip(dilation, kernel_size, strict=True)]
    ends = [st.tuples(st.integers(0, s - 1), st.integers(0, s - 1)) for s in spans]
    padding = tuple(draw(st.integers(0, s - 1)) for s in spans)
    if not plain:
        words = st.sampled_from(["valid", "same-upper", "same-lower"])
        padding = draw(st.just(padding) | st.tuples(*ends) | words)
    spec = {
        "kernel_size": kernel_size,
        "stride": draw(st.none() | st.tuples(st.integers(1, 3), st.integers(1, 3))),
        "padding": padding,
        "dilation": dilation,
        "ceil_mode": not plain and draw(st.booleans()),
    }
    if name == "AvgPool" and not plain:
        spec["count_include_pad"] = draw(st.booleans())
        spec["divisor_override"] = draw(st.sampled_from([None, None, 2, -3]))
    if name in ("MaxPool", "MinPool") and not plain:
        spec["ties"] = draw(TIES)
    if name == "LpPool":
        spec["p"] = draw(st.sampled_from([1, 2, 3, 2.5, float("inf")]))
        spec["absolute"] = draw(st.booleans())
    return spec


@st.composite
def layers(draw):
    """Any layer that has windows."""
    name = draw(
        st.sampled_from(
            [
                *SLIDING,
                *("GlobalAvgPool", "GlobalMaxPool", "AdaptiveAvgPool", "AdaptiveMaxPool"),
                *("FractionalMaxPool", "StochasticPool", "SoftmaxPool"),
            ]
        )
    )
    spec = {}
    if name in SLIDING:
        spec = draw(sliding(name))
    if name in ("FractionalMaxPool", "StochasticPool", "SoftmaxPool"):
        spec["kernel_size"] = draw(pairs)
    if name in ("StochasticPool", "SoftmaxPool"):
        spec["stride"] = draw(st.none() | pairs)
    if name in ("AdaptiveAvgPool", "AdaptiveMaxPool", "FractionalMaxPool"):
        spec["output_size"] = draw(pairs)
    if name in ("AdaptiveMaxPool", "GlobalMaxPool"):
        spec["ties"] = draw(TIES)
    if name in ("FractionalMaxPool", "StochasticPool"):
        spec["seed"] = draw(st.integers(0, 99))
    return getattr(poolanim, name)(**spec)


@st.composite
def setups(draw, layer=None, largest=7):
    """A layer, an input that its windows fit, and a gradient of its output."""
    layer = draw(layers() if layer is None else layer)
    shape = draw(
        st.tuples(st.integers(1, largest), st.integers(1, largest)).filter(
            lambda shape: fits(layer, shape)
        )
    )
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    # A third of the inputs are small integers, so that maxima tie.
    tied = draw(st.sampled_from([True, False, False]))
    x = random.integers(-2, 3, shape).astype(float) if tied else random.normal(size=shape)
    if isinstance(layer, poolanim.LpPool):
        x = abs(x)  # roots of negative sums are NaN
    grad_output = random.normal(size=layer.output_shape(shape))
    return layer, x, grad_output


def fits(layer, shape):
    """Whether a layer's windows can be laid over a grid, each of them over some of its cells."""
    try:
        geometry = layer.geometry(shape)
    except poolanim.PoolanimError:
        return False
    axes = geometry.rows, geometry.columns
    return all(axis.clipped(index) for axis in axes for index in range(len(axis.windows)))


@st.composite
def article_setups(draw):
    """As `setups`, of the two layers that the article has, with their name there."""
    name = draw(st.sampled_from(["avg", "max"]))
    cls = {"avg": "AvgPool", "max": "MaxPool"}[name]
    made = sliding(cls, plain=True).map(lambda spec: getattr(poolanim, cls)(**spec))
    return name, *draw(setups(made))
