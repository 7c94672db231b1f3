"""Draws marks with matplotlib, on Axes whose data coordinates are the units of the layout.

On a canvas of pixels, letters and edges stand where `painter` puts them: edges of boxes on whole
pixels, baselines on whole rows, letters at quarters of a pixel. A canvas of vectors has no pixels,
so nothing is rounded there.
"""

from __future__ import annotations

from math import floor, hypot, sqrt
from typing import TYPE_CHECKING, Any

from poolanim.fonts import unconfigured  # noqa: F401  # must be imported before matplotlib

# isort: split
import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.path import Path as Outline
from matplotlib.transforms import Affine2D, TransformedPath

from poolanim.fonts.setting import line
from poolanim.fonts.typefaces import EM
from poolanim.paint.artists.outlines import closed, letter, rectangle
from poolanim.paint.dashes import length_around, periods, pieces
from poolanim.paint.hatching import EVERY, WIDTH, Hatch
from poolanim.scene.marks import Arrow, Box, Dot, Polygon, Stroke, Text

if TYPE_CHECKING:
    from matplotlib.artist import Artist

    from poolanim.paint.artists.outlines import Point
    from poolanim.scene.marks import Mark
    from poolanim.theme import Theme

NEARLY = 1e-6
"""Keeps a place that is half a pixel in exact numbers from being rounded down."""


class Pen:
    """Draws marks on a canvas.

    Places are in pixels from the upper left corner of the canvas.

    Args:
        renderer: of the canvas.
        artist: whose Axes says where the layout is on the canvas.
        theme: gives the colours of roles.
    """

    def __init__(self, renderer: Any, artist: Artist, theme: Theme) -> None:
        self._renderer = renderer
        self._theme = theme
        self._clip: Any = artist.get_clip_box()
        height = renderer.get_canvas_width_height()[1]
        self._turn = Affine2D().scale(1, -1).translate(0, height)
        (left, top), (right, _) = artist.axes.transData.transform([(0, 0), (1, 0)])  # type: ignore[union-attr]
        self._scale = right - left
        self._left, self._top = left, height - top
        self._point = renderer.points_to_pixels(1)
        self._has_pixels = isinstance(renderer, RendererAgg)

    def draw(self, mark: Mark | Hatch) -> None:
        """Draws a mark."""
        match mark:
            case Box():
                self._box(mark)
            case Hatch():
                self._hatch(mark)
            case Dot():
                middle, radius = self._at(mark.x, mark.y), mark.radius * self._scale
                width = mark.line_width * self._scale
                self._path(Outline.circle(middle, radius), mark.fill, mark.line, width)
            case Arrow():
                self._arrow(mark)
            case Polygon():
                corners = [self._at(mark.x + right, mark.y + down) for right, down in mark.corners]
                self._path(closed(corners), mark.fill)
            case Stroke():
                self._stroke(mark)
            case Text():
                self._text(mark)

    def _box(self, box: Box) -> None:
        if box.fill and not box.dashed:
            self._path(self._around(box, 0), box.fill)
        if not box.line:
            return
        edge = self._whole(box.line_width * self._scale)
        middle = self._around(box, edge)
        if not box.dashed:
            self._path(middle, None, box.line, edge)
        elif box.radius:
            self._path(middle, None, box.line, edge, self._dashes(box, middle))
        else:
            self._dashed_sides(middle, box.line, edge)

    def _dashes(self, box: Box, middle: Outline) -> tuple[float, float]:
        """Returns the start and the length of the dashes of an outline with round corners."""
        (left, top), (right, bottom) = middle.get_extents().get_points() / self._scale
        radius = min(box.radius, (right - left) / 2, (bottom - top) / 2)
        around = length_around(right - left, bottom - top, radius)
        period = around / periods(around)
        # The outline starts where its upper side does. In the middle of that side is a dash.
        before = period / 4 - ((right - left) / 2 - radius)
        return before % period * self._scale, period / 2 * self._scale

    def _dashed_sides(self, middle: Outline, line: str, edge: float) -> None:
        (left, top), (right, bottom) = middle.get_extents().get_points()
        half = edge / 2
        for ends in (
            [(left - half, top), (right + half, top)],
            [(left - half, bottom), (right + half, bottom)],
            [(left, top - half), (left, bottom + half)],
            [(right, top - half), (right, bottom + half)],
        ):
            length = abs(ends[1][0] - ends[0][0]) + abs(ends[1][1] - ends[0][1])
            dash = length / pieces(length / self._scale)
            self._path(Outline(ends), None, line, edge, (0, dash))

    def _around(self, box: Box, edge: float) -> Outline:
        """Returns the outline of a box. It, or the edges of a line on it, are on whole pixels."""
        half = edge / 2
        corners = (box.x, box.y), (box.x + box.width, box.y + box.height)
        (left, top), (right, bottom) = (self._at(*corner) for corner in corners)
        left, top = self._near(left - half) + half, self._near(top - half) + half
        right, bottom = self._near(right + half) - half, self._near(bottom + half) - half
        return rectangle((left, top), (right, bottom), box.radius * self._scale)

    def _hatch(self, hatch: Hatch) -> None:
        inside = self._around(hatch.box, 0)
        (left, top), (right, bottom) = inside.get_extents().get_points()
        across, every = right - left + bottom - top, EVERY * self._scale
        context = self._context(hatch.ink, WIDTH * self._scale)
        context.set_clip_path(TransformedPath(inside, self._turn))
        out = 2 * self._scale
        for reach in np.arange(every / 2, across / sqrt(2) + every, every) * sqrt(2):
            ends = [(left + reach + out, top - out), (left - out, top + reach + out)]
            self._renderer.draw_path(context, Outline(ends), self._turn)
        context.restore()

    def _stroke(self, stroke: Stroke) -> None:
        ends = [self._at(stroke.x, stroke.y), self._at(stroke.to_x, stroke.to_y)]
        width = max(stroke.line_width * self._scale, 1 if self._has_pixels else 0)
        if straight := stroke.x == stroke.to_x or stroke.y == stroke.to_y:
            width = self._whole(width)
        context = self._context(stroke.ink, width)
        context.set_alpha(stroke.opacity)
        context.set_snap(straight)
        self._renderer.draw_path(context, Outline(ends), self._turn)
        context.restore()

    def _arrow(self, arrow: Arrow) -> None:
        (x, y), (to_x, to_y) = self._at(arrow.x, arrow.y), self._at(arrow.to_x, arrow.to_y)
        length = hypot(to_x - x, to_y - y)
        head = arrow.head * self._scale
        along_x, along_y = (to_x - x) / length * head, (to_y - y) / length * head
        neck_x, neck_y = to_x - along_x, to_y - along_y
        shaft = Outline([(x, y), (neck_x, neck_y)])
        self._path(shaft, None, arrow.ink, arrow.line_width * self._scale)
        sides = (
            (neck_x - along_y / 2, neck_y + along_x / 2),
            (neck_x + along_y / 2, neck_y - along_x / 2),
        )
        self._path(closed([(to_x, to_y), *sides]), arrow.ink)

    def _text(self, text: Text) -> None:
        size = text.size * self._scale / EM
        left, baseline = self._at(text.left, text.y)
        start, baseline = self._near(left, 4), self._near(baseline)
        for glyph in (glyph for word in line(text.text, text.face).words for glyph in word):
            if outline := letter(glyph.text, glyph.face):
                pen = start + self._near(glyph.pen * size, 4)
                place = Affine2D().scale(size).translate(pen, baseline)
                self._path(outline.transformed(place), text.ink)

    def _path(
        self,
        outline: Outline,
        fill: str | None,
        line: str | None = None,
        width: float = 0,
        dashes: tuple[float, float] | None = None,
    ) -> None:
        """Draws an outline: its fill, and a line on it.

        Args:
            outline: in pixels.
            fill: the role of the fill.
            line: the role of the line.
            width: of the line, in pixels.
            dashes: where they start, and the length of each dash and gap, in pixels.
        """
        context = self._context(line or "paper", width if line else 0)
        if dashes:
            start, dash = (length / self._point for length in dashes)
            context.set_dashes(start, [dash, dash])
        self._renderer.draw_path(context, outline, self._turn, fill and self._colour(fill))
        context.restore()

    def _context(self, role: str, width: float) -> Any:
        context = self._renderer.new_gc()
        context.set_foreground(self._colour(role))
        context.set_linewidth(width / self._point)
        context.set_clip_rectangle(self._clip)
        context.set_capstyle("butt")
        context.set_snap(False)
        return context

    def _colour(self, role: str) -> tuple[float, float, float]:
        red, green, blue = self._theme.colours[role]
        return red / 255, green / 255, blue / 255

    def _at(self, x: float, y: float) -> Point:
        return self._left + x * self._scale, self._top + y * self._scale

    def _near(self, place: float, parts: int = 1) -> float:
        """Returns the nearest edge of a pixel, or of one of its parts."""
        return floor(parts * place + 0.5 + NEARLY) / parts if self._has_pixels else place

    def _whole(self, width: float) -> float:
        """Returns the width of a line in whole pixels."""
        return max(1, round(width)) if self._has_pixels else width
