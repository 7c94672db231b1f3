"""Pictures, by Pillow: read as grids, and compressed for files. No other module uses Pillow."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, BinaryIO

import numpy as np
from PIL import Image

from poolanim.errors import GridError
from poolanim.files.limits import PIXELS, WEBP_PIXELS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray


FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
"""The formats that are read. Some of Pillow's other formats start programs."""
LARGEST = 64
"""The most rows and columns of a picture that is read without a shape."""
BAND = 1 << 22
"""The pixels that are converted at once, so that a large picture needs little memory."""

WEBP = {"lossless": True, "quality": 75, "method": 2}
"""A greater effort saves 1 % and takes a hundred times as long. A smaller one doubles the size."""


def luminance(where: str, content: bytes, shape: tuple[int, int] | None) -> NDArray[np.float64]:
    """Returns the luminance of a picture, or of the first frame of a film, on white.

    Args:
        where: the parameter and the file, for messages.
        content: the bytes of the file.
        shape: (height, width) to which it is shrunk by averaging areas; if None, a picture of more
            than `LARGEST` rows or columns is shrunk to that.

    Returns:
        An array (height, width) of whole numbers, 0 to 255. Means of areas are rounded once.

    Raises:
        GridError: the content is no whole PNG, JPEG, WebP or GIF, or has too many pixels.
    """
    from PIL import ImageOps  # takes time to import, and few inputs are pictures

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns from fewer pixels on
            image = Image.open(io.BytesIO(content), formats=FORMATS)
            most = WEBP_PIXELS if image.format == "WEBP" else PIXELS
            is_small = image.width * image.height <= most
            if is_small:
                ImageOps.exif_transpose(image, in_place=True)
                grey = _grey(image)
    except Image.DecompressionBombError:
        is_small, most = False, PIXELS
    except Exception:  # damaged bytes raise many kinds of errors
        raise GridError(
            f"{where}: not a whole PNG, JPEG, WebP or GIF; save the picture again"
        ) from None
    if not is_small:
        raise GridError(
            f"{where}: has more than {most // 1_000_000} megapixels, the limit; shrink it"
        )
    height, width = shape or _shrunk(grey.height, grey.width)
    means = np.asarray(grey.resize((width, height), Image.Resampling.BOX), np.float64)
    rounded: NDArray[np.float64] = np.rint(means)
    return rounded


def shown_frames(content: bytes) -> Iterator[tuple[NDArray[np.uint8], int]]:
    """Yields the frames of a picture or a film, (height, width, 4), and the time of each in ms."""
    with Image.open(io.BytesIO(content), formats=FORMATS) as image:
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            yield np.asarray(image.convert("RGBA")), round(image.info.get("duration", 0))


def _grey(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):  # 16 bits, which converting would cut off
        return Image.fromarray(np.asarray(image, np.float32) / 257)
    # In floating point, since resizing whole numbers would round along both axes, one by one.
    grey = Image.new("F", image.size)
    rows = max(1, BAND // image.width)
    for top in range(0, image.height, rows):
        box = (0, top, image.width, min(top + rows, image.height))
        band = image.crop(box).convert("RGBA")
        paper = Image.new("RGBA", band.size, "white")
        paper.alpha_composite(band)
        grey.paste(paper.convert("L").convert("F"), box)
    return grey


def _shrunk(height: int, width: int) -> tuple[int, int]:
    longest = max(height, width)
    if longest <= LARGEST:
        return height, width
    return max(1, round(height * LARGEST / longest)), max(1, round(width * LARGEST / longest))


def write_png(
    path: Path | BinaryIO, pixels: NDArray[np.uint8], colours: NDArray[np.uint8] | None = None
) -> None:
    """Writes a picture as PNG.

    Args:
        path: of the file, or an open file.
        pixels: (height, width) rows of the palette, or without one (height, width, 3).
        colours: the palette, (n, 3), or (n, 4) with the opacity of each colour.
    """
    image = Image.fromarray(pixels)
    opacity = {}
    if colours is not None:
        image.putpalette(colours[:, :3].tobytes())
        if colours.shape[1] == 4:
            opacity["transparency"] = colours[:, 3].tobytes()
    image.save(path, "png", optimize=True, **opacity)


def lzw(pixels: NDArray[np.uint8], bits: int) -> bytes:
    """Returns the LZW codes of a picture in blocks, as a GIF holds them.

    Args:
        pixels: (height, width) rows of a palette.
        bits: the size of a pixel's first code.
    """
    return Image.fromarray(pixels).tobytes("gif", "L", bits, 0)


def webp(pixels: NDArray[np.uint8]) -> bytes:
    """Returns a picture, (height, width, 4), as a lossless WebP file."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "webp", **WEBP)
    return file.getvalue()
