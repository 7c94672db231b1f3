"""A thread joins columns of boards to the board that they share."""

from __future__ import annotations

import pytest

from poolanim.scene.marks import Stroke, Text
from tests.scene.acts import play_of
from tests.scene.stages import shown_number

FIGURES = [
    {"bias": "2", "direction": "forward"},
    {"direction": "backward"},
    {"direction": "backward", "wrt": "all"},
    {"filters": 2, "direction": "forward"},
]


def play_with_thread(aspect, **fields):
    return play_of(layer="conv", shape=(5, 5, 3), aspect=aspect, **fields)


@pytest.mark.parametrize("aspect", ["wide", "square", "tall"])
@pytest.mark.parametrize("fields", FIGURES, ids=str)
def test_it_runs_between_boards_and_never_over_them(fields, aspect):
    play = play_with_thread(aspect, **fields)
    thread = play.overlay.thread(0)
    pieces = thread.line()
    assert all(isinstance(piece, Stroke) for piece in pieces)
    assert len(pieces) >= 3
    for piece in pieces:
        assert (piece.x == piece.to_x) != (piece.y == piece.to_y)
        left, right = sorted([piece.x, piece.to_x])
        top, bottom = sorted([piece.y, piece.to_y])
        for paint in play.paints:
            rect = paint.board.rect
            across = left < rect.right and rect.left < right
            down = top < rect.bottom and rect.top < bottom
            assert not (across and rect.top < top < rect.bottom)
            assert not (down and rect.left < left < rect.right)


@pytest.mark.parametrize("aspect", ["wide", "tall"])
def test_the_numbers_on_it_and_the_bias_add_up_to_the_output(aspect):
    play = play_with_thread(aspect, bias="2", direction="forward")
    for scan in range(9):
        marks = [mark for mark in play.overlay.thread(scan).tags(scan) if isinstance(mark, Text)]
        *parts, last = [mark.text for mark in marks if mark.text.strip("∑ ")]
        total = sum(shown_number(text)[0] for text in parts) + 2
        assert total == shown_number(last)[0] == play.cast.telling.own(scan)


def test_it_opens_from_the_columns_to_the_tag_and_back_in_a_backward_pass():
    forward = play_with_thread("wide", direction="forward").overlay.thread(0)
    backward = play_with_thread("wide", direction="backward").overlay.thread(0)
    [first, *_], [last, *_] = forward.line(0.1), backward.line(0.1)
    assert first.x < first.to_x < forward.knots.pill.left
    assert last.to_x < last.x == backward.knots.pill.left


def test_one_channel_has_none():
    assert play_of(layer="conv", direction="forward").overlay.thread(0) is None
