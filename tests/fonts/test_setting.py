from __future__ import annotations

import json
from pathlib import Path

import pytest

from poolanim.fonts.fallback import foreign_of
from poolanim.fonts.lettering import letters
from poolanim.fonts.setting import FOREIGN, line, text_width
from poolanim.fonts.typefaces import TYPEFACES
from tests.fonts.fonts import STIX

WIDTHS = json.loads(Path(__file__).with_name("widths.json").read_text("utf-8"))
"""Widths in units as HarfBuzz measures them in the font files; without kerning where there are
digits or signs."""


@pytest.mark.parametrize("face", TYPEFACES)
def test_texts_are_as_wide_as_in_the_font_files(face):
    for text, width in WIDTHS[face].items():
        assert text_width(text, 1000, face) == width
        assert text_width(text, 19.5, face) == width * 19.5 / 1000
    assert text_width("", 10, face) == 0


def test_letters_are_kerned_within_a_text():
    assert text_width("AV", 10, "text") < text_width("A", 10, "text") + text_width("V", 10, "text")
    (word,) = line("AVA", "text").words
    assert [glyph.text for glyph in word] == ["A", "V", "A"]
    assert word[1].pen < text_width("A", 1000, "text")
    assert word[2].pen < text_width("AV", 1000, "text")


def test_a_number_is_as_wide_as_its_parts():
    parts = sum(text_width(each, 19, "number") for each in "−3.75")
    assert text_width("−3.75", 19, "number") == pytest.approx(parts)
    assert text_width("−3.75", 19, "number") == text_width("+1.11", 19, "number")


def test_words_are_parted_by_spaces_and_keep_their_places():
    words = line("  of 9 ", "number").words
    assert ["".join(glyph.text for glyph in word) for word in words] == ["of", "9"]
    assert words[0][0].pen == text_width("  ", 1000, "number")
    assert line("   ", "text").words == ()


def test_every_typeface_has_a_font_for_what_it_lacks():
    assert tuple(FOREIGN) == TYPEFACES


@pytest.mark.usefixtures("folder")
def test_letters_that_a_face_lacks_come_from_another_font():
    (word,) = line("aℵ⊙b", "text-strong").words
    assert [(glyph.text, glyph.face) for glyph in word] == [
        ("a", "text-strong"),
        ("ℵ⊙", ("bold",)),
        ("b", "text-strong"),
    ]
    foreign = foreign_of("ℵ⊙", ("bold",)).width
    assert word[2].pen - word[1].pen == pytest.approx(foreign)
    assert text_width("aℵ⊙b", 1000, "text-strong") == pytest.approx(
        text_width("a", 1000, "text-strong") + foreign + text_width("b", 1000, "text-strong")
    )


@pytest.mark.usefixtures("folder")
def test_code_stands_in_columns_whatever_font_shows_it():
    assert text_width("aΩ⊙b", 1000, "code") == 2400
    (word,) = line("aΩ⊙b", "code").words
    assert [glyph.pen for glyph in word] == [0, 600, 1200, 1800]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("text", ["שלום עולם", "e\N{COMBINING ACUTE ACCENT}t"])
def test_texts_whose_letters_join_are_set_as_a_whole(text):
    assert [glyph.text for word in line(text, "text").words for glyph in word] == [text]


@pytest.mark.usefixtures("folder")
def test_a_font_of_the_user_comes_before_or_after():
    (word,) = line("aℵ", ("text", STIX)).words
    assert [(glyph.text, glyph.face) for glyph in word] == [("a", "text"), ("ℵ", (STIX, "sans"))]
    (word,) = line("aℵ", (STIX, "text")).words
    assert [(glyph.text, glyph.face) for glyph in word] == [("aℵ", (STIX, "sans"))]
    assert text_width("aℵ", 20, (STIX, "text")) > 0


@pytest.mark.usefixtures("folder")
def test_formulas_are_set_as_a_whole():
    assert 10 < text_width("$x^2$", 20, "math") < 30
    assert letters("$x^2$", "math", 20).levels.any()
