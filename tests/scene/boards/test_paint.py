"""How one cell of a board looks."""

from __future__ import annotations

import pytest

from poolanim.scene.boards.look import Look
from poolanim.scene.marks import Box, Dot, Text
from tests.scene.acts import play_of

SIGNED = {"layer": "avg", "kernel_size": 2}


def paint_of(number=0, **fields):
    return play_of(**(SIGNED | fields)).paints[number]


def drawn(paint, value, touched=True, **look):
    """The boxes, discs and texts of the first cell."""
    marks = paint.cell(0, 0, value, Look(**look), touched=touched)
    return [[mark for mark in marks if isinstance(mark, kind)] for kind in (Box, Dot, Text)]


def test_a_cell_has_the_colour_of_its_sign_and_the_window_veils_it():
    paint = paint_of()
    for value, side in ((1, 1), (-1, -1), (0, 0)):
        [[box], _, _] = drawn(paint, value)
        level = int(box.fill.removeprefix("sign."))
        assert (level > 8) - (level < 8) == side
        [[veiled], _, _] = drawn(paint, value, lit=True)
        assert veiled.fill == f"{box.fill}.veil"


def test_numbers_outside_the_window_and_untouched_zeros_are_soft_on_pale_cells_alone():
    reads = paint_of(direction="forward")
    assert drawn(reads, 3, dim=True)[2][0].ink == "soft"
    assert drawn(reads, 3)[2][0].ink == "ink"
    grows = paint_of()
    assert drawn(grows, 0, touched=False)[2][0].ink == "soft"
    assert drawn(grows, 0)[2][0].ink == "ink"
    assert drawn(grows, 1, dim=True)[2][0].ink == "ink"


def test_the_tracked_cell_has_a_ground_of_its_own_in_two_frames():
    boxes, _, [text] = drawn(paint_of(), 1, tracked=True)
    cell, ground, inner = boxes
    assert (ground.fill, inner.line, text.ink) == ("tracked", "tracked_inner", "on_tracked")
    assert cell.x < ground.x < inner.x
    assert inner.x + inner.width < ground.x + ground.width < cell.x + cell.width


def test_small_cells_have_one_frame():
    paint = paint_of(shape="40x40", kernel_size=4)
    assert len(drawn(paint, 1, tracked=True)[0]) == 2


def test_a_winner_has_a_spot_within_its_cell():
    paint = paint_of(layer="max", input="1 2; 3 4")
    [[box], [spot], [text]] = drawn(paint, 4, spot=True)
    assert (spot.fill, text.ink, text.ground) == ("winner", "on_winner", "winner")
    left, top, right, bottom = spot.bounds
    assert box.x < left < right < box.x + box.width
    assert box.y < top < bottom < box.y + box.height


def test_the_value_of_a_winner_is_red():
    paint = paint_of(1, layer="max", direction="forward")
    assert drawn(paint, 4, won=True)[2][0].ink == "winner"


def test_dots_stand_under_the_number_within_the_cell():
    paint = paint_of()
    [[box], dots, [text]] = drawn(paint, 1, dots=4)
    assert len(dots) == 4
    assert all(dot.bounds[1] > text.y for dot in dots)
    assert all(dot.bounds[3] < box.y + box.height for dot in dots)
    xs = [dot.x for dot in dots]
    assert xs == sorted(xs)
    assert sum(xs) / 4 == pytest.approx(box.x + box.width / 2, abs=1)
    assert drawn(paint, 1)[2][0].y > text.y  # the number makes room


def test_dots_are_shown_if_all_of_them_fit():
    paint = paint_of()
    most = max(count for count in range(1, 200) if paint.has_dots(count))
    [[box], dots, _] = drawn(paint, 1, dots=most)
    assert box.x < min(dot.bounds[0] for dot in dots)
    assert max(dot.bounds[2] for dot in dots) < box.x + box.width
    assert not paint.has_dots(most + 1)
    assert not paint_of(cells="heatmap").has_dots(1)


@pytest.mark.parametrize(("delta", "ink"), [(2, "plus_text"), (-2, "minus_text"), (0, "ink")])
def test_a_delta_has_the_ink_of_its_sign_except_on_the_tracked_cell(delta, ink):
    paint = paint_of()
    _, _, (old, new) = drawn(paint, 1, lit=True, delta=delta)
    assert (old.ink, new.ink) == ("ink", ink)
    assert (old.face, new.face) == ("number", "number-bold")
    _, _, (old, new) = drawn(paint, 1, tracked=True, delta=delta)
    assert (old.ink, new.ink) == ("on_tracked", "on_tracked")


@pytest.mark.parametrize(("delta", "ink"), [(2.0, "plus_text"), (-2.0, "minus_text"), (0.0, "ink")])
def test_a_delta_on_padding_that_copies_has_the_ink_of_its_sign(delta, ink):
    fields = {"layer": "conv", "padding": 1, "padding_mode": "reflect", "direction": "backward"}
    paint = paint_of(**fields)
    (number,) = paint.cell(-1, -1, 0.0, Look(delta=delta))
    assert (number.text, number.ink) == (f"{'−' if delta < 0 else '+'}{abs(delta):.0f}", ink)
    lost, stroke = paint.cell(-1, -1, 0.0, Look(delta=delta, struck=True))
    assert (lost.ink, stroke.ink) == ("soft", "soft")


def test_an_old_value_rises_before_its_delta_comes():
    paint = paint_of()
    ys = [drawn(paint, 1, delta=2, awaiting=True, apart=part)[2] for part in (0, 0.5, 1)]
    assert [len(texts) for texts in ys] == [1, 1, 1]
    assert ys[0][0].y > ys[1][0].y > ys[2][0].y
    assert ys[2][0].y == drawn(paint, 1, delta=2)[2][0].y


def test_low_cells_show_the_delta_in_place_of_the_old_value():
    paint = paint_of(shape="7x7", stride=1)
    assert paint.board.cell_height < 40
    assert [text.text for text in drawn(paint, 1, delta=2, awaiting=True)[2]] == ["1.0"]
    [text] = drawn(paint, 1, delta=2)[2]
    assert text.text.startswith("+2")


def test_two_grids_in_a_cell_stand_one_over_the_other():
    paint = paint_of(2, layer="max", shape="4x4", stride=1)
    _, _, (large, small) = drawn(paint, 3)
    assert large.size > small.size
    assert large.y < small.y - 0.69 * small.size
    assert {large.ink, small.ink} == {"ink"}


def test_colours_alone_have_no_numbers():
    paint = paint_of(cells="heatmap")
    [[box], _, texts] = drawn(paint, 1)
    assert not texts
    assert box.fill.startswith("sign.")
