"""Outlines, by matplotlib, of formulas and of texts with letters that the bundled typeface lacks.

Each is outlined once and kept in the user's cache folder, so that later runs load no matplotlib.
"""

from __future__ import annotations

import re
import zlib
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from poolanim.errors import ParameterError
from poolanim.fonts.cache import kept
from poolanim.fonts.files import identity
from poolanim.fonts.typefaces import EM

if TYPE_CHECKING:
    from poolanim.scene.marks import Face

    Step = tuple[str, tuple[float, ...]]

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
        steps: its outline, as `contours.outline` returns it.
    """

    width: float
    steps: list[Step]


@lru_cache(maxsize=512)
def foreign_of(text: str, face: Face) -> Foreign:
    """Outlines a text.

    Args:
        text: the text.
        face: `math`; or several faces, each one of `files.DEJAVU` or the path of a font file.

    Raises:
        ParameterError: no font has a character of the text, or a font of the user cannot be read.
    """

    def outlined() -> bytes:
        from poolanim.fonts import outlines

        width = outlines.width_em(text, face) * EM
        return zlib.compress(f"{width!r} {outlines.outline(text, face, EM)}".encode())

    facts = repr((text, EM, face == "math", *identity(face)))
    name = sha256(facts.encode()).hexdigest()[:NAME_LENGTH]
    content = zlib.decompress(kept(name, outlined)).decode()
    width, _, drawn = content.partition(" ")
    steps = [
        (step, tuple(map(float, points.split())))
        for step, points in re.findall("([MLQCZ])([^MLQCZ]*)", drawn)
    ]
    _check_room(text, steps)
    return Foreign(float(width), steps)


def _check_room(text: str, steps: list[Step]) -> None:
    xs = [x for _, points in steps for x in points[::2]] or [0]
    ys = [y for _, points in steps for y in points[1::2]] or [0]
    area = (max(xs) - min(xs)) * (max(ys) - min(ys))
    if max(map(abs, (*xs, *ys))) > FARTHEST or area > LARGEST:
        raise ParameterError(f"text {text[:20]!r}: its letters are too large; give another font")
