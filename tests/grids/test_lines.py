from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from poolanim import AvgPool, Conv, Figure
from poolanim.errors import ParameterError
from poolanim.pipeline import run

SERIES = [3.0, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3, 8, 4]
"""A series of twenty numbers."""


def output(**fields):
    return run(Figure(direction="forward", **fields)).grids["output"]


def sources(folder):
    """Yields a series in each form, and the axis along which it lies."""
    np.save(folder / "series.npy", SERIES)
    (folder / "series.json").write_text(str(SERIES))
    (folder / "column.csv").write_text("\n".join(map(str, SERIES)))
    (folder / "row.csv").write_text(",".join(map(str, SERIES)))
    yield str(folder / "series.npy"), 1
    yield str(folder / "series.json"), 1
    yield str(folder / "row.csv"), 1
    yield str(folder / "column.csv"), 0
    yield SERIES, 1
    yield [SERIES], 1
    yield "; ".join(map(str, SERIES)), 0


def test_one_number_stands_for_the_axis_of_a_series_in_any_form(tmp_path):
    pairs = [max(pair) for pair in pairwise(SERIES)]
    for source, axis in sources(tmp_path):
        found = output(layer="max", kernel_size=2, input=source)
        assert found.shape == ((19, 1), (1, 19))[axis]
        assert found.ravel().tolist() == pairs


def test_padding_lies_at_the_ends_of_a_series_alone():
    mean = output(layer="avg", kernel_size=3, padding=1, input=SERIES)
    assert mean[0, :3].tolist() == [4 / 3, 8 / 3, 2]
    uneven = output(layer="sum", kernel_size=3, padding=((0, 1), (0, 1)), input=SERIES)
    assert uneven.shape == (1, 19)
    assert uneven[0, -1] == 8 + 4


@pytest.mark.parametrize(
    ("fields", "shape"),
    [
        ({"layer": "adaptive-avg", "output_size": 4}, (1, 4)),
        ({"layer": "fractional-max", "kernel_size": 2, "output_size": 9}, (1, 9)),
        ({"layer": "unpool"}, (1, 20)),
        ({"layer": "max"}, (1, 18)),  # by the default of 3
        ({"layer": "lp", "kernel_size": 3, "stride": 2, "dilation": 2}, (1, 8)),
        ({"layer": "conv", "kernel": "1 0 -1", "padding": 1}, (1, 20)),
        ({"layer": "conv", "kernel_size": 5}, (1, 16)),
        ({"layer": "conv", "kernel": "sobel", "padding": 1}, (1, 20)),  # of two dimensions
        ({"layer": "conv-transpose", "kernel": "1 2", "stride": 2, "output_size": 41}, (1, 41)),
    ],
)
def test_every_layer_has_one_dimension_over_a_series(fields, shape):
    assert output(input=[SERIES], **fields).shape == shape


def test_a_random_series_is_like_one_that_is_read():
    trace = run(Figure(layer="max", kernel_size=2, shape="1x8"))
    again = run(Figure(layer="max", kernel_size=2, input=trace.grids["input"].tolist()))
    assert trace.layer == again.layer


def test_a_window_of_several_rows_has_two_dimensions():
    found = output(layer="avg", kernel_size="3x2", padding="1x0", input="1 2 3 4")
    assert np.array_equal(found, AvgPool((3, 2), 1, (1, 0)).forward([[1, 2, 3, 4]]))
    kernel = np.ones((3, 3))
    found = output(layer="conv", kernel=kernel.tolist(), padding=1, input="1 2 3 4")
    assert np.array_equal(found, Conv(kernel, padding=1).forward([[1, 2, 3, 4]]))


@pytest.mark.parametrize(
    "fields",
    [
        {"layer": "max", "kernel_size": "2x1", "padding": "1x0"},
        {"layer": "conv", "kernel": "sobel", "padding": 1},
        {"layer": "adaptive-max", "output_size": "2x3"},
    ],
)
def test_an_input_of_one_axis_has_no_parameters_for_rows(fields):
    with pytest.raises(ParameterError, match=r"is .*; the input has one axis, so give"):
        Figure(input=SERIES, **fields)
