"""Where the rows of text are."""

from __future__ import annotations

import pytest

from poolanim.scene.marks import Box, Text
from poolanim.scene.sheet import Sheet
from poolanim.theme.shades import PALE
from tests.scene.acts import play_of
from tests.scene.side.test_slots import inner
from tests.scene.stages import overlap

FIGURES = [
    {"layer": layer, "direction": direction, "aspect": aspect, "kernel_size": 3, "stride": 1}
    for layer in ("avg", "max")
    for direction in ("forward", "backward")
    for aspect in ("wide", "square", "tall")
]


def held(fields, scan=4):
    """The play of a figure, and the text beside its boards in a scan."""
    play, sheet = play_of(**fields), Sheet()
    play.side.opening(sheet, 0, told=False)
    play.side.hold(sheet, scan)
    return play, dict(sheet.frame(0).changes)


@pytest.mark.parametrize("fields", FIGURES, ids=str)
def test_code_slots_and_sum_have_rows_or_columns_of_their_own(fields):
    play, shown = held(fields)
    strip = play.side.room.strip
    boxes = []
    for place, marks in shown.items():
        for mark in marks:
            left, top, right, bottom = mark.bounds
            assert strip.left - 2 <= left < right <= strip.right + 2, place
            assert strip.top - 6 <= top < bottom <= strip.bottom + 6, place
            if isinstance(mark, Text) or (isinstance(mark, Box) and not inner(mark)):
                boxes.append((place, (left, top, right, bottom)))
    for number, (place, box) in enumerate(boxes):
        for other, beside in boxes[:number]:
            assert place == other or not overlap(box, beside), (place, other)


@pytest.mark.parametrize("fields", FIGURES, ids=str)
def test_the_sum_ends_at_the_right_end_of_its_room(fields):
    play, shown = held(fields)
    right = max(mark.bounds[2] for mark in shown["sum"])
    assert right == pytest.approx(play.side.room.strip.right)


@pytest.mark.parametrize("fields", FIGURES[::3], ids=str)
def test_what_a_scan_adds_stands_beside_the_sum_until_it_has_merged(fields):
    play, sheet = play_of(**fields), Sheet()
    play.side.opening(sheet, 0, told=False)
    play.side.hold(sheet, 4)
    told = sheet.frame(0).changes["sum"]
    play.side.rest(sheet, 4)
    rested = sheet.frame(0).changes.get("sum", told)
    if any(cell in play.cast.deltas(number, 4) for number, cell in play.cast.focus):
        assert len(rested) < len(told)
    else:
        assert rested == told


def test_a_number_that_another_one_replaces_has_a_pale_slot():
    fields = {"layer": "unpool", "kernel_size": (1, 2), "stride": 1, "direction": "forward"}
    _, shown = held({**fields, "input": "1 7 7 2", "focus": "0,1"}, 1)
    assert [mark.text for mark in shown["sum"]] == ["7", " → ", "7"]
    grounds = [mark.fill for mark in shown["slots"] if isinstance(mark, Box) and mark.fill]
    assert len(grounds) == 2
    assert grounds[0] == PALE != grounds[1]
