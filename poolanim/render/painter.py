"""Paint marks on a canvas of palette indices, and of each picture only what a frame changes."""

from __future__ import annotations

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
SHORT = 10
"""Up to so many pixels from one that changed to the next, those between are written as they are:
they cost less than two switches to transparent and back."""

Area = tuple[int, int, int, int]
"""left, top, right, bottom in pixels."""


class Piece(NamedTuple):
    """A rectangle in which pixels changed.

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


class Patch(NamedTuple):
    """What of a picture is not as it was in the one before: the rectangle around its pieces.

    Attributes:
        left: first column.
        top: first row.
        width: in pixels.
        height: in pixels.
        pieces: all that changed; they do not overlap.
    """

    left: int
    top: int
    width: int
    height: int
    pieces: Sequence[Piece]

    def lay_on(self, picture: Canvas) -> None:
        """Bring the picture before, (height, width) of palette indices, up to date."""
        for left, top, pixels, _ in self.pieces:
            rows, columns = pixels.shape
            picture[top : top + rows, left : left + columns] = pixels

    @classmethod
    def around(cls, pieces: Sequence[Piece]) -> Patch:
        """The patch of these pieces."""
        left, top = min(piece.left for piece in pieces), min(piece.top for piece in pieces)
        right = max(piece.left + piece.pixels.shape[1] for piece in pieces)
        bottom = max(piece.top + piece.pixels.shape[0] for piece in pieces)
        return cls(left, top, right - left, bottom - top, pieces)

    def over(self, nothing: int) -> Canvas:
        """What to lay over the picture before: `nothing` where that shows through."""
        whole = np.full((self.height, self.width), nothing, np.uint8)
        for (left, top, pixels, _), shown in zip(self.pieces, self._closed(), strict=True):
            rows, columns = pixels.shape
            left, top = left - self.left, top - self.top
            part = whole[top : top + rows, left : left + columns]
            np.copyto(part, pixels, where=shown)
        return whole

    def _closed(self) -> Iterator[NDArray[np.bool_]]:
        """What changed in each piece, and what is between in short gaps, row after row."""
        shown = np.concatenate([piece.changed.ravel() for piece in self.pieces])
        if shown.all():
            return (piece.changed for piece in self.pieces)
        places = np.flatnonzero(shown)
        gaps = np.diff(places)
        short = (gaps > 1) & (gaps <= SHORT)
        before, gaps = places[:-1][short], gaps[short]
        for step in range(1, SHORT):
            shown[before[gaps > step] + step] = True
        ends = np.cumsum([piece.changed.size for piece in self.pieces])
        parts = np.split(shown, ends[:-1])
        return (
            part.reshape(piece.changed.shape)
            for part, piece in zip(parts, self.pieces, strict=True)
        )


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
        self._before = np.full_like(self.canvas, NOTHING)
        self._turns: dict[Place, int] = {}
        self._stamps: list[Sequence[Stamp]] = []
        self._areas = np.zeros((4, 0), np.int16)
        self._stale: list[Area] = [(0, 0, width, height)]

    def show(self, frame: Frame) -> Patch | None:
        """Let a frame change the picture, and tell what of it then is another: at first all."""
        stale, self._stale = self._stale, []
        for place in frame.changes:
            self._turns.setdefault(place, len(self._turns))
        new = len(self._turns) - len(self._stamps)
        if new:
            self._stamps += [()] * new
            self._areas = np.pad(self._areas, [(0, 0), (0, new)])
        lefts, tops, rights, bottoms = (edges.data for edges in self._areas)  # quicker one by one
        for place, marks in frame.changes.items():
            turn = self._turns[place]
            stamps = tuple(stamp for mark in marks for stamp in self._stamped(mark))
            self._stamps[turn] = stamps
            before = lefts[turn], tops[turn], rights[turn], bottoms[turn]
            area = self._covered(stamps)
            stale.append(before)
            if area != before:
                stale.append(area)
                lefts[turn], tops[turn], rights[turn], bottoms[turn] = area
        areas = _merged(area for area in stale if area[0] < area[2])
        for area in areas:
            self._repaint(area)
        return self._patch(areas)

    def whole(self) -> Patch:
        """The picture as it stands, as if all of it had changed."""
        return Patch.around([Piece(0, 0, self.canvas.copy(), np.ones_like(self.canvas, bool))])

    def _covered(self, stamps: Sequence[Stamp]) -> Area:
        """The rectangle around stamps, as far as it lies on the canvas."""
        if not stamps:
            return 0, 0, 0, 0
        lefts, tops, rights, bottoms, _, _ = zip(*stamps, strict=True)
        height, width = self.canvas.shape
        left, top = max(min(lefts), 0), max(min(tops), 0)
        return left, top, max(min(max(rights), width), left), max(min(max(bottoms), height), top)

    def _stamped(self, mark: Mark) -> list[Stamp]:
        match mark:
            case Box():
                return box_stamps(mark, self._scale)
            case Dot():
                return dot_stamps(mark, self._scale)
            case Arrow():
                return arrow_stamps(mark, self._scale)
            case Text():
                return self._lettered(mark)

    def _lettered(self, text: Text) -> list[Stamp]:
        """A text, on whole pixels."""
        start, top, levels = letters(text.text, text.face, text.size * self._scale)
        rows, columns = levels.shape
        left, top = round(text.left * self._scale) + start, round(text.y * self._scale) + top
        return [Stamp(left, top, left + columns, top + rows, text.ink, levels)]

    def _repaint(self, area: Area) -> None:
        left, top, right, bottom = area
        self.canvas[top:bottom, left:right] = self._palette.entry["paper"]
        entry, blend = self._palette.entry, self._palette.blend
        lefts, tops, rights, bottoms = self._areas
        near = (lefts < right) & (left < rights) & (tops < bottom) & (top < bottoms)
        for turn in np.flatnonzero(near).tolist():
            for x0, y0, x1, y1, ink, levels in self._stamps[turn]:
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
        """What changed in these areas."""
        pieces = []
        for left, top, right, bottom in areas:
            now, before = self.canvas[top:bottom, left:right], self._before[top:bottom, left:right]
            changed = now != before
            rows = np.flatnonzero(changed.any(axis=1))
            if not rows.size:
                continue
            columns = np.flatnonzero(changed.any(axis=0))
            y, x = int(rows[0]), int(columns[0])
            tight = np.s_[y : rows[-1] + 1, x : columns[-1] + 1]
            pieces.append(Piece(left + x, top + y, now[tight].copy(), changed[tight]))
            before[...] = now
        return Patch.around(pieces) if pieces else None


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
