from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolanim.formats.film import Film
from poolanim.formats.yuv import Planes
from poolanim.paint.patch import Patch, Piece

HEIGHT, WIDTH = 6, 10
COLOURS = np.random.default_rng(0).integers(0, 256, (255, 3), dtype=np.uint8)
BT601 = np.array([[65.481, 128.553, 24.966], [-37.797, -74.203, 112], [112, -93.786, -18.214]])
"""The matrix as the recommendation has it, from red, green and blue of 0 to 1."""


def piece(left, top, pixels):
    return Piece(left, top, pixels, np.ones_like(pixels, bool))


def noise(height, width, seed=0):
    return np.random.default_rng(seed).integers(0, len(COLOURS), (height, width), dtype=np.uint8)


def planes_of(*patches, colours=COLOURS):
    planes = Planes(Film(WIDTH, HEIGHT, colours, {100}))
    for pieces in patches:
        planes.lay(Patch.around(pieces))
    return planes.pixels


def apart(pixels):
    """The three planes."""
    return pixels[:HEIGHT], *pixels[HEIGHT:].reshape(2, HEIGHT // 2, WIDTH // 2)


def test_pictures_become_yuv_by_bt601_and_colour_is_that_of_four_pixels():
    canvas = noise(HEIGHT, WIDTH)
    exact = COLOURS[canvas] / 255 @ BT601.T + [16, 128, 128]
    fours = exact.reshape(HEIGHT // 2, 2, WIDTH // 2, 2, 3).mean(axis=(1, 3))
    wanted = exact[:, :, 0], fours[:, :, 1], fours[:, :, 2]
    for plane, levels in zip(apart(planes_of([piece(0, 0, canvas)])), wanted, strict=True):
        np.testing.assert_allclose(plane, levels, atol=0.51)


@pytest.mark.parametrize(
    ("colour", "levels"),
    [
        ((0, 0, 0), (16, 128, 128)),
        ((255, 255, 255), (235, 128, 128)),
        ((255, 0, 0), (81, 90, 240)),
        ((0, 0, 255), (41, 240, 110)),
        ((0, 255, 255), (170, 166, 16)),
    ],
)
def test_the_extremes_stay_in_the_limited_range(colour, levels):
    pixels = planes_of(
        [piece(0, 0, np.zeros((HEIGHT, WIDTH), np.uint8))], colours=np.uint8([colour])
    )
    assert tuple(set(plane.ravel().tolist()) for plane in apart(pixels)) == tuple(
        {level} for level in levels
    )


@given(st.data())
def test_what_changed_alone_becomes_what_the_whole_picture_would(data):
    canvas = noise(HEIGHT, WIDTH)
    left, top = data.draw(st.integers(0, WIDTH - 1)), data.draw(st.integers(0, HEIGHT - 1))
    size = data.draw(st.integers(1, HEIGHT - top)), data.draw(st.integers(1, WIDTH - left))
    part = piece(left, top, noise(*size, seed=1))
    after = canvas.copy()
    after[top : top + size[0], left : left + size[1]] = part.pixels
    np.testing.assert_array_equal(
        planes_of([piece(0, 0, canvas)], [part]), planes_of([piece(0, 0, after)])
    )
