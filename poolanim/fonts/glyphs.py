"""Letters as outlines: their places in a text, and the curves around them.

The outlines of ready-made letters are in `templates/atlas/outlines.json`, which `python -m
poolanim.fonts.bake` writes. A text with other letters is outlined as a whole by matplotlib, once.
"""

from __future__ import annotations

import json
import re
import zlib
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from poolanim.files.resources import templates
from poolanim.fonts.cache import cache_name, kept
from poolanim.fonts.metrics import PLACE, UNITS_PER_EM, is_ready, pens, settled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolanim.scene.marks import Face

Curve = tuple[str, tuple[float, ...]]
"""A step along an outline: its name in SVG (M, L, Q, C or Z) and its points. Points are in units of
the font, counted from the pen, with y pointing down."""


class Glyph(NamedTuple):
    """A letter, or a text that is outlined as a whole.

    Attributes:
        text: the letter or text.
        face: the face of the font.
        pen: the start, in units of the font.
    """

    text: str
    face: Face
    pen: float


def words(text: str, face: Face) -> Iterator[list[Glyph]]:
    """Yields the glyphs of a text, word by word.

    Example:
        >>> [[glyph.text for glyph in word] for word in words("mean of", "sans")]
        [['m', 'e', 'a', 'n'], ['o', 'f']]
    """
    face = settled(text, face)
    if not is_ready(text, face):
        yield [Glyph(text, face, 0)]
        return
    word: list[Glyph] = []
    for letter, pen in zip(text, pens(text, face), strict=False):
        if letter != " ":
            word.append(Glyph(letter, face, pen))
        elif word:
            yield word
            word = []
    if word:
        yield word


@cache
def outline(text: str, face: Face) -> list[Curve]:
    """Returns the outline of a glyph of the size UNITS_PER_EM."""
    if text in PLACE and is_ready(text, face):
        drawn = _atlas()[face][PLACE[text]]
    else:
        drawn = zlib.decompress(
            kept(cache_name("outline", text, face), lambda: _foreign(text, face))
        ).decode()
    return [
        (step, tuple(map(float, points.split())))
        for step, points in re.findall("([MLQCZ])([^MLQCZ]*)", drawn)
    ]


@cache
def _atlas() -> dict[Face, list[str]]:
    """Reads the outlines of CHARACTERS, by face."""
    outlines: dict[Face, list[str]] = json.loads(
        (templates() / "atlas" / "outlines.json").read_text("utf-8")
    )
    return outlines


def _foreign(text: str, face: Face) -> bytes:
    from poolanim.fonts import outlines

    return zlib.compress(outlines.outline(text, face, UNITS_PER_EM).encode())
