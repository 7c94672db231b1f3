"""Letters from matplotlib: the one place that uses it. Loaded only for what no atlas holds."""

from __future__ import annotations

from functools import cache
from itertools import cycle
from math import ceil, floor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font, Kerning, LoadFlags
from matplotlib.path import Path as Curves
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D

from poolanim.errors import ParameterError
from poolanim.render.atlas import PARTS, Sprite
from poolanim.render.palette import FULL

if TYPE_CHECKING:
    from poolanim.scene.marks import Face

FONTS: dict[Face, str] = {
    "sans": "DejaVuSans.ttf",
    "bold": "DejaVuSans-Bold.ttf",
    "mono": "DejaVuSansMono.ttf",
}
"""Files of the font that matplotlib brings."""
POINTS_PER_INCH = 72  # makes a point one pixel
FT2FONT_UNITS = 64  # in a pixel
STEPS = {
    Curves.MOVETO: "M",
    Curves.LINETO: "L",
    Curves.CURVE3: "Q",
    Curves.CURVE4: "C",
    Curves.CLOSEPOLY: "Z",
}
"""How SVG calls the steps along a path."""


def sprite(text: str, face: Face, size_px: float) -> Sprite:
    """Draw a text, not hinted."""
    if not text.strip():
        return Sprite(0, 0, np.zeros((0, 0), np.uint8))
    outline = _text_path(text, face, size_px)
    box = outline.get_extents()
    left, right = floor(box.x0), ceil(box.x1)
    top, bottom = floor(-box.y1), ceil(-box.y0)
    canvas = RendererAgg((right - left) * PARTS, bottom - top, POINTS_PER_INCH)
    context = canvas.new_gc()
    context.set_linewidth(0)
    context.set_snap(False)
    place = Affine2D().translate(-left, bottom).scale(PARTS, 1)
    canvas.draw_path(context, outline, place, (0.0, 0.0, 0.0))
    covered = np.asarray(canvas.buffer_rgba())[:, :, 3]
    return Sprite(left * PARTS, top, np.rint(covered * (FULL / 255)).astype(np.uint8))


def glyph(character: str, face: Face) -> str:
    """The outline of a character, as SVG writes a path, in the font's units, y pointing down.

    Example:
        >>> glyph("-", "sans")
        'M100 -643L639 -643L639 -479L100 -479L100 -643Z'
    """
    font = _font(face)
    font.load_char(ord(character), flags=LoadFlags.NO_HINTING)
    return _steps(Curves(*font.get_path()))


def outline(text: str, face: Face, size: float) -> str:
    """The outline of a whole text, likewise, in parts of its size."""
    return _steps(_text_path(text, face, size)) if text.strip() else ""


def _steps(curves: Curves) -> str:
    steps = []
    for points, code in curves.iter_segments(simplify=False):
        step = STEPS[code]
        told = [f"{way * number + 0:.5g}" for way, number in zip(cycle((1, -1)), points)]
        steps.append(step + ("" if step == "Z" else " ".join(told)))
    return "".join(steps)


def _text_path(text: str, face: Face, size: float) -> TextPath:
    with mpl.rc_context(_as_it_comes()):
        return TextPath((0, 0), text, size=size, prop=FontProperties(fname=_file(face)))


@cache
def _as_it_comes() -> dict[Any, Any]:
    """Matplotlib's settings, whatever the user's matplotlibrc says."""
    settings: dict[Any, Any] = dict(mpl.rcParamsDefault)
    del settings["backend"]  # setting it, if only to what it is, would import pyplot
    return settings


def width_em(text: str, face: Face) -> float:
    """The width of a text in parts of its size.

    Raises:
        ParameterError: the font lacks a character. Only what the user wrote can hold such.
    """
    font = _font(face)
    lacking = [character for character in text if not font.get_char_index(ord(character))]
    if lacking:
        raise ParameterError(
            f"the font lacks the character {lacking[0]!r} of the title; leave it out"
        )
    font.set_text(text, 0, flags=LoadFlags.NO_HINTING)
    return float(font.get_width_height()[0]) / FT2FONT_UNITS / font.units_per_EM


def advances(characters: str, face: Face) -> list[int]:
    """How far each character moves the pen, in the font's units."""
    font = _font(face)
    glyphs = (
        font.load_char(ord(character), flags=LoadFlags.NO_HINTING) for character in characters
    )
    return [round(glyph.linearHoriAdvance / 65536) for glyph in glyphs]


def kerning(characters: str, face: Face) -> dict[str, int]:
    """How far pairs of characters move together, in the font's units; only what is not 0."""
    font = _font(face)
    indices = [font.get_char_index(ord(character)) for character in characters]
    found = {}
    for left, first in zip(indices, characters, strict=True):
        for right, second in zip(indices, characters, strict=True):
            move = font.get_kerning(left, right, Kerning.UNFITTED)
            if move:
                found[first + second] = round(move / FT2FONT_UNITS)
    return found


@cache
def _font(face: Face) -> FT2Font:
    """The font in a size in which a pixel is one of its units."""
    font = FT2Font(_file(face))
    font.set_size(font.units_per_EM, POINTS_PER_INCH)
    return font


@cache
def _file(face: Face) -> str:
    return str(Path(mpl.get_data_path()) / "fonts" / "ttf" / FONTS[face])
