"""How much of each pixel a shape covers. Boxes lie on whole pixels, curves have smooth edges."""

from __future__ import annotations

from functools import lru_cache
from math import ceil, floor, hypot
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from poolanim.fonts.coverage import FULL

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from poolanim.fonts.coverage import Levels
    from poolanim.scene.marks import Arrow, Box, Dot, Polygon, Stroke

    Point = tuple[float, float]

DASH = 2.75
"""Length of a dash, and of a gap, in units. It is adjusted so that a side is divided evenly."""
NOISE = 1e-6
"""Rounding error of a product of floats, in pixels. An edge so close to half a pixel rounds up."""


class Stamp(NamedTuple):
    """An ink on a rectangle of pixels.

    Attributes:
        left: first column.
        top: first row.
        right: column after the last.
        bottom: row after the last.
        ink: role of its colour.
        levels: (rows, columns), 0 to FULL; None for all FULL.
    """

    left: int
    top: int
    right: int
    bottom: int
    ink: str
    levels: Levels | None


def box_stamps(box: Box, scale: float) -> list[Stamp]:
    """Returns the stamps of a box, on whole pixels."""
    x, y, width, height, fill, line, line_width, radius, dashed = box
    left, top, right, bottom = x * scale, y * scale, (x + width) * scale, (y + height) * scale
    if fill and not (line or radius):  # most boxes are so: cells of heat
        return [Stamp(_pixel(left), _pixel(top), _pixel(right), _pixel(bottom), fill, None)]
    edge = max(1, round(line_width * scale)) if line else 0
    x0, x1 = _pixel(left - edge / 2), _pixel(right + edge / 2)
    y0, y1 = _pixel(top - edge / 2), _pixel(bottom + edge / 2)
    if radius:
        stamps = []
        if fill:
            edges = _pixel(left), _pixel(top), _pixel(right), _pixel(bottom)
            stamps.append(_rounded(*edges, fill, radius * scale, 0))
        if line:
            stamps.append(_rounded(x0, y0, x1, y1, line, radius * scale + edge / 2, edge))
        return stamps
    if not line:
        return []
    if dashed:
        return _dashed(x0, y0, x1, y1, edge, line, DASH * scale)
    if fill:
        inner = x0 + edge, y0 + edge, x1 - edge, y1 - edge
        return [Stamp(x0, y0, x1, y1, line, None), Stamp(*inner, fill, None)]
    return _sides(x0, y0, x1, y1, edge, line)


def dot_stamps(dot: Dot, scale: float) -> list[Stamp]:
    """Returns the stamps of a dot: a disc, a ring, or both."""
    x, y, radius = dot.x * scale, dot.y * scale, dot.radius * scale
    half = dot.line_width * scale / 2
    stamps = [_ring(x, y, radius, 0.0, dot.fill)] if dot.fill else []
    return [*stamps, _ring(x, y, radius + half, radius - half, dot.line)] if dot.line else stamps


def arrow_stamps(arrow: Arrow, scale: float) -> list[Stamp]:
    """Returns the stamps of an arrow: its shaft and its head."""
    x, y, to_x, to_y = (scale * value for value in (arrow.x, arrow.y, arrow.to_x, arrow.to_y))
    length = hypot(to_x - x, to_y - y)
    along_x, along_y = (to_x - x) / length, (to_y - y) / length
    head, half = arrow.head * scale, arrow.line_width * scale / 2
    neck_x, neck_y = to_x - along_x * head, to_y - along_y * head

    def beside(x: float, y: float, reach: float) -> tuple[Point, Point]:
        return (x - along_y * reach, y + along_x * reach), (
            x + along_y * reach,
            y - along_x * reach,
        )

    shaft = [*beside(x, y, half), *reversed(beside(neck_x, neck_y, half))]
    tip = [*beside(neck_x, neck_y, head / 2), (to_x, to_y)]
    return [_polygon(shaft, arrow.ink), _polygon(tip, arrow.ink)]


def polygon_stamps(polygon: Polygon, scale: float) -> list[Stamp]:
    """Returns the stamp of a polygon."""
    x, y, corners, fill = polygon
    placed = [((x + right) * scale, (y + down) * scale) for right, down in corners]
    area = sum(
        x0 * y1 - x1 * y0
        for (x0, y0), (x1, y1) in zip(placed, placed[1:] + placed[:1], strict=True)
    )
    return [_polygon(placed if area > 0 else placed[::-1], fill)]


def stroke_stamps(stroke: Stroke, scale: float) -> list[Stamp]:
    """Returns the stamp of a straight line, as thick as its opacity."""
    x, y, to_x, to_y = (scale * value for value in stroke[:4])
    width = max(stroke.line_width * scale, 1)
    across = abs(to_x - x) >= abs(to_y - y)
    if not across:
        x, y, to_x, to_y = y, x, to_y, to_x
    if x > to_x:
        x, y, to_x, to_y = to_x, to_y, x, y
    first, after = _pixel(x), max(_pixel(to_x), _pixel(x) + 1)
    slope = (to_y - y) / (to_x - x) if to_x > x else 0.0
    middles = y + slope * (np.arange(first, after) + 0.5 - x)
    if not slope:  # a level line lies on whole pixels
        middles = np.full_like(middles, _pixel(y - width / 2) + max(round(width), 1) / 2)
        width = max(round(width), 1)
    half = width * hypot(1, slope) / 2
    top, bottom = floor(middles.min() - half), ceil(middles.max() + half)
    rows = np.arange(top, bottom)[:, None]
    covered = np.minimum(rows + 1, middles + half) - np.maximum(rows, middles - half)
    levels = np.rint(np.clip(covered, 0, 1) * FULL * stroke.opacity).astype(np.uint8)
    if across:
        return [Stamp(first, top, after, bottom, stroke.ink, levels)]
    return [Stamp(top, first, bottom, after, stroke.ink, np.ascontiguousarray(levels.T))]


@lru_cache(maxsize=1024)  # one number object for all cells of a row or column
def _pixel(edge: float) -> int:
    """Rounds an edge to a whole pixel. Halves go up."""
    return floor(edge + 0.5 + NOISE)


def _levels(distances: NDArray[np.float64]) -> Levels:
    """Returns levels from the distances of pixel centres to an edge, negative inside."""
    return np.rint(np.clip(0.5 - distances, 0, 1) * FULL).astype(np.uint8)


def _sides(left: int, top: int, right: int, bottom: int, width: int, ink: str) -> list[Stamp]:
    """Returns the four sides of an outline."""
    return [
        Stamp(left, top, right, top + width, ink, None),
        Stamp(left, bottom - width, right, bottom, ink, None),
        Stamp(left, top, left + width, bottom, ink, None),
        Stamp(right - width, top, right, bottom, ink, None),
    ]


def _dashed(
    left: int, top: int, right: int, bottom: int, width: int, ink: str, dash: float
) -> list[Stamp]:
    """Returns the four sides of an outline, dashed."""
    return [
        side._replace(levels=_dashes(side.bottom - side.top, side.right - side.left, dash))
        for side in _sides(left, top, right, bottom, width, ink)
    ]


@lru_cache(maxsize=64)
def _dashes(rows: int, columns: int, dash: float) -> Levels:
    """Returns the levels of a side, with a dash at each end and even gaps between."""
    length = max(rows, columns)
    pieces = 2 * max(round((length / dash - 1) / 2), 1) + 1
    piece = ((np.arange(length) + 0.5) * pieces / length).astype(int)
    along = np.where(piece % 2, 0, FULL).astype(np.uint8)
    return np.broadcast_to(along if columns == length else along[:, None], (rows, columns))


def _rounded(
    left: int, top: int, right: int, bottom: int, ink: str, radius: float, width: int
) -> Stamp:
    """Returns an outline with round corners, or its filled inside if `width` is 0."""
    levels = _round_box(max(bottom - top, 0), max(right - left, 0), radius, width)
    return Stamp(left, top, left + levels.shape[1], top + len(levels), ink, levels)


@lru_cache(maxsize=64)
def _round_box(rows: int, columns: int, radius: float, width: int) -> Levels:
    radius = min(radius, rows / 2, columns / 2)
    y = np.abs(np.arange(rows) + 0.5 - rows / 2) - (rows / 2 - radius)
    x = np.abs(np.arange(columns) + 0.5 - columns / 2) - (columns / 2 - radius)
    corner = np.hypot(np.maximum(y, 0)[:, None], np.maximum(x, 0))
    distances = corner - radius + np.minimum(np.maximum(y[:, None], x), 0)
    return _levels(np.maximum(distances, -width - distances) if width else distances)


def _ring(x: float, y: float, radius: float, inner: float, ink: str) -> Stamp:
    left, top = floor(x - radius - 0.5), floor(y - radius - 0.5)
    levels = _round(x - left, y - top, radius, inner)
    return Stamp(left, top, left + len(levels), top + len(levels), ink, levels)


@lru_cache(maxsize=64)
def _round(x: float, y: float, radius: float, inner: float) -> Levels:
    """Returns the levels of a ring around (x, y), or of a disc if `inner` is 0."""
    centres = np.arange(ceil(2 * radius) + 2) + 0.5
    distances = np.hypot((centres - y)[:, None], centres - x)
    return _levels(np.maximum(distances - radius, inner - distances if inner else -radius))


def _polygon(corners: list[Point], ink: str) -> Stamp:
    """Returns a convex polygon. Its corners go clockwise, with y pointing down."""
    xs, ys = zip(*corners, strict=True)
    left, top, right, bottom = floor(min(xs)), floor(min(ys)), ceil(max(xs)), ceil(max(ys))
    x, y = np.arange(left, right) + 0.5, (np.arange(top, bottom) + 0.5)[:, None]
    distances = np.full((bottom - top, right - left), -np.inf)
    for (x0, y0), (x1, y1) in zip(corners, [*corners[1:], corners[0]], strict=True):
        length = hypot(x1 - x0, y1 - y0)
        side = ((y1 - y0) * (x - x0) - (x1 - x0) * (y - y0)) / length
        distances = np.maximum(distances, side)
    return Stamp(left, top, right, bottom, ink, _levels(distances))
