"""Paints the frames of a film, and of each frame only what it changes."""

from __future__ import annotations

from itertools import combinations, starmap
from typing import TYPE_CHECKING

import numpy as np

from poolanim.fonts.letters import boxes_of
from poolanim.paint.areas import around, holds, overlap
from poolanim.paint.hatching import with_hatches
from poolanim.paint.patch import Patch, Piece, tight
from poolanim.paint.stamping import pen_px, stamps_of
from poolanim.paint.standing import Standing
from poolanim.paint.typewriter import Row, Typewriter
from poolanim.scene.marks import Box, Text
from poolanim.theme.shades import hatched

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from poolanim.paint.areas import Area
    from poolanim.paint.palette import Canvas, Palette
    from poolanim.paint.stamp import Stamp
    from poolanim.paint.standing import Spot
    from poolanim.scene.frames import Frame
    from poolanim.scene.marks import Mark


class Painter:
    """Paints the pictures of a film, one after another.

    The ground is also kept as a picture of its own, without what lies over it. Where a window moves
    away, the ground is copied instead of painted.

    Args:
        width: of the canvas, in pixels.
        height: of the canvas, in pixels.
        palette: the colours.
        scale: pixels in a unit of the layout.

    Attributes:
        canvas: the present picture, (height, width) entries of the palette.
    """

    def __init__(self, width: int, height: int, palette: Palette, scale: float) -> None:
        self._palette = palette
        self._scale = scale
        self._hatched = hatched(palette.entry)
        paper = palette.entry["paper"]
        self._all: Area = 0, 0, width, height
        self.canvas: Canvas = np.full((height, width), paper, np.uint8)
        self._ground = self.canvas.copy()
        self._standing = Standing()
        self._typewriters: dict[tuple[float, str], Typewriter] = {}
        self._first = True

    def show(self, frame: Frame) -> Patch | None:
        """Paints a frame, and returns what changed; None if nothing did.

        The first frame changes all pixels.
        """
        ground: list[Area] = []
        filled: list[Area] = []
        over: list[Area] = []
        pieces: list[Piece] = []
        for place, marks in frame.changes.items():
            spot = self._standing.spot(place)
            typed = self._typed(spot, marks) if spot.rows else None
            if typed is not None:
                pieces += typed
            elif self._filled(spot, marks):
                filled.append(spot.area)
            else:
                stale = over if spot.group.over_all else ground
                stale.append(spot.area)
                self._put(spot, marks)
                stale.append(spot.area)
        if self._first:
            ground = [self._all]
        ground = self._merged(ground)
        for area in ground:
            self._paint_ground(area)
        pieces += filter(None, map(self._repainted, self._merged(over + ground + filled)))
        if self._first:
            self._first = False
            return self.whole()
        return Patch.around(pieces) if pieces else None

    def whole(self) -> Patch:
        """Returns the present picture as a patch in which all pixels changed."""
        return Patch.around([Piece(0, 0, self.canvas.copy(), np.ones_like(self.canvas, bool))])

    def _put(self, spot: Spot, marks: Sequence[Mark]) -> None:
        """Replaces the marks of a spot."""
        spot.rows = self._rows(marks)
        if spot.rows:
            self._standing.put(spot, marks, None, around([row.area for row in spot.rows]))
        else:
            stamps = self._all_stamps(marks)
            self._standing.put(spot, marks, stamps, around([stamp[:4] for stamp in stamps]))

    def _filled(self, spot: Spot, marks: Sequence[Mark]) -> bool:
        """Fills a box on the ground with another colour, and returns whether that was enough.

        It is enough if only the colour of the box differs, and no other spot of the ground
        overlaps.
        """
        if not (len(marks) == len(spot.marks) == 1):
            return False
        was, now = spot.marks[0], marks[0]
        if not (isinstance(was, Box) and isinstance(now, Box) and was[:4] == now[:4]):
            return False
        fill = _plain(now)
        if fill is None or _plain(was) is None:
            return False
        if not self._hatched.isdisjoint((fill, was.fill)):
            return False
        if not (holds(self._all, spot.area) and self._standing.alone(spot)):
            return False
        left, top, right, bottom = spot.area
        self._ground[top:bottom, left:right] = self._palette.entry[fill]
        spot.marks, spot.stamps = marks, None
        return True

    def _rows(self, marks: Sequence[Mark]) -> Sequence[Row]:
        """Returns marks as rows of letters; () unless all are such, and whole on the canvas."""
        rows: list[Row] = []
        for mark in marks:
            if not isinstance(mark, Text) or mark.anchor != "start":
                return ()
            boxes = boxes_of(mark.text, mark.face, mark.size * self._scale)
            if boxes is None:
                return ()
            key = mark.size, mark.ink
            if key not in self._typewriters:
                self._typewriters[key] = Typewriter(boxes, mark.ink, self._palette)
            left, y = pen_px(mark, self._scale)
            rows.append(Row(self._typewriters[key], left, y + boxes.top, len(mark.text)))
        areas = [row.area for row in rows]
        if any(starmap(overlap, combinations(areas, 2))):
            return ()
        return rows if holds(self._all, around(areas)) else ()

    def _typed(self, spot: Spot, marks: Sequence[Mark]) -> list[Piece] | None:
        """Exchanges the letters of rows, and returns what changed.

        Returns None, and paints nothing, if more than letters differ or another spot overlaps.
        """
        if len(marks) != len(spot.marks):
            return None
        said: list[tuple[Row, str, str]] = []
        for row, old, new in zip(spot.rows, spot.marks, marks, strict=True):
            assert isinstance(old, Text)
            if not isinstance(new, Text) or not row.takes(old, new):
                return None
            said.append((row, old.text, new.text))
        if not self._standing.alone(spot) or self._standing.over(spot.area, over_all=True):
            return None
        spot.marks, spot.stamps = marks, None
        pieces = [row.retype(self.canvas, old, new) for row, old, new in said if old != new]
        typed = [piece for piece in pieces if piece is not None]
        for piece in typed:
            piece.lay_on(self._ground)
        return typed

    def _all_stamps(self, marks: Sequence[Mark]) -> Sequence[Stamp]:
        """Returns the stamps of marks, in painting order."""
        painted = with_hatches(marks, self._hatched)
        return [stamp for mark in painted for stamp in stamps_of(mark, self._scale)]

    def _paint_ground(self, area: Area) -> None:
        left, top, right, bottom = area
        self._ground[top:bottom, left:right] = self._palette.entry["paper"]
        self._lay(self._standing.over(area), self._ground, area)

    def _repainted(self, area: Area) -> Piece | None:
        """Copies the ground, paints what lies over it, and returns what changed, if anything."""
        left, top, right, bottom = area
        now = self.canvas[top:bottom, left:right]
        before = now.copy()
        now[...] = self._ground[top:bottom, left:right]
        self._lay(self._standing.over(area, over_all=True), self.canvas, area)
        return tight(left, top, now, now != before)

    def _lay(self, spots: Iterable[Spot], canvas: Canvas, area: Area) -> None:
        """Paints the marks of spots on an area of a canvas."""
        left, top, right, bottom = area
        entry, blend = self._palette.entry, self._palette.blend
        for spot in spots:
            if spot.stamps is None:
                spot.stamps = self._all_stamps(spot.marks)
            for x0, y0, x1, y1, ink, levels in spot.stamps:
                # Comparisons are faster than min and max. This runs dozens of times a frame.
                from_x, to_x = x0 if x0 > left else left, x1 if x1 < right else right
                from_y, to_y = y0 if y0 > top else top, y1 if y1 < bottom else bottom
                if from_x >= to_x or from_y >= to_y:
                    continue
                part = canvas[from_y:to_y, from_x:to_x]
                if levels is None:
                    part.fill(entry[ink])
                else:
                    blend(part, ink, levels[from_y - y0 : to_y - y0, from_x - x0 : to_x - x0])

    def _merged(self, areas: Iterable[Area]) -> list[Area]:
        """Returns rectangles cut to the canvas. Those that overlap or touch are merged into one."""
        _, _, width, height = self._all
        apart: list[Area] = []
        for area in areas:
            for other in apart:
                if holds(other, area):
                    break
            else:
                left, top, right, bottom = area
                grown = max(left, 0), max(top, 0), min(right, width), min(bottom, height)
                if grown[0] >= grown[2] or grown[1] >= grown[3]:
                    continue
                while near := _near(apart, grown):
                    apart = [other for other in apart if other not in near]
                    grown = around([grown, *near])
                apart.append(grown)
        return apart


def _plain(box: Box) -> str | None:
    """Returns the role of a box's fill; None if it also has a line or round corners."""
    return None if box.line or box.radius else box.fill


def _near(areas: Iterable[Area], area: Area) -> list[Area]:
    """Returns the areas that overlap or touch one."""
    left, top, right, bottom = area
    return [
        other
        for other in areas
        if other[0] <= right and left <= other[2] and other[1] <= bottom and top <= other[3]
    ]
