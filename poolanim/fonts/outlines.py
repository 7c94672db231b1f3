"""Letters by matplotlib, for texts that are not ready-made. No other module imports matplotlib."""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import cycle
from math import ceil, floor
from typing import TYPE_CHECKING, Any

from poolanim.fonts import unconfigured  # noqa: F401  # must be imported before matplotlib

# isort: split
import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import Kerning, LoadFlags
from matplotlib.path import Path as Curves
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D

from poolanim.errors import ParameterError
from poolanim.fonts.atlas import PARTS, Sprite
from poolanim.fonts.coverage import FULL
from poolanim.fonts.files import POINTS_PER_INCH, files_of, font, joined, readable
from poolanim.scene.marks import MONO_ADVANCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from poolanim.scene.marks import Face

FT2FONT_UNITS = 64  # in a pixel
FARTHEST = 2**15 - 1
"""The most rows or columns of a sprite, and between a sprite and the pen. Pictures need fewer."""
LARGEST = 1 << 24
"""The most pixels of a sprite."""
STEPS = {
    Curves.MOVETO: "M",
    Curves.LINETO: "L",
    Curves.CURVE3: "Q",
    Curves.CURVE4: "C",
    Curves.CLOSEPOLY: "Z",
}
"""The letters of SVG for the steps of a path."""


def sprites(texts: Iterable[str], face: Face, size_px: float) -> list[Sprite]:
    """Returns a sprite of each text, without hinting.

    Raises:
        ParameterError: the user's font is damaged.
    """
    with (
        readable(face),
        mpl.rc_context(_as_it_comes()),
    ):  # set once for all texts, since this takes as long as drawing a letter
        return [_sprite(_path(text, face, size_px)) for text in texts]


def _sprite(outline: Curves) -> Sprite:
    if not np.size(outline.vertices):  # a space, or an invisible character
        return Sprite(0, 0, np.zeros((0, 0), np.uint8))
    box = outline.get_extents()
    left, right = floor(box.x0), ceil(box.x1)
    top, bottom = floor(-box.y1), ceil(-box.y0)
    rows, columns = bottom - top, (right - left) * PARTS
    if max(rows, columns, abs(left) * PARTS, abs(top)) > FARTHEST or rows * columns > LARGEST:
        raise ValueError("letters are too large")
    canvas = RendererAgg(columns, rows, POINTS_PER_INCH)
    context = canvas.new_gc()
    context.set_linewidth(0)
    context.set_snap(False)
    place = Affine2D().translate(-left, bottom).scale(PARTS, 1)
    canvas.draw_path(context, outline, place, (0.0, 0.0, 0.0))
    covered = np.asarray(canvas.buffer_rgba())[:, :, 3]
    return Sprite(left * PARTS, top, np.rint(covered * (FULL / 255)).astype(np.uint8))


def glyph(character: str, face: Face) -> str:
    """Returns the outline of a character as a path of SVG, in the font's units, y pointing down.

    Example:
        >>> glyph("-", "sans")
        'M100 -643L639 -643L639 -479L100 -479L100 -643Z'
    """
    opened = font(*files_of(face))
    opened.load_char(ord(character), flags=LoadFlags.NO_HINTING)
    return _steps(Curves(*opened.get_path()))


def outline(text: str, face: Face, size: float) -> str:
    """Returns the outline of a whole text as a path of SVG, for a font of this size.

    Raises:
        ParameterError: the user's font is damaged.
    """
    with readable(face), mpl.rc_context(_as_it_comes()):
        return _steps(_path(text, face, size))


def _steps(curves: Curves) -> str:
    steps = []
    for points, code in curves.iter_segments(simplify=False):
        step = STEPS[code]
        told = [f"{way * number + 0:.5g}" for way, number in zip(cycle((1, -1)), points)]
        steps.append(step + ("" if step == "Z" else " ".join(told)))
    return "".join(steps)


def _path(text: str, face: Face, size: float) -> Curves:
    """Returns the outline of a text, counted from the pen, with y pointing up.

    Letters are joined and ordered by the rules of their script, also from right to left. Letters of
    code are in columns, even those of fonts that are not monospaced.
    """
    if _in_columns(text, face):
        width = MONO_ADVANCE * size
        columns = [_path(letter, face, size) for letter in text]
        places = (Affine2D().translate(number * width, 0) for number in range(len(text)))
        moved = [place.transform_path(path) for place, path in zip(places, columns, strict=False)]
        return Curves.make_compound_path(*moved)
    if face == "math":
        glyphs = text_to_path.get_glyphs_mathtext(FontProperties(), text)
    else:
        whole = joined(face)
        whole.set_size(text_to_path.FONT_SCALE, POINTS_PER_INCH)
        glyphs = text_to_path.get_glyphs_with_font(whole, text)
    return _joined(*glyphs, scale=size / text_to_path.FONT_SCALE)


def _in_columns(text: str, face: Face) -> bool:
    """Returns whether each letter has a column: code that is read from left to right."""
    ways = set(map(unicodedata.bidirectional, text))
    return face[0] == "mono" and len(text) > 1 and ways.isdisjoint(("R", "AL"))


def _joined(
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


def width_em(text: str, face: Face) -> float:
    """Returns the width of a text, as a multiple of the font's size.

    Raises:
        ParameterError: no font has a character of the user's text, or the user's font is damaged or
            no font.
    """
    with readable(face):
        return _width_em(text, face)


def _width_em(text: str, face: Face) -> float:
    if face == "math":
        with mpl.rc_context(_as_it_comes()):
            size = FontProperties(size=1)
            return float(text_to_path.get_text_width_height_descent(text, size, ismath=True)[0])
    fonts = [font(file) for file in files_of(face)]
    for character in text:
        shown = unicodedata.category(character) != "Cf"  # such as marks of direction
        if shown and not any(each.get_char_index(ord(character)) for each in fonts):
            raise ParameterError(
                f"no font has the character {character!r}; give one that does, with --font FILE, "
                "or leave it out"
            )
    if _in_columns(text, face):
        return len(text) * MONO_ADVANCE
    whole = joined(face)
    whole.set_size(fonts[0].units_per_EM, POINTS_PER_INCH)
    whole.set_text(text, 0, flags=LoadFlags.NO_HINTING)
    return float(whole.get_width_height()[0]) / FT2FONT_UNITS / fonts[0].units_per_EM


def advances(characters: str, face: Face) -> list[int]:
    """Returns the advance of each character, in the font's units."""
    opened = font(*files_of(face))
    glyphs = (
        opened.load_char(ord(character), flags=LoadFlags.NO_HINTING) for character in characters
    )
    return [round(glyph.linearHoriAdvance / 65536) for glyph in glyphs]


def kerning(characters: str, face: Face) -> dict[str, int]:
    """Returns the kerning of pairs of characters, in the font's units, without zeros."""
    opened = font(*files_of(face))
    indices = [opened.get_char_index(ord(character)) for character in characters]
    found = {}
    for left, first in zip(indices, characters, strict=True):
        for right, second in zip(indices, characters, strict=True):
            move = opened.get_kerning(left, right, Kerning.UNFITTED)
            if move:
                found[first + second] = round(move / FT2FONT_UNITS)
    return found
