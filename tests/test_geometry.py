from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolanim.errors import ParameterError
from poolanim.geometry import Axis, Geometry, Window, pair, spell
from tests.article import windows

axes = st.builds(
    Axis,
    size=st.integers(1, 9),
    kernel=st.integers(1, 4),
    stride=st.integers(1, 3),
    padding=st.just(0),
) | st.builds(
    Axis,
    size=st.integers(1, 9),
    kernel=st.integers(2, 4),
    stride=st.integers(1, 3),
    padding=st.just(1),
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3, (3, 3)),
        ("3", (3, 3)),
        ("3x2", (3, 2)),
        (" 3 X 2 ", (3, 2)),
        ((3, 2), (3, 2)),
        ([1, 1], (1, 1)),
    ],
)
def test_pair_reads_what_people_write(value, expected):
    assert pair("stride", value, minimum=1) == expected


@pytest.mark.parametrize(
    "value", ["", "x", "3x", "3x2x1", "2.5", 2.5, None, True, (True, 2), (1, 2, 3), {}, "3,2", "９"]
)
def test_pair_refuses_anything_else(value):
    with pytest.raises(ParameterError, match=r"^stride is .*HxW"):
        pair("stride", value, minimum=1)


def test_pair_takes_its_minimum_and_nothing_less():
    assert pair("stride", "1x2", minimum=1) == (1, 2)
    with pytest.raises(ParameterError, match="stride is '2x0'; each number must be at least 1"):
        pair("stride", "2x0", minimum=1)
    with pytest.raises(ParameterError, match="stride is '-1';"):
        pair("stride", "-1", minimum=0)


def test_pair_of_a_cell_needs_both_numbers():
    assert pair("focus", "1, 2", minimum=0, separator=",") == (1, 2)
    with pytest.raises(ParameterError, match="R,C"):
        pair("focus", "1", minimum=0, separator=",")


def test_spell_is_short_for_a_square():
    assert (spell((3, 3)), spell((3, 2))) == ("3", "3x2")


@given(axes)
def test_windows_are_all_that_lie_within_the_padding_and_no_more(axis):
    starts = range(-axis.padding, axis.size + axis.padding, axis.stride)
    inside = [start for start in starts if start + axis.kernel <= axis.size + axis.padding]
    assert [axis.start(index) for index in range(max(axis.windows, 0))] == inside


@given(axes.filter(lambda axis: axis.windows > 0))
def test_offsets_find_the_cells_of_each_window(axis):
    padded = [None] * axis.padding + list(range(axis.size)) + [None] * axis.padding
    for offset in range(axis.kernel):
        expected = [axis.cell(index, offset) for index in range(axis.windows)]
        assert padded[axis.cells(offset)] == expected
    for index in range(axis.windows):
        cells = [axis.cell(index, offset) for offset in range(axis.kernel)]
        assert [cell for cell in cells if cell is not None] == list(range(*axis.clipped(index)))


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
    with pytest.raises(ParameterError, match=r"kernel_size is 6x2.* only 5x2.* at most 5x2"):
        Geometry.over((3, 2), (6, 2), (1, 1), (1, 0))
    with pytest.raises(ParameterError, match=r"kernel_size is 5x3"):
        Geometry.over((3, 2), (5, 3), (1, 1), (1, 0))


def test_coverage_counts_the_windows_over_a_cell():
    axis = Axis(size=4, kernel=3, stride=2, padding=1)
    assert [axis.coverage(cell) for cell in range(4)] == [1, 2, 1, 1]
    axis = Axis(size=5, kernel=1, stride=3, padding=0)
    assert [axis.coverage(cell) for cell in range(5)] == [1, 0, 0, 1, 0]


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
    assert geometry.padded() == Window(-1, 4, 0, 4)
    assert geometry.padded_shape == (5, 4)
