"""Pixels and vectors show the same marks alike."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from poolanim import Figure
from poolanim.fonts.setting import text_width
from poolanim.fonts.typefaces import TYPEFACES
from poolanim.formats.player import Pieces
from poolanim.paint.painter import Painter
from poolanim.paint.palette import Palette
from poolanim.paint.vector.pdf import write_pdf
from poolanim.paint.vector.svg import to_svg
from poolanim.records import replace
from poolanim.scene.frames import Frame
from poolanim.scene.marks import Box, Polygon, Stroke, Text
from poolanim.theme import load_theme
from tests.scenes import scene_of

FIGURE = Figure(layer="max", kernel_size=2, shape=3)
GROUND = Box(0, 0, 800, 300, "sign.8")
BEAM = ((0, 64), (216, 64), (216, 128), (0, 256))
MARKS = {
    "polygons": (
        Polygon(100, 40, BEAM, "plus"),
        Polygon(400, 40, ((0, 0), (20, 12), (0, 24)), "ink"),
        Polygon(500, 40, ((0, 24), (20, 12), (0, 0)), "winner"),
    ),
    "strokes": (
        Stroke(100, 40, 316, 104, "plus", 1.5),
        Stroke(100, 60, 316, 60, "ink"),
        Stroke(100, 80.5, 316, 80.5, "ink", 3),
        Stroke(330, 40, 330, 200, "winner", 2),
        Stroke(400, 40, 480, 200, "ink", 3),
    ),
    "opacity": (
        GROUND,
        Stroke(100, 40, 700, 140, "ink", 4, 0.5),
        Stroke(100, 200, 700, 200, "plus", 4, 0.5),
        Stroke(300, 20, 300, 280, "winner", 4, 0.25),
    ),
    "letters": tuple(
        Text(x, 40 + 36 * row, text, size, face, "ink", "paper", text_width(text, size, face), side)
        for row, face in enumerate(TYPEFACES)
        for x, text, size, side in (
            (40.3, "dA_prev[1, 2] −0.44", 15.5, "start"),
            (400, "∑ 18 ÷ 9", 27, "middle"),
            (760.6, "Größe → Ж", 19, "end"),
        )
    ),
    "dashes": (
        *(Box(100 + 40 * n, 40, 30, 28, None, "ink", 1, 4, dashed=True) for n in range(4)),
        Box(100, 100, 120, 61, None, "plus", 3, 12, dashed=True),
        Box(300, 100, 60, 60, "winner", "ink", 2, 30, dashed=True),
        Box(400, 100, 60, 60, None, "ink", 2, dashed=True),
    ),
}

LIMITS = {
    "polygons": (20, 7),
    "strokes": (28, 10),
    "opacity": (45, 19),
    "letters": (80, 10),
    "dashes": (60, 12),
}
"""The largest difference of a block of pixels, 0 to 255, and the mean of those that differ.

The palette has three steps from a ground to an ink, so an opacity is off by up to a sixth, and a
crossing of two translucent lines by more. At this resolution Poppler fills the eye of a small e.
"""


@pytest.fixture(scope="module")
def scene():
    return scene_of(layer="max", kernel_size=2, shape=3)[0]


def still(scene, marks):
    """A scene of these marks."""
    told = next(iter(scene.told()))

    def frames(start=0):
        return iter(
            [Frame(1000, {(number,): (mark,) for number, mark in enumerate(marks)})][start:]
        )

    return replace(scene, frame_count=1, frames=frames, told=lambda: iter([told]))


def painted(scene):
    theme = load_theme("light")
    palette = Palette.of(theme)
    painter = Painter(scene.width, scene.height, palette, 1)
    for frame in scene.frames():
        painter.show(frame)
    return Image.fromarray(palette.colours[painter.canvas])


def player_of(scene):
    """What a player draws, as an SVG."""
    pieces = Pieces([scene], 0)
    looks = pieces.drawing.looks
    uses = "".join(
        f'<use href="#\0p{piece}" x="{x}" y="{y}"/>' for piece, x, y in pieces.views[0].places
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{scene.width}" height="{scene.height}" '
        'fill="none">'
        f"<style>{looks.colours(load_theme('light').colours)}{looks.rules}</style>"
        f"<defs>{pieces.definitions}</defs>"
        f'<rect width="100%" height="100%" fill="#fff"/>{uses}</svg>'
    ).replace("\0", "x")


def apart(one, other):
    """How far two pictures are apart, over blocks of 3x3 pixels: the worst, and the mean where
    anything is."""
    off = np.asarray(one, float) - np.asarray(other, float)
    rows, columns = (length // 3 for length in off.shape[:2])
    blocks = off[: rows * 3, : columns * 3].reshape(rows, 3, columns, 3, 3).mean(axis=(1, 3))
    blocks = np.abs(blocks).max(axis=2)
    return blocks.max(), blocks[blocks > 0].mean() if blocks.any() else 0


@pytest.mark.parametrize("name", MARKS)
def test_vectors_show_what_pixels_show(scene, name, browser, pdf_pages, tmp_path):
    film = still(scene, MARKS[name])
    expected = painted(film)
    write_pdf(tmp_path / "a.pdf", film, FIGURE)
    (tmp_path / "a.svg").write_text(to_svg(film, FIGURE), "utf-8")
    (tmp_path / "b.svg").write_text(player_of(film), "utf-8")
    pictures = pdf_pages(tmp_path / "a.pdf", tmp_path)
    with browser.page(*expected.size) as page:
        pictures += [page.open(tmp_path / path).picture() for path in ("a.svg", "b.svg")]
    for picture in pictures:
        worst, mean = apart(picture.convert("RGB"), expected)
        assert worst < LIMITS[name][0]
        assert mean < LIMITS[name][1]
    assert apart(expected, np.full_like(expected, 255))[0] > 100
