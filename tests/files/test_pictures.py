from __future__ import annotations

import io
import random
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from poolanim.errors import GridError
from poolanim.files.pictures import luminance


def saved(kind, pixels=((0, 100), (100, 200)), **options):
    file = io.BytesIO()
    Image.fromarray(np.array(pixels, np.uint8)).save(file, kind, **options)
    return file.getvalue()


def png(width, height):
    """A PNG of a few bytes that says it is so large."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


@pytest.mark.parametrize(
    ("kind", "options"), [("PNG", {}), ("GIF", {}), ("WEBP", {"lossless": True})]
)
def test_a_picture_of_each_kind_is_read_whatever_its_name(kind, options):
    assert luminance("input", saved(kind, **options), None).tolist() == [[0, 100], [100, 200]]


def test_a_film_is_its_first_frame():
    later = [Image.new("L", (2, 2), 255)]
    content = saved("GIF", save_all=True, append_images=later)
    assert luminance("input", content, None).tolist() == [[0, 100], [100, 200]]


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "PPM", "ICO", "TGA", "PCX", "EPS"])
def test_other_kinds_are_refused(kind):
    content = saved(kind, np.zeros((16, 16)))
    with pytest.raises(GridError, match="input: not a whole PNG, JPEG, WebP or GIF"):
        luminance("input", content, None)


@pytest.mark.parametrize("size", [(6_001, 4_000), (17_000, 10_000), (2**31 - 1, 2**31 - 1)])
def test_a_picture_of_too_many_pixels_is_refused_undecoded(size):
    with pytest.raises(GridError, match="input: has more than 24 megapixels, the limit"):
        luminance("input", png(*size), None)


@pytest.mark.parametrize(("kind", "limit"), [("PNG", "PIXELS"), ("WEBP", "WEBP_PIXELS")])
def test_a_picture_of_the_most_pixels_is_read(monkeypatch, kind, limit):
    monkeypatch.setattr(f"poolanim.files.pictures.{limit}", 4)
    assert luminance("input", saved(kind), None).shape == (2, 2)
    with pytest.raises(GridError, match="more than 0 megapixels"):
        luminance("input", saved(kind, ((0, 0, 0, 0, 0),)), None)


def test_a_picture_is_the_same_in_bands(monkeypatch):
    content = saved("PNG", np.random.default_rng(0).integers(0, 256, (9, 7, 4)))
    whole = luminance("input", content, None)
    monkeypatch.setattr("poolanim.files.pictures.BAND", 15)
    assert luminance("input", content, None).tolist() == whole.tolist()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_damaged_picture_is_read_or_refused(kind):
    chance = random.Random(kind)
    content = saved(kind, np.arange(256).reshape(16, 16))
    for _ in range(60):
        damaged = bytearray(content)
        for _ in range(chance.randint(1, 8)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        del damaged[chance.randint(8, 2 * len(damaged)) :]
        try:
            grid = luminance("input", bytes(damaged), None)
        except GridError:
            continue
        assert grid.ndim == 2


def test_the_mean_of_an_area_is_rounded_once():
    pixels = np.random.default_rng(0).integers(0, 256, (60, 90), np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "png")
    means = pixels.reshape(20, 3, 30, 3).mean((1, 3))
    assert luminance("a", file.getvalue(), (20, 30)).tolist() == np.rint(means).tolist()
