from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from poolanim.fonts.typefaces import (
    COMMON,
    PAGES,
    TYPEFACES,
    kerning,
    letter_of,
    packed,
    page_of,
    path_of,
    unpacked,
)

ROOT = Path(__file__).parents[2]
LATIN_1 = "".join(map(chr, range(0xA0, 0x100)))
OTHERS = "⁰¹²³⁴⁵⁶⁷⁸⁹½…·‘’“”„–—≠ŁőŽ"
GREEK = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρςστυφχψω"
CYRILLIC = "".join(map(chr, range(0x410, 0x450)))
FOLDER = path_of(TYPEFACES[0], PAGES[0]).parent
MOST_BYTES = 600_000


@pytest.mark.parametrize("face", TYPEFACES)
def test_faces_have_the_letters_that_figures_need(face):
    wanted = COMMON + LATIN_1 + OTHERS + CYRILLIC
    if not face.startswith("code"):
        wanted += GREEK
    assert [letter for letter in wanted if letter_of(letter, face) is None] == []
    assert letter_of("平", face) is None


@pytest.mark.parametrize("face", TYPEFACES)
def test_letters_are_drawn_and_spaces_are_not(face):
    for page in (page_of(face, name) for name in PAGES):
        empty = [
            letter
            for letter, first, after in zip(page.places, page.starts, page.starts[1:], strict=False)
            if first == after
        ]
        assert all(letter.isspace() or letter in "\xad\u200b" for letter in empty)


@pytest.mark.parametrize("face", TYPEFACES)
def test_what_figures_need_of_their_own_is_on_the_first_page(face):
    assert set(page_of(face, PAGES[0]).places) == set(COMMON)
    assert not set(page_of(face, PAGES[1]).places) & set(COMMON)


def test_digits_and_signs_have_one_width_in_a_family():
    for family in ("text", "number", "code"):
        faces = [face for face in TYPEFACES if face.startswith(family)]
        assert (
            len({letter_of(sign, face).advance for face in faces for sign in "0123456789+−"}) == 1
        )
    points = [letter_of(".", face).advance for face in ("number", "number-bold")]
    assert points == [248, 284]  # a number is aligned on its point, not on its edge


@pytest.mark.parametrize("face", TYPEFACES)
def test_digits_and_signs_are_not_kerned(face):
    letters = [letter_of(letter, face) for letter in COMMON]
    for sign in (letter_of(sign, face) for sign in "0123456789+−-×÷="):
        assert not any(kerning(sign, letter) or kerning(letter, sign) for letter in letters)


@pytest.mark.parametrize("face", TYPEFACES)
def test_contours_are_closed(face):
    for name in PAGES:
        page = page_of(face, name)
        for place in page.places.values():
            curves = page.curves[page.starts[place] : page.starts[place + 1]]
            starts, ends = (sorted(points.tolist()) for points in (curves[:, :2], curves[:, 4:]))
            assert starts == ends


@pytest.mark.parametrize("face", ["text-medium", "number", "code"])
def test_pages_come_back_as_they_were_packed(face):
    for name in PAGES:
        page = page_of(face, name)
        again = unpacked(packed(page))
        assert again[:-1] == page[:-1]
        np.testing.assert_array_equal(again.curves, page.curves)


def test_pages_are_as_the_font_file_has_them():
    pytest.importorskip("fontpkg_ibm_plex_mono", reason="the extra bake is not installed")
    from poolanim.fonts.baking import MONO, opened, page

    font = opened("ibm_plex_mono", f"IBMPlexMono-{MONO['code']}")
    names = font.getBestCmap()
    for name in PAGES:
        baked = page(font, {letter: names[ord(letter)] for letter in page_of("code", name).places})
        assert baked[:-1] == page_of("code", name)[:-1]
        np.testing.assert_array_equal(baked.curves, page_of("code", name).curves)


def test_the_files_are_small_and_their_licence_is_beside_them():
    licence = (FOLDER / "LICENSE").read_text("utf-8")
    assert "IBM Corp" in licence
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    names = {path.name for path in FOLDER.iterdir()}
    assert names == {"LICENSE", *(f"{face}.{page}" for face in TYPEFACES for page in PAGES)}
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < MOST_BYTES


def test_a_wheel_has_the_letters_and_their_licence(tmp_path):
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    carried = set(zipfile.ZipFile(wheel).namelist())
    assert {f"poolanim/templates/letters/{path.name}" for path in FOLDER.iterdir()} <= carried
