"""A folder of numbered PNGs, for programs that make films of pictures."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from poolanim.formats.format import FOLDER, FilmFormat

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from poolanim.formats.film import Film
    from poolanim.paint.patch import Patch


class FramesWriter:
    """Writes each picture of a film as a file of its own.

    Args:
        folder: an empty folder.
        film: the size and the colours.
    """

    def __init__(self, folder: Path, film: Film) -> None:
        import numpy as np

        self._folder = folder
        self._colours = film.colours
        self._picture = np.zeros((film.height, film.width), np.uint8)
        self._count = 0

    def add(self, frame: Patch, duration_ms: int) -> None:  # noqa: ARG002
        """Writes the next picture. A picture has no duration."""
        from poolanim.files.pictures import write_png
        from poolanim.files.whole import frame_name

        frame.lay_on(self._picture)
        self._count += 1
        write_png(self._folder / frame_name(self._count), self._picture, self._colours)


class Frames(FilmFormat):
    """A folder of PNGs."""

    name = "frames"
    ending = FOLDER
    holds = "a folder of .png"
    libraries = ("pillow",)

    @contextmanager
    def writer(self, path: Path, film: Film) -> Iterator[FramesWriter]:
        """Opens a folder for the pictures of a film."""
        yield FramesWriter(path, film)


FORMAT = Frames()
