"""Computes how much of each pixel an outline covers: the exact area, as FreeType's smooth renderer.

Curves are replaced by short lines. In each pixel that a line crosses, it adds the signed area at
its right. A running sum along the row adds the area in the pixels farther right. All lines of all
outlines are computed at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from poolanim.records.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Counts = NDArray[np.intp]

PARTS = 4
"""Columns of a raster in the width of a pixel. Letters can start between pixels."""
FLATNESS = 1 / 32
"""The largest distance of a curve from the lines that replace it, in pixels."""

LEAST = 1e-9
"""A line that is lower, or narrower, than this is horizontal, or vertical."""
NOISE = 1e-9
"""The rounding error of a computed number of lines."""


class Raster(NamedTuple):
    """An outline on pixels that are divided into columns.

    Attributes:
        left: the first column, counted from the pen in parts of a pixel.
        top: the first row, counted from the row under the baseline.
        cover: (rows, columns), 0 to 1; rows are pixels, columns are parts of pixels.
    """

    left: int
    top: int
    cover: Floats


def rasters(outlines: Sequence[Floats], scales: Sequence[float]) -> list[Raster]:
    """Returns the rasters of outlines.

    Args:
        outlines: the curves of each outline, (curves, 6): x and y of the start, the control point
            and the end. The control point of a line is its start. y points down. Contours are
            closed.
        scales: the pixels in one unit of each outline.

    Example:
        >>> square = np.array([[0, 0, 0, 0, 2, 0], [2, 0, 2, 0, 2, 1.0],
        ...                    [2, 1, 2, 1, 0, 1], [0, 1, 0, 1, 0, 0]])
        >>> rasters([square], [0.5])[0].cover
        array([[0.5, 0.5, 0.5, 0.5]])
    """
    drawn = [number for number, curves in enumerate(outlines) if len(curves)]
    found = [Raster(0, 0, np.zeros((0, 0)))] * len(outlines)
    if not drawn:
        return found
    lengths = np.array([len(outlines[number]) for number in drawn])
    owners = np.repeat(np.arange(len(drawn)), lengths)
    scale = np.array([scales[number] for number in drawn])[owners]
    lines, which = _lines(np.concatenate([outlines[number] for number in drawn]), scale)
    owners = owners[which]
    first = np.flatnonzero(np.diff(owners, prepend=-1))
    lefts, tops = np.floor(np.minimum.reduceat(lines[:2], first, axis=1)).astype(np.intp)
    rights, bottoms = np.ceil(np.maximum.reduceat(lines[:2], first, axis=1)).astype(np.intp)
    pitches, rows = rights - lefts + 1, bottoms - tops  # one more column, for the area at the right
    ends = np.cumsum(pitches * rows)
    bases = ends - pitches * rows
    origins = bases - tops * pitches - lefts
    pixels = _covered(np.vstack([lines, pitches[owners], origins[owners]]), int(ends[-1]))
    boxes = np.stack([lefts, tops, pitches, rows, bases, ends], axis=1).tolist()
    for number, (left, top, pitch, count, base, end) in zip(drawn, boxes, strict=True):
        found[number] = Raster(left, top, pixels[base:end].reshape(count, pitch)[:, :-1])
    return found


def _lines(curves: Floats, scale: Floats) -> tuple[Floats, Counts]:
    """Returns the lines that replace curves.

    Args:
        curves: the curves, as in `rasters`.
        scale: the pixels in a unit of each curve.

    Returns:
        (4, lines): x0, y0, x1, y1, with x in parts of a pixel and y in pixels; and the number of
        the curve of each line.
    """
    start, control, end = (
        np.ascontiguousarray(curves, float).view(complex) * scale[:, None]
    ).T  # x + y i, in pixels
    turn = control - start
    bend = start - 2 * control + end
    far = np.where(turn == 0, 1, np.sqrt(np.abs(bend) / (4 * FLATNESS)))
    counts = np.ceil(far - NOISE).clip(1).astype(np.intp)
    which, step = _repeated(counts)
    along = step / counts[which]
    begins = start[which] + along * (2 * turn[which] + along * bend[which])
    stops = np.empty_like(begins)
    stops[:-1] = begins[1:]
    stops[np.cumsum(counts) - 1] = end
    return np.stack([begins.real * PARTS, begins.imag, stops.real * PARTS, stops.imag]), which


def _covered(lines: Floats, size: int) -> Floats:
    """Returns how much of each pixel is covered, for all outlines one after another.

    Args:
        lines: (6, lines): x0, y0, x1, y1, the number of columns of the line's outline, and the
            place of the outline's pixel (0, 0).
        size: the number of pixels of all outlines.
    """
    lines = lines[:, np.abs(lines[1] - lines[3]) > LEAST]  # horizontal lines add no area
    x0, y0, x1, y1, pitch, origin = lines
    slope = (x1 - x0) / (y1 - y0)
    upper, lower = np.minimum(y0, y1), np.maximum(y0, y1)
    first = np.floor(upper)
    which, step = _repeated((np.ceil(lower) - first).astype(np.intp))
    stacked = np.stack([first, upper, lower, x0, y0, slope, np.sign(y1 - y0), pitch, origin])
    first, upper, lower, x0, y0, slope, sign, pitch, origin = stacked.take(which, axis=1)
    row = first + step
    above, below = np.maximum(row, upper), np.minimum(row + 1, lower)
    enters, leaves = x0 + (above - y0) * slope, x0 + (below - y0) * slope

    left, right = np.minimum(enters, leaves), np.maximum(enters, leaves)
    first = np.floor(left)
    which, step = _repeated(np.maximum(np.ceil(right - LEAST) - first, 1).astype(np.intp))
    stacked = np.stack([first, left, right, (below - above) * sign, origin + row * pitch])
    first, left, right, height, place = stacked.take(which, axis=1)
    column = first + step
    begins, stops = np.maximum(column, left), np.minimum(column + 1, right)
    width = right - left
    is_wide = width > LEAST
    height = np.where(is_wide, height * (stops - begins) / np.where(is_wide, width, 1), height)
    beside = height * ((begins + stops) / 2 - column)  # the area at the line's left
    # Rounding may move a line just out of its outline, so there is a place before the first.
    at = (place + column).astype(np.intp) + 1
    passed = np.cumsum(np.bincount(at, height, size + 1))
    covered: Floats = np.minimum(np.abs(passed - np.bincount(at, beside, size + 1)), 1)[1:]
    return covered


def _repeated(counts: Counts) -> tuple[Counts, Counts]:
    """Returns the index of each count, repeated that many times, and the number of each repetition.

    Example:
        >>> _repeated(np.array([2, 0, 1]))
        (array([0, 0, 2]), array([0, 1, 0]))
    """
    which = np.repeat(np.arange(len(counts)), counts)
    return which, np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
