"""Outlines, by matplotlib, of formulas and of texts with letters that the bundled typeface lacks.

Each is outlined once and kept in the user's cache folder, so that later runs load no matplotlib.
Texts with letters of an installed font are not kept, since another font may be installed later.
"""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from poolanim.errors import ParameterError
from poolanim.fonts.cache import kept
from poolanim.fonts.files import identity
from poolanim.fonts.typefaces import EM
from poolanim.records.tuples import NamedTuple

if TYPE_CHECKING:
    from poolanim.fonts.typefaces import Floats
    from poolanim.scene.marks import Face

NAME_LENGTH = 32
"""The length of the names of kept files."""
FARTHEST = 1000 * EM
"""The largest distance of a point from the pen, in units. It is more than any picture needs."""
LARGEST = 1000 * EM**2
"""The area that a text may take, in square units."""


class Foreign(NamedTuple):
    """A text that is outlined as a whole.

    Attributes:
        width: the advance of the pen, in units of the typeface.
        curves: its outline, as `typefaces.Page` has them.
    """

    width: float
    curves: Floats


@lru_cache(maxsize=512)
def foreign_of(text: str, face: Face) -> Foreign:
    """Outlines a text.

    Args:
        text: the text.
        face: `math`; or several faces, each one of `files.DEJAVU` or the path of a font file.

    Raises:
        ParameterError: no font has a character of the text, or a font of the user cannot be read.
    """
    from hashlib import sha256  # takes time to import, and few texts need it

    def outlined() -> bytes:
        from poolanim.fonts import outlines

        numbers = np.append(outlines.curves(text, face), outlines.width(text, face))
        return zlib.compress(numbers.astype("<f8").tobytes())

    def outlined_to_keep() -> bytes:
        from poolanim.fonts import outlines

        return b"" if outlines.lacking(text, face) else outlined()

    facts = repr(("outline", text, EM, face == "math", *identity(face)))
    name = sha256(facts.encode()).hexdigest()[:NAME_LENGTH]
    numbers = np.frombuffer(zlib.decompress(kept(name, outlined_to_keep) or outlined()), "<f8")
    curves = numbers[:-1].reshape(-1, 6)
    _check_room(text, curves)
    return Foreign(float(numbers[-1]), curves)


def _check_room(text: str, curves: Floats) -> None:
    """Raises ParameterError if a text is too large."""
    if not len(curves):
        return
    points = curves.reshape(-1, 2)
    width, height = np.ptp(points, axis=0)
    if np.abs(points).max() > FARTHEST or width * height > LARGEST:
        raise ParameterError(f"text {text[:20]!r}: its letters are too large; give another font")
