"""Boards fill their canvas: they stack, widen, or the canvas is lower."""

from __future__ import annotations

import pytest

from poolanim import Figure
from poolanim.errors import ParameterError
from poolanim.scene.arrange.arrangements import arranged
from poolanim.scene.arrange.fitting import LEAST_FILLED
from poolanim.scene.arrange.placement import LOW, filled
from poolanim.scene.arrange.wanted import Wanted
from poolanim.scene.boards.board import Board
from poolanim.scene.boards.seat import Seat
from poolanim.scene.canvas import Canvas
from poolanim.scene.marks import Text
from tests.scene.stages import stage_of

ROW = {"shape": (1, 8), "kernel_size": (1, 2)}
COLUMN = {"shape": (8, 1), "kernel_size": (2, 1)}


def wanted_of(*shapes, **others):
    parts = tuple((range(rows), range(columns)) for rows, columns in shapes)
    fields = {"gaps": (168,) if len(parts) == 2 else (62, 88), "code_width": 300, "code_rows": 1}
    seats = tuple(map(Seat, range(len(parts))))
    return Wanted(
        parts, seats=seats, **{**fields, "slots": LOW, "square": False, "names": 100, **others}
    )


def best(aspect, *shapes, **others):
    canvas = Canvas.of(Figure(layer="avg", aspect=aspect))
    placement = arranged(canvas, wanted_of(*shapes, **others))[0]
    return canvas, placement


@pytest.mark.parametrize("aspect", ["wide", "square", "tall"])
@pytest.mark.parametrize("shapes", [((5, 5), (3, 3)), ((8, 1), (7, 1)), ((12, 3), (10, 1))])
def test_the_best_arrangement_fills_the_canvas(aspect, shapes):
    canvas, placement = best(aspect, *shapes)
    assert filled(canvas, placement) >= LEAST_FILLED


def test_three_rows_are_stacked_with_their_names_at_the_left():
    _, placement = best("wide", (1, 8), (1, 8), (1, 7), doubled=True)
    assert placement.named == "left"
    tops = [board.y for board in placement.boards]
    assert tops == sorted(tops)
    assert all(board.x >= 32 + 100 for board in placement.boards)


def test_the_cells_of_a_column_are_wider_than_those_of_a_square():
    _, square = best("wide", (5, 5), (3, 3))
    _, column = best("wide", (8, 1), (7, 1))
    ratios = [each.boards[0].cell_width / each.boards[0].cell_height for each in (square, column)]
    assert ratios[0] < 1.6 < 4 < ratios[1]


def test_cells_with_two_numbers_are_as_high_as_these_need():
    canvas, placement = best("wide", (3, 12), (3, 12), (1, 10), doubled=True)
    first, _, last = placement.boards
    assert first.cell_height < 2 * canvas.number <= last.cell_height


@pytest.mark.parametrize("layer", ["avg", "max"])
def test_a_canvas_is_lower_for_rows_alone(layer):
    for fields, lower in ((ROW, True), (COLUMN, False), ({"kernel_size": 3}, False)):
        scene = stage_of(layer=layer, aspect="tall", scans=(1, 1), direction="both", **fields).scene
        assert (scene.height < 800) == lower
        assert scene.size_px == (450, scene.height)


def test_a_lower_canvas_shows_what_a_high_one_does():
    """Numbers never give way to colours, nor the user's choice to a lower canvas."""
    stage = stage_of(layer="avg", aspect="tall", scans=(1, 1), **ROW)
    assert any(isinstance(mark, Text) for mark in stage.moments[0].of("cell"))
    with pytest.raises(ParameterError, match="cells is 'numbers', but there are numbers"):
        stage_of(layer="avg", shape=(1, 60), kernel_size=(1, 2), cells="numbers", aspect="tall")


def test_numbers_stand_side_by_side_in_low_cells():
    stage = stage_of(layer="avg", shape=(12, 3), kernel_size=3, scans=(2, 2))
    [moment] = stage.holding
    pairs = [
        texts
        for place, marks in moment.picture.items()
        if place[:2] == ("cell", 0)
        for texts in [[mark for mark in marks if isinstance(mark, Text)]]
        if len(texts) == 2
    ]
    assert len(pairs) == 9
    for old, delta in pairs:
        assert old.y == delta.y
        assert old.x + old.width < delta.x
        assert delta.text[0] in "+−"


def test_halves_of_a_cell_share_its_middle():
    rect = Board(range(1), range(1), 10, 20, 30, 40).cell(0, 0)
    left, right = rect.halves
    assert (left.left, left.right, right.left, right.right) == (10, 25, 25, 40)
    assert left[1::2] == right[1::2] == rect[1::2]


@pytest.mark.parametrize("layer", ["max", "lp"])
def test_three_boards_in_a_row_stand_level(layer):
    stage = stage_of(layer=layer, kernel_size=3, stride=1)
    tops = [top for _, top, _, _ in stage.moments[0].boards.values()]
    assert len(tops) == 3
    assert len(set(tops)) == 1


def test_boards_that_would_leave_a_void_are_centred():
    stage = stage_of(layer="conv", kernel_size=3)
    middles = [(top + bottom) / 2 for _, top, _, bottom in stage.moments[0].boards.values()]
    assert len(middles) == 3
    assert max(middles) - min(middles) <= 1
