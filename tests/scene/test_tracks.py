"""The tracked cells of a pass."""

from __future__ import annotations

import pytest

from tests.scene.acts import play_of


def test_each_turn_of_a_depthwise_convolution_tracks_a_cell_of_its_channel():
    fields = {"shape": (5, 5, 3), "groups": 3, "filters": 3}
    cast = play_of(layer="conv", **fields, direction="backward", aspect="tall").cast
    stories = [telling.story for telling in cast.followed]
    assert [story.name_of(story.focus) for story in stories] == [
        f"dA_prev[2, 2, {channel}]" for channel in range(3)
    ]
    for channel, story in enumerate(stories):
        total = cast.trace.grids["grad_input"][2, 2, channel]
        assert story.hits[-1].total == pytest.approx(total)
        assert {hit.scan // 9 for hit in story.hits} == {channel}
    assert sorted(cast.parts[number].place for number, _ in cast.focus) == [(0,), (1,), (2,)]


def test_turns_whose_boards_stand_together_track_the_same_cell():
    fields = {"shape": (3, 3, 2), "filters": 2, "direction": "backward"}
    cast = play_of(layer="conv", **fields).cast
    assert cast.followed == (cast.telling,) * 2
    [(number, _)] = cast.focus
    assert (cast.parts[number].grid, cast.parts[number].place) == ("grad_input", (0,))
