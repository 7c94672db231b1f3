"""The pixels that a frame changes in the picture before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from poolanim.paint.areas import around
from poolanim.records.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from poolanim.paint.areas import Area
    from poolanim.paint.palette import Canvas

SHORT, PLAIN = 20, 60
"""A gap between changed pixels of a row is written in its own colours, which takes fewer bytes than
transparent pixels, if it has at most this many: of any colours, or all of the colour that is at
both its ends."""


class Piece(NamedTuple):
    """A rectangle in which pixels changed.

    Attributes:
        left: first column.
        top: first row.
        pixels: the new pixels, (rows, columns) palette indices.
        changed: whether each pixel differs from the one before it.
    """

    left: int
    top: int
    pixels: Canvas
    changed: NDArray[np.bool_]

    @property
    def area(self) -> Area:
        """The rectangle as an area."""
        rows, columns = self.pixels.shape
        return self.left, self.top, self.left + columns, self.top + rows

    def lay_on(self, picture: Canvas) -> None:
        """Writes the new pixels into the picture before."""
        rows, columns = self.pixels.shape
        picture[self.top : self.top + rows, self.left : self.left + columns] = self.pixels


class Patch(NamedTuple):
    """All that a frame changes, with the rectangle around it.

    Attributes:
        left: first column.
        top: first row.
        width: in pixels.
        height: in pixels.
        pieces: the changes. No two overlap.
    """

    left: int
    top: int
    width: int
    height: int
    pieces: Sequence[Piece]

    def lay_on(self, picture: NDArray[np.uint8]) -> None:
        """Writes the changes into the picture before, (height, width) palette indices."""
        for piece in self.pieces:
            piece.lay_on(picture)

    @classmethod
    def around(cls, pieces: Sequence[Piece]) -> Patch:
        """Returns the patch of some pieces."""
        left, top, right, bottom = around([piece.area for piece in pieces])
        return cls(left, top, right - left, bottom - top, pieces)

    def over(self, nothing: int) -> Canvas:
        """Returns what to lay over the picture before, with `nothing` where that stays visible.

        Args:
            nothing: an entry that is larger than those of all colours.
        """
        whole = np.full((self.height, self.width), nothing, np.uint8)
        veil, start = self._veil(nothing), 0
        for left, top, pixels, _ in self.pieces:
            rows, columns = pixels.shape
            left, top = left - self.left, top - self.top
            part = whole[top : top + rows, left : left + columns]
            over = veil[start : start + pixels.size].reshape(rows, columns)
            np.maximum(pixels, over, out=part)
            start += pixels.size
        return whole

    def _veil(self, nothing: int) -> Canvas:
        """Returns 0 for pixels that changed or are in a gap that is written, `nothing` for others.

        The rows of all pieces form one line, in which runs of changed pixels and gaps alternate.
        """
        line = np.concatenate([piece.changed.ravel() for piece in self.pieces])
        runs = np.concatenate([[0], np.flatnonzero(line[1:] != line[:-1]) + 1, [line.size]])
        veils = np.zeros(len(runs) - 1, np.uint8)
        veils[int(line[0]) :: 2] = nothing
        first = 1 if line[0] else 2  # after the first run that changed
        veils[first:-1:2] *= ~self._written(runs[first:-2:2], runs[first + 1 : -1 : 2])
        return veils.repeat(runs[1:] - runs[:-1])

    def _written(self, starts: NDArray[np.intp], ends: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Returns which gaps between changed pixels are written, by their places in the line."""
        rows = self._rows()
        lengths = ends - starts
        lengths[ends >= rows[rows.searchsorted(starts - 1, "right")]] = PLAIN + 1
        written: NDArray[np.bool_] = lengths <= SHORT
        (longer,) = (~written & (lengths <= PLAIN)).nonzero()
        colours = np.concatenate([piece.pixels.ravel() for piece in self.pieces])
        first, last = starts[longer, None] - 1, ends[longer, None]
        gaps = colours[np.minimum(first + np.arange(PLAIN + 2), last)]
        written[longer] = (gaps == gaps[:, :1]).all(axis=1)
        return written

    def _rows(self) -> NDArray[np.intp]:
        """Returns where the rows of all pieces start in one line, and where that ends."""
        starts: list[int] = []
        end = 0
        for _, _, pixels, _ in self.pieces:
            starts += range(end, end + pixels.size, pixels.shape[1])
            end += pixels.size
        return np.array([*starts, end])


def tight(left: int, top: int, pixels: Canvas, changed: NDArray[np.bool_]) -> Piece | None:
    """Returns the changed part of a rectangle; None if no pixel changed.

    Args:
        left: first column of the rectangle.
        top: its first row.
        pixels: the new pixels.
        changed: whether each pixel differs from the one before it.
    """
    (rows,) = np.logical_or.reduce(changed, axis=1).nonzero()
    if not rows.size:
        return None
    (columns,) = np.logical_or.reduce(changed, axis=0).nonzero()
    y, x = int(rows[0]), int(columns[0])
    part = np.s_[y : rows[-1] + 1, x : columns[-1] + 1]
    return Piece(left + x, top + y, pixels[part].copy(), changed[part])
