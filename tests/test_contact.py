from __future__ import annotations

import re

import pytest

from poolanim.errors import ParameterError
from poolanim.scene.contact import GAP, contact_sheet
from poolanim.scene.marks import Arrow, Box
from tests.scenes import pictures_of, scene_of, texts


def only(scene):
    [frame] = scene.frames()
    return frame


@pytest.mark.parametrize(
    ("fields", "columns", "across", "down"),
    [
        ({"layer": "avg"}, None, 3, 3),
        ({"layer": "avg"}, 2, 2, 5),
        ({"layer": "avg"}, 20, 9, 1),
        ({"layer": "max", "direction": "both"}, None, 5, 4),
        ({"layer": "max", "shape": "3x4", "beats": 1}, None, 2, 1),
        ({"layer": "max", "aspect": "tall"}, 1, 1, 9),
    ],
)
def test_a_sheet_shows_each_scan_once_it_has_merged(fields, columns, across, down):
    scene, _ = scene_of(**fields)
    sheet = contact_sheet(scene, columns)
    assert sheet.frame_count == len(list(sheet.frames())) == 1
    assert (sheet.width, sheet.height) == (
        GAP + across * (scene.width + GAP),
        GAP + down * (scene.height + GAP),
    )
    merged = [
        picture
        for picture, beat in zip(pictures_of(scene), scene.told(), strict=True)
        if beat.stage == "merged"
    ]
    changes = only(sheet).changes
    assert len(changes) == sum(len(picture) + 1 for picture in merged)
    for turn, picture in enumerate(merged):
        row, column = divmod(turn, across)
        x, y = GAP + column * (scene.width + GAP), GAP + row * (scene.height + GAP)
        assert changes[turn] == (Box(x, y, scene.width, scene.height, None, "off"),)
        for place, marks in picture.items():
            moved = changes[turn, place]
            assert texts(moved) == texts(marks)
            for mark, before in zip(moved, marks, strict=True):
                assert mark.bounds == pytest.approx(
                    [edge + way for edge, way in zip(before.bounds, (x, y) * 2, strict=True)]
                )
                if isinstance(mark, Arrow):
                    assert (mark.to_x, mark.to_y) == (before.to_x + x, before.to_y + y)


def test_a_sheet_has_its_limit():
    scene, _ = scene_of(layer="max", kernel_size=1, shape="10x11", every=1)
    told = "there are 110 scans to show, and a sheet shows at most 100; draw fewer with every, such"
    with pytest.raises(ParameterError, match=told):
        contact_sheet(scene)
    scene, _ = scene_of(layer="max", kernel_size=1, shape=10, every=1)
    assert contact_sheet(scene).width == GAP + 10 * (scene.width + GAP)


@pytest.mark.parametrize(
    "fields",
    [
        {"shape": "10x11"},
        {"shape": "20x20"},
        {"shape": "10x11", "direction": "both"},
        {"shape": "20x20", "scans": "5:150"},
        {"shape": "15x15", "every": 2},
    ],
)
def test_the_advice_for_a_sheet_is_the_least_that_fits(fields):
    fields = {"layer": "max", "kernel_size": 1, "every": 1} | fields
    with pytest.raises(ParameterError) as refused:
        contact_sheet(scene_of(**fields)[0])
    every = int(re.search(r"such as (\d+)", str(refused.value))[1])
    assert contact_sheet(scene_of(**fields | {"every": every})[0]).frame_count == 1
    with pytest.raises(ParameterError):
        contact_sheet(scene_of(**fields | {"every": every - 1})[0])


def test_a_sheet_starts_anew_each_time():
    sheet = contact_sheet(scene_of(layer="avg")[0])
    assert only(sheet).changes == only(sheet).changes
    assert list(sheet.frames(1)) == []
