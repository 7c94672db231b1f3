"""Ready-made letters on disk: those that come along, and what the user's own texts needed.

Letters in all sizes that a layout uses are in `templates/atlas`, made by `python -m
poolanim.fonts.bake`. What no page of it holds is drawn by matplotlib once, and kept in the user's
cache folder.
"""

from __future__ import annotations

import os
import sys
import zlib
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from poolanim.contents import content_of
from poolanim.errors import OutputError
from poolanim.limits import BINARY_BYTES
from poolanim.resources import templates
from poolanim.write.files import whole_files
from poolanim.write.owned import sweep

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from poolanim.fonts.coverage import Levels
    from poolanim.scene.marks import Face

CHARACTERS = "".join(map(chr, range(32, 127))) + "−×÷·…≈∞±"
"""What pages hold: all that a figure says by itself, and titles in plain English."""


DIGEST_BYTES = sha256().digest_size
PARTS = 8
"""Columns of a sprite in the width of a pixel, so that letters can stand between pixels."""


class Sprite(NamedTuple):
    """A drawn letter or text.

    Attributes:
        left: its first column, counted from the pen's in parts of a pixel.
        top: its first row, counted from the first one under the baseline.
        levels: (rows, columns), 0 to FULL; rows are pixels, columns are parts of pixels.
    """

    left: int
    top: int
    levels: Levels


def page_path(face: Face, size_px: float) -> Path:
    """Where a page is, or would be if there were one."""
    return templates() / "atlas" / f"{face}-{size_px:.4g}"


@cache
def page(face: Face, size_px: float) -> list[Sprite]:
    """The sprites of a page, one for each of CHARACTERS."""
    return unpacked(page_path(face, size_px).read_bytes())


def packed(sprites: Iterable[Sprite]) -> bytes:
    """Sprites as one piece of bytes.

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
    """What `packed` was given.

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


def kept(name: str, make: Callable[[], bytes]) -> bytes:
    """Returns the content of a file in the user's cache folder, or else what `make` gives.

    A file whose content is not what an earlier run wrote under its name is written anew. A folder
    that cannot be written costs time alone.

    Args:
        name: of the file; it has to tell all that `make` depends on.
        make: gives the content.
    """
    folder = cache_folder()
    if folder is None:
        return make()
    path = folder / name
    with suppress(OSError):
        digest, content = _parted(content_of(path, BINARY_BYTES))
        if digest == _digest(name, content):
            return content
    content = make()
    sweep([path.parent])
    with suppress(OSError, OutputError), whole_files([path], links=False) as [temporary]:
        temporary.write_bytes(_digest(name, content) + content)
    return content


def _parted(file: bytes) -> tuple[bytes, bytes]:
    """The digest at the start of a file, and its content."""
    return file[:DIGEST_BYTES], file[DIGEST_BYTES:]


def _digest(name: str, content: bytes) -> bytes:
    return sha256(name.encode() + b"\0" + content).digest()


def cache_folder() -> Path | None:
    """Where programs of this user keep what they can make anew; None for a user without a home."""
    try:
        return _cache_home() / "poolanim"
    except RuntimeError:
        return None


def _cache_home() -> Path:
    """Raises RuntimeError if neither the environment nor the system names the user's home."""
    if sys.platform == "win32":
        home = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    elif sys.platform == "darwin":
        home = Path.home() / "Library" / "Caches"
    else:
        home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home)
