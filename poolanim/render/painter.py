"""Paint marks on a canvas of palette indices, and of each picture only what a frame changes."""

from __future__ import annotations

from itertools import combinations, starmap, zip_longest
from typing import TYPE_CHECKING

import numpy as np

from poolanim.render.letters import boxes_of, letters
from poolanim.render.patch import Patch, Piece, tight
from poolanim.render.retyping import Retyping
from poolanim.render.shapes import Stamp, arrow_stamps, box_stamps, dot_stamps
from poolanim.render.standing import Standing, around, holds, overlap
from poolanim.scene.marks import Arrow, Box, Dot, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from poolanim.render.letters import Boxes
    from poolanim.render.palette import Canvas, Palette
    from poolanim.render.standing import Area
    from poolanim.scene.frames import Frame
    from poolanim.scene.marks import Mark


class Painter:
    """Paints the pictures of a film, one after another.

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
        self.canvas: Canvas = np.full((height, width), paper, np.uint8)
        self._standing = Standing()
        self._retypings: dict[tuple[float, str], Retyping] = {}
        self._first = True

    def show(self, frame: Frame) -> Patch | None:
        """Let a frame change the picture, and tell what of it then is another: at first all."""
        stale: list[Area] = []
        pieces: list[Piece] = []
        for place, marks in frame.changes.items():
            spot = self._standing.spot(place)
            before, was = spot.area, spot.marks
            areas = self._areas(was, marks)
            if areas:
                self._standing.put(spot, marks, None, around(areas))
                if self._standing.alone(spot):
                    pieces += self._retype(was, marks, areas)
                    continue
            else:
                stamps = self._all_stamps(marks)
                self._standing.put(spot, marks, stamps, around([stamp[:4] for stamp in stamps]))
            stale += [before, spot.area] if before != spot.area else [before]
        if self._first:
            self._first = False
            height, width = self.canvas.shape
            self._repaint((0, 0, width, height))
            return self.whole()
        pieces += filter(None, map(self._repainted, _merged(stale)))
        return Patch.around(pieces) if pieces else None

    def whole(self) -> Patch:
        """The picture as it stands, as if all of it had changed."""
        return Patch.around([Piece(0, 0, self.canvas.copy(), np.ones_like(self.canvas, bool))])

    def _areas(self, was: Sequence[Mark], marks: Sequence[Mark]) -> list[Area] | None:
        """The areas of texts in boxes that only say something else than they did.

        Each has room for what it said, too. None for other marks, where two of them overlap, and
        where one is not on the canvas whole.
        """
        height, width = self.canvas.shape
        areas = []
        for old, new in zip_longest(was, marks):
            if not (isinstance(old, Text) and isinstance(new, Text)):
                return None
            boxes = self._boxes(new)
            stays = old[:2] == new[:2] and old[3:7] == new[3:7]
            if boxes is None or not stays or boxes is not self._boxes(old):
                return None
            rows, _, pitch = boxes.levels.shape
            left, top = self._start(new, 0, boxes.top)
            columns = max(len(old.text), len(new.text)) * pitch
            areas.append((left, top, left + columns, top + rows))
        if any(starmap(overlap, combinations(areas, 2))):
            return None
        return areas if holds((0, 0, width, height), around(areas)) else None

    def _boxes(self, text: Text) -> Boxes | None:
        """Of what boxes a text is a row, if it begins where it stands."""
        if text.anchor != "start":
            return None
        return boxes_of(text.text, text.face, text.size * self._scale)

    def _all_stamps(self, marks: Sequence[Mark]) -> tuple[Stamp, ...]:
        """What marks are made of."""
        return tuple(stamp for mark in marks for stamp in self._stamps(mark))

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

    def _retype(
        self, was: Sequence[Mark], marks: Sequence[Mark], areas: Sequence[Area]
    ) -> Iterator[Piece]:
        """Let texts that stand alone say something else."""
        for old, new, (left, top, _, _) in zip(was, marks, areas, strict=True):
            assert isinstance(old, Text)
            assert isinstance(new, Text)
            key = new.size, new.ink
            if key not in self._retypings:
                boxes = self._boxes(new)
                assert boxes is not None
                self._retypings[key] = Retyping(boxes, new.ink, self._palette)
            typed = self._retypings[key]
            yield from typed.retype(self.canvas, old.text, new.text, left, top)

    def _repainted(self, area: Area) -> Piece | None:
        """What changes in an area that is painted anew; None if nothing does."""
        height, width = self.canvas.shape
        left, top, right, bottom = area
        left, top, right, bottom = max(left, 0), max(top, 0), min(right, width), min(bottom, height)
        if left >= right or top >= bottom:
            return None
        now = self.canvas[top:bottom, left:right]
        before = now.copy()
        self._repaint((left, top, right, bottom))
        return tight(left, top, now, now != before)

    def _repaint(self, area: Area) -> None:
        left, top, right, bottom = area
        canvas, entry, blend = self.canvas, self._palette.entry, self._palette.blend
        canvas[top:bottom, left:right] = entry["paper"]
        for spot in self._standing.over(area):
            if spot.stamps is None:
                spot.stamps = self._all_stamps(spot.marks)
            for x0, y0, x1, y1, ink, levels in spot.stamps:
                # Comparisons, since this runs some hundred times a frame, and calls cost more.
                from_x, to_x = x0 if x0 > left else left, x1 if x1 < right else right
                from_y, to_y = y0 if y0 > top else top, y1 if y1 < bottom else bottom
                if from_x >= to_x or from_y >= to_y:
                    continue
                ground = canvas[from_y:to_y, from_x:to_x]
                if levels is None:
                    ground.fill(entry[ink])
                else:
                    blend(ground, ink, levels[from_y - y0 : to_y - y0, from_x - x0 : to_x - x0])


def _merged(areas: Iterable[Area]) -> list[Area]:
    """Rectangles around those that meet, so that none of them does."""
    apart: list[Area] = []
    for area in areas:
        grown = area
        while near := _near(apart, grown):
            apart = [other for other in apart if other not in near]
            grown = around([grown, *near])
        apart.append(grown)
    return apart


def _near(areas: Iterable[Area], area: Area) -> list[Area]:
    """Those that overlap or touch one."""
    left, top, right, bottom = area
    return [
        other
        for other in areas
        if other[0] <= right and left <= other[2] and other[1] <= bottom and top <= other[3]
    ]
