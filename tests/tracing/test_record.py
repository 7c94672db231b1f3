from __future__ import annotations

import numpy as np
from hypothesis import given

from poolanim import AvgPool, GlobalAvgPool, trace
from poolanim.layers.terms import Cells
from tests.strategies import setups


@given(setups(largest=12))
def test_totals_are_what_cells_hold_after_each_term(setup):
    layer, x, grad_output = setup
    for shown in trace(layer, x, grad_output).passes.values():
        for terms in shown.terms.values():
            board = {}
            totals = []
            for to, amount in zip(listed(terms.to), terms.amounts, strict=True):
                board[to] = board.get(to, terms.start) + amount
                totals.append(board[to])
            assert terms.totals.tobytes() == np.array(totals, terms.amounts.dtype).tobytes()


def test_few_cells_with_many_terms_are_added_up_in_the_same_order():
    x = np.random.default_rng(0).normal(size=(30, 30))
    (terms,) = trace(GlobalAvgPool(), x).passes["forward"].terms.values()
    total = -0.0
    for amount in x.ravel().tolist():
        total += amount
    assert terms.totals[-1] == total
    assert len(terms.totals) == 900


def test_sums_that_are_no_numbers_are_added_without_a_warning():
    grads = [[np.inf, -np.inf], [1e308, np.nan]]
    traced = trace(AvgPool(2, 1), np.ones((3, 3)), grads)
    summed = np.zeros((3, 3))
    with np.errstate(all="ignore"):
        for i, j in np.ndindex(2, 2):
            summed[i : i + 2, j : j + 2] += np.divide(grads[i][j], 4)
    np.testing.assert_array_equal(summed, traced.grids["grad_input"])


def test_cells_of_a_padded_grid_have_their_own_indices():
    flat = np.array([0, 1 * 6 + 3, 3 * 6 + 5], np.int32)
    cells = Cells("input", (2, 3), (range(-1, 3), range(-2, 4)), flat, np.array([0, 1, 3]))
    assert listed(cells) == [(-1, -2), (0, 1), (2, 3)]
    assert [list(cells.of(scan)) for scan in (0, 1)] == [[(-1, -2)], [(0, 1), (2, 3)]]
    assert cells.inside.tolist() == [False, True, False]
    padded = np.zeros(cells.padded_shape)
    padded[cells.interior] = 1
    assert padded.sum() == 6
    assert padded[1, 2] == padded[2, 4] == 1


def listed(cells):
    return list(zip(*cells.indices(), strict=True))
