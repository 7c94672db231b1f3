from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from poolanim.errors import ParameterError
from poolanim.fonts import cache, metrics, outlines
from poolanim.fonts import letters as module
from poolanim.fonts.atlas import CHARACTERS, PARTS, page
from poolanim.fonts.coverage import FULL
from poolanim.fonts.letters import lettering_of
from poolanim.fonts.metrics import text_width
from poolanim.scene.marks import MONO_ADVANCE, SIZES


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(cache, "cache_folder", lambda: tmp_path / "cache")
    module._drawn.cache_clear()
    metrics._width_em.cache_clear()
    return tmp_path / "cache"


def test_digits_are_tabular_and_widths_grow_with_the_size():
    for face in SIZES:
        widths = {text_width(digit, 10, face) for digit in "0123456789"}
        assert len(widths) == 1
    assert text_width("12", 20, "sans") == 2 * text_width("12", 10, "sans")


@pytest.mark.parametrize("face", SIZES)
@pytest.mark.parametrize("text", ["Average pooling", "AVAT To −0.33", "f", "dA_prev[2, 2] ≈ 1 ÷ 9"])
def test_widths_are_those_of_the_font(text, face):
    assert text_width(text, 1, face) == pytest.approx(outlines.width_em(text, face), abs=0.001)


def test_monospaced_letters_stand_on_whole_pixels():
    for size in SIZES["mono"]:
        assert text_width("0", size, "mono") == pytest.approx(round(MONO_ADVANCE * size))
    one, two = (
        lettering_of("a", "mono", SIZES["mono"][0]),
        lettering_of("ba", "mono", SIZES["mono"][0]),
    )
    np.testing.assert_array_equal(two.levels[:, one.levels.shape[1] :], one.levels)


@pytest.mark.parametrize("scale", [1, 2])
@pytest.mark.parametrize("face", SIZES)
@pytest.mark.parametrize("text", ["Average pooling", "AVAT −0.33", "(7.5 + 1) ÷ 9"])
def test_composed_texts_are_as_the_font_draws_them_whole(text, face, scale):
    size = SIZES[face][3] * scale
    shown = lettering_of(text, face, size)
    whole = module._whole_pixels(outlines.sprites([text], face, size)[0])
    canvases = np.zeros((2, 60, 400))
    for canvas, sprite in zip(canvases, (shown, whole), strict=True):
        rows, columns = sprite.levels.shape
        top, left = 40 + sprite.top, 10 + sprite.left
        canvas[top : top + rows, left : left + columns] = sprite.levels
    difference = np.abs(canvases[0] - canvases[1])
    assert difference.max() <= 4  # of 15: an eighth of a pixel, and some rounding
    assert difference.sum() / canvases[1].sum() < 0.06


def test_a_text_of_no_ink_covers_nothing():
    assert (
        lettering_of(" ", "sans", 10).levels.size == lettering_of("", "bold", 10).levels.size == 0
    )
    assert text_width("", 10, "sans") == 0


@pytest.mark.parametrize("size", [7, 13, 28, 56])
def test_ready_made_letters_are_what_matplotlib_draws(size):
    for letter in "Ag0−":
        [sprite] = outlines.sprites(letter, "bold", size)
        ready = page("bold", size)[CHARACTERS.index(letter)]
        assert (ready.left, ready.top) == (sprite.left, sprite.top)
        difference = np.abs(ready.levels.astype(int) - sprite.levels)
        assert difference.mean() < 0.3  # versions of FreeType differ a little
        assert ready.levels.shape[1] % PARTS == 0


@pytest.mark.parametrize("scale", [1, 1.15, 1.35, 2.4])
@pytest.mark.usefixtures("folder")
def test_code_is_as_wide_as_measured_at_any_scale(scale):
    text, size = 60 * "M", SIZES["mono"][1]
    left, _, levels = lettering_of(text, "mono", size * scale)
    assert left + levels.shape[1] == pytest.approx(text_width(text, size, "mono") * scale, abs=3)


def test_other_letters_are_drawn_once_and_kept(folder, monkeypatch):
    text = "Größe é"
    width, shown = text_width(text, 20, "bold"), lettering_of(text, "bold", 20)
    assert len(list(folder.iterdir())) == 2
    assert shown.levels.max() == FULL
    assert width == pytest.approx(shown.levels.shape[1], abs=4)
    module._drawn.cache_clear()
    metrics._width_em.cache_clear()
    monkeypatch.setattr(outlines, "sprites", None)
    monkeypatch.setattr(outlines, "width_em", None)
    assert text_width(text, 20, "bold") == width
    np.testing.assert_array_equal(lettering_of(text, "bold", 20).levels, shown.levels)


def test_what_is_kept_is_known_by_text_face_size_and_fonts(folder, monkeypatch):
    lettering_of("é", "bold", 20)
    for other in (("è", "bold", 20), ("é", "sans", 20), ("é", "bold", 22)):
        before = len(list(folder.iterdir()))
        lettering_of(*other)
        assert len(list(folder.iterdir())) == before + 1
    module._drawn.cache_clear()
    monkeypatch.setattr(cache, "_drawn_by", lambda: ("another matplotlib",))
    lettering_of("é", "bold", 20)
    assert len(list(folder.iterdir())) == 5


def test_a_character_that_the_font_lacks_is_refused(folder):
    with pytest.raises(ParameterError, match="no font has the character '平'; give"):
        text_width("平均池化", 10, "bold")
    assert not folder.exists()


STIX = str(Path(mpl.get_data_path()) / "fonts" / "ttf" / "STIXGeneral.ttf")
"""A font file such as a user has."""


def on_canvas(lettering):
    """A text whose pen starts at column 10 of row 40."""
    canvas = np.zeros((60, 400), np.uint8)
    rows, columns = lettering.levels.shape
    top, left = 40 + lettering.top, 10 + lettering.left
    canvas[top : top + rows, left : left + columns] = lettering.levels
    return canvas


@pytest.mark.usefixtures("folder")
def test_each_letter_is_of_the_first_face_that_has_it():
    own, fallback = lettering_of("A", (STIX, "sans"), 20), lettering_of("א", (STIX, "sans"), 20)
    np.testing.assert_array_equal(own.levels, lettering_of("A", (STIX,), 20).levels)
    assert own.levels.shape != lettering_of("A", "sans", 20).levels.shape
    np.testing.assert_array_equal(fallback.levels, lettering_of("א", "sans", 20).levels)
    mixed = text_width("Aא", 20, (STIX, "sans"))
    apart = text_width("A", 20, (STIX,)) + text_width("א", 20, "sans")
    assert mixed == pytest.approx(apart, abs=1.5)  # but for what is beside the outer letters
    size = SIZES["mono"][0]
    code, plain = lettering_of("dA[0]", ("mono", STIX), size), lettering_of("dA[0]", "mono", size)
    np.testing.assert_array_equal(code.levels, plain.levels)
    with pytest.raises(ParameterError, match="no font has the character 'Ⓐ'"):
        text_width("Ⓐ", 20, "sans")
    assert text_width("Ⓐ", 20, ("sans", STIX)) > 10


@pytest.mark.usefixtures("folder")
def test_letters_that_the_monospaced_face_lacks_stand_in_columns():
    size = SIZES["mono"][2]
    pitch = round(MONO_ADVANCE * size)
    assert text_width("Ⓐ\u2060[0]", size, ("mono", STIX)) == pytest.approx(5 * pitch)
    shown = on_canvas(lettering_of("Ⓐ\u2060[0]", ("mono", STIX), size))
    code = on_canvas(lettering_of("[0]", "mono", size))
    difference = shown[:, 10 + 2 * pitch : 300].astype(int) - code[:, 10 : 300 - 2 * pitch]
    assert np.abs(difference).max() <= 4


@pytest.mark.usefixtures("folder")
def test_scripts_are_ordered_and_joined_as_they_are_read():
    one, two = lettering_of("א", "sans", 40), lettering_of("אב", "sans", 40)
    rows, width = one.top - two.top, one.levels.shape[1]
    both = two.levels[rows : rows + len(one.levels)].astype(int)
    left, right = (np.abs(part - one.levels).sum() for part in (both[:, :width], both[:, -width:]))
    assert right < left / 4  # the first letter stands at the right
    apart = sum(text_width(letter, 40, "sans") for letter in "مرحبا")
    assert text_width("مرحبا", 40, "sans") < 0.9 * apart
    assert text_width("א\u200f", 40, "sans") == text_width("א", 40, "sans")


@pytest.mark.usefixtures("folder")
def test_formulas_are_set_and_all_else_is_shown_as_it_is_written():
    assert text_width("é $a_b$", 40, "sans") > 1.5 * text_width("é ab", 40, "sans")
    fraction = lettering_of(r"$\frac{1}{2}$", "math", 40)
    assert len(fraction.levels) > 1.5 * len(lettering_of("1", "sans", 40).levels)
    assert text_width(r"$\frac{1}{2}$", 40, "math") < text_width("1/2", 40, "sans")
    (bar,) = np.flatnonzero((fraction.levels == FULL).mean(axis=1) > 0.8)[:1]
    assert 0.3 < bar / len(fraction.levels) < 0.7


@settings(deadline=None)
@given(st.text(max_size=8), st.sampled_from(["bold", (STIX, "sans"), ("mono", STIX)]))
@example("\x00", "bold")
@example("\udcff", "bold")
@example("a\n\t", "bold")
@example("\u200d", "bold")
@example("\u0301", "bold")
def test_any_text_is_shown_or_refused(text, face):
    size = SIZES["mono"][-1]
    with patch.object(module, "kept", lambda _, make: make()):
        try:
            width = text_width(text, size, face)
        except ParameterError as refusal:
            assert "no font has the character" in str(refusal)  # noqa: PT017
        else:
            assert lettering_of(text, face, size).levels.shape[1] <= width + 2 * size


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("name", "message"), [("none.ttf", "no such file"), ("text.ttf", "not a font")]
)
def test_what_is_no_font_is_refused(tmp_path, name, message):
    (tmp_path / "text.ttf").write_text("no font")
    with pytest.raises(ParameterError, match=rf"font .*{name}: {message}.*; give a .ttf or .otf"):
        text_width("A", 10, (str(tmp_path / name), "sans"))


def test_a_font_of_pixels_is_refused(tmp_path):
    bdf = """STARTFONT 2.1
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
    (tmp_path / "a.ttf").write_text(bdf)
    with pytest.raises(ParameterError, match=r"not a font; give a \.ttf or .otf file"):
        text_width("é", 10, (str(tmp_path / "a.ttf"), "bold"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_no_font(tmp_path):
    os.mkfifo(tmp_path / "a.ttf")
    with pytest.raises(ParameterError, match=r"a pipe or a device; give a \.ttf or .otf file"):
        text_width("é", 10, (str(tmp_path / "a.ttf"), "bold"))


@pytest.mark.usefixtures("folder")
def test_a_damaged_font_is_refused_or_drawn(tmp_path):
    chance = random.Random(0)
    whole = Path(STIX).with_name("STIXSizOneSymReg.ttf").read_bytes()
    told = set()
    for number in range(40):
        damaged = bytearray(whole)
        for _ in range(chance.choice([1, 30, 1000])):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        path = tmp_path / f"{number}.ttf"
        path.write_bytes(damaged)
        face = (str(path), "bold")
        try:
            text_width("(é", 20, face)
            lettering_of("(é", face, 20)
        except ParameterError as error:
            told.add(str(error).partition("; ")[0].partition(": ")[2])
    assert told >= {"not a font", "damaged, so that its letters cannot be drawn"}


@pytest.mark.usefixtures("folder")
def test_letters_that_are_far_too_large_are_a_fault_of_the_font(monkeypatch):
    monkeypatch.setattr(outlines, "LARGEST", 10)
    with pytest.raises(ParameterError, match=r"font .*STIXGeneral.ttf: damaged"):
        lettering_of("é", (STIX, "bold"), 20)
    with pytest.raises(ValueError, match="too large"):
        lettering_of("ö", "bold", 20)


def test_a_font_is_known_by_its_content(folder, tmp_path):
    for number, source in enumerate((STIX, STIX, STIX.replace("General", "GeneralBol"))):
        copy = tmp_path / f"{number}.ttf"
        copy.write_bytes(Path(source).read_bytes())
        lettering_of("A", (str(copy), "sans"), 20)
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize("title", ["Average", "\u10d0\u10d1"])
def test_a_warm_run_imports_no_matplotlib(tmp_path, title):
    code = (
        "import sys; from poolanim import Figure, animate;"
        f"animate(Figure(layer='avg', shape='3x3', title={title!r}), 'a.gif');"
        "print('matplotlib' in sys.modules)"
    )
    said = []
    environment = {"XDG_CACHE_HOME": str(tmp_path), "PATH": "", "PYTHONUTF8": "1"}
    for _ in range(2):
        command = [sys.executable, "-c", code]
        run = subprocess.run(
            command, cwd=tmp_path, check=True, capture_output=True, text=True, env=environment
        )
        said.append((run.stdout.strip(), (tmp_path / "a.gif").read_bytes()))
    assert [words for words, _ in said] == [str(title != "Average"), "False"]
    assert said[0][1] == said[1][1]  # cold and warm give the same bytes


def test_the_user_s_matplotlibrc_changes_nothing(tmp_path):
    rc = "text.hinting: force_autohint\nfont.family: serif\npath.snap: False\nfigure.dpi: 300\n"
    rc += "lines.antialiased: False\npatch.antialiased: False\ntext.antialiased: False\n"
    (tmp_path / "matplotlibrc").write_text(rc + "backend: svg\ntext.kerning_factor: 6\n")
    command = [sys.executable, "-m", "poolanim", "max", "--shape", "3x3", "--size", "2"]
    command += ["--title", "\u10d0 Größe AVÄT", "-o", "a.gif"]
    (tmp_path / "other").mkdir()
    for folder in (tmp_path, tmp_path / "other"):
        environment = {"XDG_CACHE_HOME": str(folder / "cache"), "PYTHONUTF8": "1"}
        subprocess.run(command, cwd=folder, check=True, env=environment)
    assert (tmp_path / "a.gif").read_bytes() == (tmp_path / "other" / "a.gif").read_bytes()


@pytest.mark.parametrize("backend", ["module://matplotlib_inline.backend_inline", "", "agg"])
def test_the_backend_of_a_notebook_does_not_matter(backend):
    """It stays what it was for the user's own figures."""
    script = (
        "from poolanim.fonts.outlines import width_em; import matplotlib, os; "
        "print(width_em('0', 'mono') > 0, os.environ['MPLBACKEND'], "
        "dict.__getitem__(matplotlib.rcParams, 'backend'))"
    )
    result = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "MPLBACKEND": backend},
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.startswith(f"True {backend} ")
    assert result.stdout.endswith(" agg\n") == (backend == "agg")
    assert result.stderr == ""


def test_a_broken_matplotlibrc_is_told_in_one_line(tmp_path):
    (tmp_path / "matplotlibrc").write_bytes(b"zzz\nfont.size: abc\n")
    command = [sys.executable, "-m", "poolanim", "avg", "--shape", "3", "--title", "\u10d0"]
    options = {"cwd": tmp_path, "capture_output": True, "text": True, "check": False}
    options["env"] = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    result = subprocess.run([*command, "-o", "a.png"], **options)
    assert (result.returncode, result.stderr) == (0, "")
    (tmp_path / "matplotlibrc").write_bytes(b"\xff")
    result = subprocess.run([*command, "-o", "b.png", "--title", "\u10d1"], **options)
    assert result.returncode == 1
    assert result.stderr.startswith("poolanim: matplotlib cannot read its settings: ")
    assert result.stderr.count("\n") == 1
    assert not (tmp_path / "b.png").exists()
