from __future__ import annotations

import pytest

from poolanim.scene.marks import Arrow, Text
from tests.scene.acts import boards_of, play_of

TIED = "1 7 7; 0 1 2; 7 0 1"


def arrow_of(scan=0, **fields):
    """The play of a figure, the arrow of its mask, and the words at it."""
    play = play_of(**fields)
    arrow, *words = play.overlay.mask(scan)
    assert isinstance(arrow, Arrow)
    assert all(isinstance(word, Text) for word in words)
    return play, arrow, [word.text for word in words]


@pytest.mark.parametrize(
    ("ties", "said"), [("all", "places"), ("split", "places"), ("first", "place")]
)
@pytest.mark.parametrize("own", [{"layer": "max"}, {"layer": "lp", "p": float("inf")}], ids=str)
def test_it_joins_the_cells_that_get_the_gradient(own, ties, said):
    play, arrow, words = arrow_of(**own, input=TIED, kernel_size=3, ties=ties)
    assert words == ["same", said]
    kept, gradient = boards_of(play, *play.cast.kept)
    assert arrow.y == arrow.to_y == kept.cell(0, 1).middle[1]
    assert kept.rect.right < arrow.x < arrow.to_x < gradient.rect.left


def test_of_several_nan_it_begins_at_the_one_that_gets_the_gradient():
    grid = [[float("nan"), 1], [2, float("nan")]]
    play, arrow, _ = arrow_of(layer="max", input=grid, kernel_size=2, ties="first")
    kept, _ = boards_of(play, *play.cast.kept)
    assert arrow.y == kept.cell(1, 1).middle[1]


def test_on_phones_it_goes_down_to_the_board_below():
    play, arrow, words = arrow_of(layer="max", input=TIED, kernel_size=3, aspect="tall")
    assert words == ["same places"]
    kept, gradient = boards_of(play, *play.cast.kept)
    assert arrow.x == arrow.to_x
    assert kept.rect.bottom < arrow.y < arrow.to_y < gradient.rect.top


def test_weights_have_an_arrow_from_their_whole_window():
    play, arrow, words = arrow_of(layer="softmax", kernel_size=2)
    assert words == ["weight", "w"]
    kept, _ = boards_of(play, *play.cast.kept)
    assert arrow.y == kept.block(*play.cast.spans(play.cast.targets[0], 0)).middle[1]


@pytest.mark.parametrize("fields", [{"layer": "avg"}, {"layer": "max", "direction": "forward"}])
def test_two_boards_have_none(fields):
    assert play_of(kernel_size=2, **fields).overlay.mask(0) == []
