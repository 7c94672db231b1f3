from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from poolanim.errors import ParameterError
from poolanim.layers.axis import Axis
from poolanim.layers.geometry import Geometry
from poolanim.layers.window import Window
from poolanim.parameters.sizes import spell
from tests.article import windows


@st.composite
def axes(draw):
    """A sliding axis with what it was made of."""
    kernel, stride, dilation = (
        draw(st.integers(1, 4)),
        draw(st.integers(1, 4)),
        draw(st.integers(1, 3)),
    )
    span = dilation * (kernel - 1) + 1
    padding = draw(st.tuples(st.integers(0, span - 1), st.integers(0, span - 1)))
    size, ceil_mode = draw(st.integers(1, 9)), draw(st.booleans())
    axis = Axis.sliding(size, kernel, stride, padding, dilation, ceil_mode=ceil_mode)
    return axis, kernel, stride, padding, dilation, ceil_mode


def test_spell_is_short_for_a_square():
    assert (spell((3, 3)), spell((3, 2))) == ("3", "3x2")


@given(axes())
def test_windows_are_all_that_lie_within_the_padding_and_with_ceil_mode_one_more(made):
    axis, kernel, stride, (before, after), dilation, ceil_mode = made
    span, stop = dilation * (kernel - 1) + 1, axis.size + after
    starts = [*range(-before, stop, stride)]
    inside = [start for start in starts if start + span <= stop]
    more = [start for start in starts if start + span > stop and start < axis.size][:1]
    # One more, if it ends less than a stride behind the padding.
    more = [start for start in more if start + span - stop < stride and ceil_mode]
    expected = [range(start, start + span, dilation) for start in inside + more]
    assert list(axis.windows) == expected


@given(axes())
def test_a_window_is_dropped_if_it_would_start_behind_the_input(made):
    axis, kernel, stride, (before, after), dilation, ceil_mode = made
    span = dilation * (kernel - 1) + 1
    counted = -(-(axis.size + before + after - span) // stride) + 1
    lost = ceil_mode and counted > 0 and (counted - 1) * stride >= axis.size + before
    assert (axis.dropped is not None) == lost
    if axis.dropped is not None:
        assert axis.dropped.start == (counted - 1) * stride - before >= axis.size
        assert axis.shown.stop >= axis.dropped.stop


@given(axes().filter(lambda made: made[0].windows))
def test_places_find_the_cells_of_each_window(made):
    axis, kernel, *_ = made
    for offset in range(kernel):
        expected = [window[offset] for window in axis.windows]
        assert list(axis.extent)[axis.places(offset)] == expected
    inside = axis.counting(Axis.clipped)
    assert axis.counting(Axis.clipped, range(1, len(axis.windows))) == inside[1:]
    for index, window in enumerate(axis.windows):
        assert inside[index] == [0 <= cell < axis.size for cell in window]
        assert list(axis.clipped(index)) == [cell for cell in window if 0 <= cell < axis.size]
        padded = range(-axis.padding[0], axis.size + axis.padding[1])
        assert list(axis.declared(index)) == [cell for cell in window if cell in padded]


@given(st.integers(1, 20), st.integers(1, 5), st.integers(1, 4), st.integers(1, 3))
def test_same_padding_gives_a_window_for_every_stride(size, kernel, stride, dilation):
    upper = Axis.sliding(size, kernel, stride, "same-upper", dilation)
    lower = Axis.sliding(size, kernel, stride, "same-lower", dilation)
    assert len(upper.windows) == len(lower.windows) == -(-size // stride)
    assert upper.padding == lower.padding[::-1]
    before, after = upper.padding
    assert 0 <= after - before <= 1
    span = dilation * (kernel - 1) + 1
    assert before + after == max((-(-size // stride) - 1) * stride + span - size, 0)
    valid = Axis.sliding(size, kernel, stride, "valid", dilation, ceil_mode=True)
    assert valid == Axis.sliding(size, kernel, stride, (0, 0), dilation)


@given(st.integers(1, 20), st.integers(1, 5), st.integers(1, 4), st.integers(1, 3))
def test_same_padding_that_crops_is_onnx_s_formula_without_a_limit(size, kernel, stride, dilation):
    count, span = -(-size // stride), dilation * (kernel - 1) + 1
    pad = (count - 1) * stride + span - size
    for word, before in (("same-upper", pad // 2), ("same-lower", pad - pad // 2)):
        axis = Axis.sliding(size, kernel, stride, word, dilation, crop=True)
        starts = [window.start for window in axis.windows]
        assert starts == list(range(-before, count * stride - before, stride))
        assert axis.padding == (max(before, 0), max(pad - before, 0))
        if pad >= 0:
            assert axis == Axis.sliding(size, kernel, stride, word, dilation)


@given(st.integers(1, 12), st.integers(1, 12))
def test_adaptive_windows_are_those_of_pytorch(size, count):
    axis = Axis.adaptive(size, count)
    starts = [int(np.floor(i * size / count)) for i in range(count)]
    stops = [int(np.ceil((i + 1) * size / count)) for i in range(count)]
    assert list(axis.windows) == [*map(range, starts, stops)]
    assert axis.repeats == (count > size)
    assert (axis.stride is None) == (size % count != 0)


@given(st.integers(1, 12), st.integers(1, 4), st.integers(1, 8), st.integers(0, 99))
def test_fractional_windows_reach_from_end_to_end_by_two_kinds_of_steps(
    size, kernel, count, sample
):
    assume(kernel + count - 1 <= size)
    axis = Axis.fractional(size, kernel, count, sample / 100)
    starts = [window.start for window in axis.windows]
    assert len(starts) == count
    assert {len(window) for window in axis.windows} == {kernel}
    assert starts[-1] == size - kernel
    if count > 1:
        step = (size - kernel) / (count - 1)
        assert starts[0] == 0
        assert all(
            int(step) <= later - one <= np.ceil(step) + 1e-9 for one, later in pairwise(starts[:-1])
        )


@pytest.mark.parametrize("padding", [(0, 0), (1, 0), (1, 1)])
def test_windows_are_the_article_s_slices_in_its_order(padding):
    geometry = Geometry.over((5, 6), (3, 2), (2, 1), padding)
    expected = list(windows((5, 6), (3, 2), (2, 1), padding))
    assert list(geometry.scans()) == [index for index, _ in expected]
    for index, (rows, columns) in expected:
        window = Window(rows.start, rows.stop, columns.start, columns.stop)
        assert geometry.window(index) == window


def test_a_window_that_just_fits_is_taken_and_a_larger_one_refused():
    assert Geometry.over((3, 2), (5, 2), (1, 1), (1, 0)).output_shape == (1, 1)
    assert Geometry.over((3, 3), (2, 2), (1, 1), (0, 0), (2, 2)).output_shape == (1, 1)
    with pytest.raises(ParameterError, match=r"is 3x2; with dilation 2 .* 2x2, .* only 3x3"):
        Geometry.over((3, 3), (3, 2), (1, 1), (0, 0), (2, 2))
    with pytest.raises(ParameterError, match=r"input is 3x0; give it a row and a column"):
        Geometry.over((3, 0), (2, 2), (1, 1), (1, 1))
    with pytest.raises(ParameterError, match=r"input is 0x3; give"):
        Geometry.adaptive((0, 3), (1, 1))
    with pytest.raises(ParameterError, match=r"kernel_size is 6x2.* at most 5x2, .* only 5x2"):
        Geometry.over((3, 2), (6, 2), (1, 1), (1, 0))
    with pytest.raises(ParameterError, match=r"kernel_size is 5x3"):
        Geometry.over((3, 2), (5, 3), (1, 1), (1, 0))


def test_coverage_counts_the_windows_over_a_cell():
    axis = Axis.sliding(4, 3, 2, (1, 1))
    assert [axis.coverage(cell) for cell in range(4)] == [1, 2, 1, 1]
    axis = Axis.sliding(5, 1, 3)
    assert [axis.coverage(cell) for cell in range(5)] == [1, 0, 0, 1, 0]
    axis = Axis.sliding(5, 2, 1, dilation=2)
    assert [axis.coverage(cell) for cell in range(5)] == [1, 1, 2, 1, 1]


@pytest.mark.parametrize(
    ("shape", "kernel_size", "stride", "expected"),
    [
        ((5, 5), (3, 3), (1, 1), (2, 2)),
        ((4, 3), (2, 2), (1, 1), (1, 1)),
        ((6, 1), (2, 1), (2, 1), (2, 0)),
        ((5, 5), (1, 1), (3, 3), (3, 3)),
    ],
)
def test_the_most_covered_cell_is_central_if_several_are(shape, kernel_size, stride, expected):
    assert Geometry.over(shape, kernel_size, stride, (0, 0)).most_covered()[0] == expected


def test_whole_windows_reach_into_the_padding():
    geometry = Geometry.over((3, 4), (3, 2), (1, 1), (1, 0))
    assert geometry.whole_window((0, 1)) == Window(-1, 2, 1, 3)
    assert (geometry.rows.shown, geometry.columns.shown) == (range(-1, 4), range(4))
    sides = ((1, 0), (0, 2))
    geometry = Geometry.over((3, 4), (3, 3), (2, 2), sides, ceil_mode=True)
    assert (geometry.rows.shown, geometry.columns.shown) == (range(-1, 4), range(7))
    assert geometry.columns.dropped == range(4, 7)
    assert geometry.window((1, 1)) == Window(1, 3, 2, 4)


def test_cells_of_a_dilated_window_lie_apart():
    window = Geometry.over((5, 6), (2, 3), (1, 1), (0, 0), (3, 2)).whole_window((1, 1))
    assert window == Window(1, 5, 1, 6, (3, 2))
    assert list(window.cells()) == [(1, 1), (1, 3), (1, 5), (4, 1), (4, 3), (4, 5)]
    assert (window.height, window.width) == (4, 5)
    assert (4, 3) in window
    assert (3, 3) not in window


def test_the_declared_padding_counts_where_no_window_reaches_it():
    made = Geometry.over((4, 6), (2, 2), (3, 3), ((1, 2), (0, 1)))
    assert made.rows.windows[-1].stop < 6
    assert made.extent == (range(-1, 6), range(7))
