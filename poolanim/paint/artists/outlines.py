"""The outlines of marks and letters, as paths of matplotlib."""

from __future__ import annotations

from functools import cache, lru_cache
from math import sqrt
from typing import TYPE_CHECKING

from poolanim.fonts import unconfigured  # noqa: F401  # must be imported before matplotlib

# isort: split
import numpy as np
from matplotlib.path import Path

from poolanim.fonts.contours import outline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.scene.marks import Face

    Point = tuple[float, float]

ROUND = 4 * (sqrt(2) - 1) / 3
"""The distance from the control points of a quarter of a circle to its ends, in radii."""
STEPS = {
    "M": [Path.MOVETO],
    "L": [Path.LINETO],
    "C": [Path.CURVE4] * 3,
    "Z": [Path.CLOSEPOLY],
}


@cache
def letter(text: str, face: Face) -> Path | None:
    """Returns the outline of a glyph from its pen, in units of the typeface; None if blank."""
    steps = outline(text, face)
    if not steps:
        return None
    codes = [code for step, _ in steps for code in STEPS[step]]
    points = [at for _, ends in steps for at in ends or (0, 0)]
    return Path(np.array(points, float).reshape(-1, 2), codes)


def closed(corners: Sequence[Point]) -> Path:
    """Returns the outline of a polygon."""
    return Path([*corners, corners[0]], closed=True)


@lru_cache(maxsize=1024)  # RendererAgg takes a new path at the address of a freed one for that
def rectangle(start: Point, end: Point, most: float) -> Path:
    """Returns a rectangle whose corners are quarters of a circle, near enough.

    Args:
        start: the upper left corner.
        end: the lower right corner.
        most: the largest radius of the corners; 0 for plain corners.
    """
    (left, top), (right, bottom) = start, end
    if not most:
        return closed([(left, top), (right, top), (right, bottom), (left, bottom)])
    radius = min(most, (right - left) / 2, (bottom - top) / 2)
    vertices, codes = [(left + radius, top)], [Path.MOVETO]
    for (x, y), (before_x, before_y), (after_x, after_y) in (
        ((right, top), (-1, 0), (0, 1)),
        ((right, bottom), (0, -1), (-1, 0)),
        ((left, bottom), (1, 0), (0, -1)),
        ((left, top), (0, 1), (1, 0)),
    ):
        for aside_x, aside_y, reach in (
            (before_x, before_y, radius),
            (before_x, before_y, radius * (1 - ROUND)),
            (after_x, after_y, radius * (1 - ROUND)),
            (after_x, after_y, radius),
        ):
            vertices.append((x + aside_x * reach, y + aside_y * reach))
        codes += [Path.LINETO, *[Path.CURVE4] * 3]
    return Path([*vertices, vertices[0]], [*codes, Path.CLOSEPOLY])
