"""The LZW codes of pictures, as GIFs hold them. Large blank bands are coded without their pixels.

Pillow looks at each pixel. A patch may be blank between a number at its top and code at its bottom.
The codes of such a band are known from its size alone: each stands for one pixel more than the one
before it. All bands start with an empty table.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate, pairwise
from math import isqrt
from typing import TYPE_CHECKING

from poolanim.files.pictures import lzw
from poolanim.records.tuples import NamedTuple

if TYPE_CHECKING:
    from poolanim.paint.palette import Canvas

BLANK = 250_000
"""The fewest pixels of a blank band that is coded by itself. Emptying the table costs bytes, and
smaller bands save little time."""
RUN = 7_000_000
"""The most pixels of a blank band that is coded at once. They do not fill a table."""
WIDEST = 12
"""The most bits of a code."""
BLOCK = 255
"""The most bytes of a block."""


class Codes(NamedTuple):
    """Codes one after another.

    Attributes:
        bits: of all codes, the first code lowest.
        length: the number of these bits.
        width: the bits that the next code has.
    """

    bits: int
    length: int
    width: int


def blocks(pixels: Canvas, blank: int, size: int) -> bytes:
    """Returns the codes of a picture in blocks, each after its length.

    Args:
        pixels: (height, width) rows of a palette.
        blank: the entry of blank pixels, the largest of the palette.
        size: the bits of a pixel's first code.

    Example:
        >>> import numpy as np
        >>> blocks(np.array([[1, 1, 0]], np.uint8), 3, 2).hex(" ")
        '02 4c 50'
    """
    bands = _bands(pixels, blank)
    if len(bands) == 1:
        return lzw(pixels, size)
    clear = 1 << size
    bits, length, width = 0, 0, size + 1
    for band, is_blank in bands:
        codes = _blank(band.size, blank, size) if is_blank else _coded(band, size)
        bits |= (clear | codes.bits << width) << length
        length += width + codes.length
        width = codes.width
    bits |= (clear + 1) << length
    stream = bits.to_bytes(-(-(length + width) // 8), "little")
    parts = (stream[start : start + BLOCK] for start in range(0, len(stream), BLOCK))
    return b"".join(bytes([len(part)]) + part for part in parts)


def _bands(pixels: Canvas, blank: int) -> list[tuple[Canvas, bool]]:
    """Returns bands of rows from top to bottom, and whether each is blank."""
    if pixels.size < BLANK:
        return [(pixels, False)]
    height, width = pixels.shape
    drawn = (pixels.min(axis=1) != blank).nonzero()[0].tolist()
    bands: list[tuple[Canvas, bool]] = []
    done = 0
    for above, below in pairwise([-1, *drawn, height]):
        if (below - above - 1) * width >= BLANK:
            if done <= above:
                bands.append((pixels[done : above + 1], False))
            for done in range(above + 1, below, RUN // width):
                bands.append((pixels[done : min(done + RUN // width, below)], True))
            done = below
    if done < height:
        bands.append((pixels[done:], False))
    return bands


def _coded(pixels: Canvas, size: int) -> Codes:
    """Returns the codes of a band, by Pillow, without those that empty the table and end."""
    stream = bytearray(lzw(pixels, size))
    del stream[:: BLOCK + 1]  # the lengths of blocks
    bits, first = int.from_bytes(stream, "little"), size + 1
    length = bits.bit_length() - first  # the highest bit of all is that of the code that ends
    ends = _ends(size)
    in_table = ends.index((length - first) % ends[-1])  # Pillow empties a table that is full
    return Codes((bits & ((1 << length) - 1)) >> first, length - first, _width(in_table, size))


def _blank(count: int, blank: int, size: int) -> Codes:
    """Returns the codes of so many blank pixels, at most `RUN`."""
    longest = (isqrt(8 * count + 1) - 1) // 2
    length = _ends(size)[longest]
    bits = _runs(blank, size) & ((1 << length) - 1)
    rest = count - longest * (longest + 1) // 2
    if not rest:
        return Codes(bits, length, _width(longest, size))
    code = blank if rest == 1 else (1 << size) + rest
    bits |= code << length
    return Codes(bits, length + _width(longest, size), _width(longest + 1, size))


@lru_cache(maxsize=8)  # palettes have few sizes
def _runs(blank: int, size: int) -> int:
    """Returns the codes of one blank pixel, of two, and so on, until the table is full."""
    ends = _ends(size)
    first = (1 << size) + 2
    codes = [blank, *range(first, first + len(ends) - 3)]
    return sum(code << end for code, end in zip(codes, ends, strict=False))


@lru_cache(maxsize=8)
def _ends(size: int) -> tuple[int, ...]:
    """Returns where codes end: none, one, and so on, to the one that empties a full table."""
    most = (1 << WIDEST) - (1 << size)
    return tuple(accumulate((_width(count, size) for count in range(most)), initial=0))


def _width(count: int, size: int) -> int:
    """Returns the bits of a code after so many codes since the table was empty."""
    return min(((1 << size) + 1 + count).bit_length(), WIDEST)
