"""The outlines of glyphs: as curves, for pixels, and as the steps of a path, for vectors."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from poolanim.fonts.typefaces import letter_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolanim.fonts.typefaces import Floats
    from poolanim.scene.marks import Face

    Step = tuple[str, tuple[float, ...]]

OFF = 1
"""How far, in units, quadratic curves may be from the cubic one that replaces them."""


def curves(text: str, face: Face) -> Floats:
    """Returns the outline of a glyph as quadratic curves, as `typefaces.Page` has them."""
    if face == "math" or isinstance(face, tuple):
        from poolanim.fonts.fallback import foreign_of  # few texts need it

        return foreign_of(text, face).curves
    letter = letter_of(text, face)
    assert letter is not None, "setting takes only letters that the typeface has"
    return letter.curves


@lru_cache(maxsize=1024)
def outline(text: str, face: Face) -> list[Step]:
    """Returns the outline of a glyph as the steps of a path.

    A step is its name in SVG (M, L, C or Z) and its points, in units of the typeface, counted from
    the pen, with y pointing down. Fonts cut each cubic curve of their designer into quadratic ones;
    here they are one again, which is shorter.

    Example:
        >>> outline("-", "text")[:2]
        [('M', (330.0, -261.0)), ('L', (69.0, -261.0))]
        >>> [step for step, _ in outline("0", "number")[:6]]
        ['M', 'C', 'C', 'C', 'C', 'Z']
    """
    return list(_steps(curves(text, face).tolist()))


def _steps(curves: list[list[float]]) -> Iterator[Step]:
    """Yields curves as steps. A contour ends where it comes back to its first point."""
    place = 0
    first: list[float] = []
    while place < len(curves):
        curve = curves[place]
        if not first:
            first = curve[:2]
            yield "M", (first[0], first[1])
        place += 1
        if curve[2:4] != curve[:2]:
            run, cubic = [curve], _cubic([curve])
            while place < len(curves) and run[-1][4:] != first:
                longer = [*run, curves[place]]
                whole = _cubic(longer)
                if curves[place][2:4] == curves[place][:2] or not _is_near(longer, whole):
                    break
                run, cubic = longer, whole
                place += 1
            yield "C", cubic
        elif curve[4:] != first:  # Z draws the line that closes
            yield "L", (curve[4], curve[5])
        if curves[place - 1][4:] == first:
            yield "Z", ()
            first = []


def _cubic(run: list[list[float]]) -> tuple[float, ...]:
    """Returns the control points and the end of the cubic curve that was cut into quadratic ones.

    They are of equal length in its parameter. So its ends leave in the directions of the first and
    the last of them, and the control points are farther by two thirds of their number.
    """
    (x, y, out_x, out_y), (in_x, in_y, to_x, to_y) = run[0][:4], run[-1][2:]
    far = len(run) * 2 / 3
    return (
        x + far * (out_x - x),
        y + far * (out_y - y),
        to_x + far * (in_x - to_x),
        to_y + far * (in_y - to_y),
        to_x,
        to_y,
    )


def _is_near(run: list[list[float]], cubic: tuple[float, ...]) -> bool:
    """Returns whether quadratic curves meet on a cubic one."""
    (x, y), (out_x, out_y, in_x, in_y, to_x, to_y) = run[0][:2], cubic
    for turn, curve in enumerate(run[1:], 1):
        part = turn / len(run)
        rest = 1 - part
        a, b, c, d = rest**3, 3 * rest * rest * part, 3 * rest * part * part, part**3
        off_x = a * x + b * out_x + c * in_x + d * to_x - curve[0]
        off_y = a * y + b * out_y + c * in_y + d * to_y - curve[1]
        if max(abs(off_x), abs(off_y)) > OFF:
            return False
    return True
