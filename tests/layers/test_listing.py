from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from poolanim.layers.geometry import Geometry
from poolanim.layers.listing import Listing, Plane, first
from tests.layers.geometries import geometries, window, within


@given(geometries)
def test_cells_of_windows_over_any_number_of_axes_are_listed_scan_by_scan(geometry):
    listing = Listing(geometry, Plane(0, range(4, 5)))
    covered, inside = listing.covered(), listing.inside()
    expected = [window(geometry, scan) for scan in geometry.scans()]
    assert by_scan(listing.cells("x", covered)) == expected
    kept = [[cell for cell in cells if within(geometry, cell)] for cells in expected]
    assert by_scan(listing.cells("x", inside)) == kept
    owners = [[scan] * len(cells) for scan, cells in zip(geometry.scans(), expected, strict=True)]
    assert by_scan(listing.own("y", covered)) == owners


def test_all_channels_are_the_last_axis_of_cells():
    plane = Plane(1, range(3))
    listing = Listing(Geometry.over((3,), (2,)), plane)
    cells = listing.cells("x", listing.inside())
    assert cells.shape == (3, 3)
    assert by_scan(cells)[0] == [(i, c) for c in range(3) for i in (0, 1)]
    batch = np.arange(18).reshape(2, 3, 3)
    assert plane.of(batch).tolist() == batch[1].tolist()
    assert Plane(1, range(2, 3)).of(batch).tolist() == batch[1, :, 2].tolist()
    assert plane.images == range(1, 2)


def test_numbers_of_offsets_stand_by_scan():
    arrays = [np.arange(12).reshape(1, 2, 3, 2) + 100 * number for number in range(2)]
    by_scan = Plane(7, range(1, 2)).by_scan(arrays)
    assert by_scan.shape == (6, 1, 2)
    assert by_scan[4, 0].tolist() == [9, 109]


@pytest.mark.parametrize("padding", [0, 1])
def test_spans_are_windows_without_what_lies_beyond_the_padding(padding):
    listing = Listing(
        Geometry.over((5, 4), (2, 2), (2, 2), (padding, 0), ceil_mode=True),
        Plane(0, range(1)),
    )
    spans = listing.spans("input", "output")
    last = tuple(along.of((2, 1)) for along in spans["input"])
    assert last == ((range(4, 5), range(2, 4)) if padding == 0 else (range(3, 5), range(2, 4)))
    assert tuple(along.of((2, 1)) for along in spans["output"]) == (range(2, 3), range(1, 2))


def test_the_first_chosen_cell_of_each_scan():
    wanted = np.array([[[0, 1, 1]], [[0, 0, 0]], [[1, 0, 1]]], bool)
    assert first(wanted)[:, 0].tolist() == [
        [False, True, False],
        [False, False, False],
        [True, False, False],
    ]


def by_scan(cells):
    return [list(cells.of(scan)) for scan in range(len(cells.ends) - 1)]
