"""PNG: one picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from pathlib import Path

    from poolanim.render.painter import Pixels


def write_png(path: Path, picture: Pixels) -> None:
    """Write a picture as PNG."""
    Image.fromarray(picture).save(path, "png", optimize=True)
