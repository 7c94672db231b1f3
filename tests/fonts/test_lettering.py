from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from poolanim.fonts import lettering
from poolanim.fonts.contours import OFF, curves, outline
from poolanim.fonts.coverage import FULL
from poolanim.fonts.lettering import draw, letters
from poolanim.fonts.raster import PARTS, rasters
from poolanim.fonts.setting import text_width
from poolanim.fonts.typefaces import TYPEFACES


def on_canvas(shown):
    """A text whose pen starts at column 10 of row 60."""
    canvas = np.zeros((80, 600))
    rows, columns = shown.levels.shape
    top, left = 60 + shown.top, 10 + shown.left
    canvas[top : top + rows, left : left + columns] = shown.levels
    return canvas / FULL


@pytest.mark.parametrize("face", TYPEFACES)
@pytest.mark.parametrize("size", [11, 19.5, 34, 52])
def test_texts_are_as_wide_as_measured_at_any_size(face, size):
    shown = letters("MAMM", face, size)
    bearing = 0.1 * size
    assert shown.left + shown.levels.shape[1] == pytest.approx(
        text_width("MAMM", size, face), abs=bearing + 1
    )


@pytest.mark.parametrize("part", range(PARTS))
def test_a_part_moves_a_text_by_a_quarter_pixel(part):
    start, moved = (
        on_canvas(letters("Ag8", "text", 19)),
        on_canvas(letters("Ag8", "text", 19, part)),
    )
    columns = np.arange(600)
    means = [(canvas.sum(axis=0) * columns).sum() / canvas.sum() for canvas in (start, moved)]
    assert means[1] - means[0] == pytest.approx(part / PARTS, abs=0.02)
    np.testing.assert_allclose(start.sum(axis=1), moved.sum(axis=1), atol=0.6)


def test_the_baseline_is_the_edge_of_a_row():
    shown = letters("H", "text", 20)
    assert shown.top + len(shown.levels) == 0
    assert letters("g", "text", 20).levels.shape[0] + letters("g", "text", 20).top > 0


def test_equal_letters_look_equal_where_they_start_equally():
    shown = letters("1111", "number", 1000 / 540 * 10).levels  # 10 pixels wide
    one = letters("1", "number", 1000 / 540 * 10)
    for start in range(0, 40, 10):
        piece = shown[:, start : start + one.levels.shape[1]]
        np.testing.assert_array_equal(piece, one.levels)


def test_a_text_of_no_ink_covers_nothing():
    assert letters(" ", "text", 10).levels.size == letters("", "code", 10).levels.size == 0


def test_letters_that_are_drawn_together_look_as_if_drawn_alone():
    texts = [
        ("Average pooling", "text-strong", 27),
        ("−0.44", "number", 19),
        ("+0.44", "number", 19),
    ]
    shown = []
    for together in (True, False):
        letters.cache_clear()
        lettering._DRAWN.clear()
        if together:
            draw(texts)
        shown.append([letters(*text).levels for text in texts])
    for one, other in zip(*shown, strict=True):
        np.testing.assert_array_equal(one, other)


def test_few_drawn_letters_are_kept(monkeypatch):
    monkeypatch.setattr(lettering, "MOST", 5)
    lettering._DRAWN.clear()
    letters.cache_clear()
    for text in ("abc", "cde", "efg"):  # each has a letter of the one before
        letters(text, "text", 12)
        assert len(lettering._DRAWN) == 3
    draw([("abcdefgh", "text", 13)])  # more than are kept, but all that are wanted
    assert len(lettering._DRAWN) == 8


@pytest.mark.parametrize(
    ("text", "face"),
    [*((letter, "text") for letter in "A8g÷;i@"), ("ℵß", ("sans",)), (r"$\frac{1}{2}$", "math")],
)
def test_pixels_and_vectors_have_the_same_outline(text, face):
    steps = outline(text, face)
    assert steps[0][0] == "M"
    assert steps[-1] == ("Z", ())
    assert sum(step == "M" for step, _ in steps) == sum(step == "Z" for step, _ in steps)
    exact = np.array(curves(text, face))
    again = np.array(list(points_along(steps)))
    off = np.abs(points_of(exact)[:, None] - again[None]).max(axis=2).min(axis=1)
    assert off.max() < OFF + 2  # the points of `again` are apart by up to 3
    assert len(again) > 100


def points_of(curves):
    """The ends and the middles of quadratic curves."""
    start, control, end = curves[:, :2], curves[:, 2:4], curves[:, 4:]
    return np.vstack([start, (start + 2 * control + end) / 4, end])


def points_along(steps):
    """Points of a path, close to each other."""
    along = np.linspace(0, 1, 400)[:, None]
    for step, points in steps:
        if step == "M":
            first = here = np.array(points)
            continue
        *controls, to = np.array(points or first).reshape(-1, 2)
        one, two = controls or (here, to)
        before = 1 - along
        yield from (
            before**3 * here
            + 3 * before**2 * along * one
            + 3 * before * along**2 * two
            + along**3 * to
        )
        here = to


def test_quadratic_curves_of_one_cubic_curve_are_one_again():
    assert "".join(step for step, _ in outline("8", "number")) == ("MCCLCCCCLCCZMCLCCLCZMCLCCLCZ")
    assert "".join(step for step, _ in outline("4", "number")) == "MLLLLLLLLLLZMLLLZ"


def test_neither_measuring_nor_drawing_loads_a_library_of_fonts():
    code = """
import sys
from poolanim.fonts.contours import outline
from poolanim.fonts.lettering import letters
from poolanim.fonts.setting import text_width
text_width('Größe − 1', 20, 'text-strong'), letters('dA[1]', 'code', 15), outline('8', 'text')
print({'matplotlib', 'PIL', 'fontTools'} & set(sys.modules))
"""
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert run.stdout.strip() == "set()"


def test_digits_are_drawn_together(monkeypatch):
    drawn = []

    def counted(outlines, scales):
        drawn.append(len(outlines))
        return rasters(outlines, scales)

    monkeypatch.setattr(lettering, "_DRAWN", {})
    monkeypatch.setattr(lettering, "rasters", counted)
    letters.cache_clear()
    for text in ("7", "−0.44", "+12"):
        letters(text, "number", 20)
    letters("dA", "code", 15)
    assert drawn == [len(lettering.COUNTING), 2]
