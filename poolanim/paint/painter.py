"""Paint marks on a canvas of palette indices, and of each picture only what a frame changes."""

from __future__ import annotations

from itertools import combinations, starmap
from typing import TYPE_CHECKING

import numpy as np

from poolanim.fonts.letters import boxes_of, letters
from poolanim.paint.areas import around, holds, overlap
from poolanim.paint.patch import Patch, Piece, tight
from poolanim.paint.shapes import Stamp, arrow_stamps, box_stamps, dot_stamps
from poolanim.paint.standing import Standing
from poolanim.paint.typewriter import Row, Typewriter
from poolanim.scene.marks import Arrow, Box, Dot, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from poolanim.paint.areas import Area
    from poolanim.paint.palette import Canvas, Palette
    from poolanim.paint.standing import Spot
    from poolanim.scene.frames import Frame
    from poolanim.scene.marks import Mark


class Painter:
    """Paints the pictures of a film, one after another.

    The ground is kept apart from what lies over it, so that where a window has been nothing need be
    painted anew.

    Args:
        width: of the canvas, in pixels.
        height: of the canvas, in pixels.
        palette: the colours.
        scale: pixels in a unit of the layout.

    Attributes:
        canvas: the picture as it stands, (height, width), entries of the palette.
    """

    def __init__(self, width: int, height: int, palette: Palette, scale: float) -> None:
        self._palette = palette
        self._scale = scale
        paper = palette.entry["paper"]
        self._all: Area = 0, 0, width, height
        self.canvas: Canvas = np.full((height, width), paper, np.uint8)
        self._ground = self.canvas.copy()
        self._standing = Standing()
        self._typewriters: dict[tuple[float, str], Typewriter] = {}
        self._first = True

    def show(self, frame: Frame) -> Patch | None:
        """Let a frame change the picture, and tell what of it then is another: at first all."""
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
        """The picture as it stands, as if all of it had changed."""
        return Patch.around([Piece(0, 0, self.canvas.copy(), np.ones_like(self.canvas, bool))])

    def _put(self, spot: Spot, marks: Sequence[Mark]) -> None:
        """Let these marks stand in a place."""
        spot.rows = self._rows(marks)
        if spot.rows:
            self._standing.put(spot, marks, None, around([row.area for row in spot.rows]))
        else:
            stamps = self._all_stamps(marks)
            self._standing.put(spot, marks, stamps, around([stamp[:4] for stamp in stamps]))

    def _filled(self, spot: Spot, marks: Sequence[Mark]) -> bool:
        """Fill a box on the ground anew, and tell whether that is all that is to be done.

        It is if marks differ in a box's colour alone, and no other place of the ground overlaps.
        """
        if not (len(marks) == len(spot.marks) == 1):
            return False
        was, now = spot.marks[0], marks[0]
        if not (isinstance(was, Box) and isinstance(now, Box) and was[:4] == now[:4]):
            return False
        fill = _plain(now)
        if fill is None or _plain(was) is None:
            return False
        if not (holds(self._all, spot.area) and self._standing.alone(spot)):
            return False
        left, top, right, bottom = spot.area
        self._ground[top:bottom, left:right] = self._palette.entry[fill]
        spot.marks, spot.stamps = marks, None
        return True

    def _rows(self, marks: Sequence[Mark]) -> Sequence[Row]:
        """Marks as rows of letters, if that is what they are and all are on the canvas whole."""
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
            left, top = self._start(mark, 0, boxes.top)
            rows.append(Row(self._typewriters[key], left, top, len(mark.text)))
        areas = [row.area for row in rows]
        if any(starmap(overlap, combinations(areas, 2))):
            return ()
        return rows if holds(self._all, around(areas)) else ()

    def _typed(self, spot: Spot, marks: Sequence[Mark]) -> list[Piece] | None:
        """Let rows of letters say something else, and tell what changes.

        None if marks differ in more than that, or if other places overlap.
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
        """What marks are made of."""
        return [stamp for mark in marks for stamp in self._stamps(mark)]

    def _stamps(self, mark: Mark) -> list[Stamp]:
        """What one is made of."""
        match mark:
            case Box():
                return box_stamps(mark, self._scale)
            case Dot():
                return dot_stamps(mark, self._scale)
            case Arrow():
                return arrow_stamps(mark, self._scale)
            case Text():
                start, first, levels = letters(mark.text, mark.face, mark.size * self._scale)
                rows, columns = levels.shape
                left, top = self._start(mark, start, first)
                return [Stamp(left, top, left + columns, top + rows, mark.ink, levels)]

    def _start(self, text: Text, left: int, top: int) -> tuple[int, int]:
        """Where a text begins, whose first column and row are counted from its pen's."""
        return round(text.left * self._scale) + left, round(text.y * self._scale) + top

    def _paint_ground(self, area: Area) -> None:
        left, top, right, bottom = area
        self._ground[top:bottom, left:right] = self._palette.entry["paper"]
        self._lay(self._standing.over(area), self._ground, area)

    def _repainted(self, area: Area) -> Piece | None:
        """What changes in an area on whose ground all is laid anew; None if nothing does."""
        left, top, right, bottom = area
        now = self.canvas[top:bottom, left:right]
        before = now.copy()
        now[...] = self._ground[top:bottom, left:right]
        self._lay(self._standing.over(area, over_all=True), self.canvas, area)
        return tight(left, top, now, now != before)

    def _lay(self, spots: Iterable[Spot], canvas: Canvas, area: Area) -> None:
        """Lay what stands in some places on an area of a canvas."""
        left, top, right, bottom = area
        entry, blend = self._palette.entry, self._palette.blend
        for spot in spots:
            if spot.stamps is None:
                spot.stamps = self._all_stamps(spot.marks)
            for x0, y0, x1, y1, ink, levels in spot.stamps:
                # Comparisons, since this runs some dozen times a frame, and calls cost more.
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
        """What of some rectangles is on the canvas; those that meet as one around them."""
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
    """The role of a box's colour, if it has no other, and only whole pixels."""
    return None if box.line or box.radius else box.fill


def _near(areas: Iterable[Area], area: Area) -> list[Area]:
    """Those that overlap or touch one."""
    left, top, right, bottom = area
    return [
        other
        for other in areas
        if other[0] <= right and left <= other[2] and other[1] <= bottom and top <= other[3]
    ]
