from __future__ import annotations

import re

import pytest

from poolanim.errors import ParameterError
from poolanim.scene.contact import SHOWN, contact_sheet
from poolanim.scene.frames import kind_of
from poolanim.scene.marks import Text
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
        ({"layer": "max", "direction": "both"}, None, 3, 3),
        ({"layer": "max", "shape": "3x4", "beats": 1}, None, 2, 1),
        ({"layer": "max", "aspect": "tall"}, 1, 1, 9),
    ],
)
def test_a_sheet_shows_what_each_scan_does(fields, columns, across, down):
    scene, _ = scene_of(**fields)
    changes = only(contact_sheet(scene, columns)).changes
    for act in scene.acts:
        held = [
            picture
            for picture, told in zip(pictures_of(scene), scene.told(), strict=True)
            if told.act is act and told.scan is not None
            if told.stage == "told" or fields.get("beats") == 1
        ]
        shifts = [shift_of(changes, act.number, *each) for each in enumerate(held)]
        assert len({left for left, _ in shifts}) == across
        assert len({top for _, top in shifts}) == down


def shift_of(changes, act, turn, picture):
    """Returns how far the boards of a scan are from where they are in its film."""
    assert texts(changes[act, turn]) == texts(picture["count"])
    shown = {place for place in picture if kind_of(place) in SHOWN}
    assert shown == {place[2] for place in changes if place[:2] == (act, turn) and len(place) > 2}
    shifts = {
        tuple(round(one - other, 6) for one, other in zip(mark.bounds, before.bounds, strict=True))
        for place in shown
        for mark, before in zip(changes[act, turn, place], picture[place], strict=True)
    }
    [(left, top, right, bottom)] = shifts
    assert (left, top) == (right, bottom)
    return left, top


def test_the_title_and_the_code_of_a_sheet_are_shown_once():
    scene, _ = scene_of(layer="max", direction="both", caption="Two passes.")
    sheet = contact_sheet(scene)
    changes = only(sheet).changes
    said = [text for marks in changes.values() for text in texts(marks)]
    assert said.count("Max pooling") == 2
    assert said.count("Two passes.") == 1
    assert [code_of(changes[place]) for place in changes if "code" in place] == [
        "A[i, j] = np.max(A_prev[window])",
        "mask = A_prev[window] == A[i, j]",
        "dA_prev[window] += mask * dA[i, j]",
    ]
    for left, top, right, bottom in (mark.bounds for marks in changes.values() for mark in marks):
        assert min(left, top) >= 0
        assert right <= sheet.width
        assert bottom <= sheet.height


def test_the_parameters_of_a_sheet_end_where_its_boards_do():
    scene, _ = scene_of(layer="max", kernel_size=2, direction="both")
    changes = only(contact_sheet(scene, 3)).changes
    rights = [
        mark.bounds[2] for place, marks in changes.items() if len(place) > 2 for mark in marks
    ]
    heads = [marks for place, marks in changes.items() if place[1] == "head"]
    assert len(heads) == 2
    for head in heads:
        assert head[-1].text == "kernel 2, stride 1"
        assert head[-1].bounds[2] == pytest.approx(max(rights), abs=2)  # less half an outline


def code_of(marks):
    return "".join(texts(marks))


def test_a_sheet_says_what_scans_have_in_common():
    scene, _ = scene_of(layer="adaptive-avg", output_size=3, direction="backward")
    changes = only(contact_sheet(scene)).changes
    assert code_of(changes[0, "code", 0]) == "dA_prev[window] += dA[i, j] / n"


def test_a_sheet_has_its_limit():
    scene, _ = scene_of(layer="max", kernel_size=1, shape="10x11", every=1)
    told = "there are 110 scans to show, and a sheet shows at most 100; draw fewer with every, such"
    with pytest.raises(ParameterError, match=told):
        contact_sheet(scene)
    scene, _ = scene_of(layer="max", kernel_size=1, shape=10, every=1)
    assert contact_sheet(scene).is_sheet


@pytest.mark.parametrize(
    "fields",
    [
        {"shape": "10x11"},
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


def pages_of(sheet):
    """What each page of a sheet shows."""
    pages, picture = [], {}
    for frame in sheet.frames():
        picture |= frame.changes
        pages.append({place: marks for place, marks in picture.items() if marks})
    return pages


def test_a_sheet_is_divided_into_pages_on_which_letters_can_be_read():
    scene, _ = scene_of(layer="max", shape="11x10", direction="both", scans="1:40", every=1)
    whole = only(contact_sheet(scene, 2)).changes
    sheet = contact_sheet(scene, has_pages=True)
    pages = pages_of(sheet)
    assert sheet.frame_count == len(pages) > 2
    assert sheet.size_px == pytest.approx((794, 1123), abs=2)
    shown = [place for page in pages for place in page]
    assert sorted(map(repr, shown)) == sorted(repr(place) for place in whole if whole[place])
    for number, page in enumerate(pages):
        bounds = [mark.bounds for marks in page.values() for mark in marks]
        assert min(top for _, top, _, _ in bounds) == pytest.approx(sheet.margin, abs=1)
        assert max(bottom for *_, bottom in bounds) <= sheet.height
        sizes = [text.size for marks in page.values() for text in marks if isinstance(text, Text)]
        assert min(sizes) * sheet.zoom * 0.75 >= 5
        later = next(iter(sheet.frames(number))).changes
        assert {place: marks for place, marks in later.items() if marks} == page


def test_a_sheet_that_fits_on_one_page_is_no_higher_than_it_needs():
    scene, _ = scene_of(layer="max")
    sheet = contact_sheet(scene, has_pages=True)
    assert sheet.frame_count == 1
    assert sheet.height < 1.3 * sheet.width
    assert contact_sheet(scene, 3, has_pages=True).width == contact_sheet(scene, 3).width
