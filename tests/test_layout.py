from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from poolanim import Figure
from poolanim.errors import ParameterError
from poolanim.layers.window import Window
from poolanim.scene.layout import CELL_TO_ADVANCE, Board, Content, lay_out
from poolanim.scene.marks import SIZES as TYPE
from poolanim.scene.page import MOST_SEGMENTS, Page
from poolanim.scene.typesetting import Need

SIDES = (1, 2, 5, 20, 64)
SHAPES = list(product(SIDES, SIDES))
SIZES = {"wide": (800, 450), "square": (640, 640), "tall": (450, 800)}
CODE = "dA_prev[1:4, 1:4] += np.ones((3, 3)) * average_dA"
NEED = Need(
    opening=(("dA_prev = np.zeros((5, 5))", ""), ("", "kernel_size 3, stride 1, padding 0")),
    scan=(("average_dA = dA[1, 1] / 9", "−0.2 / 9 ≈ −0.02"), (CODE, "−0.02 to each cell")),
    closing=(("", "Each number of dA is divided by 9, and added to every cell under its window."),),
    tracked="dA_prev[2, 2] = (−0.7 − 1.1 − 0.4 + 0.5 − 0.2 + 1.0 − 0.2 + 0.0 + 1.5) / 9 ≈ 0.04",
)


def page(aspect="wide", **fields):
    return Page(*SIZES[aspect], **fields)


def content(source, result, padding=(0, 0), **fields):
    (top, left), (rows, columns) = padding, source
    return Content(
        **{
            "source": Window(-top, rows + top, -left, columns + left),
            "result": Window(0, result[0], 0, result[1]),
            "channels": 1,
            "needs": (NEED,),
            "label_width": 70,
            "caption_widths": (150, 100),
            "caption_rows": 1,
            "scale_rows": 0,
            "formula_width": 0,
            "way_widths": [120, 70, 50],
            "count_columns": 17,
            **fields,
        }
    )


def extent(board, page, caption_width, scale_rows, label_width=70):
    """All that a board with its texts covers."""
    x, _ = board.middle
    half = max(board.right - board.left, caption_width, label_width) / 2
    drop = page.caption_height if caption_width else 0
    head = page.label_height + page.scale_height * scale_rows
    return x - half, board.top - head, x + half, board.bottom + drop


def apart(one, other):
    return (
        one[2] <= other[0] + 1
        or other[2] <= one[0] + 1
        or one[3] <= other[1] + 1
        or other[3] <= one[1] + 1
    )


def check(layout, its, page):
    areas = []
    for boards in layout.boards:
        x, y, to_x, to_y = boards.way
        assert (x == to_x) == boards.stacked
        assert boards.stacked or y == to_y
        assert boards.source.cell == boards.result.cell
        rows = layout.way_rows if not boards.stacked else 1
        width = its.way_widths[rows - 1]
        if boards.stacked:
            assert boards.source.bottom < y < to_y < boards.result.top
            way = (x, y, x + page.arrow_margin + width, to_y)
        else:
            assert boards.source.right < x < to_x < boards.result.left
            middle, height = (x + to_x) / 2, page.arrow_row * rows + page.units(12)
            assert to_x - x >= width - 1
            way = (middle - width / 2, y - height, middle + width / 2, y + 6)
        widths = its.caption_widths
        areas += [
            extent(board, page, width, its.scale_rows)
            for board, width in zip((boards.source, boards.result), widths, strict=True)
        ]
        areas.append(way)
    block = layout.block
    areas.append((block.x, block.y, block.x + block.code.columns * block.advance, block.y))
    for left, _, right, _ in areas:
        assert left >= page.margin - 1
        assert right <= page.right + 1
    assert block.y + block.height <= page.bottom + 1
    areas[-1] = (*areas[-1][:3], block.y + block.height)
    for place, one in enumerate(areas):
        assert one[1] >= page.top - 1
        assert one[3] <= page.bottom + 1
        for other in areas[:place]:
            assert apart(one, other), (one, other)


@pytest.mark.parametrize("aspect", SIZES)
@pytest.mark.parametrize("captions", [(150, 100), (0, 0)])
@pytest.mark.parametrize("padding", [(0, 0), (3, 1)])
@pytest.mark.parametrize("scales", [0, 1])
def test_boards_of_any_shape_and_lines_stand_in_their_zone_and_apart(
    padding, captions, scales, aspect
):
    for source, result in product(SHAPES[::3], SHAPES[::2]):
        rows = {"caption_rows": 1 if any(captions) else 0, "scale_rows": scales}
        its = content(source, result, padding, caption_widths=captions, **rows)
        check(lay_out(its, page(aspect)), its, page(aspect))


@pytest.mark.parametrize("aspect", SIZES)
@pytest.mark.parametrize("channels", [2, 3, 4])
def test_every_channel_has_a_pair_of_boards_all_alike(aspect, channels):
    for source, result in [
        ((5, 5), (3, 3)),
        ((1, 12), (1, 4)),
        ((12, 1), (4, 1)),
        ((64, 64), (9, 9)),
    ]:
        its = content(source, result, channels=channels)
        layout = lay_out(its, page(aspect))
        assert len(layout.boards) == channels
        assert len({(boards.source.cell, boards.stacked) for boards in layout.boards}) == 1
        check(layout, its, page(aspect))


def test_boards_stand_side_by_side_where_that_makes_them_larger():
    shapes = {"wide": (5, 5), "square": (5, 5)}
    for aspect, shape in shapes.items():
        assert not lay_out(content(shape, (3, 3)), page(aspect)).boards[0].stacked
    assert lay_out(content((5, 5), (3, 3)), page("tall")).boards[0].stacked
    assert lay_out(content((1, 20), (1, 18)), page("wide")).boards[0].stacked
    assert not lay_out(content((20, 1), (18, 1)), page("tall")).boards[0].stacked


def test_in_a_wide_picture_the_lines_stand_beside_the_source_and_under_the_result():
    layout = lay_out(content((5, 5), (3, 3)), page())
    [boards] = layout.boards
    assert layout.block.x > boards.source.right
    assert layout.block.y > boards.result.bottom
    assert boards.source.top == boards.result.top
    assert boards.result.right == page().right


@pytest.mark.parametrize("aspect", ["wide", "square"])
def test_boards_of_nearly_one_height_begin_at_one_height_and_others_are_centred(aspect):
    drops = set()
    for side, less in product(range(6, 65, 2), (1, 2, 3)):
        layout = lay_out(content((side, side), (side - less, side - less)), page(aspect, long=True))
        [boards] = layout.boards
        if layout.block.y < boards.source.bottom:  # beside the boards, which then are level
            continue
        drop, middles = boards.result.top - boards.source.top, less * boards.source.cell / 2
        drops.add(drop)
        assert drop == (pytest.approx(middles, abs=1) if middles >= 10 else 0)
    assert min(drops) == 0
    assert max(drops) > 10


def test_lines_of_tall_grids_stand_beside_both():
    layout = lay_out(content((12, 1), (10, 1)), page())
    assert layout.block.x > layout.boards[0].result.right


def test_cells_are_as_large_as_they_can_be():
    its = content(
        (5, 5),
        (3, 3),
        caption_widths=(0, 0),
        caption_rows=0,
        needs=(Need((), (("a = 1", ""),), (), ""),),
    )
    cell = lay_out(its, page()).boards[0].source.cell
    room = page().bottom - page().top - page().label_height
    assert 5 * cell <= room < 5 * (cell + 1)
    one = lay_out(content((1, 1), (1, 1)), page("square"))
    assert one.boards[0].source.cell == page().largest_cell


def test_letters_shrink_before_cells_become_much_smaller_than_they():
    for aspect in SIZES:
        layout = lay_out(content((5, 5), (3, 3)), page(aspect))
        assert layout.block.advance >= 7
        assert layout.boards[0].source.cell > 0.75 * CELL_TO_ADVANCE * layout.block.advance


def test_the_result_stands_beside_the_formula_where_the_lines_need_its_room():
    its, wide = content((7, 7), (5, 5), formula_width=300), page("wide", math=True)
    layout = lay_out(its, wide)
    boards = layout.boards[0]
    label = boards.result.top - wide.label_height
    assert wide.formula_top <= label < wide.top
    assert boards.source.top - wide.label_height >= wide.top
    assert boards.way[1] - wide.arrow_row * layout.way_rows >= wide.top
    assert boards.result.left - 300 > wide.margin
    broad = lay_out(its._replace(formula_width=600), wide)
    assert broad.boards[0].result.top - wide.label_height >= wide.top
    assert broad.block.advance < layout.block.advance


def test_code_that_is_too_long_for_the_page_is_broken():
    long = Need((), ((CODE * 3, "note"),), (), "")
    layout = lay_out(content((5, 5), (3, 3), needs=(long,)), page("tall"))
    assert layout.block.code.rows == 2


def test_the_text_at_the_arrow_is_broken_where_the_boards_need_its_room():
    assert lay_out(content((5, 5), (3, 3)), page("wide")).way_rows == 1
    assert lay_out(content((5, 5), (3, 3)), page("square")).way_rows > 1


def test_blocks_count_cells_from_the_first_that_is_no_padding():
    board = Board(left=100, top=50, cell=10, cells=Window(-1, 3, -2, 4))
    assert board.block(0, 0) == (120, 60, 10, 10)
    assert board.block(-1, -2, 3, 2) == (100, 50, 20, 30)
    assert (board.right, board.bottom, board.middle) == (160, 90, (130, 70))


def test_grids_beyond_any_picture_are_refused():
    with pytest.raises(ParameterError, match=r"input is 500 and the output 498, too .* 800x450;"):
        lay_out(content((500, 500), (498, 498)), page())


@pytest.mark.parametrize("caption", [None, "as the article has it"])
def test_the_counter_of_a_long_film_stands_between_boards_and_lines(caption):
    figure = Figure(layer="avg", caption=caption)
    assert not Page.of(figure, MOST_SEGMENTS).long
    long = Page.of(figure, MOST_SEGMENTS + 1)
    layout = lay_out(content((64, 64), (62, 62)), long)
    (boards,) = layout.boards
    assert boards.source.top >= long.top + long.label_height - 1
    assert boards.source.bottom + 16 < layout.counter_y
    assert layout.counter_y + 8 < layout.block.y
    last = layout.block.y + layout.block.height
    assert last <= long.lowest == long.foot - 14
    # What room is left is above all and below, since a frame changes what is between.
    above = boards.source.top - long.label_height - long.top
    assert above == pytest.approx(long.lowest - last, abs=2)
    assert layout.block.y - boards.source.bottom < 70
    if caption:
        assert last < long.caption_y - long.units(10)
    # It begins where the notes do, and the bar ends before it.
    assert layout.counter_x == layout.block.note_x
    assert layout.rail == (long.margin, layout.counter_x - 3 * layout.block.advance)


def test_a_counter_that_is_longer_than_the_notes_stands_before_the_bar():
    long = Page.of(Figure(layer="avg"), MOST_SEGMENTS + 1)
    columns = lay_out(content((64, 64), (62, 62)), long).block.aside
    for count, beside in ((columns, True), (columns + 1, False)):
        layout = lay_out(content((64, 64), (62, 62), count_columns=count), long)
        assert (layout.counter_x == layout.block.note_x) == beside
        if not beside:
            assert layout.counter_x == long.margin
            assert layout.rail == (32 + (count + 1) * layout.block.advance, long.right)


@pytest.mark.parametrize("aspect", SIZES)
def test_without_code_a_counter_stands_before_the_bar(aspect):
    its = Need((), (("", "−5 / 9 ≈ −0.56"), ("", "≈ −0.56 to each cell")), (), "")
    layout = lay_out(content((28, 28), (26, 26), needs=(its,)), page(aspect, long=True))
    assert layout.counter_x == page().margin
    assert layout.rail == (32 + 18 * layout.block.advance, page(aspect).right)


def test_the_counter_of_a_long_film_stands_at_the_foot_where_lines_are_beside_the_boards():
    long = Page.of(Figure(layer="avg"), MOST_SEGMENTS + 1)
    layout = lay_out(content((60, 4), (58, 2)), long)
    assert layout.counter_y == long.counter_y
    assert layout.block.y + layout.block.height <= long.bottom < long.counter_y - 10


def test_a_high_page_has_a_row_for_the_counter():
    high, wide = page("tall"), page("wide")
    assert wide.counter_y == wide.title_y
    assert high.rail_y < high.counter_y - 10 < high.top - 10


def test_type_of_small_pages_is_not_as_small_as_they_are():
    small = Page.of(Figure(layer="avg", width=480), 9)
    assert small.unit == 0.6
    assert small.caption_size == 9  # not 0.6 * 12
    assert Page.of(Figure(layer="avg", aspect="square", width=360), 9).unit == 0.6


@pytest.mark.parametrize("aspect", SIZES)
def test_wide_pictures_are_the_usual_page_enlarged(aspect):
    usual = Page.of(Figure(layer="avg", aspect=aspect), 9)
    assert (usual.width, usual.height, usual.zoom, usual.unit) == (*SIZES[aspect], 1, 1)
    large = Page.of(Figure(layer="avg", aspect=aspect, width=1920), 9)
    assert replace(large, zoom=1) == usual
    assert large.zoom == 1920 / SIZES[aspect][0]
    small = Page.of(Figure(layer="avg", aspect=aspect, width=SIZES[aspect][0] - 20), 9)
    assert small.zoom == 1
    assert small.width == SIZES[aspect][0] - 20


def test_numbers_of_an_enlarged_page_have_ready_made_sizes_too():
    bold = TYPE["bold"]
    assert page().number_sizes == bold
    assert page(zoom=2).number_sizes == (*(size / 2 for size in bold if size < 14), *bold)
    assert page(unit=0.6).number_sizes == bold[: bold.index(16) + 1]  # 0.6 * 28
    assert page().number_size(6.9) == 0
    assert page().number_size(7) == 7
    assert page(zoom=2).number_size(6.9) == 6.5
    assert page(zoom=2).number_size(99) == 28


@pytest.mark.parametrize("aspect", SIZES)
def test_an_enlarged_page_is_that_of_a_wider_figure(aspect):
    usual = Page.of(Figure(layer="avg", aspect=aspect), 9)
    wider = list(usual.enlarged())
    assert (wider[0].width_px, wider[-1].width_px) == (SIZES[aspect][0] + 2, 1920)
    assert wider[1] == Page.of(Figure(layer="avg", aspect=aspect, width=SIZES[aspect][0] + 4), 9)
    assert not list(wider[-1].enlarged())
