"""Pictures in YUV 4:2:0: a plane of brightness, and two planes of colour at half the size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from poolanim.formats.film import Film
    from poolanim.paint.patch import Patch

RED, GREEN, BLUE = 0.299, 0.587, 0.114
"""Weights of the primaries in the brightness, by ITU-R BT.601."""
QUARTERS = 64
"""Parts of a level in a colour value. Four values are added before the sum is rounded."""


class Planes:
    """The present picture in YUV 4:2:0 of limited range, by BT.601.

    Args:
        film: the size, even in both directions, and the colours.

    Attributes:
        pixels: (3 * height / 2, width), the three planes one after the other, as in yuv420p.

    Example:
        >>> from poolanim.paint.patch import Patch, Piece
        >>> from poolanim.formats.film import Film
        >>> planes = Planes(Film(2, 2, np.uint8([[255, 255, 255], [255, 0, 0]]), {100}))
        >>> planes.lay(Patch.around([Piece(0, 0, np.uint8([[0, 0], [0, 1]]), np.ones((2, 2)))]))
        >>> planes.pixels.tolist()
        [[235, 235], [235, 81], [119, 156]]
    """

    def __init__(self, film: Film) -> None:
        width, height = film.width, film.height
        self._canvas = np.zeros((height, width), np.uint8)
        self._luma_of, *self._chroma_of = _tables(film.colours)
        self.pixels = np.empty((height * 3 // 2, width), np.uint8)
        self._luma = self.pixels[:height]
        self._chroma = self.pixels[height:].reshape(2, height // 2, width // 2)

    def lay(self, patch: Patch) -> None:
        """Writes the changes of a patch into the planes."""
        patch.lay_on(self._canvas)
        for left, top, pixels, _ in patch.pieces:
            rows, columns = pixels.shape
            # A sample of colour is the mean of two by two pixels.
            left, right = left // 2, (left + columns + 1) // 2
            top, bottom = top // 2, (top + rows + 1) // 2
            area = np.s_[2 * top : 2 * bottom, 2 * left : 2 * right]
            entries = self._canvas[area]
            self._luma[area] = self._luma_of[entries]
            for plane, table in zip(self._chroma, self._chroma_of, strict=True):
                parts = table[entries]
                twos = parts[::2] + parts[1::2]
                fours = twos[:, ::2] + twos[:, 1::2]
                plane[top:bottom, left:right] = (fours + 2 * QUARTERS) // (4 * QUARTERS)


def _tables(colours: NDArray[np.uint8]) -> list[NDArray[np.unsignedinteger]]:
    """Returns the brightness of each colour, and its blue and red in parts of a level."""
    red, green, blue = colours.T / 255
    luma = RED * red + GREEN * green + BLUE * blue
    return [
        np.rint(16 + 219 * luma).astype(np.uint8),
        *(
            np.rint(QUARTERS * (128 + 112 * (primary - luma) / (1 - share))).astype(np.uint16)
            for primary, share in ((blue, BLUE), (red, RED))
        ),
    ]
