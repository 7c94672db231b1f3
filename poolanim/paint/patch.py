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

SHORT, PLAIN = 14, 40
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
        for left, top, pixels, changed in self.pieces:
            rows, columns = pixels.shape
            left, top = left - self.left, top - self.top
            part = whole[top : top + rows, left : left + columns]
            np.copyto(part, pixels, where=_shown(pixels, changed))
        return whole


def _shown(pixels: Canvas, changed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Returns which pixels of a piece changed, or are in a gap that is written.

    Example:
        >>> changed = np.zeros((2, 42), bool)
        >>> changed[:, [0, 1, 40]] = True
        >>> pixels = np.zeros((2, 42), np.uint8)
        >>> pixels[1, 20] = 1
        >>> _shown(pixels, changed).sum(axis=1)  # the gap is plain in the first row
        array([41,  3])
    """
    line, columns = changed.ravel(), changed.shape[1]
    edges = np.flatnonzero(line[1:] != line[:-1]) + 1
    if not edges.size:  # a whole picture, for example
        return changed
    runs = np.concatenate([[0], edges, [line.size]])
    shown = np.empty(len(runs) - 1, bool)
    shown[::2], shown[1::2] = line[0], not line[0]
    first = 1 if line[0] else 2  # after the first run that changed
    starts, ends = runs[first:-2:2], runs[first + 1 : -1 : 2]
    colours = pixels.ravel()
    turns = np.zeros(line.size, np.int32)  # of colours, from the first pixel to each
    np.cumsum(colours[1:] != colours[:-1], out=turns[1:])
    is_plain = (ends - starts <= PLAIN) & (turns[starts - 1] == turns[ends])
    is_written = (ends - starts <= SHORT) | is_plain
    shown[first:-1:2] = is_written & ((starts - 1) // columns == ends // columns)
    return shown.repeat(np.diff(runs)).reshape(changed.shape)


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
