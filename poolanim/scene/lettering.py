"""Gives labels the letters of the user's font that the faces of words and code lack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.scene.marks import Text

if TYPE_CHECKING:
    from poolanim.scene.boards.setting import Measure
    from poolanim.scene.marks import Face, Mark

LABELLED = ("text", "text-medium", "text-strong", "code", "code-strong")
"""The faces of texts that may contain labels."""


def lettered(mark: Mark, font: str) -> Mark:
    """Returns a mark whose text takes the letters that its face lacks from a font.

    Args:
        mark: any mark.
        font: the path of the font.
    """
    if isinstance(mark, Text):
        return mark._replace(face=_with(mark.text, mark.face, font))
    return mark


def measuring(measure: Measure, font: str | None) -> Measure:
    """Returns a function that measures texts as `lettered` sets them.

    Args:
        measure: returns the widths of texts.
        font: the path of the user's font; None if there is none.
    """
    if font is None:
        return measure
    return lambda text, size, face: measure(text, size, _with(text, face, font))


def _with(text: str, face: Face, font: str) -> Face:
    """Returns the face of a text that prefers its own letters, and takes others from a font."""
    return (face, font) if face in LABELLED and not text.isascii() else face
