"""PNG: one picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from poolanim.formats.format import PictureFormat

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from poolanim.paint.palette import Canvas


class Png(PictureFormat):
    """A PNG."""

    name = "png"
    ending = ".png"
    holds = "one frame"
    libraries = ("pillow",)
    single = True
    animated = "apng"

    def write(self, path: Path | BinaryIO, colours: NDArray[np.uint8], canvas: Canvas) -> None:
        """Writes a canvas, whose entries are rows of the palette, (n, 3) or (n, 4)."""
        from poolanim.files.pictures import write_png

        write_png(path, canvas, colours)


FORMAT = Png()
