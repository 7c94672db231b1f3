from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from poolanim.scene.arrange.placement import HIGH, LOW
from poolanim.scene.marks import Box, Dot, Text
from poolanim.scene.side.slots import SLOT_GAP, Slot, SlotRow

WORDS = ("{count} before", "{count} to come")


def width_of(text, size, _face):
    return len(text) * size / 2


def row_of(room, height=LOW):
    return SlotRow(10, 20, room, height, 15, width_of)


def slots_of(count, filled, text="+1"):
    return [Slot(text, "sign.12" if number < filled else "") for number in range(count)]


def read(marks):
    """The texts of a row, from left to right; an empty slot is an empty text."""
    boxes = sorted((mark.x, mark) for mark in marks if isinstance(mark, Box) and not inner(mark))
    texts = [mark for mark in marks if isinstance(mark, Text)]
    return [
        next((text.text for text in texts if box.x <= text.left <= box.x + box.width), "")
        for _, box in boxes
    ]


def inner(box):
    return box.fill is None and box.line == "ink"


def test_a_slot_is_empty_until_its_scan_has_come():
    marks = row_of(400).marks(slots_of(4, 2), 2, WORDS)
    assert read(marks) == ["+1", "+1", "", ""]
    boxes = [mark for mark in marks if isinstance(mark, Box)]
    assert [box.dashed for box in boxes] == [False, False, True, True]
    assert [box.fill for box in boxes] == ["sign.12", "sign.12", None, None]


def test_slots_have_places_of_their_own_so_that_nothing_reflows():
    lefts = [
        [
            round(mark.x)
            for mark in row_of(400).marks(slots_of(5, filled), filled, WORDS)
            if isinstance(mark, Box)
        ]
        for filled in range(6)
    ]
    assert all(each == lefts[-1] for each in lefts)


def test_slots_that_have_no_room_are_folded_into_words():
    row = row_of(200)
    assert read(row.marks(slots_of(9, 0), 0, WORDS)) == ["", "", "", "6 to come"]
    assert read(row.marks(slots_of(9, 3), 3, WORDS)) == ["+1", "+1", "+1", "6 to come"]
    assert read(row.marks(slots_of(9, 9), 9, WORDS)) == ["6 before", "+1", "+1", "+1"]


def test_the_slot_that_has_just_been_filled_is_shown_whatever_is_folded():
    row = row_of(260)
    for filled in range(1, 13):
        slots = [
            Slot(str(number), "sign.12" if number <= filled else "") for number in range(1, 13)
        ]
        shown = read(row.marks(slots, filled, WORDS))
        assert str(filled) in shown
        before, after = (
            sum(int(text.split()[0]) for text in shown if text.endswith(end))
            for end in ("before", "to come")
        )
        assert before + after + sum(" " not in text for text in shown) == 12


def test_slots_are_narrower_before_they_are_folded_but_never_than_their_text():
    def widths(count, room):
        slots = [Slot("+10", "sign.12")] * count
        return {m.width for m in row_of(room).marks(slots, count, WORDS) if isinstance(m, Box)}

    text = width_of("+10", 18, "number-bold")
    assert widths(3, 600) == {text + 12}
    least = text + 8
    assert widths(9, 9 * (least + SLOT_GAP)) == {least}
    assert max(widths(9, 9 * (least + SLOT_GAP) - SLOT_GAP - 1) & {text + 12}) > least


def test_what_has_just_been_filled_is_framed_and_a_winner_has_its_spot():
    slots = [Slot("5", "sign.8", spot=True), Slot("7", "sign.12", now=True)]
    marks = row_of(400).marks(slots, 2, WORDS)
    [spot] = [mark for mark in marks if isinstance(mark, Dot)]
    [frame] = [mark for mark in marks if isinstance(mark, Box) and inner(mark)]
    five, seven = (mark for mark in marks if isinstance(mark, Text))
    assert (five.ink, five.ground, five.face) == ("on_winner", "winner", "number-bold")
    assert five.left < spot.x < five.left + five.width
    assert frame.x < seven.left < seven.left + seven.width < frame.x + frame.width


def test_the_words_for_later_slots_end_where_the_room_does_if_nothing_is_to_spare():
    """Only words at the right have nothing after them, so no gap is paid for there."""
    slots = [Slot(text) for text in ("0",) * 8 + ("−12.5",)]
    marks = row_of(469).marks(slots, 7, WORDS)
    assert any(isinstance(mark, Text) and "to come" in mark.text for mark in marks)
    assert max(mark.bounds[2] for mark in marks) + 0.5 == 10 + 469  # with half its line


@given(
    st.integers(60, 700),
    st.lists(st.sampled_from(["0", "+1", "−12.5", "+1234"]), min_size=1, max_size=30),
    st.data(),
)
def test_a_row_never_leaves_its_room(room, texts, data):
    filled = data.draw(st.integers(0, len(texts)))
    slots = [Slot(text, "sign.12" if n < filled else "") for n, text in enumerate(texts)]
    marks = row_of(room).marks(slots, filled, WORDS)
    shown = [mark for mark in marks if isinstance(mark, Box)]
    if len(shown) > 1:  # one slot is shown even if it has no room
        assert max(mark.bounds[2] for mark in marks) <= 10 + room
    for one in shown:
        assert (
            sum(one.x < other.x + other.width and other.x < one.x + one.width for other in shown)
            == 1
        )


def test_high_slots_show_the_factors_of_their_products_over_these():
    slots = [Slot("−2", "sign.9", factors="2×−1"), Slot("4", factors="2×2")]
    high, low = row_of(400, HIGH).marks(slots, 1, WORDS), row_of(400).marks(slots, 1, WORDS)
    product, factors = (mark for mark in high if isinstance(mark, Text))
    assert (product.text, factors.text) == ("−2", "2×−1")
    assert factors.y < product.y <= 20 + HIGH
    assert factors.size < product.size
    assert [mark.text for mark in low if isinstance(mark, Text)] == ["−2"]
    width = max(mark.bounds[2] - mark.bounds[0] for mark in high)
    assert row_of(400, HIGH).width(slots) == 2 * (width - 4) + SLOT_GAP
