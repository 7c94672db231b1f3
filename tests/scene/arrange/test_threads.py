"""Channels that share a board stand side by side, or on phones one under the other."""

from __future__ import annotations

from itertools import combinations

import pytest

from poolanim.scene.arrange.downward import BETWEEN
from poolanim.scene.arrange.placement import HIGH, LOW, NAME
from tests.scene.acts import boards_of, play_of

SHAPES = [(5, 5, 2), (5, 5, 3), (4, 6, 3), (3, 3, 4)]


@pytest.mark.parametrize("aspect", ["wide", "square", "tall"])
@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("direction", ["forward", "backward"])
def test_nothing_covers_anything_else(shape, direction, aspect):
    play = play_of(layer="conv", shape=shape, aspect=aspect, direction=direction)
    placement, canvas = play.overlay.placement, play.overlay.canvas
    knots = placement.knots
    rects = [*{board.rect for board in placement.boards}, *knots.spots, knots.pill]
    assert not [pair for pair in combinations(rects, 2) if pair[0].meets(pair[1])]
    for rect in rects:
        assert canvas.left <= rect.left + 0.5
        assert rect.right - 0.5 <= canvas.right
        assert rect.bottom <= placement.strip.top


def test_columns_are_over_their_kernels_and_rows_beside_them():
    fields = {"layer": "conv", "shape": (5, 5, 3), "direction": "forward"}
    upper, lower, own = boards_of(play_of(**fields), "input", "weight", "output")
    assert upper.rect.bottom < lower.rect.top
    assert own.rect.left > lower.rect.right
    upper, lower, own = boards_of(play_of(**fields, aspect="tall"), "input", "weight", "output")
    assert upper.rect.right < lower.rect.left
    assert own.rect.top > lower.rect.bottom


def test_outputs_of_all_filters_stand_where_they_have_room_and_else_take_turns():
    fields = {"layer": "conv", "direction": "forward", "shape": (5, 5, 3)}
    many = play_of(**fields, filters=8)
    few = play_of(**fields, filters=2, stride=2, padding=1)
    for play, places in ((few, 2), (many, 1)):
        outputs = [paint.board for paint in play.paints if paint.part.grid == "output"]
        assert len(set(outputs)) == places


CS231N = {"direction": "forward", "padding": 1, "filters": 2, "filter": "all", "stride": 2}


@pytest.mark.parametrize(
    ("fields", "aspect", "read"),
    [
        ({"direction": "backward"}, "square", {"grad_input", "weight", "grad_output"}),
        (
            {"direction": "backward", "wrt": "weight"},
            "square",
            {"input", "grad_weight", "grad_output"},
        ),
        (
            {"direction": "backward", "wrt": "all"},
            "square",
            {"grad_input", "grad_weight", "grad_output", "grad_bias"},
        ),
        (
            {"direction": "backward", "wrt": "all"},
            "wide",
            {"grad_input", "grad_weight", "grad_output", "grad_bias"},
        ),
        (CS231N, "tall", {"input", "weight", "output"}),
        ({**CS231N, "direction": "backward"}, "tall", {"weight", "grad_output"}),
    ],
)
def test_boards_have_numbers_where_these_have_room_even_if_not_all_do(fields, aspect, read):
    play = play_of(layer="conv", shape=(5, 5, 3), aspect=aspect, **fields)
    assert {paint.part.grid for paint in play.paints if paint.setting is not None} == read


@pytest.mark.parametrize("aspect", ["wide", "square"])
def test_the_bias_of_all_channels_is_under_the_tag_of_its_thread(aspect):
    play = play_of(layer="conv", shape=(5, 5, 3), direction="backward", wrt="all", aspect=aspect)
    [bias], pill = boards_of(play, "grad_bias"), play.overlay.placement.knots.pill
    assert bias.rect.top > pill.bottom
    assert bias.rect.middle[0] == pytest.approx(pill.middle[0], abs=1)


def test_slots_are_low_if_boards_would_be_too_small_over_high_ones():
    fields = {"layer": "conv", "direction": "backward", "shape": (5, 5, 3)}
    assert play_of(**fields).overlay.placement.slots == HIGH
    assert play_of(**fields, wrt="all").overlay.placement.slots == LOW


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_rows_are_as_far_from_each_other_as_from_the_shared_board(shape):
    play = play_of(layer="conv", shape=shape, aspect="tall", direction="backward")
    uppers = [p.board.rect for p in play.paints if p.part.grid == "grad_input"]
    [own] = boards_of(play, "grad_output")
    last = min(own.rect.top, play.overlay.placement.knots.pill.top)
    tops = [*(rect.top for rect in uppers[1:]), last]
    gaps = [top - over.bottom for over, top in zip(uppers, tops, strict=True)]
    assert min(gaps) >= NAME + BETWEEN - 1
    assert max(gaps) - min(gaps) <= 2
