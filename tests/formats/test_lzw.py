"""LZW codes of pictures, decoded by Pillow."""

from __future__ import annotations

import io
import struct

import numpy as np
import pytest
from PIL import Image

from poolanim.files.pictures import lzw
from poolanim.formats.lzw import BLANK, RUN, blocks


def decoded(codes, pixels, size):
    """The pixels of a GIF that is this picture alone."""
    height, width = pixels.shape
    screen = struct.pack("<6sHHBBB", b"GIF89a", width, height, 0xF0 | (size - 1), 0, 0)
    place = struct.pack("<B4HBB", 0x2C, 0, 0, width, height, 0, size)
    content = b"".join([screen, bytes(3 << size), place, codes, b"\0;"])
    return np.asarray(Image.open(io.BytesIO(content)))


def picture(rows, blank, seed):
    """Noise of as many rows as each number says, with so many blank rows between."""
    width = 1000
    parts = [np.full((count, width), blank, np.uint8) for count in rows]
    for part in parts[::2]:
        part[...] = np.random.default_rng(seed).integers(0, blank + 1, part.shape)
    return np.concatenate(parts)


LARGE = BLANK // 1000


@pytest.mark.parametrize("size", [2, 7, 8])
@pytest.mark.parametrize(
    "rows",
    [
        (3, LARGE, 50),  # noise that fills the table several times, at the end
        (50, LARGE + 1, 2, LARGE, 1),  # and before a blank band
        (0, LARGE, 0),
        (0, LARGE + 3, 1, LARGE + 7, 0),
        (0, RUN // 1000 + 5, 1),  # two runs, the second one small
    ],
)
def test_blank_bands(rows, size):
    blank = (1 << size) - 1
    pixels = picture(rows, blank, seed=size)
    codes = blocks(pixels, blank, size)
    assert np.array_equal(decoded(codes, pixels, size), pixels)
    assert len(codes) <= 1.02 * len(lzw(pixels, size)) + 3000


@pytest.mark.parametrize("size", [2, 7, 8])
def test_any_codes_before_and_after_a_blank_band(size, monkeypatch):
    monkeypatch.setattr("poolanim.formats.lzw.BLANK", 1)
    rng, blank = np.random.default_rng(size), (1 << size) - 1
    for width in range(1, 200):
        pixels = np.full((5, width), blank, np.uint8)
        pixels[[0, 3]] = rng.integers(0, blank, (2, width))
        assert np.array_equal(decoded(blocks(pixels, blank, size), pixels, size), pixels)


def test_small_blank_bands_are_left_to_pillow():
    pixels = picture((2, LARGE - 1, 2), 127, seed=0)
    assert blocks(pixels, 127, 7) == lzw(pixels, 7)
