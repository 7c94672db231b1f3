"""An ink on a rectangle of pixels, as thick as its levels say."""

from __future__ import annotations

from functools import lru_cache
from math import floor
from typing import TYPE_CHECKING

import numpy as np

from poolanim.fonts.coverage import FULL
from poolanim.records.tuples import NamedTuple

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from poolanim.fonts.coverage import Levels

NOISE = 1e-6
"""Rounding error of a product of floats, in pixels. An edge so close to half a pixel rounds up."""


class Stamp(NamedTuple):
    """An ink on a rectangle of pixels.

    Attributes:
        left: first column.
        top: first row.
        right: column after the last.
        bottom: row after the last.
        ink: role of its colour; empty if the levels are entries of a palette.
        levels: (rows, columns), 0 to FULL; None for all FULL.
    """

    left: int
    top: int
    right: int
    bottom: int
    ink: str
    levels: Levels | None


@lru_cache(maxsize=1024)  # one number object for all cells of a row or column
def pixel(edge: float) -> int:
    """Rounds an edge to a whole pixel. Halves go up."""
    return floor(edge + 0.5 + NOISE)


def levels_inside(distances: NDArray[np.float64]) -> Levels:
    """Returns levels from the distances of pixel centres to an edge, negative inside."""
    return np.rint(np.clip(0.5 - distances, 0, 1) * FULL).astype(np.uint8)
