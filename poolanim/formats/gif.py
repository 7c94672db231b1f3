"""GIF: each frame contains only the rectangle that changed.

`lzw` compresses the pixels. This module writes the blocks around them. Pillow's own writer would
keep all frames in memory, and would search for changes that are already known.
"""

from __future__ import annotations

import struct
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from poolanim.formats.format import FilmFormat

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from poolanim.formats.film import Film
    from poolanim.paint.patch import Patch

END = b";"
LOOP = b"\x21\xff\x0bNETSCAPE2.0\x03\x01"
TABLE_OF_ALL = 0xF0
"""Flags of the header: one table of colours for all frames. The size of the table is added."""
KEEP_AND_SHOW_THROUGH, CLEAR_AND_SHOW_THROUGH = 0x05, 0x09
"""Flags of a frame with a transparent colour: the next frame is drawn over it, or it is cleared."""


def _on_paper(film: Film) -> NDArray[np.uint8]:
    """Returns the colours mixed with the paper, since no pixel of a GIF is half transparent."""
    import numpy as np

    pure, opaque = film.colours[:, :3].astype(float), film.colours[:, 3:] / 255
    paper = pure[film.colours[:, 3] == 0][0]
    on_paper: NDArray[np.uint8] = np.rint(paper + (pure - paper) * opaque).astype(np.uint8)
    return on_paper


def _bits(film: Film) -> int:
    """Returns the bits of a pixel's first code: enough for all colours and a transparent one."""
    return max(len(film.colours).bit_length(), 2)


def _loop(plays: int) -> bytes:
    """Returns the block with the number of repetitions. Without it, the film plays once."""
    return b"" if plays == 1 else LOOP + struct.pack("<HB", max(plays - 1, 0), 0)


class GifWriter:
    """Writes the frames of a GIF.

    Args:
        file: open for writing.
        film: the size and the colours.
    """

    def __init__(self, file: BinaryIO, film: Film) -> None:
        import numpy as np

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
        """Appends a frame. A GIF counts hundredths of a second, so the sum of times is rounded."""
        self._time_ms += duration_ms
        time_cs = round(self._time_ms / 10) - self._time_cs
        self._time_cs += time_cs
        control = (0x21, 0xF9, 4, self._flags, time_cs, self._transparent, 0)
        self._file.write(struct.pack("<4BH2B", *control) + frame)


class Gif(FilmFormat):
    """A GIF."""

    name = "gif"
    ending = ".gif"
    libraries = ("pillow",)
    plays = True
    loops = True
    tween_ms = 40

    def encode(self, patch: Patch, film: Film) -> bytes:
        """Returns a frame without the block before it, which holds its duration."""
        import numpy as np

        from poolanim.formats.lzw import blocks

        place = struct.pack("<B4HB", 0x2C, patch.left, patch.top, patch.width, patch.height, 0)
        clear = len(film.colours)
        pixels = patch.over(clear)
        if film.transparent:
            entries = np.where(film.colours[:, 3] == 0, clear, np.arange(clear)).astype(np.uint8)
            pixels = entries[pixels]
        codes = blocks(pixels, clear, _bits(film))
        return b"".join([place, bytes([_bits(film)]), codes, b"\0"])

    @contextmanager
    def writer(self, path: Path, film: Film) -> Iterator[GifWriter]:
        """Opens a GIF, and finishes it when the block ends."""
        with path.open("wb") as file:
            yield GifWriter(file, film)
            file.write(END)


FORMAT = Gif()
