from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from poolanim.fonts.raster import FLATNESS, PARTS, rasters
from poolanim.fonts.typefaces import letter_of

FREETYPE = {
    ("text-strong", "g", 20): (
        "0000000000000005404819 0000000000000098ffff58 00000c67a0ac98dfbab03d"
        " 001ddeffffffffffc10900 00a4ffe7411851f7ff7800 00e0ff93000000bbffb400"
        " 00d7ffa2000000cbffab00 0080fffc8e64a0ffff5700 000598fffffffff87d0000"
        " 0045dc764b5a4711000000 00deff5819181815040000 00c5fffffffffffff8a50f"
        " 0021dbffffffffffffff9c 17dcd52320202035cbffdf 67ffb6000000000097ffd7"
        " 48ffffb7888489b1feff77 0075e8ffffffffffde6e01 0000011e353b3217000000"
    ),
    ("number", "8", 19): (
        "0000013e7176520a0000 0009bfffe9e0ffe32a00 0071ff69010032f4b600 00a5ef01000000abe900"
        " 009ce900000000a6e000 004aff38000011e39000 000070e4b2a8e2a00900 000688e0b9b0e1a71b00"
        " 0094ef2500000cc8d403 00f0a10000000061ff34 04ff930000000053ff48 00e5c00000000080ff29"
        " 007dff8e2c2467f6c000 000389f6ffffffb31600 0000000a323714000000"
    ),
    ("code", "&", 16): (
        "000000334f1a00000000 0004b5e8c9f75f000000 0062e30c005d89000000 008bb700000000000000"
        " 0053f112000000000000 0001c6ad010006181700 006ae8e87d004efef000 33fa3037f64f5ab30000"
        " 85ca00005cf29e870000 86cc00000087ff500000 41fe5f020fa7b3d30e00 007bfafaf36a07c5b703"
        " 000007260b0000000000"
    ),
}
"""What FreeType draws of letters, not hinted, 0 to ff."""
POINT = st.tuples(st.floats(-9, 9), st.floats(-9, 9))


def polygon(corners):
    """Curves of a polygon."""
    ends = [*corners[1:], corners[0]]
    return np.array([[*start, *start, *end] for start, end in zip(corners, ends, strict=True)])


def area(curves):
    """The area inside of an outline, by Green's theorem."""
    x, y, control_x, control_y, to_x, to_y = curves.T
    chords = (x * to_y - to_x * y) / 2
    bows = ((control_x - x) * (to_y - y) - (to_x - x) * (control_y - y)) / 3
    return abs((chords + bows).sum())


@pytest.mark.parametrize(("face", "letter", "size"), FREETYPE)
def test_letters_are_as_freetype_draws_them(face, letter, size):
    [drawn] = rasters([letter_of(letter, face).curves], [size / 1000])
    rows, columns = drawn.cover.shape
    before = drawn.left % PARTS
    cover = np.zeros((rows, -(-(before + columns) // PARTS) * PARTS))
    cover[:, before : before + columns] = drawn.cover
    cover = cover.reshape(rows, -1, PARTS).mean(axis=2)
    lines = FREETYPE[face, letter, size].split()
    expected = np.array([list(bytes.fromhex(line)) for line in lines]) / 255
    assert np.abs(cover - expected[:, : cover.shape[1]]).max() < 0.07
    assert cover.sum() == pytest.approx(expected.sum(), rel=0.01)


@pytest.mark.parametrize("face", ["text", "number-bold", "code-strong"])
@pytest.mark.parametrize("size", [9.5, 19, 27, 52])
def test_the_area_on_pixels_is_the_area_of_the_outline(face, size):
    letters = [letter_of(letter, face) for letter in "Ag08@−√∑i."]
    drawn = rasters([letter.curves for letter in letters], [size / 1000] * len(letters))
    for letter, raster in zip(letters, drawn, strict=True):
        exact = area(letter.curves) * (size / 1000) ** 2
        length = np.hypot(*(letter.curves[:, 4:] - letter.curves[:, :2]).T).sum() * size / 1000
        assert abs(raster.cover.sum() / PARTS - exact) < length * FLATNESS
        assert raster.cover.min() >= 0
        assert raster.cover.max() <= 1


@example((0.0, 0.0), (1.0, 0.0), (5e-324, 0.625))
@example((0.0, 0.0), (0.0, 0.0), (1.0, 1e-308))
@example((1 - 1e-12, 0.0), (1 + 1e-12, 0.625), (3.0, 0.25))
@given(POINT, POINT, POINT)
def test_a_triangle_covers_its_area_in_any_place(one, two, three):
    triangle = polygon([one, two, three])
    [raster] = rasters([triangle], [1])
    assert raster.cover.sum() / PARTS == pytest.approx(area(triangle), abs=1e-6)
    if area(triangle) > 1e-3:
        xs, ys = triangle[:, 0], triangle[:, 1]
        assert raster.left <= xs.min() * PARTS
        assert raster.left + raster.cover.shape[1] >= xs.max() * PARTS
        assert raster.top <= ys.min()
        assert raster.top + len(raster.cover) >= ys.max()


def test_each_pixel_has_the_area_that_is_in_it():
    """Against points on a fine grid."""
    curves = letter_of("&", "text").curves
    [raster] = rasters([curves], [0.02])
    fine = 64
    [finer] = rasters([curves], [0.02 * fine])
    rows, columns = raster.cover.shape
    whole = np.zeros((rows * fine, columns * fine))
    top, left = finer.top - raster.top * fine, finer.left - raster.left * fine
    finer_rows, finer_columns = finer.cover.shape
    whole[top : top + finer_rows, left : left + finer_columns] = finer.cover > 0.5
    exact = whole.reshape(rows, fine, columns, fine).mean(axis=(1, 3))
    assert np.abs(raster.cover - exact).max() < 0.1  # in a quarter of a pixel


def test_a_hole_is_not_covered_and_an_overlap_is_covered_once():
    square = polygon([(0, 0), (4, 0), (4, 4), (0, 4)])
    hole = polygon([(1, 1), (1, 3), (3, 3), (3, 1)])
    [ring] = rasters([np.concatenate([square, hole])], [1])
    assert ring.cover.sum() / PARTS == 12
    [twice] = rasters([np.concatenate([square, square + 2])], [1])
    assert twice.cover.sum() / PARTS == 28


def test_outlines_do_not_depend_on_those_beside_them():
    curves = [letter_of(letter, "text").curves for letter in "a b@"]
    together = rasters(curves, [0.019, 0.019, 0.05, 0.011])
    alone = [
        rasters([each], [scale])[0]
        for each, scale in zip(curves, [0.019, 0.019, 0.05, 0.011], strict=True)
    ]
    for one, other in zip(together, alone, strict=True):
        assert (one.left, one.top) == (other.left, other.top)
        np.testing.assert_allclose(one.cover, other.cover, atol=1e-9)


def test_an_outline_without_curves_covers_nothing():
    assert rasters([], []) == []
    assert rasters([np.zeros((0, 6))], [1])[0].cover.size == 0
