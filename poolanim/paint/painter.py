"""Paints the frames of a film, and of each frame only what it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from poolanim.paint.areas import NOWHERE, around, holds, shared
from poolanim.paint.laying import kept_stamps, lay
from poolanim.paint.patch import Patch, Piece, tight
from poolanim.paint.stamping import all_stamps, draw_letters
from poolanim.paint.standing import Standing
from poolanim.scene.marks import Box
from poolanim.theme.shades import hatched

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from poolanim.paint.areas import Area
    from poolanim.paint.palette import Canvas, Palette
    from poolanim.paint.stamp import Stamp
    from poolanim.paint.standing import Spot
    from poolanim.scene.frames import Frame
    from poolanim.scene.marks import Mark


NEAR = 2
"""Pixels between changes that are painted together, such as those of neighbouring cells."""


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
        self._first = True

    def prepare(self, frames: Iterable[Frame]) -> None:
        """Draws the letters of the next frames: all at once, which takes less time."""
        marks = [mark for frame in frames for place in frame.changes.values() for mark in place]
        draw_letters(marks, self._scale)

    def show(self, frame: Frame) -> Patch | None:
        """Paints a frame, and returns what changed; None if nothing did.

        The first frame changes all pixels.
        """
        ground: list[Area] = []
        filled: list[Area] = []
        over: list[Area] = []
        if self._first:
            self.prepare([frame])
        for place, marks in frame.changes.items():
            spot = self._standing.spot(place)
            if not spot.group.over_all and self._filled(spot, marks):
                filled.append(spot.area)
            else:
                stale, before = over if spot.group.over_all else ground, spot.area
                self._standing.put(spot, marks, *self._stamps(spot, marks))
                stale += (before, spot.area) if before != spot.area else (before,)
        if self._first:
            ground = [self._all]
        ground = self._merged(ground)
        for area in ground:
            self._paint_ground(area)
        repainted = map(self._repainted, self._merged(over + ground + filled))
        pieces = [piece for piece in repainted if piece is not None]
        if self._first:
            self._first = False
            return self.whole()
        return Patch.around(pieces) if pieces else None

    def whole(self) -> Patch:
        """Returns the present picture as a patch in which all pixels changed."""
        return Patch.around([Piece(0, 0, self.canvas.copy(), np.ones_like(self.canvas, bool))])

    def _filled(self, spot: Spot, marks: tuple[Mark, ...]) -> bool:
        """Fills a box on the ground with another colour, and returns whether that was enough.

        It is enough if only the colour of the box differs, and no other spot of the ground
        overlaps.
        """
        if len(marks) != 1 or len(spot.marks) != 1:
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

    def _stamps(self, spot: Spot, marks: tuple[Mark, ...]) -> tuple[Sequence[Stamp], Area]:
        """Returns the stamps of marks. What lies over all seldom comes back, and is large."""
        if spot.group.over_all:
            return all_stamps(marks, self._scale, self._hatched)
        return kept_stamps(marks, self._scale, self._hatched, self._palette)

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
        for spot in spots:
            if spot.stamps is None:
                spot.stamps, _ = self._stamps(spot, spot.marks)
            lay(spot.stamps, canvas, area, self._palette)

    def _merged(self, areas: Iterable[Area]) -> list[Area]:
        """Returns rectangles cut to the canvas. Those that are near each other become one."""
        apart: list[Area] = []
        for area in dict.fromkeys(areas):
            left, top, right, bottom = area
            for x0, y0, x1, y1 in apart:
                if x0 <= left and y0 <= top and right <= x1 and bottom <= y1:
                    break
            else:
                # Those that overlap it, or are parted from it by little.
                while near := [
                    other
                    for other in apart
                    if other[0] <= right + NEAR
                    and left <= other[2] + NEAR
                    and other[1] <= bottom + NEAR
                    and top <= other[3] + NEAR
                ]:
                    apart = [other for other in apart if other not in near]
                    left, top, right, bottom = around([(left, top, right, bottom), *near])
                apart.append((left, top, right, bottom))
        cut = [area if holds(self._all, area) else shared(self._all, area) for area in apart]
        return [area for area in cut if area != NOWHERE]


def _plain(box: Box) -> str | None:
    """Returns the role of a box's fill; None if it also has a line or round corners."""
    return None if box.line or box.radius else box.fill
