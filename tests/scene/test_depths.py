"""Channels of a pass stand in columns, or take turns."""

from __future__ import annotations

import pytest

from tests.scene.acts import play_of

THREE = {"layer": "conv", "shape": (5, 5, 3), "direction": "forward"}


def depths_of(**fields):
    return play_of(**fields).cast.depths


def test_channels_under_the_windows_have_columns_and_filters_take_turns():
    depths = depths_of(**THREE, filters=2)
    assert (depths.columns, depths.turns, depths.apart, depths.alone) == (3, 2, False, False)
    assert list(depths.seats("input")) == [(column, None) for column in range(3)]
    assert list(depths.seats("output")) == [(None, 0), (None, 1)]
    assert list(depths.seats("weight")) == [(c, turn) for turn in (0, 1) for c in range(3)]
    assert depths.place("weight", 2, 1) == (2, 1)
    assert [depths.turn_of(scan) for scan in (0, 8, 9, 17)] == [0, 0, 1, 1]


def test_a_group_has_some_of_the_columns():
    depths = depths_of(layer="conv", shape=(4, 4, 4), groups=2, filters=2, direction="forward")
    assert [depths.columns_of(turn) for turn in (0, 1)] == [range(2), range(2, 4)]
    assert not depths.apart


def test_a_depthwise_convolution_has_an_output_in_each_column():
    depths = depths_of(**THREE, groups=3, filters=3)
    assert depths.apart
    assert list(depths.seats("output")) == [(number, number) for number in range(3)]


@pytest.mark.parametrize(
    "fields",
    [
        {"aspect": "tall", "direction": "backward"},
        {"wrt": "all", "direction": "backward"},
        {"shape": (5, 5, 9), "groups": 9, "filters": 9},
        {"shape": (3, 3, 2), "groups": 2, "filters": 2, "bias": "1"},
    ],
    ids=str,
)
def test_channels_of_a_depthwise_convolution_take_turns_without_room_side_by_side(fields):
    play = play_of(**THREE | {"groups": 3, "filters": 3} | fields)
    assert play.cast.depths.apart
    assert play.cast.depths.alone
    assert all(paint.setting for paint in play.paints)
    places = [paint.board.rect for paint in play.paints]
    assert len(set(places)) == len(play.cast.kinds)
    assert ("bias" in fields) == ("bias" in {part.grid for part in play.cast.parts})


@pytest.mark.parametrize(
    ("fields", "least"),
    [
        ({"shape": (5, 5, 3), "aspect": "square"}, 15),
        ({"shape": (5, 5), "padding": 1, "wrt": "all", "aspect": "square"}, 15),
        ({"shape": (5, 5), "aspect": "square"}, 17),
    ],
    ids=str,
)
def test_numbers_are_small_where_they_have_no_room_else(fields, least):
    play = play_of(layer="conv", direction="backward", **fields)
    assert min(paint.setting.size for paint in play.paints) >= least == play.canvas.number


def test_channels_of_a_layer_without_weights_have_columns_alone():
    fields = {"layer": "max", "kernel_size": 2, "shape": (4, 4, 3), "channel": "all"}
    depths = depths_of(**fields)
    assert (depths.columns, depths.turns) == (3, 1)
    assert all(column is not None for column, _ in depths.seats("grad_output"))


@pytest.mark.parametrize("layer", ["conv", "conv-transpose"])
def test_a_pass_to_the_bias_has_no_columns(layer):
    fields = {"layer": layer, "shape": (4, 4, 2), "filters": 2, "wrt": "bias"}
    depths = depths_of(**fields, direction="backward")
    assert depths.alone
    assert depths.turns == 2


def test_a_transposed_convolution_has_a_column_for_each_filter():
    fields = {"layer": "conv-transpose", "shape": (3, 3, 2), "filters": 3, "direction": "forward"}
    depths = depths_of(**fields)
    assert (depths.column_axis, depths.columns, depths.turns) == ("filter", 3, 2)
    assert [depths.role(1, None), depths.role(None, 1)] == ["f = 1", "c = 1"]
