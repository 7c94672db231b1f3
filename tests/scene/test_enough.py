from __future__ import annotations

import re
from itertools import combinations

import pytest

from poolanim.errors import ParameterError
from poolanim.scene.marks import Text
from tests.scenes import scene_of, shown


def refusal(**fields):
    with pytest.raises(ParameterError) as caught:
        scene_of(**fields)
    return caught.value


def test_the_width_that_a_refusal_names_is_the_least_that_is_enough():
    fields = {"shape": 128, "width": 480}
    error = refusal(layer="max", every=100, **fields)
    width = int(re.search(r"use a width of at least (\d+)$", str(error))[1])
    assert error.field == "width"
    assert scene_of(layer="max", every=100, **{**fields, "width": width})
    refusal(layer="max", every=100, **{**fields, "width": width - 2})


@pytest.mark.parametrize("direction", ["forward", "backward", "both"])
@pytest.mark.parametrize(
    ("fields", "least"),
    [({}, 8), ({"aspect": "tall", "width": 360}, 4), ({"aspect": "square"}, 6)],
)
def test_as_many_channels_are_drawn_as_have_room_for_their_names(direction, fields, least):
    given = {"layer": "max", "shape": (4, 4, 64), "direction": direction, **fields}
    given |= {"scans": (1, 1), "beats": 1}
    scene, _ = scene_of(**given, channel="all")
    count = len(scene.channels.shown)
    assert scene.channels == (range(count), range(64))
    assert least <= count <= least + 2
    assert scene.acts[0].parameters.endswith(f", channels 0 to {count - 1} of 64")
    whole, _ = scene_of(**given, channel=(5, 4 + count))
    assert whole.channels == (range(5, 5 + count), range(5, 5 + count))
    for _, marks in shown(scene):
        names = [each for each in marks if isinstance(each, Text) and each.face == "code-strong"]
        for one, other in combinations(names, 2):
            first, second = sorted((one, other), key=lambda name: name.x)
            assert one.y != other.y or first.x + first.width <= second.x


def test_one_channel_of_several_that_have_no_room_is_drawn_as_the_first():
    scene, view = scene_of(layer="max", shape=(100, 100, 3), channel="all", width=480, every=900)
    assert scene.channels == (range(1), range(3))
    assert scene.acts[0].parameters.endswith(", channel 0 of 3")
    assert view.number == 0
