"""Ready-made letters: those of `templates/atlas`, in all sizes that a layout uses.

`python -m poolanim.fonts.bake` writes them. A page has all letters of one face and size.
"""

from __future__ import annotations

import zlib
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from poolanim.files.resources import templates

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from poolanim.fonts.coverage import Levels
    from poolanim.scene.marks import Face

CHARACTERS = "".join(map(chr, range(32, 127))) + "−×÷·…≈∞±"
"""The letters of a page: all that figures need of their own, and those of titles in English."""
PARTS = 8
"""Columns of a sprite in the width of a pixel. Letters can start between pixels."""


class Sprite(NamedTuple):
    """A drawn letter or text.

    Attributes:
        left: its first column, counted from the pen in parts of a pixel.
        top: its first row, counted from the row under the baseline.
        levels: (rows, columns), 0 to FULL; rows are pixels, columns are parts of pixels.
    """

    left: int
    top: int
    levels: Levels


def page_path(face: Face, size_px: float) -> Path:
    """Returns the path of a page, which need not exist."""
    return templates() / "atlas" / f"{face}-{size_px:.4g}"


@cache
def page(face: Face, size_px: float) -> list[Sprite]:
    """Reads the sprites of a page, one for each of CHARACTERS."""
    return unpacked(page_path(face, size_px).read_bytes())


def packed(sprites: Iterable[Sprite]) -> bytes:
    """Packs sprites into bytes.

    Example:
        >>> [sprite] = unpacked(packed([Sprite(1, -2, np.array([[0, 15]], np.uint8))]))
        >>> sprite.left, sprite.top, sprite.levels
        (1, -2, array([[ 0, 15]], dtype=uint8))
    """
    sprites = list(sprites)
    boxes = [(sprite.left, sprite.top, *sprite.levels.shape) for sprite in sprites]
    head = np.array([len(sprites)], "<i2").tobytes() + np.array(boxes, "<i2").tobytes()
    return zlib.compress(head + b"".join(sprite.levels.tobytes() for sprite in sprites), 9)


def unpacked(content: bytes) -> list[Sprite]:
    """Unpacks what `packed` returned.

    Raises:
        zlib.error: this is something else.
    """
    raw = np.frombuffer(zlib.decompress(content), np.uint8)
    count = int(raw[:2].view("<i2")[0])
    start = 2 + 8 * count
    sprites = []
    for left, top, rows, columns in raw[2:start].view("<i2").reshape(-1, 4).tolist():
        end = start + rows * columns
        sprites.append(Sprite(left, top, raw[start:end].reshape(rows, columns)))
        start = end
    return sprites
