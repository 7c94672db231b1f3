"""Lossless WebP, frame by frame: Pillow compresses each patch as a picture of its own.

The container around them is written here, because Pillow's own writer compares whole pictures to
find changes that are known.
"""

from __future__ import annotations

import struct
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from poolanim.formats.film import Film
    from poolanim.paint.patch import Patch

ANIMATED_WITH_ALPHA = 0x12
LAY_OVER, REPLACE = 0, 2
"""Flags of a frame that stays: it lies over the one before, or takes its place."""
ENCODER = {"lossless": True, "quality": 75, "method": 2}
"""More effort saves 1 % and takes a hundred times as long; less doubles the size."""
RIFF_HEADER = 12


def encode(patch: Patch, film: Film) -> tuple[bytes, bytes]:
    """Where a frame stands, and its pixels."""
    transparent = len(film.colours)
    table = np.zeros((transparent + 1, 4), np.uint8)
    table[:transparent, 3] = 255
    table[:transparent, : film.colours.shape[1]] = film.colours
    odd = [(patch.top % 2, 0), (patch.left % 2, 0)]  # places of frames are even
    pixels = np.pad(patch.over(transparent), odd, constant_values=transparent)
    rows, columns = pixels.shape
    still = BytesIO()
    Image.fromarray(table[pixels]).save(still, "webp", **ENCODER)
    place = map(_three, (patch.left // 2, patch.top // 2, columns - 1, rows - 1))
    return b"".join(place), still.getvalue()[RIFF_HEADER:]


@contextmanager
def writer(path: Path, film: Film) -> Iterator[WebpWriter]:
    """A writer of a WebP, finished when the block is left."""
    with path.open("wb") as file:
        webp = WebpWriter(file, film)
        yield webp
        webp.finish()


class WebpWriter:
    """Writes the frames of a lossless WebP.

    Args:
        file: open for writing, and for going back to write how long it is.
        film: its size and colours.
    """

    def __init__(self, file: BinaryIO, film: Film) -> None:
        self._file = file
        self._blend = REPLACE if film.transparent else LAY_OVER
        file.write(b"RIFF\0\0\0\0WEBP")
        size = _three(film.width - 1) + _three(film.height - 1)
        self._chunk(b"VP8X", struct.pack("<I", ANIMATED_WITH_ALPHA) + size)
        self._chunk(b"ANIM", struct.pack("<IH", 0, film.plays))

    def add(self, frame: tuple[bytes, bytes], duration_ms: int) -> None:
        """Append a frame."""
        place, content = frame
        self._chunk(b"ANMF", place + _three(duration_ms) + bytes([self._blend]) + content)

    def finish(self) -> None:
        """Write at the beginning how long the file is."""
        length = self._file.tell() - 8
        self._file.seek(4)
        self._file.write(struct.pack("<I", length))

    def _chunk(self, kind: bytes, content: bytes) -> None:
        padding = bytes(len(content) % 2)
        self._file.write(kind + struct.pack("<I", len(content)) + content + padding)


def _three(number: int) -> bytes:
    return number.to_bytes(3, "little")
