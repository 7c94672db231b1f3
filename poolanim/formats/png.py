"""PNG: one picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from PIL import Image

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from poolanim.paint.palette import Canvas


def write(path: Path | BinaryIO, colours: NDArray[np.uint8], canvas: Canvas) -> None:
    """Write a picture, entries of the palette `colours`, (n, 3) or (n, 4), as PNG."""
    image = Image.fromarray(canvas)
    image.putpalette(colours[:, :3].tobytes())
    through = {"transparency": colours[:, 3].tobytes()} if colours.shape[1] == 4 else {}
    image.save(path, "png", optimize=True, **through)


def write_full(path: Path, pixels: NDArray[np.uint8]) -> None:
    """Write a picture of any colours, (height, width, 3), as PNG."""
    Image.fromarray(pixels).save(path, "png", optimize=True)
