"""How much of each pixel a shape with straight edges covers: arrows, polygons and strokes."""

from __future__ import annotations

from functools import lru_cache
from math import ceil, floor, hypot
from typing import TYPE_CHECKING

import numpy as np

from poolanim.fonts.coverage import FULL
from poolanim.paint.corners import arrow_corners, corners_of
from poolanim.paint.stamp import Stamp, pixel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from poolanim.paint.corners import Point
    from poolanim.scene.marks import Arrow, Polygon, Stroke


@lru_cache(maxsize=128)  # films of one layout have the same arrows and beams
def arrow_stamps(arrow: Arrow, scale: float) -> list[Stamp]:
    """Returns the stamps of an arrow: its shaft and its head."""
    corners = _scaled(arrow_corners(arrow), scale)
    shaft, tip = [*corners[:2], *corners[5:]], corners[2:5]
    return [_filled(shaft, arrow.ink), _filled(tip, arrow.ink)]


@lru_cache(maxsize=128)
def polygon_stamps(polygon: Polygon, scale: float) -> list[Stamp]:
    """Returns the stamp of a polygon."""
    return [_filled(_scaled(corners_of(polygon), scale), polygon.fill)]


@lru_cache(maxsize=128)
def stroke_stamps(stroke: Stroke, scale: float) -> list[Stamp]:
    """Returns the stamp of a straight line, as thick as its opacity.

    The line is cut off at whole pixels of the way in which it is longer. A level or upright one
    lies on whole pixels.
    """
    x, y, to_x, to_y = (scale * value for value in stroke[:4])
    width = max(stroke.line_width * scale, 1)
    across = abs(to_x - x) >= abs(to_y - y)
    if not across:
        x, y, to_x, to_y = y, x, to_y, to_x
    if x > to_x:
        x, y, to_x, to_y = to_x, to_y, x, y
    first = pixel(x)
    after = max(pixel(to_x), first + 1)
    if y == to_y:
        slope, width = 0.0, max(round(width), 1)
        y = pixel(y - width / 2) + width / 2
    else:
        slope = (to_y - y) / (to_x - x)
    high = width * hypot(1, slope)  # in each column
    columns, rows = np.arange(after - first), np.arange(ceil(high) + 1)[:, None]
    upper = slope * columns + (y - high / 2 + slope * (first + 0.5 - x))  # the edge in each column
    starts = np.floor(upper)
    upper -= starts
    covered = np.minimum(rows + 1, upper + high) - np.maximum(rows, upper)
    top = int(starts.min())
    rows = rows + (starts - top).astype(np.intp)
    levels = np.zeros((int(rows[-1].max()) + 1, len(columns)), np.uint8)
    levels[rows, columns] = np.rint(np.maximum(covered, 0) * FULL * stroke.opacity)
    if across:
        return [Stamp(first, top, after, top + len(levels), stroke.ink, levels)]
    levels = np.ascontiguousarray(levels.T)
    return [Stamp(top, first, top + levels.shape[1], after, stroke.ink, levels)]


def _scaled(corners: Sequence[Point], scale: float) -> list[Point]:
    return [(x * scale, y * scale) for x, y in corners]


def _filled(corners: Sequence[Point], ink: str) -> Stamp:
    """Returns a convex polygon.

    A pixel is covered except for what lies beyond the upper edges, and what beyond the lower ones.
    Of several upper ones the farthest in counts. Distances are taken along an edge's normal.
    """
    xs, ys = zip(*corners, strict=True)
    left, top, right, bottom = floor(min(xs)), floor(min(ys)), ceil(max(xs)), ceil(max(ys))
    x = np.arange(left, right, dtype=np.float32) + np.float32(0.5)
    y = np.arange(top, bottom, dtype=np.float32) + np.float32(0.5)
    beyond = np.zeros((2, len(y), len(x)), np.float32)  # in levels
    edges = list(zip(corners, [*corners[1:], corners[0]], strict=True))
    clockwise = sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in edges) > 0  # as y points down
    for (x0, y0), (x1, y1) in edges:
        length = hypot(x1 - x0, y1 - y0)
        if not length:
            continue
        per_pixel = (FULL if clockwise else -FULL) / length
        across = (y1 - y0) * per_pixel * (x - x0) + FULL / 2
        down = (x0 - x1) * per_pixel * (y - y0)
        rows = _over(down, -across.max(initial=-np.inf))
        columns = _over(across, -down.max(initial=-np.inf))
        near = beyond[int((x0, y0) < (x1, y1)), rows, columns]
        np.maximum(near, across[columns] + down[rows, None], out=near)
    levels = np.rint(np.maximum(FULL - beyond[0] - beyond[1], 0))
    return Stamp(left, top, right, bottom, ink, levels.astype(np.uint8))


def _over(values: NDArray[np.float32], limit: float) -> slice:
    """Returns where values over a limit are, among values that rise or fall from end to end."""
    (places,) = np.nonzero(values > limit)
    return slice(places[0], places[-1] + 1) if places.size else slice(0)
