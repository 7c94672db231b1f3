from __future__ import annotations

import re

import pytest

from poolanim.errors import ParameterError
from poolanim.fonts.metrics import text_width
from poolanim.layers.window import Window
from poolanim.scene.layout import Board
from poolanim.scene.page import Page
from poolanim.scene.panel import LEAST_LINED_CELL, LEAST_NUMBERED_CELL, Style, panel
from tests.scenes import dots


def panel_of(cell, cells="auto", zoom=1.0, numbers=(1, 2, 3), **more):
    board = Board(0, 0, cell, Window(0, 2, 0, 2))
    style = Style(cells, None, Page(800, 450, zoom=zoom), kept=False)
    return panel(board, text_width, numbers, style, **more)


@pytest.mark.parametrize(
    ("cell", "zoom", "numbered"),
    [(22, 1, True), (21, 1, False), (16, 1.375, True), (16, 1.37, False), (11, 2, True)],
)
def test_the_smallest_cells_with_numbers(cell, zoom, numbered):
    assert LEAST_NUMBERED_CELL == 22
    assert (panel_of(cell, zoom=zoom).main is not None) == numbered


@pytest.mark.parametrize(("cell", "numbered"), [(26, True), (25, False)])
def test_the_smallest_cells_with_numbers_and_deltas(cell, numbered):
    assert (panel_of(cell, deltas=[1]).main is not None) == numbered


@pytest.mark.parametrize("zoom", [2, 2.4, 3])
@pytest.mark.parametrize(
    "more",
    [
        {"numbers": [0.25, -1.5], "deltas": [0.25, -0.5]},
        {"numbers": [1 / 3, 120], "small": [5, 7]},
        {"numbers": [3, -12], "deltas": [3], "small": [8], "peaks": True},
    ],
)
def test_small_numbers_have_as_many_pixels_as_on_the_usual_page(more, zoom):
    cell_px = 40
    usual, enlarged = panel_of(cell_px, **more), panel_of(cell_px / zoom, zoom=zoom, **more)
    for name in ("main", "delta", "small", "padding"):
        one, other = getattr(usual, name), getattr(enlarged, name)
        assert (one is None) == (other is None)
        if one is not None:
            assert other.size * zoom == pytest.approx(one.size)
            assert (one.middle, one.numeral) == (other.middle, other.numeral)


@pytest.mark.parametrize(
    ("cell", "zoom", "boldness"),
    [(22, 1, 1), (32, 2, 1), (40, 2, 1), (24, 2, 0.75), (16, 1.6, 0.625), (14, 2, 0.5), (6, 2, 1)],
)
def test_small_cells_with_numbers_have_finer_outlines_on_an_enlarged_page(cell, zoom, boldness):
    assert panel_of(cell, zoom=zoom).boldness == boldness


@pytest.mark.parametrize("chosen", [True, False])
def test_spots_of_small_cells_are_those_of_the_usual_page(chosen):
    spots = [
        [
            (scale * dot.radius, dot.fill, dot.line, scale * dot.line_width if dot.line else None)
            for dot in dots(shown.cell((0, 0), 3, peak=True, tied=True, chosen=chosen))
        ]
        for shown, scale in ((panel_of(32), 1), (panel_of(16, zoom=2), 2))
    ]
    assert len(spots[0]) == (2 if chosen else 1)
    assert spots[0] == spots[1]


@pytest.mark.parametrize("cells", ["numbers", "both"])
def test_what_is_refused_is_told_in_pixels_and_with_a_width_that_helps(cells):
    numbers, told = [-0.25, 1.75], "cells of 24 pixels; use auto, a smaller grid"
    with pytest.raises(ParameterError) as found:
        panel_of(16, cells, 1.5, numbers)
    match = re.fullmatch(f".*{told}, another aspect or a width of ([0-9]+)", str(found.value))
    width = int(match[1])
    assert panel_of(16, cells, width / 800, numbers).main is not None
    assert panel_of(16, "auto", (width - 2) / 800, numbers).main is None
    with pytest.raises(ParameterError, match=f"{told} or another aspect$"):
        panel_of(12, cells, 2, [-1234.5, 1e8])


@pytest.mark.parametrize(("cell", "lined"), [(8, True), (7, False)])
def test_the_smallest_cells_of_heat_with_lines(cell, lined):
    assert LEAST_LINED_CELL == 8
    assert panel_of(cell, "heatmap").lined == lined
