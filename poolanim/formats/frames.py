"""A folder of numbered PNGs, for tools that make a film of pictures."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

from poolanim.formats.film import unencoded as encode
from poolanim.formats.png import write as write_png
from poolanim.write.files import frame_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from poolanim.formats.film import Film
    from poolanim.paint.patch import Patch

__all__ = ["encode", "writer"]


@contextmanager
def writer(path: Path, film: Film) -> Iterator[FramesWriter]:
    """A writer of pictures into the folder `path`."""
    yield FramesWriter(path, film)


class FramesWriter:
    """Writes each picture of a film as a file of its own.

    Args:
        folder: where they go.
        film: its size and colours.
    """

    def __init__(self, folder: Path, film: Film) -> None:
        self._folder = folder
        self._colours = film.colours
        self._picture = np.zeros((film.height, film.width), np.uint8)
        self._count = 0

    def add(self, frame: Patch, duration_ms: int) -> None:  # noqa: ARG002  # it has no time
        """Write the next picture."""
        frame.lay_on(self._picture)
        self._count += 1
        write_png(self._folder / frame_name(self._count), self._colours, self._picture)
