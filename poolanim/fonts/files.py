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
"""The files of matplotlib's own font."""
POINTS_PER_INCH = 72  # makes a point one pixel
SIGNATURES = (b"\0\1\0\0", b"OTTO", b"true", b"ttcf")
"""The first bytes of files of outline fonts. Pixel fonts are refused, since they do not scale."""


@contextmanager
def readable(face: Face) -> Iterator[None]:
    """Turns an error of FreeType or matplotlib into a ParameterError about the user's font.

    Raises:
        ParameterError: the block failed, and the face has a font of the user.
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
    """Opens a font in the size in which one of its units is one pixel."""
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
    """Returns the fonts of a face as one font. Each letter is of the first font that has it."""
    paths = files_of(face)
    for path in paths:
        font(path)  # raises an error for a file that is no font
    return get_font(paths)


def files_of(face: Face) -> list[str]:
    """Returns the font files of a face, or of several faces in order."""
    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    names = (face,) if isinstance(face, str) else face
    return [str(folder / FONTS[name]) if name in FONTS else name for name in names]
