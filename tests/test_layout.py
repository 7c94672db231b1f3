from __future__ import annotations

from itertools import product

import pytest

from poolanim.errors import ParameterError
from poolanim.geometry import Window
from poolanim.scene import layout as at

SIDES = (1, 2, 5, 20, 64)
SHAPES = list(product(SIDES, SIDES))


def lay_out(source, result, padding=(0, 0), **options):
    defaults = {"label_width": 70, "caption_width": 150, "way_width": 120, "lines": 3}
    defaults["page"] = at.SHORT_FILM
    (top, left), (rows, columns) = padding, source
    padded = Window(-top, rows + top, -left, columns + left)
    return at.lay_out(padded, Window(0, result[0], 0, result[1]), **{**defaults, **options})


@pytest.mark.parametrize("captions", [150, 0])
@pytest.mark.parametrize("padding", [(0, 0), (3, 1)])
def test_boards_of_any_shape_stand_in_their_zone_and_apart(padding, captions):
    for source, result in product(SHAPES, SHAPES):
        layout = lay_out(source, result, padding, caption_width=captions)
        bottom = at.SHORT_FILM.last_line_y - 3 * at.LINE_HEIGHT
        drop = at.CAPTION_HEIGHT if captions else 0
        for board in (layout.source, layout.result):
            assert board.cell >= 2
            assert board.left >= at.MARGIN - 1
            assert board.right <= at.RIGHT + 1
            assert board.top >= at.SHORT_FILM.zone_top + at.LABEL_HEIGHT - 1
            assert board.bottom + drop <= bottom + 1
        if layout.stacked:
            gap = layout.result.top - layout.source.bottom
            assert gap >= drop + at.ARROW_STACKED + at.LABEL_HEIGHT - 1
        else:
            assert layout.result.left - layout.source.right >= 120 + 2 * at.ARROW_MARGIN - 1
        assert layout.source.cell == layout.result.cell


def test_squares_stand_side_by_side_and_long_grids_on_top_of_each_other():
    assert not lay_out((5, 5), (3, 3)).stacked
    assert not lay_out((20, 1), (18, 1)).stacked
    assert lay_out((1, 20), (1, 18)).stacked


def test_cells_are_as_large_as_they_can_be():
    cell = lay_out((5, 5), (3, 3), caption_width=0).source.cell
    room = at.SHORT_FILM.last_line_y - 3 * at.LINE_HEIGHT - at.SHORT_FILM.zone_top - at.LABEL_HEIGHT
    assert 5 * cell <= room < 5 * (cell + 1)
    assert lay_out((1, 1), (1, 1)).source.cell == at.LARGEST_CELL


def test_the_arrow_runs_between_the_boards():
    x, y, to_x, to_y = (layout := lay_out((5, 5), (3, 3))).way
    assert y == to_y
    assert layout.source.right < x < to_x < layout.result.left
    x, y, to_x, to_y = (layout := lay_out((1, 20), (1, 18))).way
    assert x == to_x
    assert layout.source.bottom < y < to_y < layout.result.top


def test_blocks_count_cells_from_the_first_that_is_no_padding():
    board = at.Board(left=100, top=50, cell=10, cells=Window(-1, 3, -2, 4))
    assert board.block(0, 0) == (120, 60, 10, 10)
    assert board.block(-1, -2, 3, 2) == (100, 50, 20, 30)
    assert (board.right, board.bottom, board.middle) == (160, 90, (130, 70))


def test_grids_beyond_any_picture_are_refused():
    with pytest.raises(ParameterError, match="input is 500x500 and the output 498x498"):
        lay_out((500, 500), (498, 498))


def test_counter_and_bar_of_a_long_film_stand_at_its_foot():
    assert at.page_for(at.MOST_SEGMENTS, caption=False) is at.SHORT_FILM
    long = at.page_for(at.MOST_SEGMENTS + 1, caption=False)
    layout = lay_out((64, 64), (62, 62), page=long)
    assert layout.source.top >= long.zone_top + at.LABEL_HEIGHT - 1
    assert layout.source.bottom <= long.last_line_y - 3 * at.LINE_HEIGHT
    assert long.last_line_y < long.rail_y < long.counter_y < at.HEIGHT
