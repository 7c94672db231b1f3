"""Stamps laid on a canvas, and what is kept of them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from poolanim.paint.stamp import Stamp
from poolanim.paint.stamping import all_stamps

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from poolanim.paint.areas import Area
    from poolanim.paint.palette import Canvas, Palette
    from poolanim.scene.marks import Mark


@lru_cache(maxsize=2048)  # in a film, or in others like it, cells come back
def kept_stamps(
    marks: tuple[Mark, ...], scale: float, hatched: frozenset[str], palette: Palette
) -> tuple[Sequence[Stamp], Area]:
    """Returns the stamps of marks, and the rectangle around them.

    What lies on a plain box is painted once, since nothing under the box matters.
    """
    stamps, area = all_stamps(marks, scale, hatched)
    if len(stamps) > 1 and stamps[0].levels is None and stamps[0][:4] == area:
        left, top, right, bottom = area
        pixels = np.empty((bottom - top, right - left), np.uint8)
        moved = [
            Stamp(x0 - left, y0 - top, x1 - left, y1 - top, ink, levels)
            for x0, y0, x1, y1, ink, levels in stamps
        ]
        lay(moved, pixels, (0, 0, right - left, bottom - top), palette)
        stamps = [Stamp(*area, "", pixels)]
    return stamps, area


def lay(stamps: Iterable[Stamp], canvas: Canvas, area: Area, palette: Palette) -> None:
    """Paints stamps on an area of a canvas."""
    left, top, right, bottom = area
    for x0, y0, x1, y1, ink, levels in stamps:
        # Comparisons are faster than min and max. This runs dozens of times a frame.
        from_x, to_x = x0 if x0 > left else left, x1 if x1 < right else right
        from_y, to_y = y0 if y0 > top else top, y1 if y1 < bottom else bottom
        if from_x >= to_x or from_y >= to_y:
            continue
        part = canvas[from_y:to_y, from_x:to_x]
        if levels is None:
            part[...] = palette.entry[ink]
            continue
        inside = levels[from_y - y0 : to_y - y0, from_x - x0 : to_x - x0]
        if ink:
            palette.blend(part, ink, inside)
        else:
            part[...] = inside
