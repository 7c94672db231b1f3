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

    from poolanim.formats.film import Film
    from poolanim.paint.patch import Patch

END = b";"
LOOP = b"\x21\xff\x0bNETSCAPE2.0\x03\x01"
TABLE_OF_ALL = 0xF0
"""Flags of the header: a table of colours for all frames; its size is added."""
KEEP_AND_SHOW_THROUGH, CLEAR_AND_SHOW_THROUGH = 0x05, 0x09
"""Flags of a frame of which one colour is transparent: the next changes it, or it is cleared."""


def encode(patch: Patch, film: Film) -> bytes:
    """A frame, but for the block before it that tells its time."""
    place = struct.pack("<B4HB", 0x2C, patch.left, patch.top, patch.width, patch.height, 0)
    clear = len(film.colours)
    pixels = patch.over(clear)
    if film.transparent:
        entries = np.where(film.colours[:, 3] == 0, clear, np.arange(clear)).astype(np.uint8)
        pixels = entries[pixels]
    codes = Image.fromarray(pixels).tobytes("gif", "L", _bits(film), 0)
    return b"".join([place, bytes([_bits(film)]), codes, b"\0"])


def _on_paper(film: Film) -> NDArray[np.uint8]:
    """Colours as they look on the paper, since in a GIF all or nothing of a pixel shows through."""
    pure, opaque = film.colours[:, :3].astype(float), film.colours[:, 3:] / 255
    paper = pure[film.colours[:, 3] == 0][0]
    on_paper: NDArray[np.uint8] = np.rint(paper + (pure - paper) * opaque).astype(np.uint8)
    return on_paper


def _bits(film: Film) -> int:
    """The size of a code for a pixel: as many bits as its colours and a transparent one take."""
    return max(len(film.colours).bit_length(), 2)


@contextmanager
def writer(path: Path, film: Film) -> Iterator[GifWriter]:
    """A writer of a GIF, finished when the block is left."""
    with path.open("wb") as file:
        yield GifWriter(file, film)
        file.write(END)


def _loop(plays: int) -> bytes:
    """The block that tells how often it is shown again; without one, it is shown once."""
    return b"" if plays == 1 else LOOP + struct.pack("<HB", max(plays - 1, 0), 0)


class GifWriter:
    """Writes the frames of a GIF.

    Args:
        file: open for writing.
        film: its size and colours.
    """

    def __init__(self, file: BinaryIO, film: Film) -> None:
        self._file = file
        self._transparent = len(film.colours)
        self._time_ms = self._time_cs = 0
        bits = _bits(film)
        table = np.zeros((1 << bits, 3), np.uint8)
        table[: self._transparent] = _on_paper(film) if film.transparent else film.colours
        self._flags = CLEAR_AND_SHOW_THROUGH if film.transparent else KEEP_AND_SHOW_THROUGH
        flags = TABLE_OF_ALL | (bits - 1)
        header = struct.pack("<6sHHBBB", b"GIF89a", film.width, film.height, flags, 0, 0)
        file.write(header + table.tobytes() + _loop(film.plays))

    def add(self, frame: bytes, duration_ms: int) -> None:
        """Append a frame. Time is kept in hundredths of a second."""
        self._time_ms += duration_ms
        time_cs = round(self._time_ms / 10) - self._time_cs
        self._time_cs += time_cs
        control = (0x21, 0xF9, 4, self._flags, time_cs, self._transparent, 0)
        self._file.write(struct.pack("<4BH2B", *control) + frame)
