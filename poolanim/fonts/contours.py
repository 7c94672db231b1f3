"""The outlines of glyphs: as curves, for pixels, and as the steps of a path, for vectors."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from poolanim.fonts.fallback import foreign_of
from poolanim.fonts.typefaces import letter_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolanim.fonts.typefaces import Floats
    from poolanim.scene.marks import Face

    Step = tuple[str, tuple[float, ...]]


def curves(text: str, face: Face) -> Floats:
    """Returns the outline of a glyph as quadratic curves, as `typefaces.Page` has them."""
    if face == "math" or isinstance(face, tuple):
        return foreign_of(text, face).curves
    letter = letter_of(text, face)
    assert letter is not None, "setting takes only letters that the typeface has"
    return letter.curves


@lru_cache(maxsize=1024)
def outline(text: str, face: Face) -> list[Step]:
    """Returns the outline of a glyph as the steps of a path.

    A step is its name in SVG (M, L, Q or Z) and its points, in units of the typeface, counted from
    the pen, with y pointing down.

    Example:
        >>> outline("-", "text")[:2]
        [('M', (330.0, -261.0)), ('L', (69.0, -261.0))]
    """
    return list(_steps(curves(text, face).tolist()))


def _steps(curves: list[list[float]]) -> Iterator[Step]:
    """Yields curves as steps. A contour ends where it comes back to its first point."""
    first: tuple[float, float] | None = None
    for x, y, control_x, control_y, to_x, to_y in curves:
        if first is None:
            first = x, y
            yield "M", first
        closes = (to_x, to_y) == first
        if (control_x, control_y) != (x, y):
            yield "Q", (control_x, control_y, to_x, to_y)
        elif not closes:  # Z draws the line that closes
            yield "L", (to_x, to_y)
        if closes:
            yield "Z", ()
            first = None
