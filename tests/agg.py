"""What matplotlib's own renderer makes of the marks: the measure of ours.

Texts are not hinted, and start on the edge of a pixel.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from math import hypot
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path as Outline
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D

from poolanim.fonts.files import FONTS
from poolanim.scene.marks import Arrow, Box, Dot, Face, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.backend_bases import GraphicsContextBase
    from numpy.typing import NDArray

    from poolanim.scene.frames import Frame, Place
    from poolanim.scene.marks import Mark
    from poolanim.theme import Theme

    Pixels = NDArray[np.uint8]

DASHES = (0, [3, 2.5])
UNITS_PER_INCH = 72  # makes a point of type one unit of the layout


@contextmanager
def own_settings() -> Iterator[None]:
    """Painting is to run in this: matplotlib as it comes, whatever the user's matplotlibrc says."""
    settings = mpl.rcParamsDefault | {"text.hinting": "no_hinting"}
    del settings["backend"]  # setting it, if only to what it is, would import pyplot
    with mpl.rc_context(settings):
        yield


@cache
def _font(face: Face) -> FontProperties:
    return FontProperties(fname=_file(face))


@cache
def _file(face: Face) -> str:
    return str(Path(mpl.get_data_path()) / "fonts" / "ttf" / FONTS[face])


class AggPainter:
    """Paints the pictures of a film, in one size and theme.

    Args:
        width: of the layout, in units.
        height: of the layout, in units.
        theme: gives the colours of roles.
        scale: pixels for each unit.
    """

    def __init__(self, width: int, height: int, theme: Theme, scale: int) -> None:
        self._theme = theme
        self._picture: dict[Place, tuple[Mark, ...]] = {}
        self._agg = RendererAgg(width * scale, height * scale, UNITS_PER_INCH * scale)
        self._scale = scale
        self._to_pixels = Affine2D().scale(scale, -scale).translate(0, height * scale)

    def show(self, frame: Frame) -> None:
        """Let a frame change the picture."""
        self._picture.update(frame.changes)

    def pixels(self) -> Pixels:
        """The picture as it stands, painted: (height, width, 3), 0 to 255."""
        canvas = np.asarray(self._agg.buffer_rgba())
        canvas[...] = (*self._theme.colours["paper"], 255)
        for marks in self._picture.values():
            for mark in marks:
                self._paint(mark)
        return canvas[:, :, :3].copy()

    def _paint(self, mark: Mark) -> None:
        match mark:
            case Box():
                self._box(mark)
            case Dot():
                self._dot(mark)
            case Arrow():
                self._arrow(mark)
            case Text():
                self._text(mark)

    def _box(self, box: Box) -> None:
        if box.radius:
            outline = _rounded(box)
        else:
            left, top, right, bottom = box.x, box.y, box.x + box.width, box.y + box.height
            corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
            outline = Outline(corners, closed=True)
        self._draw(outline, box.fill, box.line, box.line_width, dashed=box.dashed, snap=True)

    def _dot(self, dot: Dot) -> None:
        circle = Outline.circle((dot.x, dot.y), dot.radius)
        self._draw(circle, dot.fill, dot.line, dot.line_width)

    def _arrow(self, arrow: Arrow) -> None:
        length = hypot(arrow.to_x - arrow.x, arrow.to_y - arrow.y)
        along_x, along_y = (arrow.to_x - arrow.x) / length, (arrow.to_y - arrow.y) / length
        neck_x, neck_y = arrow.to_x - along_x * arrow.head, arrow.to_y - along_y * arrow.head
        side_x, side_y = -along_y * arrow.head / 2, along_x * arrow.head / 2
        shaft = Outline([(arrow.x, arrow.y), (neck_x, neck_y)])
        self._draw(shaft, None, arrow.ink, arrow.line_width)
        head = [
            (arrow.to_x, arrow.to_y),
            (neck_x + side_x, neck_y + side_y),
            (neck_x - side_x, neck_y - side_y),
            (arrow.to_x, arrow.to_y),
        ]
        self._draw(Outline(head, closed=True), arrow.ink, None, 0)

    def _text(self, text: Text) -> None:
        context = self._context(text.ink)
        context.set_linewidth(0)
        context.set_snap(False)
        outline = TextPath((0, 0), text.text, size=text.size * self._scale, prop=_font(text.face))
        height = self._agg.height
        place = Affine2D().translate(
            round(text.left * self._scale), height - round(text.y * self._scale)
        )
        self._agg.draw_path(context, outline, place, self._colour(text.ink))

    def _draw(
        self,
        outline: Outline,
        fill: str | None,
        line: str | None,
        line_width: float,
        *,
        dashed: bool = False,
        snap: bool = False,
    ) -> None:
        context = self._context(line or "paper")
        context.set_linewidth(line_width if line else 0)
        context.set_snap(snap)
        if dashed:
            context.set_dashes(*DASHES)
        self._agg.draw_path(context, outline, self._to_pixels, fill and self._colour(fill))

    def _context(self, role: str) -> GraphicsContextBase:
        context = self._agg.new_gc()
        context.set_foreground(self._colour(role))
        return context

    def _colour(self, role: str) -> tuple[float, float, float]:
        red, green, blue = self._theme.colours[role]
        return red / 255, green / 255, blue / 255


def _rounded(box: Box) -> Outline:
    """A rectangle whose corners are quarters of a circle, near enough."""
    left, top, right, bottom = box.x, box.y, box.x + box.width, box.y + box.height
    radius = min(box.radius, box.width / 2, box.height / 2)
    vertices, codes = [(left + radius, top)], [Outline.MOVETO]
    for before, corner, after in (
        ((right - radius, top), (right, top), (right, top + radius)),
        ((right, bottom - radius), (right, bottom), (right - radius, bottom)),
        ((left + radius, bottom), (left, bottom), (left, bottom - radius)),
        ((left, top + radius), (left, top), (left + radius, top)),
    ):
        vertices += [before, corner, after]
        codes += [Outline.LINETO, Outline.CURVE3, Outline.CURVE3]
    return Outline([*vertices, vertices[0]], [*codes, Outline.CLOSEPOLY])
