"""Texts beside the boards: sentences in lines."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from poolanim.scene.legend import balanced, wrapped

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
