from __future__ import annotations

import pytest

from poolanim.geometry import Window
from poolanim.render.letters import text_width
from poolanim.scene.layout import Board
from poolanim.scene.panel import LEAST_LINED_CELL, LEAST_NUMBERED_CELL, Style, panel


def panel_of(cell, cells="auto"):
    board = Board(0, 0, cell, Window(0, 2, 0, 2))
    return panel(board, text_width, [1, 2, 3], Style(cells, None, 28, kept=False))


@pytest.mark.parametrize(("cell", "numbered"), [(22, True), (21, False)])
def test_the_smallest_cells_with_numbers(cell, numbered):
    assert LEAST_NUMBERED_CELL == 22
    assert (panel_of(cell).main is not None) == numbered


@pytest.mark.parametrize(("cell", "lined"), [(8, True), (7, False)])
def test_the_smallest_cells_of_heat_with_lines(cell, lined):
    assert LEAST_LINED_CELL == 8
    assert panel_of(cell, "heatmap").lined == lined
