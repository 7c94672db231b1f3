"""Chains of boards: where they stand, and what their cells show."""

from __future__ import annotations

from itertools import combinations

import pytest

from poolanim.scene.marks import Text
from tests.scene.acts import play_of
from tests.scene.stages import overlap, stage_of


def boards_of(**fields):
    """The stage of a figure on a phone, and its boards."""
    stage = stage_of(aspect="tall", **fields)
    return stage, list(stage.moments[0].boards.values())


def test_the_larger_grid_has_the_whole_width_over_what_it_is_read_for():
    _, (larger, kernel, output) = boards_of(layer="conv", direction="forward", padding=1)
    assert larger[3] < kernel[1] == output[1]
    assert kernel[2] < output[0]
    assert larger[2] - larger[0] > 0.8 * (450 - 64)


def test_the_larger_grid_is_under_what_is_added_to_it():
    _, (larger, kernel, given) = boards_of(layer="conv", padding=1, stride=2)
    assert larger[1] > kernel[3] == given[3]
    assert given[2] < kernel[0]


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"layer": "conv", "padding": 1}, "under"),
        ({"layer": "conv-transpose", "stride": 2}, "over"),
    ],
)
def test_a_bias_is_on_the_side_of_its_kernel_where_no_beam_is(fields, place):
    stage, boards = boards_of(direction="forward", bias="2", **fields)
    _, kernel, bias, _ = boards
    assert bias[1] > kernel[3] if place == "under" else bias[3] < kernel[1]
    assert not any(overlap(one, other) for one, other in combinations(boards, 2))
    texts = [mark.text for kind, mark in stage.moments[0].texts if kind == "name"]
    assert {"W", "kernel", "b", "bias"} <= set(texts)


def test_numbers_of_long_sums_have_room_where_the_grid_that_is_read_has_smaller_cells():
    stage = stage_of(layer="conv", form="gather", shape=(6, 6), stride=2)
    picture = stage.moments[-1].picture
    numbers = {
        place[:2]: [mark.text for mark in marks if isinstance(mark, Text)]
        for place, marks in picture.items()
        if place[0] == "cell" and marks
    }
    assert all(numbers.values())
    sums, kernel, read = (stage.moments[0].boards[number] for number in range(3))
    assert (sums[2] - sums[0]) / 6 == (kernel[2] - kernel[0]) / 3 > (read[2] - read[0]) / 8


@pytest.mark.parametrize(
    "fields",
    [
        {"layer": "conv", "kernel": "gauss", "padding": 1, "wrt": "all"},
        {"layer": "avg", "shape": (9, 9), "kernel_size": 3},
        {"layer": "avg", "shape": (8, 8), "kernel_size": 3, "stride": 2, "padding": 1},
    ],
    ids=str,
)
def test_cells_with_long_numbers_are_wider_where_others_leave_room(fields):
    play = play_of(**fields, direction="backward")
    assert all(paint.setting for paint in play.paints)
    widest = max(play.paints, key=lambda paint: paint.board.cell_width)
    assert widest.part.grid == "grad_input"
