"""The sums of both gradients in the closing frame."""

from __future__ import annotations

import pytest

from poolanim.scene.marks import Arrow, Text
from poolanim.scene.overlay.between import sums
from tests.scene.acts import play_of

SMALL = {"kernel_size": 3, "stride": 1}


def sums_of(**fields):
    play = play_of(**SMALL | fields)
    marks = sums(play.overlay)
    texts = [mark for mark in marks if isinstance(mark, Text)]
    return play, texts, [mark for mark in marks if isinstance(mark, Arrow)]


@pytest.mark.parametrize(
    ("grad", "said", "ink"),
    [("1 2 3; 4 5 6; 7 8 9", "45", "plus_text"), ("0 0 0; 0 -2 0; 0 0 0", "−2", "minus_text")],
)
def test_the_sum_has_the_ink_of_its_sign(grad, said, ink):
    _, (total, words), _ = sums_of(layer="avg", grad=grad)
    assert (total.text, total.ink) == (said, ink)
    assert "sum" in words.text


def test_its_arrows_point_to_both_boards():
    play, (total, _), (left, right) = sums_of(layer="avg")
    one, other = sorted((paint.board.rect for paint in play.paints), key=lambda rect: rect.left)
    assert one.right < left.to_x < left.x < total.left
    assert total.left + total.width < right.x < right.to_x < other.left


@pytest.mark.parametrize("aspect", ["wide", "tall"])
def test_a_forward_pass_ends_with_the_shape_of_what_it_makes(aspect):
    play, (count, words), arrows = sums_of(layer="max", direction="forward", aspect=aspect)
    assert (words.text, count.text) == ("5×5 becomes", "3×3")
    assert arrows
    for arrow in arrows:
        source, target = (
            play.paints[number].board.rect for number in play.cast.turns[0].joins[0].boards
        )
        if aspect == "wide":
            assert source.right < arrow.x < arrow.to_x < target.left
        else:
            assert source.bottom < arrow.y < arrow.to_y < target.top


def test_between_a_board_and_the_one_under_it_they_point_up_and_down():
    play, (total, words), arrows = sums_of(layer="avg", aspect="tall")
    upper, lower = sorted((paint.board.rect for paint in play.paints), key=lambda rect: rect.top)
    ups = [arrow for arrow in arrows if arrow.to_y < arrow.y]
    downs = [arrow for arrow in arrows if arrow.to_y > arrow.y]
    assert len(ups) == len(downs) > 0
    for up, down in zip(ups, downs, strict=True):
        assert upper.bottom < up.to_y < up.y < down.y < down.to_y < lower.top
        assert not words.left < up.x < total.left + total.width
    assert words.left + words.width < total.left


@pytest.mark.parametrize(
    "fields",
    [
        {"layer": "avg", "padding": 1},  # parts are lost
        {"layer": "avg", "scans": (1, 4)},  # scans are still to come
        {"layer": "avg", "direction": "forward", "scans": (1, 4)},
        {"layer": "avg", "direction": "forward", "kernel_size": 1},  # as many outputs as inputs
        {"layer": "max", "input": [[1] * 5] * 5},  # ties count more than once
    ],
    ids=str,
)
def test_there_is_none_if_the_sums_differ_or_are_not_known(fields):
    _, texts, arrows = sums_of(**fields)
    assert arrows == []
    assert {text.face for text in texts} <= {"text"}  # words have the room


def test_where_sums_differ_the_reasons_stand_between_the_boards():
    play, texts, _ = sums_of(layer="avg", padding=1)
    assert "fell on padding" in " ".join(text.text for text in texts)
    left, right = sorted((paint.board.rect for paint in play.paints), key=lambda rect: rect.left)
    assert all(left.right < text.left for text in texts)
    assert all(text.left + text.width < right.left for text in texts)


def test_what_comes_to_stands_in_a_narrow_gap_too():
    _, texts, arrows = sums_of(layer="avg", shape=(12, 3), aspect="tall")
    assert (" ".join(text.text for text in texts), arrows) == ("both grids sum to 0", [])


@pytest.mark.parametrize("aspect", ["wide", "square", "tall"])
@pytest.mark.parametrize("layer", ["global-avg", "global-max", "unpool"])
def test_a_sum_has_its_words(layer, aspect):
    play = play_of(layer=layer, direction="backward", aspect=aspect)
    said = [mark.text for mark in sums(play.overlay) if isinstance(mark, Text)]
    assert not said or len(said) > 1
