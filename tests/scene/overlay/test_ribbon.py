from __future__ import annotations

from itertools import pairwise

import pytest

from poolanim.scene.boards.board import Rect
from poolanim.scene.marks import Polygon, Stroke
from poolanim.scene.overlay.ribbon import FLARE, Ribbon

CELL, TOP, EDGE = Rect(300, 100, 340, 150), 160, 204


def ribbon(height=120, back=False):
    return Ribbon(CELL, TOP, Rect(100, 300, 200, 300 + height), EDGE, "plus", back)


def tints(marks):
    return [mark for mark in marks if isinstance(mark, Polygon) and mark.fill == "beam.plus"]


def heads(marks):
    return [mark for mark in marks if isinstance(mark, Polygon) and mark.fill == "plus"]


def test_its_level_part_is_as_wide_as_its_upright_part_before_the_middle_of_its_window():
    low, high = ribbon().level
    assert (low, high) == (340, 380)
    assert high - low == CELL.width
    assert ribbon().reach(999) == (CELL.left, CELL.right)


def test_it_is_no_higher_than_a_low_window():
    low, high = ribbon(height=30).level
    assert (low, high) == (300, 330)
    assert ribbon(height=30).flare == 0
    assert ribbon().flare == FLARE


def test_its_tints_run_from_its_board_to_its_window_without_a_gap():
    upright, turn, level, flare = (mark.bounds for mark in tints(ribbon().marks()))
    assert upright == (300, TOP, 340, 340)
    assert (turn[0], turn[1], turn[2], turn[3]) == (300, 340, 340, 380)
    assert level == (EDGE + FLARE, 340, 300, 380)
    assert flare == (EDGE, 300, EDGE + FLARE, 420)


@pytest.mark.parametrize(("share", "count"), [(0.01, 1), (0.5, 3), (1, 4)])
def test_it_opens_from_its_cell(share, count):
    marks = ribbon().marks(share)
    assert len(tints(marks)) == count
    assert bool(heads(marks)) == (share == 1)


def test_its_head_is_at_its_end():
    [head] = heads(ribbon().marks())
    assert min(x for x, _ in head.corners) == EDGE
    assert {y for _, y in head.corners} == {360, 353, 367}
    [head] = heads(ribbon(back=True).marks())
    assert min(y for _, y in head.corners) == TOP + 1
    assert {x for x, _ in head.corners} == {320, 313, 327}


def test_its_edges_run_along_its_tints_and_its_hairs_over_both_boards():
    strokes = [mark for mark in ribbon().marks() if isinstance(mark, Stroke)]
    edges = [(s.x, s.y, s.to_x, s.to_y) for s in strokes if s.opacity == 1]
    assert edges[0] == (300, TOP, 300, 340)
    assert edges[2][2:] == (EDGE, 300)
    assert edges[-1][2:] == (EDGE, 420)
    for one, other in pairwise(edges):
        assert one[2:] == other[:2] or other[:2] == (340, TOP)
    hairs = [(s.x, s.y, s.to_x, s.to_y) for s in strokes if s.opacity < 1]
    assert hairs == [
        (300, 150, 300, 156),
        (340, 150, 340, 156),
        (200, 300, EDGE, 300),
        (200, 420, EDGE, 420),
    ]


@pytest.mark.parametrize("share", [0.25, 0.5])
def test_a_tag_is_on_its_upright_part(share):
    x, y = ribbon().point(share)
    assert x == 320
    assert y == TOP + share * (340 - TOP)
