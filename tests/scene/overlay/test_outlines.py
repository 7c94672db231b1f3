from __future__ import annotations

from poolanim.scene.boards.board import Board, Rect
from poolanim.scene.overlay.outlines import outline, window_outline

BOARD = Board(range(-1, 4), range(5), 30, 100, 40, 40)


def test_the_outline_of_a_cell_lies_on_its_edges():
    box = outline(Rect(10, 20, 50, 80))
    assert (box.x, box.y, box.width, box.height) == (10, 20, 40, 60)
    assert (box.fill, box.line, box.line_width) == (None, "ink", 3)


def test_a_window_has_one_outline():
    [box] = window_outline(BOARD, range(2), range(1, 4))
    assert box.bounds == (70 - 1.5, 140 - 1.5, 190 + 1.5, 220 + 1.5)


def test_a_dilated_window_outlines_its_taps_and_dashes_their_hull():
    hull, *taps = window_outline(BOARD, range(0, 3, 2), range(1, 5, 3))
    assert hull.dashed
    assert (hull.x, hull.y, hull.width, hull.height) == (70, 140, 160, 120)
    assert [(tap.x, tap.y) for tap in taps] == [(70, 140), (190, 140), (70, 220), (190, 220)]
    assert {(tap.width, tap.height, tap.dashed) for tap in taps} == {(40, 40, False)}


def test_a_window_dilated_along_one_axis_has_taps():
    assert len(window_outline(BOARD, range(2), range(0, 4, 2))) == 5
