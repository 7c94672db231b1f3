"""What is free beside boards and their names."""

from __future__ import annotations

import pytest

from poolanim.scene.boards.board import Rect
from poolanim.scene.marks import Text
from poolanim.scene.overlay.between import essence
from poolanim.scene.overlay.rooms import largest_room
from tests.scene.acts import play_of


@pytest.mark.parametrize("aspect", ["wide", "square", "tall"])
@pytest.mark.parametrize(
    "fields",
    [
        {"layer": "max", "shape": (12, 3)},
        {"layer": "conv", "direction": "backward", "wrt": "all"},
        {"layer": "conv", "shape": (5, 5, 3), "channel": "all", "groups": 3, "filters": 3},
    ],
    ids=str,
)
def test_the_largest_room_is_clear_of_boards_and_names(fields, aspect):
    over = play_of(kernel_size=3, aspect=aspect, **fields).overlay
    room, boards = largest_room(over), over.placement.boards
    names = [mark for number in range(len(boards)) for mark in over.name(number)]
    taken = [board.rect for board in boards] + [Rect(*mark.bounds) for mark in names]
    assert room.width > 0
    assert room.height > 0
    assert not any(room.meets(rect) for rect in taken)
    assert room.bottom <= over.placement.strip.top
    assert room.left >= over.canvas.left
    assert room.right <= over.canvas.right


def test_what_several_beams_do_stands_in_the_largest_room():
    over = play_of(layer="conv", wrt="all", aspect="square").overlay
    words, room = essence(over), largest_room(over)
    assert "to dW" in " ".join(word.text for word in words)
    assert all(room.left < word.left < word.left + word.width < room.right for word in words)


@pytest.mark.parametrize("aspect", ["wide", "square", "tall"])
@pytest.mark.parametrize("layer", ["avg", "max", "lp", "softmax", "stochastic", "unpool"])
def test_a_backward_pass_begins_with_what_a_scan_does(layer, aspect):
    over = play_of(layer=layer, direction="backward", aspect=aspect).overlay
    words = [mark for mark in essence(over) if isinstance(mark, Text)]
    assert " ".join(word.text for word in words) == over.cast.telling.captions.essence
