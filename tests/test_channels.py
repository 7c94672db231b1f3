from __future__ import annotations

import json

import numpy as np
import pytest

from poolanim import Figure
from poolanim.errors import ParameterError
from poolanim.formats.json import to_json
from poolanim.formats.npz import to_arrays
from poolanim.pipeline import run
from tests.scenes import pictures_of, scene_of, texts
from tests.test_story import check_picture, code_of

BATCH = np.random.default_rng(0).integers(0, 10, (2, 4, 5, 3)).astype(float)
FIELDS = {
    "input": BATCH,
    "layout": "nhwc",
    "batch_index": 1,
    "every": 1,
    "precision": 0,
    "cells": "numbers",
}


def board(picture, name):
    """What the cells of a board hold: texts by cell."""
    return {
        place[1:]: texts(marks)
        for place, marks in picture.items()
        if place[0] == name and len(place) == 3
    }


@pytest.mark.parametrize("layer", ["avg", "max", "unpool"])
@pytest.mark.parametrize("direction", ["forward", "backward"])
def test_each_channel_s_boards_hold_what_they_hold_alone(layer, direction):
    fields = FIELDS | {"layer": layer, "direction": direction}
    together, _ = scene_of(channel="all", **fields)
    assert run(Figure(channel="all", **fields)).channels == [0, 1, 2]
    for channel in range(3):
        alone, _ = scene_of(channel=channel, **fields)
        assert alone.frame_count == together.frame_count
        for one, other in zip(pictures_of(alone), pictures_of(together), strict=True):
            for name in ("source", "result"):
                place = f"{name} {channel}" if channel else name
                large = {cell: its[:1] for cell, its in board(one, name).items()}
                assert large == {cell: its[:1] for cell, its in board(other, place).items()}
                label = texts(one[name, "label"])[0]
                assert texts(other[place, "label"]) == [f"{label} c={channel}"]
            window = (f"window {channel}",) if channel else "window"
            assert len(one["window"]) == len(other[window])


@pytest.mark.parametrize("direction", ["forward", "backward"])
def test_the_code_holds_for_every_channel(direction):
    scene, _ = scene_of(layer="max", channel="all", direction=direction, **FIELDS)
    grids = run(Figure(layer="max", channel="all", direction=direction, **FIELDS)).grids
    state = {"np": np, "A_prev": BATCH}
    if direction == "backward":
        state |= {"A": np.stack([grids["output"]] * 2), "dA": np.stack([grids["grad_output"]] * 2)}
    pictures = list(pictures_of(scene))
    for picture in [pictures[0], *pictures[1::2]]:
        lines = code_of(picture)
        for state["c"] in range(3) if "c]" in " ".join(lines) else [0]:
            for line in lines:
                exec(line, state)
    if direction == "forward":
        assert state["A"][1].tolist() == grids["output"].tolist()
    else:
        assert state["dA_prev"][1].tolist() == grids["grad_input"].tolist()
    (note,) = [text for text in texts(pictures[1]["line", 1]) if text.startswith("(c = 0)")]
    assert note


@pytest.mark.parametrize("aspect", ["wide", "square", "tall"])
@pytest.mark.parametrize("direction", ["forward", "backward", "both"])
def test_channels_neither_clip_nor_overlap_and_start_anywhere(aspect, direction):
    few = BATCH[..., :2] if aspect == "tall" else BATCH
    fields = {"layer": "max", "input": few, "layout": "nhwc", "channel": "all", "padding": 1}
    fields["cells"] = "heatmap"
    scene, _ = scene_of(**fields, aspect=aspect, direction=direction, every=4)
    pictures = list(pictures_of(scene))
    for picture in pictures[:: len(pictures) // 3]:
        check_picture(picture, scene)
    for start in (1, 3, scene.frame_count - 1):
        picture = next(scene.frames(start)).changes
        assert dict(picture) == dict(pictures[start])


def test_files_of_numbers_hold_every_channel():
    figure = Figure(layer="max", channel="all", **FIELDS)
    record = run(figure)
    told = json.loads(to_json(figure, record))
    assert [each["channel"] for each in told["channels"]] == [0, 1, 2]
    for channel, each in enumerate(told["channels"]):
        assert each["input"] == BATCH[1, :, :, channel].tolist()
        assert to_arrays(figure, record)[f"output_{channel}"].tolist() == each["output"]


def test_one_channel_is_no_choice_and_none_else_than_all_is_a_word():
    assert run(Figure(layer="avg", channel="all")).channels == [0]
    for channel in ("every", -1, None, 1.5):
        with pytest.raises(ParameterError, match=r"channel is .*; give a whole number .*, or all"):
            Figure(layer="avg", channel=channel)
