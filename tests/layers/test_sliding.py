from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolanim.layers import sliding
from poolanim.layers.average import Divide
from poolanim.layers.folding import fold_windows, windows_of
from poolanim.layers.geometry import Geometry
from poolanim.layers.shares import Every, Extremes
from poolanim.layers.sliding import Windows, accumulate, firsts, folded, interior, padded_shape
from tests.layers.geometries import geometries, window, within

FOLDS = st.sampled_from([(np.add, 0.0), (np.maximum, -np.inf), (np.minimum, np.inf)])


def batch_of(geometry, seed=0):
    return np.random.default_rng(seed).normal(size=(2, *geometry.input_shape, 3))


def windows_over(batch, geometry, padding_value=0.0, finish=None):
    return Windows.over(batch, geometry, range(len(batch)), finish, padding_value)


@given(geometries, FOLDS)
def test_windows_over_any_number_of_axes_are_folded_cell_by_cell(geometry, how):
    fold, padding_value = how
    batch = batch_of(geometry)
    value = folded(fold, windows_over(batch, geometry, padding_value).cells)
    assert value.shape == (2, *geometry.output_shape, 3)
    for scan in geometry.scans():
        total = np.full((2, 3), padding_value)
        for cell in window(geometry, scan):
            if within(geometry, cell):
                total = fold(total, batch[(slice(None), *cell)])
        assert value[(slice(None), *scan)].tolist() == total.tolist()


@given(geometries, st.booleans())
def test_gradients_are_added_in_scan_order_over_any_number_of_axes(geometry, masked):
    batch = batch_of(geometry)
    windows = windows_over(batch, geometry)
    random = np.random.default_rng(1)
    amounts = [random.normal(size=cell.shape) for cell in windows.cells]
    masks = [random.random(cell.shape) < 0.5 for cell in windows.cells] if masked else None
    padded = np.zeros(padded_shape(batch.shape, geometry))
    for part in (range(1), range(1, geometry.output_shape[0])):
        rows = slice(part.start, part.stop)
        of_part = None if masks is None else [mask[:, rows] for mask in masks]
        accumulate(padded, geometry, part, [each[:, rows] for each in amounts], of_part)
    expected, offsets = np.zeros_like(batch), list(product(*map(range, geometry.kernel_shape)))
    for scan in geometry.scans():
        here = (slice(None), *scan)
        for number, offset in enumerate(offsets):
            pairs = zip(geometry.axes, scan, offset, strict=True)
            windows = [(axis.windows[i], place) for axis, i, place in pairs]
            if any(place >= len(each) for each, place in windows):
                continue
            cell = tuple(each[place] for each, place in windows)
            if not within(geometry, cell):
                continue
            amount = amounts[number][here]
            wanted = True if masks is None else masks[number][here]
            expected[(slice(None), *cell)] += np.where(wanted, amount, 0)
    assert np.ascontiguousarray(padded[interior(geometry)]).tobytes() == expected.tobytes()


@given(geometries)
def test_cells_inside_are_those_of_the_input(geometry):
    batch = np.ones((1, *geometry.input_shape, 1))
    windows = windows_over(batch, geometry)
    for cells, inside in zip(windows.cells, windows.inside, strict=True):
        assert (cells[0] == inside).all()


def test_parts_have_the_rows_and_the_finish_of_their_windows(monkeypatch):
    monkeypatch.setattr(sliding, "PART_BYTES", 1)
    geometry = Geometry.over((5, 4), (2, 3))
    divisors = np.arange(1.0, 9).reshape(4, 2)
    windows = windows_over(batch_of(geometry), geometry, finish=Divide(divisors))
    parts = list(windows.parts())
    assert [part.rows for part in parts] == [range(i, i + 1) for i in range(4)]
    values = [part.finished(folded(np.add, part.cells)) for part in parts]
    whole = windows.finished(folded(np.add, windows.cells))
    assert np.concatenate(values, axis=1).tolist() == whole.tolist()
    assert whole * divisors[..., None] == pytest.approx(folded(np.add, windows.cells))


@pytest.mark.parametrize("shape", [(9,), (5, 6), (3, 4, 5), (200,), (3, 8, 9)])
@pytest.mark.parametrize("fold", [np.add, np.maximum])
def test_few_large_windows_are_those_of_the_sliding(shape, fold):
    geometry = Geometry.adaptive(shape, (2,) * len(shape))
    batch = batch_of(geometry).round(1)
    values = fold_windows(fold, batch, geometry)
    expected = folded(
        fold, windows_over(batch, geometry, -np.inf if fold is np.maximum else 0).cells
    )
    np.testing.assert_allclose(values, expected, rtol=1e-12, atol=1e-12)
    if fold is np.add:
        return
    grads, share = np.zeros_like(batch), np.random.default_rng(2).normal(size=values.shape)
    shares = Extremes(share, fold, "first", -np.inf)
    for scan, cells in windows_of(geometry):
        shares.give(scan, batch[cells], grads[cells])
    windows = windows_over(batch, geometry, -np.inf)
    masks = firsts([cell == expected for cell in windows.cells])
    padded = np.zeros(padded_shape(batch.shape, geometry))
    rows = range(geometry.output_shape[0])
    accumulate(padded, geometry, rows, [share] * len(masks), masks)
    assert (grads == padded[interior(geometry)]).all()


def test_a_share_for_every_cell_reaches_all_axes():
    cells = np.zeros((2, 3, 4, 5, 2))
    Every(np.array([[1.0, 2.0], [3.0, 4.0]])).give((), cells, cells)
    assert (cells == np.array([[1, 2], [3, 4]])[:, None, None, None]).all()


def test_the_first_of_several_masks():
    masks = [np.array(mask, bool) for mask in ([0, 1, 0], [1, 1, 0], [1, 0, 0])]
    assert [mask.tolist() for mask in firsts(masks)] == [
        [False, True, False],
        [True, False, False],
        [False, False, False],
    ]
