"""Outlines of glyphs as the paths of SVG."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from poolanim.fonts.contours import outline
from poolanim.fonts.typefaces import EM

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolanim.scene.marks import Face

STEPS = 75
"""Steps in the size of a font, to which outlines are rounded: a third of a pixel of the numbers in
cells, whose edges differ by less than eyes see at twice that size."""

DRIFT = 1
"""Steps by which a control point may be off that a smooth curve implies."""


@lru_cache(maxsize=2048)  # letters come again and again
def path_data(text: str, face: Face) -> str:
    """Returns the outline of a glyph as the data of a path, in steps of the font.

    Lines that only close it are left out, since it is filled.

    Example:
        >>> path_data("-", "text")
        'M25-20h-20v-6h20'
    """
    data: list[str] = []
    x = y = 0
    smooth = (0, 0)  # the control point that S implies, counted from the point before
    for step, points in outline(text, face):
        to = [round(point * STEPS / EM) for point in points]
        if step == "M":
            data.append(f"M{_row(to)}")
        elif step != "Z":
            moves = [end - (x, y)[turn % 2] for turn, end in enumerate(to)]
            data.append(_step(step, moves, smooth))
        smooth = (to[4] - to[2], to[5] - to[3]) if step == "C" else (0, 0)
        if to:
            x, y = to[-2:]
    return "".join(data)


def _step(step: str, moves: list[int], smooth: tuple[int, int]) -> str:
    """Returns a step with relative coordinates."""
    if step == "L" and 0 in moves:
        return f"v{moves[1]}" if moves[1] else f"h{moves[0]}"
    if step == "C" and max(abs(moves[0] - smooth[0]), abs(moves[1] - smooth[1])) <= DRIFT:
        return f"s{_row(moves[2:])}"
    return step.lower() + _row(moves)


def _row(numbers: Iterable[int]) -> str:
    """Joins numbers with spaces. A minus sign needs no space before it."""
    return " ".join(map(str, numbers)).replace(" -", "-")
