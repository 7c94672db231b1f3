"""The sources of a grid: a word, numbers, or the name of a file. Loads no NumPy."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard

from poolanim.grids.kernels import KERNELS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from poolanim.parameters.source import Source

STDIN = "-"
RANDOM = "random"
ONES = "ones"
WORDS: Mapping[str, tuple[str, ...]] = {
    "input": (RANDOM, ONES),
    "kernel": (RANDOM, ONES, *KERNELS),
    "bias": (RANDOM, ONES),
    "grad": (RANDOM, ONES),
}
"""The words that stand for numbers, by the field of a figure that they are given to."""
PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".gif")
SIGNATURES = (b"\x89PNG", b"\xff\xd8\xff", b"RIFF", b"GIF8")
"""The first bytes of PNG, JPEG, WebP and GIF files."""
BINARY_SUFFIXES = (".npy", ".npz", *PICTURE_SUFFIXES)
FILE_SUFFIXES = (".csv", ".tsv", ".txt", ".npy", ".npz", ".json", *PICTURE_SUFFIXES)

_INLINE = re.compile(
    r"[-+]?(\.*[0-9][0-9.ej+-]*|nan|inf|infinity)|\[.*|.*[;,\s].*", re.I | re.DOTALL
)


def is_read(source: Source | None, field: str) -> TypeGuard[Source]:
    """Returns whether the numbers of a field are read, and not made to measure.

    Those of a word are made to measure, and those of a field that is not given.

    Example:
        >>> is_read("1 2; 3 4", "input"), is_read("sobel", "kernel"), is_read(None, "input")
        (True, False, False)
    """
    return source is not None and source not in WORDS[field]


def names_file(field: str, source: str) -> bool:
    """Returns whether the source of a field is the path of a file.

    Example:
        >>> grids = "grid.csv", "1 2; 3 4", ".5", "grid.cvs", ".", "ones"
        >>> [names_file("input", source) for source in grids]
        [True, False, False, True, True, False]
    """
    if source == STDIN or source in WORDS[field]:
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
