"""Paint marks on a canvas of palette indices, and of each picture only what a frame changes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from poolanim.render.letters import letters
from poolanim.render.shapes import Stamp, arrow_stamps, box_stamps, dot_stamps
from poolanim.scene.marks import Arrow, Box, Dot, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from poolanim.render.palette import Canvas, Palette
    from poolanim.scene.marks import Frame, Mark, Place

NOTHING = 255
"""Entry of no palette: what the canvas shows before the first frame."""
TILE = 32
"""Side of the squares, in pixels, by which what stands near is found."""

Area = tuple[int, int, int, int]
"""left, top, right, bottom in pixels."""


class Patch(NamedTuple):
    """What of a picture is not as it was in the one before.

    Attributes:
        left: first column.
        top: first row.
        pixels: the new picture there, as palette indices.
        changed: which of them are not as they were.
    """

    left: int
    top: int
    pixels: Canvas
    changed: NDArray[np.bool_]


@dataclass(slots=True, eq=False)
class _Spot:
    """A place on the canvas.

    Attributes:
        turn: when it is painted, against others.
        stamps: what stands there.
        area: what these cover; empty if there are none.
    """

    turn: int
    stamps: Sequence[Stamp] = ()
    area: Area = (0, 0, 0, 0)


class Painter:
    """Paints the pictures of a film, one after another.

    Args:
        width: of the layout, in units.
        height: of the layout, in units.
        palette: the colours.
        scale: pixels for each unit.

    Attributes:
        canvas: the picture as it stands, (height, width), entries of the palette.
    """

    def __init__(self, width: int, height: int, palette: Palette, scale: int) -> None:
        self._palette = palette
        self._scale = scale
        paper = palette.entry["paper"]
        self.canvas: Canvas = np.full((height * scale, width * scale), paper, np.uint8)
        self._before = np.full_like(self.canvas, NOTHING)
        self._changed = np.zeros(self.canvas.shape, np.bool_)
        self._spots: dict[Place, _Spot] = {}
        self._near: dict[tuple[int, int], set[_Spot]] = defaultdict(set)
        self._stale: list[Area] = [(0, 0, width * scale, height * scale)]

    def film(self, frames: Iterable[Frame]) -> Iterator[tuple[Patch, int]]:
        """What is new in each picture, and how long it stands, in ms.

        A frame that changes no pixel lets the picture before stand longer.
        """
        patch, time_ms = None, 0
        for frame in frames:
            new = self.show(frame)
            if new is not None:
                if patch is not None:
                    yield patch, time_ms
                patch, time_ms = new, 0
            time_ms += frame.duration_ms
        if patch is not None:
            yield patch, time_ms

    def show(self, frame: Frame) -> Patch | None:
        """Let a frame change the picture, and tell what of it then is another: at first all."""
        stale, self._stale = self._stale, []
        for place, marks in frame.changes.items():
            spot = self._spots.setdefault(place, _Spot(len(self._spots)))
            stale.append(spot.area)
            self._fill(spot, marks)
            stale.append(spot.area)
        areas = _merged(area for area in stale if area[0] < area[2])
        for area in areas:
            self._repaint(area)
        return self._patch(areas)

    def _fill(self, spot: _Spot, marks: Iterable[Mark]) -> None:
        """Let these marks stand at a place."""
        for tile in _tiles(spot.area):
            self._near[tile].discard(spot)
        spot.stamps = [stamp for mark in marks for stamp in self._stamped(mark)]
        spot.area = self._covered(spot.stamps)
        for tile in _tiles(spot.area):
            self._near[tile].add(spot)

    def _covered(self, stamps: Sequence[Stamp]) -> Area:
        """The rectangle around stamps, as far as it lies on the canvas."""
        if not stamps:
            return 0, 0, 0, 0
        lefts, tops, rights, bottoms, _, _ = zip(*stamps, strict=True)
        height, width = self.canvas.shape
        left, top = max(min(lefts), 0), max(min(tops), 0)
        return left, top, max(min(max(rights), width), left), max(min(max(bottoms), height), top)

    def _stamped(self, mark: Mark) -> Iterable[Stamp]:
        match mark:
            case Box():
                return box_stamps(mark, self._scale)
            case Dot():
                return dot_stamps(mark, self._scale)
            case Arrow():
                return arrow_stamps(mark, self._scale)
            case Text():
                return self._lettered(mark)

    def _lettered(self, text: Text) -> Iterator[Stamp]:
        """A text, on whole pixels."""
        start, top, levels = letters(text.text, text.face, text.size * self._scale)
        rows, columns = levels.shape
        left, top = round(text.left * self._scale) + start, round(text.y * self._scale) + top
        yield Stamp(left, top, left + columns, top + rows, text.ink, levels)

    def _repaint(self, area: Area) -> None:
        left, top, right, bottom = area
        self.canvas[top:bottom, left:right] = self._palette.entry["paper"]
        entry, blend = self._palette.entry, self._palette.blend
        near = set().union(*(self._near[tile] for tile in _tiles(area)))
        for spot in sorted(near, key=_turn):
            if not _meet(spot.area, area):
                continue
            for x0, y0, x1, y1, ink, levels in spot.stamps:
                # Comparisons, since this runs some hundred times a frame, and calls cost more.
                from_x, to_x = x0 if x0 > left else left, x1 if x1 < right else right
                from_y, to_y = y0 if y0 > top else top, y1 if y1 < bottom else bottom
                if from_x >= to_x or from_y >= to_y:
                    continue
                ground = self.canvas[from_y:to_y, from_x:to_x]
                if levels is None:
                    ground.fill(entry[ink])
                else:
                    blend(ground, ink, levels[from_y - y0 : to_y - y0, from_x - x0 : to_x - x0])

    def _patch(self, areas: list[Area]) -> Patch | None:
        """The smallest rectangle with all that changed in these areas."""
        found = []
        for left, top, right, bottom in areas:
            part = np.s_[top:bottom, left:right]
            changed = np.not_equal(self.canvas[part], self._before[part], out=self._changed[part])
            rows = np.flatnonzero(changed.any(axis=1))
            columns = np.flatnonzero(changed.any(axis=0))
            if rows.size:
                self._before[part] = self.canvas[part]
                found.append((left + columns[0], top + rows[0]))
                found.append((left + columns[-1] + 1, top + rows[-1] + 1))
        if not found:
            return None
        (left, top), (right, bottom) = (
            np.min(found, axis=0).tolist(),
            np.max(found, axis=0).tolist(),
        )
        whole = np.s_[top:bottom, left:right]
        patch = Patch(left, top, self.canvas[whole].copy(), self._changed[whole].copy())
        for left, top, right, bottom in areas:
            self._changed[top:bottom, left:right] = False
        return patch


def _turn(spot: _Spot) -> int:
    return spot.turn


def _tiles(area: Area) -> Iterator[tuple[int, int]]:
    left, top, right, bottom = area
    for row in range(top // TILE, (bottom - 1) // TILE + 1):
        for column in range(left // TILE, (right - 1) // TILE + 1):
            yield row, column


def _merged(areas: Iterable[Area]) -> list[Area]:
    """Rectangles around those that meet, so that none of them does."""
    apart: list[Area] = []
    for area in areas:
        grown = area
        while near := [other for other in apart if _meet(grown, other)]:
            apart = [other for other in apart if other not in near]
            lefts, tops, rights, bottoms = zip(grown, *near, strict=True)
            grown = min(lefts), min(tops), max(rights), max(bottoms)
        apart.append(grown)
    return apart


def _meet(one: Area, other: Area) -> bool:
    """Whether they overlap or touch."""
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]
