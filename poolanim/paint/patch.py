"""The pixels that a frame changes in the picture before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from poolanim.paint.areas import around

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from poolanim.paint.areas import Area
    from poolanim.paint.palette import Canvas

SHORT = 14
"""A gap of this many pixels, or fewer, between changed ones is written in its own colours. That
takes fewer bytes than transparent pixels."""


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
        pieces: the changes. Where two overlap, the later one counts.
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
        """Returns what to lay over the picture before, with `nothing` where that stays visible."""
        whole = np.full((self.height, self.width), nothing, np.uint8)
        for (left, top, pixels, _), shown in zip(self.pieces, self._shown(), strict=True):
            rows, columns = pixels.shape
            left, top = left - self.left, top - self.top
            part = whole[top : top + rows, left : left + columns]
            np.copyto(part, pixels, where=shown)
        return whole

    def _shown(self) -> list[NDArray[np.bool_]]:
        """Returns for each piece which pixels changed, or are in a short gap between these."""
        first = self.pieces[0].changed
        if len(self.pieces) == 1 and first.all():  # a whole picture, for example
            return [first]
        # All rows form one line. The space after each row is too long for a short gap.
        sizes = [len(piece.changed) * (piece.changed.shape[1] + SHORT) for piece in self.pieces]
        line = np.zeros(sum(sizes), bool)
        parts, start = [], 0
        for piece, size in zip(self.pieces, sizes, strict=True):
            rows, columns = piece.changed.shape
            part = line[start : start + size].reshape(rows, -1)[:, :columns]
            part[...] = piece.changed
            parts.append(part)
            start += size
        (places,) = line.nonzero()
        gaps = places[1:] - places[:-1]
        (short,) = ((gaps > 1) & (gaps <= SHORT)).nonzero()
        lengths = gaps[short] - 1
        after = lengths.cumsum()
        starts = (
            places[short] + 1 - after + lengths
        )  # where each gap would start if the gaps were joined
        line[np.arange(lengths.sum()) + starts.repeat(lengths)] = True
        return parts


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
