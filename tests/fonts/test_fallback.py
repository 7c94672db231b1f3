from __future__ import annotations

import os
import random
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from poolanim.errors import ParameterError
from poolanim.fonts import fallback, files
from poolanim.fonts.contours import outline
from poolanim.fonts.coverage import FULL
from poolanim.fonts.fallback import foreign_of
from poolanim.fonts.lettering import letters
from poolanim.fonts.setting import line, text_width
from tests.fonts.fonts import STIX, SYMBOLS

PIXELS = """STARTFONT 2.1
FONT a
SIZE 8 75 75
FONTBOUNDINGBOX 8 8 0 0
CHARS 1
STARTCHAR é
ENCODING 233
BBX 8 1 0 0
BITMAP
FF
ENDCHAR
ENDFONT
"""
"""A font of pixels."""


FACES = "sans", "bold"
NOWHERE = "\U0003fffd"
"""A character of no font, since it is none."""


@pytest.mark.usefixtures("folder")
def test_a_character_that_no_font_has_is_refused():
    with pytest.raises(ParameterError, match=r"no font has the character .*; give one that does"):
        text_width(NOWHERE, 10, "text")


def test_what_no_bundled_font_has_is_of_an_installed_one_and_not_kept(folder):
    assert text_width("Ⓑ", 10, "text") > 5
    with patch.object(fallback, "kept", return_value=b""):
        foreign_of.cache_clear()
        assert len(foreign_of("Ⓑ", ("sans",)).curves)
    assert all(path.stat().st_size < 100 for path in folder.iterdir())  # no outline


@pytest.mark.usefixtures("folder")
def test_a_font_may_be_the_name_of_a_family():
    regular, bold = (foreign_of("A", (name, face)) for name in ("STIXGeneral",) for face in FACES)
    assert np.array_equal(regular.curves, foreign_of("A", (STIX,)).curves)
    heavy = STIX.replace("General", "GeneralBol")
    assert np.array_equal(bold.curves, foreign_of("A", (heavy,)).curves)


def test_what_another_font_shows_is_kept(folder, monkeypatch):
    width, shown = text_width("ℵ", 20, "text"), letters("ℵ", "text", 20)
    assert len(list(folder.iterdir())) == 1
    for memory in (foreign_of, line, letters, outline):
        memory.cache_clear()
    monkeypatch.setattr("poolanim.fonts.outlines.curves", None)
    assert text_width("ℵ", 20, "text") == width
    assert (letters("ℵ", "text", 20).levels == shown.levels).all()


def test_what_is_kept_is_known_by_text_fonts_and_matplotlib(folder, monkeypatch):
    foreign_of("é", ("bold",))
    for count, other in enumerate((("è", ("bold",)), ("é", ("sans",)), ("é", ("sans", STIX))), 2):
        foreign_of(*other)
        assert len(list(folder.iterdir())) == count
    foreign_of.cache_clear()
    monkeypatch.setattr(files, "_matplotlib", lambda: Path(STIX).parents[3] / "mpl-data" / "..")
    foreign_of("é", ("bold",))
    assert len(list(folder.iterdir())) == 4


def test_a_font_is_known_by_its_content(folder, tmp_path):
    for number, source in enumerate((STIX, STIX, STIX.replace("General", "GeneralBol"))):
        copy = tmp_path / f"{number}.ttf"
        copy.write_bytes(Path(source).read_bytes())
        foreign_of("A", (str(copy), "sans"))
    assert len(list(folder.iterdir())) == 2


@pytest.mark.usefixtures("folder")
def test_each_letter_is_of_the_first_face_that_has_it():
    own, alone, other = (
        foreign_of("A", face).curves.tolist() for face in ((STIX, "sans"), (STIX,), ("sans",))
    )
    assert own == alone != other
    lacking, found = (foreign_of("א", face).curves for face in ((STIX, "sans"), ("sans",)))
    np.testing.assert_array_equal(lacking, found)
    mixed = text_width("Aא", 20, (STIX, "text"))
    apart = text_width("A", 20, (STIX,)) + text_width("א", 20, "text")
    assert mixed == pytest.approx(apart, abs=1.5)  # but for what is beside the outer letters


@pytest.mark.usefixtures("folder")
def test_formulas_are_set_and_all_else_is_shown_as_it_is_written():
    assert text_width("é $a_b$", 40, "text") > 1.5 * text_width("é ab", 40, "text")
    fraction = letters(r"$\frac{1}{2}$", "math", 40)
    assert len(fraction.levels) > 1.5 * len(letters("1", "text", 40).levels)
    (bar,) = np.flatnonzero((fraction.levels == FULL).mean(axis=1) > 0.8)[:1]
    assert 0.3 < bar / len(fraction.levels) < 0.7


@settings(max_examples=25)
@given(
    st.text(max_size=8),
    st.sampled_from(["text", "code", (STIX, "text"), ("code", STIX), ("text-strong", STIX)]),
)
@example("\x00", "text-strong")
@example("\udcff", "text")
@example("a\n\t", "text")
@example("\u200d", "text")
@example("\u0301", "code")
def test_any_text_is_shown_or_refused(text, face):
    with patch.object(fallback, "kept", lambda _, make: make()):
        try:
            width = text_width(text, 20, face)
        except ParameterError as refusal:
            assert "no font has the character" in str(refusal)  # noqa: PT017
        else:
            assert letters(text, face, 20).levels.shape[1] <= width + 40


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "no such file"), ("no font", "not a font"), (PIXELS, "not a font")],
)
def test_what_is_no_font_is_refused(tmp_path, content, message):
    if content:
        (tmp_path / "a.ttf").write_text(content, "utf-8")
    with pytest.raises(ParameterError, match=rf"font .*a.ttf: {message}.*; give a .ttf, .otf"):
        text_width("é", 10, (str(tmp_path / "a.ttf"), "text"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_no_font(tmp_path):
    os.mkfifo(tmp_path / "a.ttf")
    with pytest.raises(
        ParameterError, match=r"a pipe or a device; give a \.ttf, .otf or .ttc file"
    ):
        text_width("é", 10, (str(tmp_path / "a.ttf"), "text"))


@pytest.mark.usefixtures("folder")
def test_a_damaged_font_is_refused_or_drawn(tmp_path):
    chance = random.Random(0)
    whole = Path(SYMBOLS).read_bytes()
    told = set()
    for number in range(40):
        damaged = bytearray(whole)
        for _ in range(chance.choice([1, 30, 1000])):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        path = tmp_path / f"{number}.ttf"
        path.write_bytes(damaged)
        try:
            letters("(é", (str(path), "text-strong"), 20)
        except ParameterError as error:
            told.add(str(error).partition("; ")[0].partition(": ")[2])
    assert told >= {"not a font", "damaged, so that its letters cannot be drawn"}


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("limit", ["FARTHEST", "LARGEST"])
def test_letters_that_are_far_too_large_are_refused(monkeypatch, limit):
    monkeypatch.setattr(fallback, limit, 10)
    with pytest.raises(ParameterError, match="text 'é': its letters are too large; give another"):
        letters("é", (STIX, "text"), 20)
