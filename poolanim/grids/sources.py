"""The sources of a grid: a word, numbers, or the name of a file. Loads no NumPy."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from poolanim.parameters.source import Source

DEFAULT_SHAPE = (5, 5)
"""(height, width) of what is random or ones."""
STDIN = "-"
RANDOM = "random"
ONES = "ones"
WORDS = (RANDOM, ONES)
PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".gif")
SIGNATURES = (b"\x89PNG", b"\xff\xd8\xff", b"RIFF", b"GIF8")
"""The first bytes of PNG, JPEG, WebP and GIF files."""
BINARY_SUFFIXES = (".npy", *PICTURE_SUFFIXES)
FILE_SUFFIXES = (".csv", ".tsv", ".txt", ".npy", ".json", *PICTURE_SUFFIXES)

_INLINE = re.compile(r"[-+]?(\.*[0-9][0-9.ej+-]*|nan|inf|infinity)|.*[;,\s].*", re.I | re.DOTALL)


def names_file(source: str) -> bool:
    """Returns whether a source is the path of a file.

    Example:
        >>> [names_file(source) for source in ("grid.csv", "1 2; 3 4", ".5", "grid.cvs", ".")]
        [True, False, False, True, True]
    """
    if source == STDIN or source in WORDS:
        return False
    if "/" in source or Path(source).suffix.lower() in FILE_SUFFIXES:
        return True
    return source != "" and not _INLINE.fullmatch(source)


def names_picture(source: Source | None) -> bool:
    """Returns whether a source is the path of a picture.

    Example:
        >>> [names_picture(source) for source in ("cat.JPG", "cat.csv", "1 2; 3 4", [[1, 2]])]
        [True, False, False, False]
    """
    return isinstance(source, str) and Path(source).suffix.lower() in PICTURE_SUFFIXES
