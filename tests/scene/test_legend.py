"""Texts beside the boards: sentences in lines."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from poolanim.fonts.setting import text_width
from poolanim.scene.legend import balanced, code_line, wrapped
from poolanim.scene.marks import Box, Text

words = st.lists(st.text("abcdefgh", min_size=1, max_size=9), min_size=1, max_size=14)


@given(words, st.integers(9, 40))
def test_lines_of_a_sentence_are_as_few_as_can_be_and_none_is_needlessly_long(words, room):
    text = " ".join(words)
    lines = balanced(text, room, len)
    longest = max(map(len, lines))
    assert " ".join(lines) == text
    assert longest <= room
    assert len(lines) == len(wrapped(text, room, len))
    tighter = wrapped(text, longest - 1, len)
    assert len(lines) == 1 or len(tighter) > len(lines) or max(map(len, tighter)) >= longest


def test_a_word_longer_than_its_room_has_a_line_of_its_own():
    assert balanced("an extraordinarily long word", 8, len) == [
        "an",
        "extraordinarily",
        "long",
        "word",
    ]


def test_boxes_of_code_are_clear_of_brackets_and_begin_and_end_lines():
    code = "<active>A[1]</active> = f(x<window>[1:4]</window>)<active>A[1]</active>"
    marks, end = code_line(10, 50, code, 17, text_width, {})
    boxes = [mark for mark in marks if isinstance(mark, Box)]
    plain = [mark for mark in marks if isinstance(mark, Text) and mark.face == "code"]
    for text in plain:
        before, ink = text.text[: -len(text.text.lstrip())], text.text.strip()
        left = text.left + text_width(before, text.size, "code")
        right = left + text_width(ink, text.size, "code")
        assert all(right <= box.x - 1 or box.x + box.width + 1 <= left for box in boxes)
    assert (boxes[0].x, boxes[-1].x + boxes[-1].width) == (10, round(end))
