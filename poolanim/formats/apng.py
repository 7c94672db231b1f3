"""APNG: a PNG with a palette, and chunks that each change a rectangle of the picture."""

from __future__ import annotations

import struct
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from poolanim.formats.format import FilmFormat

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from poolanim.formats.film import Film
    from poolanim.paint.patch import Patch

SIGNATURE = b"\x89PNG\r\n\x1a\n"
LARGEST_16_BITS = 2**16 - 1
KEEP = 0
"""The value that keeps a frame when the next one is drawn."""
REPLACE, LAY_OVER = 0, 1
"""The values with which a frame replaces the picture before it, or is laid over it."""


class ApngWriter:
    """Writes the frames of an APNG.

    Args:
        file: open for writing, and seekable, because the number of frames is written at the end.
        film: the size and the colours.
    """

    def __init__(self, file: BinaryIO, film: Film) -> None:
        self._file = file
        self._plays = film.plays
        self._frames = self._chunks = 0
        self._begun = False
        file.write(SIGNATURE)
        header = struct.pack(">2I5B", film.width, film.height, 8, 3, 0, 0, 0)
        self._chunk(b"IHDR", header)
        self._count_at = file.tell()
        self._write_count()
        self._blend = REPLACE if film.transparent else LAY_OVER
        opaque = film.colours[:, 3].tobytes() if film.transparent else b"\xff" * len(film.colours)
        self._chunk(b"PLTE", film.colours[:, :3].tobytes() + bytes(3))
        self._chunk(b"tRNS", opaque + b"\0")

    def add(self, frame: tuple[bytes, bytes], duration_ms: int) -> None:
        """Appends a frame. A poster, of 0 ms, is seen where the film does not play alone."""
        place, content = frame
        time, parts = duration_ms, 1000
        if time > LARGEST_16_BITS:
            time, parts = round(duration_ms / 10), 100
        if time:
            self._numbered(b"fcTL", place + struct.pack(">2H2B", time, parts, KEEP, self._blend))
            self._frames += 1
        if self._begun:
            self._numbered(b"fdAT", content)
        else:
            self._chunk(b"IDAT", content)
            self._begun = True

    def finish(self) -> None:
        """Writes the last chunk, and the number of frames into the first one."""
        self._chunk(b"IEND", b"")
        self._file.seek(self._count_at)
        self._write_count()

    def _write_count(self) -> None:
        self._chunk(b"acTL", struct.pack(">2I", self._frames, self._plays))

    def _numbered(self, kind: bytes, content: bytes) -> None:
        self._chunk(kind, struct.pack(">I", self._chunks) + content)
        self._chunks += 1

    def _chunk(self, kind: bytes, content: bytes) -> None:
        check = zlib.crc32(content, zlib.crc32(kind))
        length = struct.pack(">I", len(content))
        self._file.write(b"".join([length, kind, content, struct.pack(">I", check)]))


class Apng(FilmFormat):
    """An APNG."""

    name = "apng"
    ending = ".apng"
    plays = True
    loops = True
    tween_ms = 40

    def encode(self, patch: Patch, film: Film) -> tuple[bytes, bytes]:
        """Returns the place of a frame, and its compressed pixels."""
        import numpy as np

        # A line starts with its filter, 0.
        lines = np.pad(patch.over(len(film.colours)), [(0, 0), (1, 0)])
        place = struct.pack(">4I", patch.width, patch.height, patch.left, patch.top)
        return place, zlib.compress(lines.tobytes(), 9)

    def poster_ms(self, film: Film) -> int:  # noqa: ARG002
        """Returns 0: the default image of an APNG need not be part of the film."""
        return 0

    @contextmanager
    def writer(self, path: Path, film: Film) -> Iterator[ApngWriter]:
        """Opens an APNG, and finishes it when the block ends."""
        with path.open("wb") as file:
            apng = ApngWriter(file, film)
            yield apng
            apng.finish()


FORMAT = Apng()
