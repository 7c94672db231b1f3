"""The head of a figure, and the sentences of its first and last frames."""

from __future__ import annotations

import pytest

from tests.scene.stages import stage_of

LONG = "How the gradient of max pooling finds its way back"


def texts_of(moment, *kinds):
    return [text for kind, text in moment.texts if kind in kinds]


def test_parameters_move_under_the_rail_if_the_title_needs_their_room():
    short, long = (stage_of(layer="max", scans=(1, 1), title=each) for each in (None, LONG))
    one, two = (texts_of(each.moments[0], "title", "parameters") for each in (short, long))
    assert one[-1].text == two[-1].text == "kernel 3, stride 1"
    assert one[-1].y == one[0].y
    assert two[-1].y > two[0].y
    boards = [min(box[1] for box in stage.moments[0].boards.values()) for stage in (short, long)]
    assert boards[1] - boards[0] >= two[-1].size


def test_the_name_of_a_pass_is_in_the_second_row_where_the_title_would_be_too_small():
    stage = stage_of(layer="conv-transpose", direction="both", aspect="tall")
    title, name, parameters = texts_of(stage.moments[0], "title", "parameters")
    assert (title.text, title.size) == ("Transposed convolution", 25)
    assert name.text.startswith("\u2192 forward")
    assert name.y == parameters.y > title.y
    assert name.left == title.left
    assert name.left + name.width < parameters.left
    assert parameters.left + parameters.width < texts_of(stage.moments[0], "count")[0].left


def test_parameters_that_have_no_room_beside_that_are_under_it():
    stage = stage_of(layer="conv-transpose", wrt="weight", aspect="tall", scans=(1, 1))
    _, name, parameters = texts_of(stage.moments[0], "title", "parameters")
    assert parameters.text == "kernel 3, stride 1"
    assert parameters.left == name.left
    assert name.y < parameters.y < min(box[1] for box in stage.moments[0].boards.values())


def test_the_name_of_a_pass_is_small_where_that_saves_a_row():
    stage = stage_of(layer="conv", shape=(5, 5, 3), channel="all", scans=(1, 1))
    title, name, parameters = texts_of(stage.moments[0], "title", "parameters")
    assert parameters.text == "3 channels, kernel 3, stride 1"
    assert name.size < title.size
    assert title.y == name.y == parameters.y


DEPTHWISE = {"layer": "conv", "shape": (5, 5, 3), "channel": "all", "groups": 3, "filters": 3}


@pytest.mark.parametrize("aspect", ["wide", "square", "tall"])
def test_parameters_are_in_words(aspect):
    stage = stage_of(**DEPTHWISE, aspect=aspect, scans=(1, 1))
    (parameters,) = texts_of(stage.moments[0], "parameters")
    assert parameters.text.endswith("kernel 3, stride 1, 3 groups")


def test_many_parameters_are_in_several_lines():
    fields = {"divisor_override": 7, "ceil_mode": True, "padding": 1, "dilation": 2}
    stage = stage_of(layer="avg", shape=(9, 9), **fields, aspect="tall", scans=(1, 1))
    lines = texts_of(stage.moments[0], "parameters")
    assert len(lines) > 1
    assert " ".join(line.text for line in lines) == (
        "kernel 3, stride 1, padding 1, dilation 2, ceil mode, divisor 7"
    )
    assert lines[-1].y < min(box[1] for box in stage.moments[0].boards.values())


def openings(kind, **fields):
    stage = stage_of(scans=(1, 1), **fields)
    return [
        " ".join(text.text for text in texts_of(moment, kind))
        for moment in stage.moments
        if moment.stage == "opening"
    ]


@pytest.mark.parametrize("aspect", ["wide", "square", "tall"])
def test_a_film_opens_with_what_each_scan_does_between_its_boards(aspect):
    fields = {"layer": "avg", "direction": "both", "aspect": aspect}
    assert openings("mask", **fields) == [
        "Each scan gives the mean of the numbers under the window.",
        "Each number of dA is divided by 9, and added to every cell under its window.",
    ]
    assert openings("remark", **fields) == ["", ""]


@pytest.mark.parametrize("aspect", ["wide", "square", "tall"])
def test_where_that_has_no_room_it_is_under_the_code_in_place_of_slots(aspect):
    for fields in (
        {"layer": "conv", "kernel": "sobel", "direction": "forward"},
        {"layer": "conv", "direction": "backward", "wrt": "weight"},
        {"layer": "conv", "direction": "backward"},
    ):
        told = [openings(kind, **fields, aspect=aspect)[0] for kind in ("mask", "remark", "slots")]
        assert "".join(told).startswith("Each ")
        assert not (told[1] and told[2])


@pytest.mark.parametrize("aspect", ["wide", "square", "tall"])
def test_the_rule_of_the_closing_frame_is_as_large_as_it_fits(aspect):
    for fields in (
        {"layer": "max", "direction": "forward"},
        {"layer": "max", "ties": "all", "input": "1 1 2; 1 1 2; 0 2 2"},
        {"layer": "lp", "like": "onnx", "input": "1 -3 2; -4 0 5; 2 -1 3"},
    ):
        stage = stage_of(aspect=aspect, **fields)
        rule, rest = (texts_of(stage.moments[-1], kind) for kind in ("statement", "remark"))
        assert rule[0].size > max(text.size for text in rest)
        assert rest[-1].y <= stage.scene.height - 26
        assert 17 <= rule[0].size <= 24
