"""Measures texts: their widths, and the places of their letters."""

from __future__ import annotations

import json
import re
import zlib
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from poolanim.files.resources import templates
from poolanim.fonts.atlas import CHARACTERS
from poolanim.fonts.cache import cache_name, kept
from poolanim.scene.marks import SIZES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from poolanim.scene.marks import Face

UNITS_PER_EM = 2048
"""The units of the bundled font in an em."""
READY = re.compile(f"[{re.escape(CHARACTERS)}]*")
PLACE = {character: place for place, character in enumerate(CHARACTERS)}
"""The number of each ready-made letter."""


def text_width(text: str, size: float, face: Face) -> float:
    """Returns the width of a text in units of the layout.

    Raises:
        ParameterError: no font has a character of the user's text, or the user's font cannot be
            read.

    Example:
        >>> text_width("00", 2048, "mono")
        2466.0
    """
    return _width_em(text, settled(text, face)) * size


def settled(text: str, face: Face) -> Face:
    """Returns the first of several faces if all letters are ready-made in it, or else all faces.

    Example:
        >>> settled("code", ("mono", "other.ttf")), settled("code", ("other.ttf", "mono"))
        ('mono', ('other.ttf', 'mono'))
    """
    if isinstance(face, str):
        return face
    first = next((each for each in SIZES if each == face[0]), None)
    return first if first is not None and is_ready(text, first) else face


@lru_cache(maxsize=512)  # called when a text is measured, and again when it is painted
def is_ready(text: str, face: Face) -> bool:
    """Returns whether all letters of a text are ready-made."""
    return face in SIZES and READY.fullmatch(text) is not None


@lru_cache(maxsize=512)
def _width_em(text: str, face: Face) -> float:
    if is_ready(text, face):
        if face == "mono":
            return len(text) * _metrics(face)[0][0] / UNITS_PER_EM
        *_, end = pens(text, face)
        return end / UNITS_PER_EM

    def measured() -> bytes:
        from poolanim.fonts import outlines

        return zlib.compress(np.float64(outlines.width_em(text, face)).tobytes())

    content = kept(cache_name("width", text, face), measured)
    return float(np.frombuffer(zlib.decompress(content))[0])


def pens(text: str, face: Face) -> Iterator[int]:
    """Yields the place of the pen at each letter, and after the last, in units of the font."""
    advances, kerning = _metrics(face)
    pen, before = 0, ""
    for letter in text:
        pen += kerning.get(before + letter, 0)
        yield pen
        pen += advances[PLACE[letter]]
        before = letter
    yield pen


@cache
def _metrics(face: Face) -> tuple[list[int], Mapping[str, int]]:
    """Reads the advance of each of CHARACTERS and the kerning of pairs, in font units."""
    content = json.loads((templates() / "atlas" / "metrics.json").read_text("utf-8"))
    return content[face]["advances"], content[face]["kerning"]
