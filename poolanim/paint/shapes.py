"""How much of each pixel a shape covers. Boxes lie on whole pixels, curves have smooth edges."""

from __future__ import annotations

from functools import lru_cache
from math import ceil, floor, sqrt
from typing import TYPE_CHECKING

import numpy as np

from poolanim.fonts.coverage import FULL
from poolanim.paint.dashes import DASH, length_around, periods, pieces
from poolanim.paint.hatching import EVERY, WIDTH
from poolanim.paint.stamp import Stamp, levels_inside, pixel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from poolanim.fonts.coverage import Levels
    from poolanim.paint.areas import Area
    from poolanim.paint.hatching import Hatch
    from poolanim.scene.marks import Box, Dot

    Floats = NDArray[np.float64]

MUCH = 6
"""An outline that is at least this many times as wide as its edge has parts, not one stamp."""


def box_stamps(box: Box, scale: float) -> list[Stamp]:
    """Returns the stamps of a box, on whole pixels."""
    x, y, width, height, fill, line, line_width, radius, dashed = box
    left, top, right, bottom = x * scale, y * scale, (x + width) * scale, (y + height) * scale
    if fill and not (line or radius):  # most boxes are so: cells of heat
        return [Stamp(pixel(left), pixel(top), pixel(right), pixel(bottom), fill, None)]
    edge = max(1, round(line_width * scale)) if line else 0
    x0, x1 = pixel(left - edge / 2), pixel(right + edge / 2)
    y0, y1 = pixel(top - edge / 2), pixel(bottom + edge / 2)
    if radius:
        stamps = []
        if fill:
            inside = pixel(left), pixel(top), pixel(right), pixel(bottom)
            stamps.append(_rounded(inside, fill, radius * scale))
        if line:
            outer, dash = radius * scale + edge / 2, DASH * scale if dashed else 0
            outline = _rounded((x0, y0, x1, y1), line, outer, edge, dash)
            stamps += _hollow(outline, ceil(max(outer, edge)) + 1)
        return stamps
    if not line:
        return []
    if dashed:
        return _dashed(x0, y0, x1, y1, edge, line, DASH * scale)
    if fill:
        inner = x0 + edge, y0 + edge, x1 - edge, y1 - edge
        return [Stamp(x0, y0, x1, y1, line, None), Stamp(*inner, fill, None)]
    return _sides(x0, y0, x1, y1, edge, line)


def hatch_stamps(hatch: Hatch, scale: float) -> list[Stamp]:
    """Returns the stamp of the lines over a box."""
    [inside] = box_stamps(hatch.box, scale)
    levels = _lines(inside.bottom - inside.top, inside.right - inside.left, scale)
    if inside.levels is not None:
        levels = np.minimum(levels, inside.levels)
    return [inside._replace(ink=hatch.ink, levels=levels)]


def dot_stamps(dot: Dot, scale: float) -> list[Stamp]:
    """Returns the stamps of a dot: a disc, a ring, or both."""
    x, y, radius = dot.x * scale, dot.y * scale, dot.radius * scale
    half = dot.line_width * scale / 2
    stamps = [_ring(x, y, radius, 0.0, dot.fill)] if dot.fill else []
    return [*stamps, _ring(x, y, radius + half, radius - half, dot.line)] if dot.line else stamps


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
    piece = ((np.arange(length) + 0.5) * pieces(length, dash) / length).astype(int)
    along = np.where(piece % 2, 0, FULL).astype(np.uint8)
    return np.broadcast_to(along if columns == length else along[:, None], (rows, columns))


def _hollow(outline: Stamp, band: int) -> list[Stamp]:
    """Returns the parts of an outline that are nearer to its edges than `band` pixels."""
    left, top, right, bottom, ink, levels = outline
    if levels is None or min(levels.shape) < MUCH * band:
        return [outline]
    low, high = top + band, bottom - band
    return [
        Stamp(left, top, right, low, ink, levels[:band]),
        Stamp(left, high, right, bottom, ink, levels[-band:]),
        Stamp(left, low, left + band, high, ink, levels[band:-band, :band]),
        Stamp(right - band, low, right, high, ink, levels[band:-band, -band:]),
    ]


def _rounded(edges: Area, ink: str, radius: float, width: int = 0, dash: float = 0) -> Stamp:
    """Returns an outline with round corners, or its filled inside if `width` is 0."""
    left, top, right, bottom = edges
    levels = _round_box(max(bottom - top, 0), max(right - left, 0), radius, width, dash)
    return Stamp(left, top, left + levels.shape[1], top + len(levels), ink, levels)


@lru_cache(maxsize=64)
def _lines(rows: int, columns: int, scale: float) -> Levels:
    """Returns the levels of lines that rise to the right at 45 degrees."""
    every, half = EVERY * scale, WIDTH * scale / 2
    across = ((np.arange(rows) + 0.5)[:, None] + np.arange(columns) + 0.5) / sqrt(2)
    off = across % every - every / 2  # from the middle of the nearest line
    covered = np.minimum(off + 0.5, half) - np.maximum(off - 0.5, -half)
    levels: Levels = np.rint(np.clip(covered, 0, 1) * FULL).astype(np.uint8)
    return levels


@lru_cache(maxsize=64)
def _round_box(rows: int, columns: int, radius: float, width: int, dash: float) -> Levels:
    """Returns the levels of an outline, dashed if `dash` is not 0, or of its inside."""
    radius = min(radius, rows / 2, columns / 2)
    y = np.abs(np.arange(rows) + 0.5 - rows / 2)[:, None] - (rows / 2 - radius)
    x = np.abs(np.arange(columns) + 0.5 - columns / 2) - (columns / 2 - radius)
    corner = np.hypot(np.maximum(y, 0), np.maximum(x, 0))
    distances = corner - radius + np.minimum(np.maximum(y, x), 0)
    if width:
        distances = np.maximum(distances, -width - distances)
    if dash:
        middle = radius - width / 2
        along = _from_top(x, y, columns / 2 - radius, middle)
        around = length_around(columns - width, rows - width, middle)
        period = around / periods(around, dash)
        off = np.abs((along + period / 2) % period - period / 2)  # from the middle of a dash
        distances = np.maximum(distances, off - period / 4)
    return levels_inside(distances)


def _from_top(x: Floats, y: Floats, straight: float, radius: float) -> Floats:
    """Returns how far along an outline pixels are from the middle of its upper or lower side.

    Args:
        x: from the middles of the nearest corner's curve to a pixel, outwards.
        y: likewise.
        straight: half the length of the straight part of the upper side.
        radius: of the outline in its corners.
    """
    turned = np.arctan2(np.maximum(x, 0), np.maximum(y, 0))
    return straight + np.minimum(x, 0) + radius * turned - np.minimum(y, 0)


def _ring(x: float, y: float, radius: float, inner: float, ink: str) -> Stamp:
    left, top = floor(x - radius - 0.5), floor(y - radius - 0.5)
    levels = _round(x - left, y - top, radius, inner)
    return Stamp(left, top, left + len(levels), top + len(levels), ink, levels)


@lru_cache(maxsize=64)
def _round(x: float, y: float, radius: float, inner: float) -> Levels:
    """Returns the levels of a ring around (x, y), or of a disc if `inner` is 0."""
    centres = np.arange(ceil(2 * radius) + 2) + 0.5
    distances = np.hypot((centres - y)[:, None], centres - x)
    return levels_inside(np.maximum(distances - radius, inner - distances if inner else -radius))
