"""What cells show in the course of a scan."""

from __future__ import annotations

import pytest

from poolanim.scene.boards.cells import BoardCells
from poolanim.scene.boards.setting import CAP
from poolanim.scene.marks import Box, Dot, Stroke, Text
from poolanim.scene.runs import plain
from poolanim.scene.sheet import Sheet
from tests.scene.acts import play_of

PADDED = {"layer": "avg", "shape": "3x3", "kernel_size": 3, "stride": 2, "padding": 1}
GRAD = "9 -18; 27 36"


class Drawn:
    """The cells of a figure's boards, drawn before its first scan."""

    def __init__(self, **fields):
        self.play = play_of(**fields)
        self.sheet = Sheet()
        self.cells = BoardCells(self.play.cast, self.play.paints, self.sheet)
        for number in range(len(self.play.paints)):
            self.cells.opening(number, 0)
        self.marks = {}

    def of(self, number, row, column):
        self.marks.update(self.sheet.frame(0).changes)
        return self.marks["cell", number, row, column]

    def texts(self, *spot):
        return [mark.text for mark in self.of(*spot) if isinstance(mark, Text)]


def struck(marks):
    """Whether a number is struck out diagonally, so that a level strike cannot hide a minus."""
    [text] = [mark for mark in marks if isinstance(mark, Text)]
    strikes = [mark for mark in marks if isinstance(mark, Stroke)]
    if not strikes:
        return False
    [strike] = strikes
    assert strike.x <= text.left
    assert text.left + text.width <= strike.to_x
    assert strike.y > text.y - 0.35 * text.size > strike.to_y
    return True


def apart(marks):
    """Whether the digits of an old value end above those of its delta."""
    old, delta = (mark for mark in marks if isinstance(mark, Text))
    return old.y < delta.y - CAP * delta.size


def test_shares_that_fall_on_padding_are_struck_out_and_stay():
    drawn = Drawn(grad=GRAD, **PADDED)
    assert drawn.of(0, -1, -1) == ()
    drawn.cells.land(0)
    assert drawn.texts(0, -1, -1) == ["1"]
    assert struck(drawn.of(0, -1, -1))
    drawn.cells.advance(1)
    drawn.cells.rest(0, bold=True)
    assert struck(drawn.of(0, -1, -1))
    drawn.cells.leave([(0, (-1, -1))], 1)
    assert drawn.texts(0, -1, -1) == ["1"]
    assert struck(drawn.of(0, -1, -1))


def test_padding_that_does_not_count_stays_empty_and_code_leaves_it_out():
    drawn = Drawn(grad=GRAD, count_include_pad=False, **PADDED)
    drawn.cells.land(0)
    assert drawn.of(0, -1, -1) == ()
    assert drawn.texts(0, 0, 0)
    (line,) = drawn.play.cast.telling.scan(0).code
    assert plain(line) == "dA_prev[0:2, 0:2] += dA[0, 0] / 4"


def test_what_falls_on_a_cell_of_padding_again_is_added_to_what_it_has_lost():
    drawn = Drawn(grad=GRAD, **PADDED)
    drawn.cells.advance(1)
    drawn.cells.land(1)
    assert drawn.texts(0, -1, 1) == ["−2"]
    assert struck(drawn.of(0, -1, 1))
    drawn.cells.advance(2)
    drawn.cells.rest(1, bold=True)
    assert drawn.texts(0, -1, 1) == ["−1"]
    assert struck(drawn.of(0, -1, 1))
    drawn.cells.closing(3, dotted=False)
    assert drawn.texts(0, -1, 1) == ["−1"]


def test_padding_that_no_window_has_reached_is_empty():
    drawn = Drawn(grad=GRAD, **PADDED)
    drawn.cells.land(0)
    assert drawn.of(0, 3, 3) == ()
    forward = Drawn(direction="forward", **PADDED)
    forward.cells.land(0)
    assert forward.of(0, -1, -1) == ()


def test_an_old_value_stands_over_its_delta_until_they_merge():
    drawn = Drawn(grad=GRAD, **PADDED)
    drawn.cells.advance(1)
    drawn.cells.land(1)
    assert drawn.texts(0, 0, 1) == ["1", "−2"]
    assert apart(drawn.of(0, 0, 1))
    drawn.cells.advance(2)
    drawn.cells.rest(1, bold=True)
    [text] = [mark for mark in drawn.of(0, 0, 1) if isinstance(mark, Text)]
    assert (text.text, text.face) == ("−1", "number-bold")
    drawn.cells.rest(1, bold=False)
    [text] = [mark for mark in drawn.of(0, 0, 1) if isinstance(mark, Text)]
    assert (text.text, text.face) == ("−1", "number")


AGAIN = {"layer": "unpool", "kernel_size": (1, 2), "stride": 1, "direction": "forward"}


def test_a_number_that_takes_the_place_of_another_has_no_sign_and_strikes_it_out():
    drawn = Drawn(input="1 7 2", **AGAIN)
    drawn.cells.advance(1)
    drawn.cells.land(1)
    old, strike, new = drawn.of(0, 0, 1)[-3:]
    assert (old.text, new.text, new.face) == ("7", "7", "number-bold")
    assert struck([old, strike])
    assert old.y < new.y - CAP * new.size
    drawn.cells.advance(2)
    drawn.cells.rest(1, bold=True)
    assert drawn.texts(0, 0, 1) == ["7"]


def test_a_winner_has_its_spot_while_its_scan_lasts():
    drawn = Drawn(layer="max", input="1 2; 3 4", kernel_size=2)
    drawn.cells.land(0)
    [spot] = [mark for mark in drawn.of(0, 1, 1) if isinstance(mark, Dot)]
    assert spot.fill == "winner"
    assert not any(isinstance(mark, Dot) for mark in drawn.of(0, 0, 0))
    drawn.cells.leave([(0, (1, 1))], 1)
    assert not any(isinstance(mark, Dot) for mark in drawn.of(0, 1, 1))


@pytest.mark.parametrize("direction", ["forward", "backward"])
def test_the_closing_frame_counts_the_windows_over_each_cell(direction):
    drawn = Drawn(layer="avg", shape="3x3", kernel_size=2, stride=1, direction=direction)
    drawn.cells.advance(4)
    drawn.cells.closing(3, dotted=True)
    [counted] = drawn.play.cast.counted
    for cell, count in {(0, 0): 1, (0, 1): 2, (1, 1): 4}.items():
        dots = [mark for mark in drawn.of(counted, *cell) if isinstance(mark, Dot)]
        assert len(dots) == count
    drawn.cells.closing(3, dotted=False)
    assert not any(isinstance(mark, Dot) for mark in drawn.of(counted, 1, 1))


def test_dots_are_drawn_only_where_words_explain_them():
    pooled, unpooled = (
        play_of(layer=layer, shape="5x5", kernel_size=2, direction="forward", aspect="tall")
        for layer in ("avg", "unpool")
    )
    assert pooled.dotted
    assert not unpooled.dotted  # no window covers the last row, so the numbers differ


def test_outputs_are_empty_until_their_scan():
    drawn = Drawn(layer="max", input="1 2; 3 4", kernel_size=1, direction="forward")
    (own,) = drawn.play.cast.turns[0].own
    assert drawn.texts(own, 0, 1) == []
    drawn.cells.land(0)
    assert drawn.texts(own, 0, 0) == ["1"]
    assert drawn.texts(own, 0, 1) == []
    drawn.cells.closing(3, dotted=False)
    assert [drawn.texts(own, *divmod(n, 2)) for n in range(4)] == [["1"], ["2"], ["3"], ["4"]]


def test_the_window_veils_the_cells_under_it_and_no_others():
    drawn = Drawn(layer="avg", shape="3x3", kernel_size=2, stride=1, direction="forward")
    drawn.cells.light(drawn.cells.window(0), 0, None)
    for row in range(3):
        for column in range(3):
            box = next(mark for mark in drawn.of(0, row, column) if isinstance(mark, Box))
            assert box.fill.endswith(".veil") == (row < 2 and column < 2)


def test_as_a_beam_opens_winners_get_their_spots_and_old_values_rise():
    drawn = Drawn(layer="max", input="1 2; 3 4", kernel_size=2)
    drawn.cells.light(drawn.cells.window(0), 0, None)
    before = drawn.of(1, 1, 1)
    drawn.cells.rise(0, 1)
    assert [mark.fill for mark in drawn.of(0, 1, 1) if isinstance(mark, Dot)] == ["winner"]
    after = drawn.of(1, 1, 1)
    [old], [risen] = ([m for m in each if isinstance(m, Text)] for each in (before, after))
    assert risen.y < old.y
    assert not any(isinstance(mark, Dot) for mark in drawn.of(0, 0, 0))
