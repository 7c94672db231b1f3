"""The glyphs of a text as outlines, whichever of the bundled fonts shows it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from poolanim.fonts import contours, glyphs, setting
from poolanim.fonts.metrics import UNITS_PER_EM
from poolanim.fonts.typefaces import EM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolanim.fonts.fallback import Step
    from poolanim.scene.marks import Face, Text


class Shape(NamedTuple):
    """What is outlined as one: a letter, or a text that has no ready-made letters.

    Attributes:
        text: the letter or text.
        face: the face of the font.
        units: of the font, in its size.
    """

    text: str
    face: Face
    units: int

    def steps(self) -> list[Step]:
        """Returns the steps of the outline, in units of the font."""
        return _steps(self)


class Placed(NamedTuple):
    """A shape in a text.

    Attributes:
        shape: what stands there.
        pen: where it starts, in units of the font.
    """

    shape: Shape
    pen: float


def units_of(face: Face) -> int:
    """Returns the units of a face's font in its size.

    Example:
        >>> units_of("text"), units_of("sans")
        (1000, 2048)
    """
    return EM if setting.is_set(face) else UNITS_PER_EM


def left_of(text: Text) -> float:
    """Returns where the outlines of a text begin, in units of the layout."""
    return text.left if setting.is_set(text.face) else round(text.left)


def words(text: str, face: Face) -> Iterator[list[Placed]]:
    """Yields the shapes of a text, word by word.

    Example:
        >>> [[placed.shape.text for placed in word] for word in words("mean of", "text")]
        [['m', 'e', 'a', 'n'], ['o', 'f']]
    """
    units = units_of(face)
    _, others = setting.faces_of(face)
    for word in setting.line(text, face).words if units == EM else glyphs.words(text, others):
        yield [Placed(Shape(part, name, units), pen) for part, name, pen in word]


@cache
def _steps(shape: Shape) -> list[Step]:
    if shape.units == EM:
        return contours.outline(shape.text, shape.face)
    return glyphs.outline(shape.text, shape.face)
