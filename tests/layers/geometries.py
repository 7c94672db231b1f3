"""Geometries over one, two or three axes, and what windows cover, cell by cell."""

from __future__ import annotations

from itertools import product

from hypothesis import strategies as st

from poolanim.layers.axis import Axis
from poolanim.layers.geometry import Geometry


@st.composite
def sliding_axes(draw):
    kernel, dilation = draw(st.integers(1, 3)), draw(st.integers(1, 2))
    span = dilation * (kernel - 1) + 1
    ends = st.integers(0, span - 1)
    padding = draw(st.tuples(ends, ends))
    size = draw(st.integers(max(1, span - sum(padding)), 5))
    stride, ceil_mode = draw(st.integers(1, 3)), draw(st.booleans())
    return Axis.sliding(size, kernel, stride, padding, dilation, ceil_mode=ceil_mode)


adaptive_axes = st.builds(Axis.adaptive, st.integers(1, 5), st.integers(1, 6))
fractional_axes = st.sampled_from([Axis.fractional(5, 2, 3, 0.1), Axis.fractional(4, 3, 2, 0.7)])
axes = sliding_axes() | adaptive_axes | fractional_axes
geometries = st.lists(axes, min_size=1, max_size=3).map(lambda each: Geometry(tuple(each)))


def window(geometry, scan):
    """Returns the cells of a whole window, the last axis fastest."""
    return list(product(*(axis.windows[i] for axis, i in zip(geometry.axes, scan, strict=True))))


def within(geometry, cell):
    """Whether a cell lies in the input."""
    return all(0 <= i < axis.size for i, axis in zip(cell, geometry.axes, strict=True))
