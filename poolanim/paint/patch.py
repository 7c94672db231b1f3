"""What a frame changes in the picture before it, piece by piece."""

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
"""Up to so many pixels from one that changed to the next, those between are written as they are:
they cost less than two switches to transparent and back."""


class Piece(NamedTuple):
    """A rectangle in which pixels changed.

    Attributes:
        left: first column.
        top: first row.
        pixels: the new picture there, as palette indices.
        changed: which of them are not as they were.
    """

    left: int
    top: int
    pixels: Canvas
    changed: NDArray[np.bool_]

    @property
    def area(self) -> Area:
        """What it covers."""
        rows, columns = self.pixels.shape
        return self.left, self.top, self.left + columns, self.top + rows

    def lay_on(self, picture: Canvas) -> None:
        """Bring the picture before up to date here."""
        rows, columns = self.pixels.shape
        picture[self.top : self.top + rows, self.left : self.left + columns] = self.pixels


class Patch(NamedTuple):
    """What of a picture is not as it was in the one before: the rectangle around its pieces.

    Attributes:
        left: first column.
        top: first row.
        width: in pixels.
        height: in pixels.
        pieces: all that changed; where they overlap, what comes later is what is seen.
    """

    left: int
    top: int
    width: int
    height: int
    pieces: Sequence[Piece]

    def lay_on(self, picture: NDArray[np.uint8]) -> None:
        """Bring the picture before, (height, width) of palette indices, up to date."""
        for piece in self.pieces:
            piece.lay_on(picture)

    @classmethod
    def around(cls, pieces: Sequence[Piece]) -> Patch:
        """The patch of these pieces."""
        left, top, right, bottom = around([piece.area for piece in pieces])
        return cls(left, top, right - left, bottom - top, pieces)

    def over(self, nothing: int) -> Canvas:
        """What to lay over the picture before: `nothing` where that shows through."""
        whole = np.full((self.height, self.width), nothing, np.uint8)
        for (left, top, pixels, _), shown in zip(self.pieces, self._shown(), strict=True):
            rows, columns = pixels.shape
            left, top = left - self.left, top - self.top
            part = whole[top : top + rows, left : left + columns]
            np.copyto(part, pixels, where=shown)
        return whole

    def _shown(self) -> list[NDArray[np.bool_]]:
        """What changed in each piece, and what is between in short gaps of its rows."""
        first = self.pieces[0].changed
        if len(self.pieces) == 1 and first.all():  # such as a whole picture
            return [first]
        # All in one line, with so much after each row of a piece that no gap reaches over it.
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
        starts = places[short] + 1 - after + lengths  # where each would begin if they all met
        line[np.arange(lengths.sum()) + starts.repeat(lengths)] = True
        return parts


def tight(left: int, top: int, pixels: Canvas, changed: NDArray[np.bool_]) -> Piece | None:
    """The piece of a rectangle in which pixels changed; None if none did.

    Args:
        left: first column of the rectangle.
        top: its first row.
        pixels: the new picture there.
        changed: which of them are not as they were.
    """
    (rows,) = np.logical_or.reduce(changed, axis=1).nonzero()
    if not rows.size:
        return None
    (columns,) = np.logical_or.reduce(changed, axis=0).nonzero()
    y, x = int(rows[0]), int(columns[0])
    part = np.s_[y : rows[-1] + 1, x : columns[-1] + 1]
    return Piece(left + x, top + y, pixels[part].copy(), changed[part])
