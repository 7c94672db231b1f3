"""Sets texts in the bundled typeface: the glyphs of a text, their places, and its width.

Pixels and outlines are made from the same glyphs, so widths and kerning are the same in both.
Kerning moves letters and punctuation; digits and signs always keep their width.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from poolanim.fonts.typefaces import EM, TYPEFACES, Letter, kerning, letter_of
from poolanim.records.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolanim.scene.marks import Face, Typeface

FOREIGN = {
    "text": "sans",
    "text-medium": "sans",
    "text-strong": "bold",
    "number": "sans",
    "number-bold": "bold",
    "code": "mono",
    "code-strong": "mono",
}
"""The fonts, of `files.DEJAVU`, for the letters that a typeface lacks."""
RIGHT_TO_LEFT = ("R", "AL")
COLUMN = 600
"""The width of a column of code, in units."""


class Glyph(NamedTuple):
    """A letter of a typeface, or a text that is outlined as a whole by other fonts.

    Attributes:
        text: the letter or text.
        face: a typeface, or the faces for `fallback`.
        pen: the start, in units of the typeface.
    """

    text: str
    face: Face
    pen: float


class Line(NamedTuple):
    """A text that is set.

    Attributes:
        words: the glyphs between spaces.
        width: the advance of the pen over the text, in units of the typeface.
    """

    words: tuple[tuple[Glyph, ...], ...]
    width: float


def text_width(text: str, size: float, face: Face) -> float:
    """Returns the width of a text in units of the layout.

    Raises:
        ParameterError: no font has a character of the user's text, or the user's font cannot be
            read.

    Example:
        >>> text_width("−0.44", 20, "number") == text_width("+1.25", 20, "number")
        True
        >>> text_width("dA[1, 1]", 15, "code")
        72.0
    """
    return line(text, face).width * size / EM


@lru_cache(maxsize=4096)  # called when a text is laid out, and again when it is painted
def line(text: str, face: Face) -> Line:
    """Sets a text.

    Raises:
        ParameterError: as in `text_width`.
    """
    typeface, others = _faces_of(face)
    if typeface is None or (not text.isascii() and any(map(_is_joined, text))):
        whole = ((Glyph(text, others, 0),),) if text.strip() else ()
        return Line(whole, _width_of(text, others))
    words: list[list[Glyph]] = [[]]
    pen, before = 0.0, None
    for part, letter in _parts(text, typeface):
        if letter is None:
            words[-1].append(Glyph(part, others, pen))
            pen += _foreign_width(part, typeface, others)
        else:
            pen += kerning(before, letter) if before else 0
            if len(letter.curves):
                words[-1].append(Glyph(part, typeface, pen))
            else:
                words.append([])
            pen += letter.advance
        before = letter
    return Line(tuple(tuple(word) for word in words if word), pen)


def _faces_of(face: Face) -> tuple[Typeface | None, Face]:
    """Returns the typeface of a face, and the faces for the letters that it lacks."""
    if face == "math":
        return None, "math"
    names = (face,) if isinstance(face, str) else face
    typeface = next((each for each in TYPEFACES if each == names[0]), None)
    if typeface is None:
        return None, tuple(FOREIGN.get(name, name) for name in names)
    return typeface, (*names[1:], FOREIGN[typeface])


def _is_joined(character: str) -> bool:
    """Returns whether letters beside a character may change their shapes or places."""
    marks = unicodedata.category(character).startswith("M")
    return marks or unicodedata.bidirectional(character) in RIGHT_TO_LEFT


def _parts(text: str, face: Typeface) -> Iterator[tuple[str, Letter | None]]:
    """Yields the letters of a text. Adjoining letters that the face lacks are yielded as one text.

    In code, they are yielded one by one.
    """
    lacking = ""
    for character in text:
        letter = letter_of(character, face)
        if lacking and (letter or FOREIGN[face] == "mono"):
            yield lacking, None
            lacking = ""
        if letter:
            yield character, letter
        else:
            lacking += character
    if lacking:
        yield lacking, None


def _width_of(text: str, others: Face) -> float:
    """Returns the advance over a text that is outlined as a whole."""
    from poolanim.fonts.fallback import foreign_of  # few texts need it

    return foreign_of(text, others).width


def _foreign_width(text: str, face: Typeface, others: Face) -> float:
    """Returns the advance over a text that a face lacks. In code, it is a number of columns."""
    width = _width_of(text, others)
    return max(round(width / COLUMN), 1) * COLUMN if FOREIGN[face] == "mono" else width
