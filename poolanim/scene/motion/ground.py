"""The ground over which plates move: where they have room, and what they must not cover."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.records import frozen
from poolanim.scene.boards.setting import CAP
from poolanim.scene.marks import Text
from poolanim.scene.motion.lanes import Lanes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.scene.boards.paint import Paint
    from poolanim.scene.boards.standing import Standing
    from poolanim.scene.marks import Bounds
    from poolanim.scene.overlay.over import Overlay
    from poolanim.scene.sheet import Sheet


@frozen
class Ground:
    """The current picture under the plates of a scan.

    Attributes:
        overlay: what lies over the boards.
        standing: the boards that are drawn.
        sheet: the picture.
    """

    overlay: Overlay
    standing: Standing
    sheet: Sheet

    def lanes(self, number: int) -> Lanes:
        """Returns the room between the numbers of a board."""
        paint = self.overlay.paints[number]
        return Lanes(paint.board, self._numbers(paint, self.standing.places[number]))

    def _numbers(self, paint: Paint, place: int) -> dict[tuple[int, int], Bounds]:
        """Returns what the digits in each cell of a board cover."""
        found = {}
        for row in paint.part.rows:
            for column in paint.part.columns:
                marks = self.sheet.at(("cell", place, row, column))
                texts = [mark for mark in marks if isinstance(mark, Text)]
                if texts:
                    left, right = min(t.left for t in texts), max(t.left + t.width for t in texts)
                    top, bottom = min(t.y - CAP * t.size for t in texts), max(t.y for t in texts)
                    found[row, column] = left, top, right, bottom
        return found

    def others(self, number: int) -> Sequence[Bounds]:
        """Returns what plates on a board must not cover: text, names, and the other boards."""
        strip, boards = self.overlay.placement.strip, self.overlay.placement.boards
        names = [
            mark.bounds
            for place in self.standing.boards
            for mark in self.sheet.at(("name", place))
            if isinstance(mark, Text)
        ]
        rects = [boards[each].rect for each in self.standing.boards.values() if each != number]
        return [(strip.left, strip.top, strip.right, strip.bottom), *names, *rects]
