from __future__ import annotations

import pytest

from poolanim.layers.table import LAYERS
from poolanim.scene.marks import Box
from tests.scenes import pictures_of, possible, scene_of, texts

FILMS = [
    {},
    {"beats": 1},
    {"beats": 3},
    {"padding": 1},
    {"scans": "3:6"},
    {"every": 4, "beats": 1},
    {"shape": "12x12"},
    {"tween_ms": 40},
]


@pytest.mark.parametrize(
    ("direction", "fields"), [("forward", {}), *(("both", fields) for fields in FILMS)], ids=str
)
def test_a_film_may_start_at_any_frame(direction, fields):
    scene, _ = scene_of(layer="max", direction=direction, **fields)
    pictures = list(pictures_of(scene))
    assert len(pictures) == scene.frame_count == len(list(scene.told()))
    for start in range(0, scene.frame_count, max(scene.frame_count // 12, 1)):
        first, *others = scene.frames(start)
        assert list(first.changes.items()) == list(pictures[start].items())
        assert len(others) == scene.frame_count - start - 1


def test_no_frame_adds_a_place():
    scene, _ = scene_of(layer="max", direction="both")
    first, *others = scene.frames()
    assert all(frame.changes.keys() <= first.changes.keys() for frame in others)


def test_a_part_of_a_film_says_which_scans_are_not_its_own():
    scene, _ = scene_of(layer="max", scans="3:6")
    first, *_, last = pictures_of(scene)
    assert texts(first["count"]) == ["scans 3 to 6 of 9"]
    assert texts(first["statement"]) == ["Scans 1 to 2 are done."]
    assert texts(last["count"]) == [" of 9", "6"]
    assert "Scans 7 to 9 are still to come." in texts(last["remark"])
    assert not last["mask"]  # the gradients are not yet summed


@pytest.mark.parametrize("beats", [1, 2])
def test_cells_of_scans_that_are_not_drawn_are_filled(beats):
    scene, view = scene_of(layer="avg", direction="forward", every=4, beats=beats)
    *_, before, _ = pictures_of(scene)
    filled = [place for place in before if place[:2] == ("cell", 1) and texts(before[place])]
    assert len(filled) == view.values.size


@pytest.mark.parametrize("aspect", ["wide", "tall"])
@pytest.mark.parametrize(
    ("layer", "direction", "boards"),
    [("avg", "forward", (0, 1)), ("avg", "backward", (0, 1)), ("max", "backward", (1, 2))],
)
def test_a_reader_points_at_cells_where_they_stand(layer, direction, boards, aspect):
    scene, _ = scene_of(layer=layer, direction=direction, aspect=aspect, padding=1)
    [act], picture = scene.acts, next(pictures_of(scene))
    for cells, number in zip((act.source, act.result), boards, strict=True):
        for row, column in ((0, 0), (cells.rows - 1, cells.columns - 1)):
            box = next(m for m in picture["cell", number, row, column] if isinstance(m, Box))
            x, y = cells.x + column * cells.width, cells.y + row * cells.height
            assert (box.x, box.y) == pytest.approx((x, y), abs=2)
            ends = box.x + box.width, box.y + box.height
            assert ends == pytest.approx((x + cells.width, y + cells.height), abs=2)


def test_a_caption_stands_in_the_lower_margin_and_texts_that_have_no_room_are_cut():
    scene, _ = scene_of(layer="avg", title="T\n itle", caption="At  the foot")
    picture = next(pictures_of(scene))
    assert texts(picture["caption"]) == ["At the foot"]
    assert texts(picture["title"])[0] == scene.name == "T itle"
    [caption] = picture["caption"]
    assert scene.height - scene.margin < caption.bounds[1] < caption.bounds[3] < scene.height
    scene, _ = scene_of(layer="avg", title="title " * 40, caption="caption " * 40)
    picture = next(pictures_of(scene))
    for name, kept in scene.cuts:
        mark = picture[name][0]
        assert len(mark.text) == kept + 1
        assert mark.text.endswith("…")
        assert mark.bounds[2] <= scene.width - scene.margin
    assert [name for name, _ in scene.cuts] == ["title", "caption"]


@pytest.mark.parametrize("layer", ["avg", "lp", "softmax"])
def test_a_scan_whose_gradient_is_zero_can_be_drawn(layer):
    scene, _ = scene_of(layer=layer, grad="0 1 0; 2 0 3; 0 4 0")
    assert len(list(pictures_of(scene))) == scene.frame_count


@pytest.mark.parametrize("layer", LAYERS)
def test_numbers_that_are_not_finite_are_played(layer):
    numbers = {"input": "1 nan 2 inf; 3 4 -5 6; 1 -2 -inf 0; 2 2 2 -9", "grad": "nan inf; -inf 2"}
    fields = {"kernel_size": 3, "output_size": "2", "aspect": "tall"}
    if layer.startswith("global") or layer in ("unpool", "conv-transpose"):
        del numbers["grad"]
    if layer == "unpool":
        del fields["output_size"]
    scene, _ = scene_of(**possible({"layer": layer, "direction": "both", **numbers, **fields}))
    assert len(list(pictures_of(scene))) == scene.frame_count
