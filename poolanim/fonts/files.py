"""Font files, opened by FreeType: the bundled ones and those that the user names."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib as mpl
from matplotlib.font_manager import get_font
from matplotlib.ft2font import FT2Font

from poolanim.errors import ParameterError, reason
from poolanim.files.contents import content_of
from poolanim.limits import BINARY_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolanim.scene.marks import Face

FONTS: dict[str, str] = {
    "sans": "DejaVuSans.ttf",
    "bold": "DejaVuSans-Bold.ttf",
    "mono": "DejaVuSansMono.ttf",
}
"""Files of the font that matplotlib brings."""
POINTS_PER_INCH = 72  # makes a point one pixel
SIGNATURES = (b"\0\1\0\0", b"OTTO", b"true", b"ttcf")
"""The first bytes of fonts of outlines; those of pixels have no size that a text could have."""


@contextmanager
def readable(face: Face) -> Iterator[None]:
    """Report what FreeType and matplotlib cannot do as a fault of the user's font, if there is one.

    Raises:
        ParameterError: they failed, and a font is the user's.
    """
    try:
        yield
    except (RuntimeError, ValueError, OverflowError, MemoryError):
        own = [] if isinstance(face, str) else [name for name in face if name not in FONTS]
        if not own:
            raise
        raise ParameterError(
            f"font {own[0]}: damaged, so that its letters cannot be drawn; give another file"
        ) from None


@cache
def font(file: str) -> FT2Font:
    """A font in a size in which a pixel is one of its units."""
    try:
        if not content_of(file, BINARY_BYTES).startswith(SIGNATURES):
            raise RuntimeError("of another kind")
        opened = FT2Font(file)
    except (OSError, RuntimeError) as error:
        told = reason(error) if isinstance(error, OSError) else "not a font"
        raise ParameterError(f"font {file}: {told}; give a .ttf or .otf file") from None
    opened.set_size(opened.units_per_EM, POINTS_PER_INCH)
    return opened


def joined(face: Face) -> FT2Font:
    """The fonts of a face as one, which takes each letter from the first that has it."""
    paths = files_of(face)
    for path in paths:
        font(path)  # which refuses what is no font
    return get_font(paths)


def files_of(face: Face) -> list[str]:
    """The font files of a face; of several, first to last."""
    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    names = (face,) if isinstance(face, str) else face
    return [str(folder / FONTS[name]) if name in FONTS else name for name in names]
