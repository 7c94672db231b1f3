"""The outlines of glyphs: as the steps of a path, for vectors, and as curves, for pixels."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from poolanim.fonts.fallback import foreign_of
from poolanim.fonts.typefaces import TYPEFACES, letter_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolanim.fonts.fallback import Step
    from poolanim.fonts.typefaces import Floats, Letter
    from poolanim.scene.marks import Face

    Curve = tuple[float, float, float, float, float, float]

PIECES = 4
"""The quadratic curves that replace a cubic one."""


@lru_cache(maxsize=1024)
def outline(text: str, face: Face) -> list[Step]:
    """Returns the outline of a glyph as the steps of a path.

    A step is its name in SVG (M, L, Q, C or Z) and its points, in units of the typeface, counted
    from the pen, with y pointing down.

    Example:
        >>> outline("-", "text")[:2]
        [('M', (330.0, -261.0)), ('L', (69.0, -261.0))]
    """
    letter = _letter(text, face)
    return list(_steps(letter.curves.tolist())) if letter else foreign_of(text, face).steps


def curves(text: str, face: Face) -> Floats:
    """Returns the outline of a glyph as quadratic curves, as `raster` takes them."""
    letter = _letter(text, face)
    if letter:
        return letter.curves
    found = list(_curves(foreign_of(text, face).steps))
    return np.array(found, float).reshape(-1, 6)


def _letter(text: str, face: Face) -> Letter | None:
    typeface = next((each for each in TYPEFACES if each == face), None)
    return letter_of(text, typeface) if typeface else None


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


def _curves(steps: list[Step]) -> Iterator[Curve]:
    """Yields steps as curves, with all contours closed."""
    first = here = (0.0, 0.0)
    for step, points in (*steps, ("Z", ())):
        if step in "MZ":
            if here != first:
                yield (*here, *here, *first)
            here = first
        if step == "M":
            first = here = points[0], points[1]
        elif step == "L":
            yield (*here, *here, points[0], points[1])
            here = points[0], points[1]
        elif step == "Q":
            yield (*here, points[0], points[1], points[2], points[3])
            here = points[2], points[3]
        elif step == "C":
            yield from _quadratic(np.array((*here, *points)).reshape(4, 2))
            here = points[4], points[5]


def _quadratic(points: Floats) -> Iterator[Curve]:
    """Yields a cubic curve as quadratic ones."""
    along = np.linspace(0, 1, PIECES + 1)[:, None]
    start, one, two, end = points
    before = 1 - along
    places = before**3 * start + 3 * before * along * (before * one + along * two) + along**3 * end
    slopes = before**2 * (one - start) + 2 * before * along * (two - one) + along**2 * (end - two)
    # The control points of the cubic piece are places + heads and places - tails.
    heads, tails = slopes[:-1] / PIECES, slopes[1:] / PIECES
    controls = (places[:-1] + places[1:]) / 2 + 3 * (heads - tails) / 4
    for (x, y), (control_x, control_y), (to_x, to_y) in zip(
        places[:-1].tolist(), controls.tolist(), places[1:].tolist(), strict=True
    ):
        yield x, y, control_x, control_y, to_x, to_y
