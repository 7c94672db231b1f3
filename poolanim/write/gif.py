"""GIF, frame by frame: one palette, and of each picture only the box that changed.

Pillow compresses the pixels. The blocks around them are written here, because Pillow's own writer
keeps all frames in memory, and quantises each on its own.
"""

from __future__ import annotations

import struct
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

import numpy as np
from PIL import GifImagePlugin, Image

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from poolanim.render.painter import Pixels
    from poolanim.theme import Rgb

TRANSPARENT = 255
"""The palette's last entry: here the picture before shows through."""
LOOP_FOREVER = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"
WHOLE_TABLE = 0xF7
"""Flags of the header: a table of 256 colours for all frames."""
KEEP = 1
"""Disposal: leave the picture for the next frame to change."""


@contextmanager
def gif_writer(path: Path, palette: Sequence[Rgb]) -> Iterator[GifWriter]:
    """A writer of an endless GIF, finished when the block is left.

    Args:
        path: of the file.
        palette: at most 255 colours; those of pictures that are not among them become the nearest.
    """
    with path.open("wb") as file:
        writer = GifWriter(file, palette)
        yield writer
        writer.finish()


class GifWriter:
    """Writes the frames of a GIF.

    Args:
        file: open for writing.
        palette: as for `gif_writer`.
    """

    def __init__(self, file: BinaryIO, palette: Sequence[Rgb]) -> None:
        self._file = file
        self._palette = np.array(palette, dtype=np.int32)
        self._known: dict[int, int] = {}
        self._picture: Pixels | None = None
        self._indices: NDArray[np.uint8]
        self._waiting: tuple[NDArray[np.uint8], tuple[int, int]] | None = None
        self._time_ms = self._written_cs = 0

    def add(self, picture: Pixels, duration_ms: int) -> None:
        """Append a picture; where nothing changed, the one before stands longer."""
        if self._picture is None:
            self._begin(picture)
        else:
            self._change(picture)
        self._picture = picture
        self._time_ms += duration_ms

    def finish(self) -> None:
        """Write the last frame and the end."""
        self._flush()
        self._file.write(b";")

    def _begin(self, picture: Pixels) -> None:
        height, width, _ = picture.shape
        table = np.zeros((256, 3), dtype=np.uint8)
        table[: len(self._palette)] = self._palette
        header = struct.pack("<6sHHBBB", b"GIF89a", width, height, WHOLE_TABLE, 0, 0)
        self._file.write(header + table.tobytes() + LOOP_FOREVER)
        self._indices = self._indexed(picture.reshape(-1, 3)).reshape(height, width)
        self._waiting = self._indices.copy(), (0, 0)

    def _change(self, picture: Pixels) -> None:
        changed = (picture != self._picture).any(axis=2)
        indices = self._indices.copy()
        indices[changed] = self._indexed(picture[changed])
        changed = indices != self._indices
        rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
        if rows.size == 0:
            return
        self._flush()
        box = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        patch = np.where(changed[box], indices[box], np.uint8(TRANSPARENT))
        self._waiting = patch, (int(columns[0]), int(rows[0]))
        self._indices = indices

    def _flush(self) -> None:
        """Write the frame that waits for its duration; time is kept in hundredths of a second."""
        if self._waiting is None:
            return
        patch, offset = self._waiting
        end_cs = round(self._time_ms / 10)
        blocks = GifImagePlugin.getdata(
            Image.fromarray(patch),
            offset,
            duration=(end_cs - self._written_cs) * 10,
            transparency=TRANSPARENT,
            disposal=KEEP,
        )
        self._file.writelines(blocks)
        self._written_cs = end_cs

    def _indexed(self, colours: Pixels) -> NDArray[np.uint8]:
        """The palette's entry for each of the colours, (n, 3)."""
        packed = colours.astype(np.int32) @ np.array([65536, 256, 1], dtype=np.int32)
        distinct, places = np.unique(packed, return_inverse=True)
        entries = [self._nearest(int(colour)) for colour in distinct]
        return np.array(entries, dtype=np.uint8)[places]

    def _nearest(self, packed: int) -> int:
        if packed not in self._known:
            colour = np.array([packed >> 16, packed >> 8 & 255, packed & 255])
            distances = ((self._palette - colour) ** 2).sum(axis=1)
            self._known[packed] = int(distances.argmin())
        return self._known[packed]
