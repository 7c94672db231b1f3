"""The bundled typeface, IBM Plex: advance widths, kerning and outlines, two files for each face.

One has the letters that figures need of their own, so that it is read fast; the other has the rest.
The files are in `templates/letters`. `python -m poolanim.fonts.baking` writes them.
"""

from __future__ import annotations

import zlib
from functools import cache
from typing import TYPE_CHECKING, get_args

import numpy as np

from poolanim.files.resources import templates
from poolanim.records.tuples import NamedTuple
from poolanim.scene.marks import Typeface

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

TYPEFACES: tuple[Typeface, ...] = get_args(Typeface)
COMMON = "".join(map(chr, range(32, 127))) + "−×÷√∑≈±→←↑↓·…²³½∞≤≥–—‘’“”✓"
PAGES = ("common", "more")
"""The pages of a face: the letters of COMMON, and the others."""
EM = 1000
"""Units of the typeface in its size."""
HALVES = 2
"""Parts of a unit in which outlines are stored, since control points imply points between them."""


class Page(NamedTuple):
    """Letters of a face, in units.

    Attributes:
        places: the number of each letter.
        advances: of each letter, how far it moves the pen.
        rows: of each letter, its row in `kerning` if it stands at the left of another.
        columns: of each letter, its column in `kerning` if it stands at the right of another.
        kerning: how far two letters move apart.
        starts: of each letter its first curve, and after the last the number of all curves.
        curves: (curves, 6): x and y of the start, the control point and the end. A line has its
            start as control point. Points are counted from the pen, with y pointing down.
    """

    places: Mapping[str, int]
    advances: list[int]
    rows: list[int]
    columns: list[int]
    kerning: list[list[int]]
    starts: list[int]
    curves: Floats


class Letter(NamedTuple):
    """A letter of a face, in units.

    Attributes:
        advance: the advance of the pen.
        curves: its outline, as in `Page`.
        page: the page that has it.
        place: its number on that page.
    """

    advance: int
    curves: Floats
    page: Page
    place: int


@cache
def letter_of(character: str, face: Typeface) -> Letter | None:
    """Returns a letter of a face; None if the face lacks it.

    Example:
        >>> letter_of("8", "number").advance, letter_of("8", "number-bold").advance
        (540, 540)
        >>> letter_of("\N{HEBREW LETTER ALEF}", "text")
    """
    for name in PAGES:
        page = page_of(face, name)
        place = page.places.get(character)
        if place is not None:
            curves = page.curves[page.starts[place] : page.starts[place + 1]]
            return Letter(page.advances[place], curves, page, place)
    return None


def kerning(left: Letter, right: Letter) -> int:
    """Returns the kerning of two letters of a face, which is 0 for letters of different pages."""
    if left.page is not right.page:
        return 0
    page = left.page
    return page.kerning[page.rows[left.place]][page.columns[right.place]]


@cache
def page_of(face: Typeface, name: str) -> Page:
    """Reads a page, one of PAGES."""
    return unpacked(path_of(face, name).read_bytes())


def path_of(face: str, name: str) -> Path:
    """Returns the path of a page."""
    return templates() / "letters" / f"{face}.{name}"


def packed(page: Page) -> bytes:
    """Packs a page into bytes.

    A curve is stored as its start, counted from that of the curve before, its control point,
    counted from its start, and whether it ends where the next curve starts. Otherwise it ends
    where its contour starts.
    """
    halves = np.rint(page.curves * HALVES).astype("<i2").reshape(-1, 3, 2)
    starts, controls, ends = halves.transpose(1, 2, 0)
    kerning = np.array(page.kerning, "<i2")
    goes_on = np.append((ends[:, :-1] == starts[:, 1:]).all(axis=0), False)
    parts = (
        np.array([len(page.advances), starts.shape[1], *kerning.shape], "<i2"),
        np.array([ord(letter) for letter in page.places], "<u2"),
        np.array(page.advances, "<i2"),
        np.array(page.rows, "<i2"),
        np.array(page.columns, "<i2"),
        np.diff(page.starts).astype("<i2"),
        kerning,
        np.diff(starts, axis=1, prepend=np.zeros((2, 1), "<i2")),
        controls - starts,
        goes_on.astype("<i2"),
    )
    return zlib.compress(b"".join(np.ascontiguousarray(part).tobytes() for part in parts), 9)


def unpacked(content: bytes) -> Page:
    """Unpacks what `packed` returned."""
    numbers = np.frombuffer(zlib.decompress(content), "<i2")
    count, curves, rows, columns = numbers[:4].tolist()
    lengths = (*[count] * 5, rows * columns, 2 * curves, 2 * curves, curves)
    codes, advances, left, right, counts, kerning, moves, bends, goes_on = np.split(
        numbers[4:], np.cumsum(lengths)[:-1]
    )
    starts = np.cumsum(moves.reshape(2, -1), axis=1)
    controls = starts + bends.reshape(2, -1)
    number = np.arange(curves)
    begins = np.append(True, goes_on[:-1] == 0)
    first = np.maximum.accumulate(np.where(begins, number, 0))
    ends = starts.take(np.where(goes_on, number + 1, first), axis=1)
    return Page(
        {chr(code): place for place, code in enumerate(codes.view("<u2").tolist())},
        advances.tolist(),
        left.tolist(),
        right.tolist(),
        kerning.reshape(rows, columns).tolist(),
        [0, *np.cumsum(counts, dtype=int).tolist()],
        np.ascontiguousarray(np.vstack([starts, controls, ends]).T) / HALVES,
    )
