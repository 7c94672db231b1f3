"""Outlines of glyphs as the paths of SVG."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.fonts.glyphs import outline
from poolanim.fonts.metrics import UNITS_PER_EM

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolanim.scene.marks import Face

EM = 128
"""Steps in the size of a glyph, to which its outline is rounded."""


def path_data(text: str, face: Face) -> str:
    """Returns the outline of a glyph as the data of a path, in steps of its size over EM.

    Example:
        >>> path_data("-", "sans")
        'M6-40h34v10h-34v-10z'
    """
    data: list[str] = []
    x = y = 0
    smooth: tuple[float, float] | None = None  # a control point that T implies
    for step, points in outline(text, face):
        to = [round(point * EM / UNITS_PER_EM) for point in points]
        if step == "M":
            data.append(f"M{_row(to)}")
        elif step == "Z":
            data.append("z")
        else:
            moves = [end - (x, y)[turn % 2] for turn, end in enumerate(to)]
            implied = points[:2] == smooth
            data.append(_step("T", moves[2:]) if implied else _step(step, moves))
        smooth = None
        if to:
            x, y = to[-2:]
        if step == "Q":
            smooth = 2 * points[2] - points[0], 2 * points[3] - points[1]
    return "".join(data)


def _step(step: str, moves: list[int]) -> str:
    """Returns a step with relative coordinates."""
    if step == "L" and 0 in moves:
        return f"v{moves[1]}" if moves[1] else f"h{moves[0]}"
    return step.lower() + _row(moves)


def _row(numbers: Iterable[int]) -> str:
    """Joins numbers with spaces. A minus sign needs no space before it."""
    return " ".join(map(str, numbers)).replace(" -", "-")
