"""Texts of the bundled typeface as pixels.

Letters are not hinted. They start at quarters of a pixel, and the baseline is the edge of a row.
A letter is drawn once for each size, in columns of a quarter pixel. Any start uses these columns.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from math import floor
from typing import TYPE_CHECKING

import numpy as np

from poolanim.fonts.contours import curves
from poolanim.fonts.coverage import FULL
from poolanim.fonts.raster import PARTS, rasters
from poolanim.fonts.setting import line
from poolanim.fonts.typefaces import EM, TYPEFACES
from poolanim.records.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from poolanim.fonts.coverage import Levels
    from poolanim.fonts.raster import Raster
    from poolanim.fonts.setting import Glyph
    from poolanim.fonts.typefaces import Floats
    from poolanim.scene.marks import Face


COUNTING = "0123456789.+−"
"""What is drawn together, since numbers change from frame to frame."""
TOGETHER = 32
"""The number of letters that are drawn at once: what is computed fits the processor's cache."""
MOST = 4096
"""The number of drawn letters that are kept."""
NOISE = 1e-6
"""The rounding error of a sum of floats. A number that is this close to a half is rounded up."""
_DRAWN: dict[tuple[str, Face, float], Raster] = {}
"""The letters that were drawn, by text, face and size. They are equal in all processes."""


class Lettering(NamedTuple):
    """A text on pixels.

    Attributes:
        left: its first column, counted from the pen.
        top: its first row, counted from the row under the baseline.
        levels: (rows, columns), 0 to FULL.
    """

    left: int
    top: int
    levels: Levels


def start_of(x_px: float) -> tuple[int, int]:
    """Returns the column and the quarter of a pixel where a pen starts.

    Example:
        >>> start_of(10.3), start_of(10.9)
        ((10, 1), (11, 0))
    """
    return divmod(floor(x_px * PARTS + 0.5 + NOISE), PARTS)


@lru_cache(maxsize=2048)  # numbers and words come again and again
def letters(text: str, face: Face, size_px: float, part: int = 0) -> Lettering:
    """Returns a text on pixels.

    Args:
        text: the text.
        face: a face as in `setting.text_width`.
        size_px: the size of the font.
        part: the quarter of the pixel where the pen starts, from `start_of`.

    Raises:
        ParameterError: as in `setting.text_width`.

    Example:
        >>> letters("−", "number", 20)
        Lettering(left=1, top=-7, levels=array([[ 9, 11, 11, 11, 11, 11, 11, 11,  7],
               [ 6,  8,  8,  8,  8,  8,  8,  8,  5]], dtype=uint8))
    """
    draw([(text, face, size_px)])
    placed = []
    for glyph in _glyphs(text, face):
        pen = part + floor(glyph.pen * size_px / EM * PARTS + 0.5 + NOISE)
        x, quarter = divmod(pen, PARTS)
        left, top, cover = _on_pixels(glyph.text, glyph.face, size_px, quarter)
        placed.append((x + left, top, cover))
    return _joined(placed)


def draw(texts: Iterable[tuple[str, Face, float]]) -> None:
    """Draws the letters of texts, each with its face and size, so that `letters` finds them.

    Drawing all letters of a picture at once takes less than half the time.
    """
    wanted = {
        (glyph.text, glyph.face, size_px)
        for text, face, size_px in set(texts)
        for glyph in _glyphs(text, face)
    }
    if wanted <= _DRAWN.keys():
        return
    counting = {(face, size_px) for text, face, size_px in wanted if text in COUNTING}
    wanted.update(
        (text, face, size_px)
        for face, size_px in counting
        if face in TYPEFACES
        for text in COUNTING
    )
    if len(_DRAWN) + len(wanted) > MOST:
        _DRAWN.clear()
    missing = sorted(wanted - _DRAWN.keys(), key=repr)
    for start in range(0, len(missing), TOGETHER):
        some = missing[start : start + TOGETHER]
        outlines = [curves(text, face) for text, face, _ in some]
        drawn = rasters(outlines, [size_px / EM for *_, size_px in some])
        _DRAWN.update(zip(some, drawn, strict=True))


def _glyphs(text: str, face: Face) -> Iterator[Glyph]:
    return chain.from_iterable(line(text, face).words)


@lru_cache(maxsize=4096)  # the same letters stand in many texts
def _on_pixels(text: str, face: Face, size_px: float, part: int) -> tuple[int, int, Floats]:
    """Returns a letter that was drawn: its first column, its first row, its coverage in quarters.

    Args:
        text: the letter.
        face: its face.
        size_px: the size of the font.
        part: the quarter of the pixel where the pen starts.
    """
    left, top, cover = _DRAWN[text, face, size_px]
    x, before = divmod(part + left, PARTS)
    rows, columns = cover.shape
    width = -(-(before + columns) // PARTS)
    parts = np.zeros((rows, width * PARTS))
    parts[:, before : before + columns] = cover
    covered: Floats = np.add.reduce(parts.reshape(rows, width, PARTS), axis=2)
    return x, top, covered


def _joined(placed: list[tuple[int, int, Floats]]) -> Lettering:
    """Joins letters."""
    placed = [each for each in placed if each[2].size]
    if not placed:
        return Lettering(0, 0, np.zeros((0, 0), np.uint8))
    left = min(x for x, _, _ in placed)
    top = min(y for _, y, _ in placed)
    right = max(x + cover.shape[1] for x, _, cover in placed)
    bottom = max(y + len(cover) for _, y, cover in placed)
    covered = np.zeros((bottom - top, right - left))
    for x, y, cover in placed:
        rows, columns = cover.shape
        covered[y - top : y - top + rows, x - left : x - left + columns] += cover
    levels = (np.minimum(covered * (FULL / PARTS), FULL) + (0.5 + NOISE)).astype(np.uint8)
    return Lettering(left, top, levels)
