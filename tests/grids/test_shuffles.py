"""Random grids: that they show the rule of a layer as far as its windows allow it."""

from __future__ import annotations

import itertools
import time
from collections import Counter
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import poolanim
from poolanim import Figure
from poolanim.errors import PoolanimError
from poolanim.grids.shuffles import (
    DECK,
    ENOUGH,
    FIRST_INPUT,
    GREATEST,
    Shown,
    Windows,
    random_input,
)
from poolanim.layers.table import LAYERS
from poolanim.pipeline import run
from poolanim.scene.text.tracking import tracked_cell
from tests.scenes import view_of
from tests.strategies import fits, layers

SHAPE = (5, 5)


def setups():
    """Layers over 5x5 cells, with all windows of some parameters."""
    sizes = [*itertools.product(range(1, 6), repeat=2)]
    for kernel, stride in itertools.product(sizes, [(1, 1), (2, 2), (1, 2), (3, 3)]):
        for padding, dilation in itertools.product((0, 1), (1, 2)):
            for ceil_mode in (False, True):
                yield "MaxPool", (kernel, stride, padding, dilation, ceil_mode)
    for size in sizes:
        yield "AdaptiveMaxPool", (size,)
        yield "FractionalMaxPool", (2, size)


def setup_layers():
    for name, parameters in setups():
        try:
            layer = getattr(poolanim, name)(*parameters)
            layer.geometry(SHAPE)
        except PoolanimError:
            continue
        yield layer


def shown(layer, grid):
    """What a grid shows, found from the grid by another way than the search has."""
    geometry = layer.geometry(grid.shape)
    sign = -1 if isinstance(layer, poolanim.MinPool) else 1
    wins, unique, outputs = Counter(), 0, set()
    for scan in geometry.scans():
        cells = [*geometry.window(scan).cells()]
        if not cells:
            continue
        greatest = max(sign * grid[cell] for cell in cells)
        having = [cell for cell in cells if sign * grid[cell] == greatest]
        unique += len(having) == 1
        outputs.add(greatest)
        wins[having[0]] += 1
    return Shown(unique, min(len(outputs), ENOUGH), min(max(wins.values(), default=0), ENOUGH))


def possible(layer):
    """What a grid can show at most, by all orders in which cells can win windows."""
    geometry = layer.geometry(SHAPE)
    windows = [set(geometry.window(scan).cells()) for scan in geometry.scans()]
    windows = [window for window in windows if window]
    covering = {
        frozenset(n for n, window in enumerate(windows) if cell in window)
        for cell in itertools.product(*map(range, SHAPE))
    }

    @cache
    def best(left):
        """The pairs of different outputs and windows of one cell that can still be had."""
        if not left:
            return {(0, 0)}
        return {
            (min(outputs + 1, ENOUGH), max(won, min(len(left & own), ENOUGH)))
            for own in covering
            if left & own
            for outputs, won in best(left - own)
        }

    return Shown(len(windows), *max(best(frozenset(range(len(windows))))))


def test_default_inputs_show_the_rule_or_provably_cannot():
    count = 0
    for layer in setup_layers():
        found = shown(layer, random_input(SHAPE, 0, layer))
        if found < Windows.of(layer.geometry(SHAPE)).most_shown:
            assert found == possible(layer), layer
        count += 1
    assert count > 500


@pytest.mark.parametrize("name", [name for name in LAYERS if not LAYERS[name].kernel_layout])
def test_the_default_figure_of_each_layer_shows_its_rule(name):
    traced = run(Figure(layer=name, direction="both"))
    x, grad = traced.grids["pooled" if name == "unpool" else "input"], traced.grids["grad_output"]
    layer = LAYERS[name].layer(Figure(layer=name).parameters)
    plane = np.asarray(x).reshape(SHAPE)
    found, windows = shown(layer, plane), Windows.of(layer.geometry(SHAPE))
    assert found == windows.most_shown
    assert found.unique == len(traced.passes["forward"])
    if grad.size > 1:
        assert np.min(grad) < 0 < np.max(grad)
    if len(traced.passes["forward"]) >= ENOUGH:
        assert len(set(traced.passes["forward"].values.ravel().tolist())) >= ENOUGH
    assert set(plane.ravel()) <= set(range(GREATEST + 1))


@pytest.mark.parametrize("name", ["max", "min", "adaptive-max", "fractional-max", "avg"])
def test_the_tracked_cell_receives_several_terms(name):
    figure = Figure(layer=name)
    view = view_of(figure, run(figure), "backward")
    assert len(list(view.receipts(tracked_cell(view)))) >= ENOUGH


@given(layers(), st.tuples(st.integers(1, 14), st.integers(1, 14)), st.integers(0, 10**6))
@settings(max_examples=150, deadline=None)
def test_no_window_has_ties(layer, shape, seed):
    if not fits(layer, shape):
        return
    grid = random_input(shape, seed, layer)
    assert grid.shape == shape
    assert set(grid.ravel()) <= set(range(GREATEST + 1))
    assert shown(layer, grid).unique == np.prod(layer.geometry(shape).output_shape)
    assert np.array_equal(grid, random_input(shape, seed, layer))


@pytest.mark.parametrize(("size", "kernel"), [(30, 2), (40, 3), (36, 5), (24, 9)])
def test_no_window_over_a_large_grid_has_ties(size, kernel):
    layer = poolanim.MaxPool(kernel, stride=1)
    grid = random_input((size, size), 1, layer)
    assert shown(layer, grid).unique == (size - kernel + 1) ** 2


def test_windows_of_too_many_cells_are_not_looked_at():
    layer = poolanim.MaxPool(20, stride=1)
    windows = Windows.of(layer.geometry((60, 60)))
    assert (windows.cells, windows.size) == ([], 1)
    numbers = random_input((60, 60), 0, layer).ravel()
    counts = np.bincount(numbers.astype(int))
    assert counts.tolist() == sorted(counts, reverse=True)
    assert abs(counts / numbers.size - np.bincount(DECK) / len(DECK)).max() < 0.01


def test_layers_with_the_same_windows_show_the_same_numbers():
    first, second = (cls(3, 1) for cls in (poolanim.AvgPool, poolanim.MaxPool))
    grid = random_input(SHAPE, 4, first)
    assert np.array_equal(grid, random_input(SHAPE, 4, second))
    assert np.array_equal(GREATEST - grid, random_input(SHAPE, 4, poolanim.MinPool(3, 1)))


def test_seeds_differ_and_the_default_is_0():
    layer = poolanim.MaxPool(3, 1)
    grids = {random_input((5, 6), seed, layer).tobytes() for seed in range(20)}
    assert len(grids) == 20
    assert Figure(layer="max", seed=0) == Figure(layer="max")


def test_the_default_numbers():
    """They are the same on all systems."""
    layer = poolanim.MaxPool(3, 1)
    assert tuple(random_input(SHAPE, 0, layer).ravel()) == FIRST_INPUT
    assert random_input(SHAPE, 1, layer).tolist() == [
        [1, 9, 3, 2, 5],
        [2, 0, 5, 1, 1],
        [2, 3, 6, 0, 1],
        [4, 4, 4, 0, 0],
        [8, 5, 2, 7, 3],
    ]


def test_a_search_ends_soon():
    slowest = 0.0
    for layer in itertools.islice(setup_layers(), 0, None, 9):
        times = []
        for _ in range(3):
            start = time.process_time()
            random_input(SHAPE, 0, layer)
            times.append(time.process_time() - start)
        slowest = max(slowest, min(times))
    assert slowest < 0.01  # about 2 ms on a quiet machine


def test_channels_have_numbers_of_their_own():
    layer = poolanim.MaxPool(3, 1)
    grids = [random_input(SHAPE, 0, layer, channel) for channel in range(8)]
    assert len({grid.tobytes() for grid in grids}) == 8
    assert grids[0].tolist() == random_input(SHAPE, 0, layer).tolist()
