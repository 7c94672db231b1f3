"""What matplotlib's own renderer makes of the marks: the measure of ours.

Where letters stand, and their outlines, are those of the fonts; what pixels they cover is not.
Baselines lie on the edges of pixels, and letters start at quarters of a pixel.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from math import floor, hypot, sqrt
from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.path import Path as Outline
from matplotlib.transforms import Affine2D, TransformedPath

from poolanim.fonts.contours import outline as outline_of
from poolanim.fonts.setting import line
from poolanim.fonts.typefaces import EM
from poolanim.paint.dashes import length_around, periods, pieces
from poolanim.paint.hatching import EVERY, WIDTH, Hatch, with_hatches
from poolanim.scene.marks import Arrow, Box, Dot, Polygon, Stroke, Text
from poolanim.theme.shades import hatched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.backend_bases import GraphicsContextBase
    from numpy.typing import NDArray

    from poolanim.scene.frames import Frame, Place
    from poolanim.scene.marks import Face, Mark
    from poolanim.theme import Theme

    Pixels = NDArray[np.uint8]

UNITS_PER_INCH = 72  # makes a point of type one unit of the layout
ROUND = 4 * (sqrt(2) - 1) / 3
"""How far the control points of a quarter of a circle are from its ends, in radii."""
STEPS = {
    "M": [Outline.MOVETO],
    "L": [Outline.LINETO],
    "Q": [Outline.CURVE3] * 2,
    "C": [Outline.CURVE4] * 3,
    "Z": [Outline.CLOSEPOLY],
}


@contextmanager
def own_settings() -> Iterator[None]:
    """Painting is to run in this: matplotlib as it comes, whatever the user's matplotlibrc says."""
    settings = dict(mpl.rcParamsDefault)
    del settings["backend"]  # setting it, if only to what it is, would import pyplot
    with mpl.rc_context(settings):
        yield


@cache
def _letter(text: str, face: Face) -> Outline | None:
    """The outline of a glyph from its pen, in units of the typeface; None if it shows nothing."""
    steps = outline_of(text, face)
    if not steps:
        return None
    codes = [code for step, _ in steps for code in STEPS[step]]
    points = [at for _, ends in steps for at in ends or (0, 0)]
    return Outline(np.array(points, float).reshape(-1, 2), codes)


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
        self._hatched = hatched(theme.colours)
        self._picture: dict[Place, tuple[Mark, ...]] = {}
        self._agg = RendererAgg(width * scale, height * scale, UNITS_PER_INCH * scale)
        self._scale = scale
        self._clips: list[Outline] = []
        self._to_pixels = Affine2D().scale(scale, -scale).translate(0, height * scale)

    def show(self, frame: Frame) -> None:
        """Let a frame change the picture."""
        self._picture.update(frame.changes)

    def pixels(self) -> Pixels:
        """The picture as it stands, painted: (height, width, 3), 0 to 255."""
        canvas = np.asarray(self._agg.buffer_rgba())
        canvas[...] = (*self._theme.colours["paper"], 255)
        for marks in self._picture.values():
            for mark in with_hatches(marks, self._hatched):
                self._paint(mark)
        return canvas[:, :, :3].copy()

    def _paint(self, mark: Mark | Hatch) -> None:
        match mark:
            case Box():
                self._box(mark)
            case Hatch():
                self._hatch(mark)
            case Dot():
                self._dot(mark)
            case Arrow():
                self._arrow(mark)
            case Polygon():
                corners = [(mark.x + right, mark.y + down) for right, down in mark.corners]
                self._draw(_closed(corners), mark.fill, None, 0)
            case Stroke():
                self._stroke(mark)
            case Text():
                self._text(mark)

    def _box(self, box: Box) -> None:
        if box.fill and not box.dashed:
            self._draw(self._around(box, 0), box.fill, None, 0)
        if not box.line:
            return
        edge = max(1, round(box.line_width * self._scale)) / self._scale
        middle = self._around(box, edge)
        if not box.dashed:
            self._draw(middle, None, box.line, edge)
            return
        (left, top), (right, bottom) = middle.get_extents().get_points()
        if box.radius:
            radius = min(box.radius, (right - left) / 2, (bottom - top) / 2)
            around = length_around(right - left, bottom - top, radius)
            period = around / periods(around)
            # The outline starts where its upper side does; a dash is in the middle of that.
            before = period / 4 - ((right - left) / 2 - radius)
            self._draw(middle, None, box.line, edge, (before % period, [period / 2] * 2))
            return
        half = edge / 2
        for ends in (
            [(left - half, top), (right + half, top)],
            [(left - half, bottom), (right + half, bottom)],
            [(left, top - half), (left, bottom + half)],
            [(right, top - half), (right, bottom + half)],
        ):
            length = abs(ends[1][0] - ends[0][0]) + abs(ends[1][1] - ends[0][1])
            dash = length / pieces(length)
            self._draw(Outline(ends), None, box.line, edge, (0, [dash, dash]))

    def _around(self, box: Box, edge: float) -> Outline:
        """The outline of a box, with its edges, or those of its line, on whole pixels."""
        left, top, right, bottom = (
            floor((at + reach) * self._scale + 0.5 + 1e-6) / self._scale - reach
            for at, reach in (
                (box.x, -edge / 2),
                (box.y, -edge / 2),
                (box.x + box.width, edge / 2),
                (box.y + box.height, edge / 2),
            )
        )
        if box.radius:
            return _rounded(left, top, right, bottom, box.radius)
        return _closed([(left, top), (right, top), (right, bottom), (left, bottom)])

    def _hatch(self, hatch: Hatch) -> None:
        inside = self._around(hatch.box, 0)
        self._clips.append(inside)  # matplotlib takes a new outline at a freed one's address for it
        (left, top), (right, bottom) = inside.get_extents().get_points()
        across = right - left + bottom - top
        reaches = np.arange(EVERY / 2, across / sqrt(2) + EVERY, EVERY) * sqrt(2)
        context = self._context(hatch.ink)
        context.set_linewidth(WIDTH)
        context.set_snap(False)
        context.set_clip_path(TransformedPath(inside, self._to_pixels))
        for reach in reaches:
            ends = [(left + reach + 2, top - 2), (left - 2, top + reach + 2)]
            self._agg.draw_path(context, Outline(ends), self._to_pixels)

    def _stroke(self, stroke: Stroke) -> None:
        x, y, to_x, to_y = stroke[:4]
        width = max(stroke.line_width, 1 / self._scale)
        if straight := x == to_x or y == to_y:
            width = max(round(width * self._scale), 1) / self._scale
        context = self._context(stroke.ink)
        context.set_linewidth(width)
        context.set_alpha(stroke.opacity)
        context.set_snap(straight)
        context.set_capstyle("butt")
        self._agg.draw_path(context, Outline([(x, y), (to_x, to_y)]), self._to_pixels)

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
        size = text.size * self._scale / EM
        start = _quarters(text.left * self._scale)
        baseline = self._agg.height - round(text.y * self._scale)
        for glyph in (glyph for word in line(text.text, text.face).words for glyph in word):
            if outline := _letter(glyph.text, glyph.face):
                pen = start + _quarters(glyph.pen * size)
                place = Affine2D().scale(size, -size).translate(pen, baseline)
                self._agg.draw_path(context, outline, place, self._colour(text.ink))

    def _draw(
        self,
        outline: Outline,
        fill: str | None,
        line: str | None,
        line_width: float,
        dashes: tuple[float, list[float]] | None = None,
    ) -> None:
        context = self._context(line or "paper")
        context.set_linewidth(line_width if line else 0)
        context.set_snap(False)
        context.set_capstyle("butt")
        if dashes:
            context.set_dashes(*dashes)
        self._agg.draw_path(context, outline, self._to_pixels, fill and self._colour(fill))

    def _context(self, role: str) -> GraphicsContextBase:
        context = self._agg.new_gc()
        context.set_foreground(self._colour(role))
        return context

    def _colour(self, role: str) -> tuple[float, float, float]:
        red, green, blue = self._theme.colours[role]
        return red / 255, green / 255, blue / 255


def _quarters(pixels: float) -> float:
    return floor(4 * pixels + 0.5 + 1e-6) / 4


def _closed(corners: list[tuple[float, float]]) -> Outline:
    return Outline([*corners, corners[0]], closed=True)


def _rounded(left: float, top: float, right: float, bottom: float, most: float) -> Outline:
    """A rectangle whose corners are quarters of a circle, near enough."""
    radius = min(most, (right - left) / 2, (bottom - top) / 2)
    vertices, codes = [(left + radius, top)], [Outline.MOVETO]
    for corner, (before_x, before_y), (after_x, after_y) in (
        ((right, top), (-1, 0), (0, 1)),
        ((right, bottom), (0, -1), (-1, 0)),
        ((left, bottom), (1, 0), (0, -1)),
        ((left, top), (0, 1), (1, 0)),
    ):
        x, y = corner
        for way_x, way_y, reach in (
            (before_x, before_y, radius),
            (before_x, before_y, radius * (1 - ROUND)),
            (after_x, after_y, radius * (1 - ROUND)),
            (after_x, after_y, radius),
        ):
            vertices.append((x + way_x * reach, y + way_y * reach))
        codes += [Outline.LINETO, *[Outline.CURVE4] * 3]
    return Outline([*vertices, vertices[0]], [*codes, Outline.CLOSEPOLY])
