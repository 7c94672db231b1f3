"""Formulas and texts as outlines, by matplotlib. No other module imports matplotlib."""

from __future__ import annotations

import unicodedata
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from poolanim.fonts import unconfigured  # noqa: F401  # must be imported before matplotlib

# isort: split
import matplotlib as mpl
import numpy as np
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.ft2font import FT2Font, LoadFlags
from matplotlib.path import Path
from matplotlib.textpath import text_to_path

from poolanim.errors import ParameterError, reason
from poolanim.files.contents import content_of
from poolanim.files.limits import BINARY_BYTES
from poolanim.fonts.files import DEJAVU, files_of
from poolanim.fonts.installed import file_with
from poolanim.fonts.typefaces import EM

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from poolanim.fonts.typefaces import Floats
    from poolanim.scene.marks import Face

    Curve = list[float]

FT2FONT_UNITS = 64  # in a pixel
POINTS_PER_INCH = 72  # makes a point one pixel
SIGNATURES = (b"\0\1\0\0", b"OTTO", b"true", b"ttcf")
"""The first bytes of files of outline fonts. Pixel fonts are refused, since they do not scale."""
PIECES = 4
"""The quadratic curves that replace a cubic one."""
GRAIN = 64
"""Parts of a unit to which points are rounded, so that they are the same on all machines."""


def curves(text: str, face: Face) -> Floats:
    """Returns the outline of a text as quadratic curves, as `typefaces.Page` has them.

    Letters are joined and ordered by the rules of their script, also from right to left.

    Args:
        text: the text.
        face: `math`; or several faces, each one of DEJAVU or the path of a font file.

    Raises:
        ParameterError: no font has a character of the user's text, or the user's font is damaged or
            no font.

    Example:
        >>> curves("-", ("sans",))[0].tolist()
        [48.90625, -313.90625, 48.90625, -313.90625, 312.03125, -313.90625]
    """
    with _readable(face), mpl.rc_context(_as_it_comes()):
        if face == "math":
            glyphs = text_to_path.get_glyphs_mathtext(FontProperties(), text)
        else:
            font = _joined(text, face, text_to_path.FONT_SCALE)
            glyphs = text_to_path.get_glyphs_with_font(font, text)
        path = _path(*glyphs, scale=EM / text_to_path.FONT_SCALE)
        found = np.array(list(_quadratic(path)), float).reshape(-1, 6)
    rounded: Floats = np.rint(found * np.tile([1, -1], 3) * GRAIN) / GRAIN
    return rounded


def width(text: str, face: Face) -> float:
    """Returns the width of a text, in units.

    Args:
        text: the text.
        face: as in `curves`.

    Raises:
        ParameterError: as in `curves`.
    """
    with _readable(face), mpl.rc_context(_as_it_comes()):
        if face == "math":
            size = FontProperties(size=1)
            extent = text_to_path.get_text_width_height_descent(text, size, ismath=True)
            return float(extent[0]) * EM
        font = _joined(text, face, EM)
        font.set_text(text, 0, flags=LoadFlags.NO_HINTING)
        return float(font.get_width_height()[0]) / FT2FONT_UNITS


def lacking(text: str, face: Face) -> list[str]:
    """Returns the letters of a text that no font of a face has. Formulas lack none.

    Raises:
        ParameterError: a font of the user is no font.
    """
    fonts = [] if face == "math" else [_font(path) for path in files_of(face)]
    return [
        character
        for character in text
        if fonts
        and unicodedata.category(character) != "Cf"  # such as marks of direction
        and not any(font.get_char_index(ord(character)) for font in fonts)
    ]


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
        return FT2Font(file, face_index=getattr(file, "face_index", 0))
    except (OSError, RuntimeError) as error:
        told = reason(error) if isinstance(error, OSError) else "not a font"
        raise ParameterError(
            f"font {file}: {told}; give a .ttf, .otf or .ttc file, or a family"
        ) from None


def _joined(text: str, face: Face, size: float) -> FT2Font:
    """Returns the fonts of a face as one font. Each letter is of the first font that has it.

    A letter that all of them lack is of an installed font.

    Raises:
        ParameterError: no font has a letter of the text, or one is no font.
    """
    weight = "bold" if "bold" in face else "regular"
    others = dict.fromkeys(file_with(character, weight) for character in lacking(text, face))
    whole = get_font([*files_of(face), *others])
    whole.set_size(size, POINTS_PER_INCH)
    return whole


def _path(
    places: Iterable[tuple[str, float, float, float]],
    glyphs: Mapping[str, Any],
    rectangles: Iterable[Any],
    scale: float,
) -> Path:
    """Returns glyphs at their places, and rectangles such as fraction bars, as one path."""
    parts = [
        (points * size + [x, y], steps)
        for glyph, x, y, size in places
        for points, steps in [glyphs[glyph]]
    ]
    parts += [(np.asarray(points), steps) for points, steps in rectangles]
    points = np.concatenate([np.empty((0, 2)), *(points for points, _ in parts)])
    return Path(points * scale, [step for _, steps in parts for step in steps])


def _quadratic(path: Path) -> Iterator[Curve]:
    """Yields a path as quadratic curves, with all contours closed."""
    first = here = [0.0, 0.0]
    for points, step in (*path.iter_segments(simplify=False), (np.zeros(2), Path.CLOSEPOLY)):
        *controls, to = np.asarray(points).reshape(-1, 2).tolist()
        if step in (Path.MOVETO, Path.CLOSEPOLY):
            if here != first:
                yield [*here, *here, *first]
            first = here = to if step == Path.MOVETO else first
        elif step == Path.CURVE4:
            yield from _pieces(np.array([here, *controls, to]))
            here = to
        else:
            [control] = controls or [here]
            yield [*here, *control, *to]
            here = to


def _pieces(points: Floats) -> list[Curve]:
    """Returns a cubic curve as quadratic ones."""
    along = np.linspace(0, 1, PIECES + 1)[:, None]
    start, one, two, end = points
    before = 1 - along
    places = before**3 * start + 3 * before * along * (before * one + along * two) + along**3 * end
    slopes = before**2 * (one - start) + 2 * before * along * (two - one) + along**2 * (end - two)
    # The control points of the cubic piece are places + heads and places - tails.
    heads, tails = slopes[:-1] / PIECES, slopes[1:] / PIECES
    controls = (places[:-1] + places[1:]) / 2 + 3 * (heads - tails) / 4
    pieces: list[Curve] = np.hstack([places[:-1], controls, places[1:]]).tolist()
    return pieces


@cache
def _as_it_comes() -> dict[Any, Any]:
    """Returns matplotlib's default settings. The user's matplotlibrc has no effect."""
    settings: dict[Any, Any] = dict(mpl.rcParamsDefault)
    del settings["backend"]  # setting the backend imports pyplot, even if it stays the same
    return settings
