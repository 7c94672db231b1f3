"""Lossless WebP: Pillow compresses each patch as a picture of its own.

This module writes the container around the pictures. Pillow's own writer would compare whole
pictures to find changes that are already known.
"""

from __future__ import annotations

import struct
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from poolanim.formats.format import FilmFormat

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from poolanim.formats.film import Film
    from poolanim.paint.patch import Patch

ANIMATED_WITH_ALPHA = 0x12
LAY_OVER, REPLACE = 0, 2
"""Flags of a frame that stays: it lies over the one before it, or replaces it."""
RIFF_HEADER = 12


class WebpWriter:
    """Writes the frames of a lossless WebP.

    Args:
        file: open for writing, and seekable, because its length is written at the end.
        film: the size and the colours.
    """

    def __init__(self, file: BinaryIO, film: Film) -> None:
        self._file = file
        self._blend = REPLACE if film.transparent else LAY_OVER
        file.write(b"RIFF\0\0\0\0WEBP")
        size = _three(film.width - 1) + _three(film.height - 1)
        self._chunk(b"VP8X", struct.pack("<I", ANIMATED_WITH_ALPHA) + size)
        self._chunk(b"ANIM", struct.pack("<IH", 0, film.plays))

    def add(self, frame: tuple[bytes, bytes], duration_ms: int) -> None:
        """Appends a frame."""
        place, content = frame
        self._chunk(b"ANMF", place + _three(duration_ms) + bytes([self._blend]) + content)

    def finish(self) -> None:
        """Writes the length of the file at its beginning."""
        length = self._file.tell() - 8
        self._file.seek(4)
        self._file.write(struct.pack("<I", length))

    def _chunk(self, kind: bytes, content: bytes) -> None:
        padding = bytes(len(content) % 2)
        self._file.write(kind + struct.pack("<I", len(content)) + content + padding)


def _three(number: int) -> bytes:
    return number.to_bytes(3, "little")


class Webp(FilmFormat):
    """A lossless WebP."""

    name = "webp"
    ending = ".webp"
    libraries = ("pillow",)
    plays = True
    loops = True
    tween_ms = 40

    def encode(self, patch: Patch, film: Film) -> tuple[bytes, bytes]:
        """Returns the place of a frame, and its compressed pixels."""
        import numpy as np

        from poolanim.files.pictures import webp

        transparent = len(film.colours)
        table = np.zeros((transparent + 1, 4), np.uint8)
        table[:transparent, 3] = 255
        table[:transparent, : film.colours.shape[1]] = film.colours
        odd = [(patch.top % 2, 0), (patch.left % 2, 0)]  # a frame must start at even pixels
        pixels = np.pad(patch.over(transparent), odd, constant_values=transparent)
        rows, columns = pixels.shape
        place = map(_three, (patch.left // 2, patch.top // 2, columns - 1, rows - 1))
        return b"".join(place), webp(table[pixels])[RIFF_HEADER:]

    @contextmanager
    def writer(self, path: Path, film: Film) -> Iterator[WebpWriter]:
        """Opens a WebP, and finishes it when the block ends."""
        with path.open("wb") as file:
            film_writer = WebpWriter(file, film)
            yield film_writer
            film_writer.finish()


FORMAT = Webp()
