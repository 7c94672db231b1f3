from __future__ import annotations

import pytest

from poolanim.scene.boards.names import heading
from poolanim.scene.marks import Box, Text
from tests.scene.acts import play_of


def heading_of(number=0, beneath=False, room=0, right=800 - 32, **fields):
    play = play_of(**{"layer": "avg", "kernel_size": 2} | fields)
    paint, overlay = play.paints[number], play.overlay
    marks = heading(paint, overlay.canvas, overlay.measure, beneath=beneath, room=room, right=right)
    return paint.board.rect, marks


def test_a_name_stands_over_the_left_edge_of_its_board_with_its_role():
    rect, (name, role) = heading_of()
    assert (name.text, role.text) == ("dA_prev", "gradient of the input")
    assert name.left == rect.left
    assert name.y < rect.top
    assert role.left > name.left + name.width
    assert (name.face, role.ink) == ("code-strong", "muted")


def test_it_may_stand_under_the_board():
    rect, (name, _) = heading_of(beneath=True)
    assert name.bounds[1] > rect.bottom


def test_a_role_without_room_is_left_out_and_the_name_stays_within_the_margin():
    labels = "x,out,gradient_outputs,gradient__inputs"
    for number in (0, 1):
        _, marks = heading_of(number, labels=labels, shape="2x2")
        assert all(mark.bounds[2] <= 800 - 32 for mark in marks)


def test_a_role_without_room_beside_the_next_name_is_left_out():
    rect, marks = heading_of(right=400)
    assert [mark.text for mark in heading_of(right=rect.left + 150)[1]] == ["dA_prev"]
    assert len(marks) == 2


def test_a_role_wider_than_its_board_is_under_the_name():
    fields = {"layer": "conv", "wrt": "bias", "shape": "7x7"}
    rect, (name, *role) = heading_of(room=100, **fields)
    assert [line.text for line in role] == ["gradient", "of the", "bias"]
    assert all(line.bounds[2] <= rect.right for line in (name, *role))
    assert name.y < role[0].y < role[-1].y < rect.top
    assert len(heading_of(room=40, **fields)[1]) == 2


def test_colours_alone_have_a_scale_with_both_its_ends():
    rect, (_, role, *scale) = heading_of(cells="heatmap", shape="16x16", direction="forward")
    low, *levels, high = scale
    assert all(isinstance(level, Box) for level in levels)
    assert [level.fill for level in levels] == [f"sequential.{n}" for n in range(len(levels))]
    assert role.left + role.width < low.left < levels[0].x < levels[-1].x < high.left
    assert high.left + high.width <= rect.right + 0.01
    assert isinstance(low, Text)
    assert float(low.text) < float(high.text)


def test_numbers_need_no_scale():
    assert len(heading_of(cells="both", shape="4x4")[1]) == 2


@pytest.mark.parametrize("aspect", ["wide", "tall"])
def test_the_scale_of_a_gradient_has_room_beside_its_role(aspect):
    fields = {"cells": "heatmap", "shape": "16x16", "kernel_size": 4, "stride": 4}
    _, marks = heading_of(0, aspect=aspect, **fields)
    texts = [mark.text for mark in marks if isinstance(mark, Text)]
    assert texts == ["dA_prev", "gradient of the input", "−0.31", "+0.31"]


def test_a_role_does_not_repeat_the_name():
    fields = {"layer": "max", "labels": "torch"}
    assert [mark.text for mark in heading_of(direction="forward", **fields)[1]] == ["input"]
    names = [mark.text for mark in heading_of(direction="backward", **fields)[1]]
    assert names == ["input", "kept"]
    shorter = heading_of(labels="in,out,din,dout", direction="forward")[1]
    assert [mark.text for mark in shorter] == ["in", "input"]
