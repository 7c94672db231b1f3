"""GIF, frame by frame: of each picture only the rectangle that changed, block by block.

Pillow compresses the pixels. The blocks around them are written here, because Pillow's own writer
keeps all frames in memory, and looks for changes that are known.
"""

from __future__ import annotations

import struct
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from poolanim.render.painter import Patch
    from poolanim.write.film import Film

END = b";"
LOOP_FOREVER = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"
TABLE_OF_ALL = 0xF0
"""Flags of the header: a table of colours for all frames; its size is added."""
SHORT = 8
"""Up to so many pixels from one that changed to the next, those between are written as they are:
they cost less than two switches to transparent and back."""
KEEP_AND_SHOW_THROUGH = 0x05
"""Flags of a frame: the next one changes it, and one colour of it is transparent."""


@contextmanager
def writer(path: Path, film: Film) -> Iterator[GifWriter]:
    """A writer of an endless GIF, finished when the block is left."""
    with path.open("wb") as file:
        yield GifWriter(file, film)
        file.write(END)


class GifWriter:
    """Writes the frames of a GIF.

    Args:
        file: open for writing.
        film: its size and colours.
    """

    def __init__(self, file: BinaryIO, film: Film) -> None:
        self._file = file
        self._transparent = len(film.colours)
        self._bits = max(self._transparent.bit_length(), 2)
        self._time_ms = self._time_cs = 0
        table = np.zeros((1 << self._bits, 3), np.uint8)
        table[: self._transparent] = film.colours
        flags = TABLE_OF_ALL | (self._bits - 1)
        header = struct.pack("<6sHHBBB", b"GIF89a", film.width, film.height, flags, 0, 0)
        file.write(header + table.tobytes() + LOOP_FOREVER)

    def add(self, patch: Patch, duration_ms: int) -> None:
        """Append a picture. Time is kept in hundredths of a second."""
        self._time_ms += duration_ms
        time_cs = round(self._time_ms / 10) - self._time_cs
        self._time_cs += time_cs
        self._file.write(self._frame(patch, time_cs))

    def _frame(self, patch: Patch, time_cs: int) -> bytes:
        """The blocks of a frame."""
        rows, columns = patch.pixels.shape
        control = struct.pack(
            "<4BH2B", 0x21, 0xF9, 4, KEEP_AND_SHOW_THROUGH, time_cs, self._transparent, 0
        )
        place = struct.pack("<B4HB", 0x2C, patch.left, patch.top, columns, rows, 0)
        pixels = np.where(_closed(patch.changed), patch.pixels, np.uint8(self._transparent))
        packed = Image.fromarray(pixels).tobytes("gif", "L", self._bits, 0)
        return b"".join([control, place, bytes([self._bits]), packed, b"\0"])


def _closed(changed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """What changed, and what is between in short gaps, row after row."""
    closed = changed.ravel().copy()
    places = closed.nonzero()[0]
    gaps = np.diff(places)
    before, gaps = places[:-1][gaps <= SHORT], gaps[gaps <= SHORT]
    for step in range(1, SHORT):
        closed[before[gaps > step] + step] = True
    return closed.reshape(changed.shape)
