from __future__ import annotations

import re

import pytest

from poolanim.errors import ParameterError
from tests.scenes import scene_of


def refusal(**fields):
    with pytest.raises(ParameterError) as caught:
        scene_of(**fields)
    return caught.value


@pytest.mark.parametrize(
    "fields",
    [
        {"shape": 128, "width": 480},
        {"shape": (100, 100, 3), "channel": "all", "width": 480},
        {"shape": (120, 120, 4), "channel": "all"},
    ],
)
def test_the_width_that_a_refusal_names_is_the_least_that_is_enough(fields):
    error = refusal(layer="max", every=100, **fields)
    width = int(re.search(r"use a width of at least (\d+)$", str(error))[1])
    assert error.field == ("channel" if "channel" in fields else "width")
    assert scene_of(layer="max", every=100, **{**fields, "width": width})
    refusal(layer="max", every=100, **{**fields, "width": width - 2})


def test_the_channels_that_a_refusal_counts_are_the_most_that_fit():
    error = refusal(layer="max", shape=(4, 4, 64), channel="all")
    most = int(re.search(r"^64 channels of 4x4 cells .* at most (\d+) of them fit", str(error))[1])
    assert scene_of(layer="max", shape=(4, 4, most), channel="all")
    refusal(layer="max", shape=(4, 4, most + 1), channel="all")
