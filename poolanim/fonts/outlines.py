"""Formulas and texts as outlines, by matplotlib. No other module imports matplotlib."""

from __future__ import annotations

import unicodedata
from contextlib import contextmanager
from functools import cache
from itertools import cycle
from typing import TYPE_CHECKING, Any

from poolanim.fonts import unconfigured  # noqa: F401  # must be imported before matplotlib

# isort: split
import matplotlib as mpl
import numpy as np
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.ft2font import FT2Font, LoadFlags
from matplotlib.path import Path as Curves
from matplotlib.textpath import text_to_path

from poolanim.errors import ParameterError, reason
from poolanim.files.contents import content_of
from poolanim.fonts.files import DEJAVU, files_of
from poolanim.limits import BINARY_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from poolanim.scene.marks import Face

FT2FONT_UNITS = 64  # in a pixel
POINTS_PER_INCH = 72  # makes a point one pixel
SIGNATURES = (b"\0\1\0\0", b"OTTO", b"true", b"ttcf")
"""The first bytes of files of outline fonts. Pixel fonts are refused, since they do not scale."""
STEPS = {
    Curves.MOVETO: "M",
    Curves.LINETO: "L",
    Curves.CURVE3: "Q",
    Curves.CURVE4: "C",
    Curves.CLOSEPOLY: "Z",
}
"""The letters of SVG for the steps of a path."""


def outline(text: str, face: Face, size: float) -> str:
    """Returns the outline of a text as a path of SVG, counted from the pen, with y pointing down.

    Letters are joined and ordered by the rules of their script, also from right to left.

    Args:
        text: the text.
        face: `math`; or several faces, each one of DEJAVU or the path of a font file.
        size: the size of the font.

    Raises:
        ParameterError: the user's font is damaged.

    Example:
        >>> outline("-", ("sans",), 2048)
        'M100.16 -642.88L639.04 -642.88L639.04 -479.04L100.16 -479.04L100.16 -642.88Z'
    """
    with _readable(face), mpl.rc_context(_as_it_comes()):
        if face == "math":
            glyphs = text_to_path.get_glyphs_mathtext(FontProperties(), text)
        else:
            font = _joined(face, text_to_path.FONT_SCALE)
            glyphs = text_to_path.get_glyphs_with_font(font, text)
        curves = _whole(*glyphs, scale=size / text_to_path.FONT_SCALE)
    steps = []
    for points, code in curves.iter_segments(simplify=False):
        step = STEPS[code]
        told = [f"{way * number + 0:.5g}" for way, number in zip(cycle((1, -1)), points)]
        steps.append(step + ("" if step == "Z" else " ".join(told)))
    return "".join(steps)


def width_em(text: str, face: Face) -> float:
    """Returns the width of a text, as a multiple of the font's size.

    Raises:
        ParameterError: no font has a character of the user's text, or the user's font is damaged or
            no font.
    """
    with _readable(face), mpl.rc_context(_as_it_comes()):
        if face == "math":
            size = FontProperties(size=1)
            return float(text_to_path.get_text_width_height_descent(text, size, ismath=True)[0])
        fonts = [_font(file) for file in files_of(face)]
        for character in text:
            shown = unicodedata.category(character) != "Cf"  # such as marks of direction
            if shown and not any(each.get_char_index(ord(character)) for each in fonts):
                raise ParameterError(
                    f"no font has the character {character!r}; give one that does, with "
                    "--font FILE, or leave it out"
                )
        units = fonts[0].units_per_EM
        whole = _joined(face, units)
        whole.set_text(text, 0, flags=LoadFlags.NO_HINTING)
        return float(whole.get_width_height()[0]) / FT2FONT_UNITS / units


@contextmanager
def _readable(face: Face) -> Iterator[None]:
    """Turns an error of FreeType or matplotlib into a ParameterError about the user's font.

    Raises:
        ParameterError: the block failed, and the face has a font of the user.
    """
    try:
        yield
    except (RuntimeError, ValueError, OverflowError, MemoryError):
        own = [] if face == "math" else [name for name in face if name not in DEJAVU]
        if not own:
            raise
        raise ParameterError(
            f"font {own[0]}: damaged, so that its letters cannot be drawn; give another file"
        ) from None


@cache
def _font(file: str) -> FT2Font:
    """Opens a font."""
    try:
        if not content_of(file, BINARY_BYTES).startswith(SIGNATURES):
            raise RuntimeError("of another kind")
        return FT2Font(file)
    except (OSError, RuntimeError) as error:
        told = reason(error) if isinstance(error, OSError) else "not a font"
        raise ParameterError(f"font {file}: {told}; give a .ttf or .otf file") from None


def _joined(face: Face, size: float) -> FT2Font:
    """Returns the fonts of a face as one font. Each letter is of the first font that has it."""
    paths = files_of(face)
    for path in paths:
        _font(path)  # raises an error for a file that is no font
    font = get_font(paths)
    font.set_size(size, POINTS_PER_INCH)
    return font


def _whole(
    places: Iterable[tuple[str, float, float, float]],
    glyphs: Mapping[str, Any],
    rectangles: Iterable[Any],
    scale: float,
) -> Curves:
    """Returns glyphs at their places, and rectangles such as fraction bars, as one outline."""
    parts = [
        (points * size + [x, y], steps)
        for glyph, x, y, size in places
        for points, steps in [glyphs[glyph]]
    ]
    parts += [(np.asarray(points), steps) for points, steps in rectangles]
    points = np.concatenate([np.empty((0, 2)), *(points for points, _ in parts)])
    return Curves(points * scale, [step for _, steps in parts for step in steps])


@cache
def _as_it_comes() -> dict[Any, Any]:
    """Returns matplotlib's default settings. The user's matplotlibrc has no effect."""
    settings: dict[Any, Any] = dict(mpl.rcParamsDefault)
    del settings["backend"]  # setting the backend imports pyplot, even if it stays the same
    return settings
