"""Draws the motion between two stages of a scan: gliding outlines, and numbers on flying plates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from poolanim.scene.boards.paint import LIFT
from poolanim.scene.boards.setting import CAP
from poolanim.scene.marks import Box, Text, moved
from poolanim.scene.overlay import Beam

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from poolanim.scene.boards.paint import Paint
    from poolanim.scene.marks import Mark
    from poolanim.scene.overlay import Ribbon

PAD, HIGH, EDGE, RADIUS = 5, 8, 1, 3
"""The measures of a plate: the room at each side of its number, the room above and below together,
the line width and the corner radius of its edge."""
SMALL_PAD = 1
CLEAR = 1
"""The least distance between a plate and the numbers that it passes."""
HALF = 0.5
"""The share of a flight in which numbers reach the tag. Then their result leaves the tag."""

Point = tuple[float, float]


def eased(share: float) -> float:
    """Returns the share of the way at a share of the time, for a motion that is slow at both ends.

    Example:
        >>> eased(0), eased(0.25), eased(0.5), eased(1)
        (0, 0.15625, 0.5, 1)
    """
    return share * share * (3 - 2 * share)


def between(start: Sequence[Mark], end: Sequence[Mark], share: float) -> list[Mark]:
    """Returns outlines at a share of the way from one place to another, on whole units.

    Example:
        >>> between([Box(0, 0, 10, 10)], [Box(20, 0, 30, 10)], 0.5)[0][:4]
        (10, 0, 20, 10)
    """
    found: list[Mark] = []
    for one, other in zip(start, end, strict=True):
        assert isinstance(one, Box)
        assert isinstance(other, Box)
        x, y, width, height = (
            b + round((a - b) * (1 - share)) for a, b in zip(one[:4], other[:4], strict=True)
        )
        found.append(other._replace(x=x, y=y, width=width, height=height))
    return found


class Way(NamedTuple):
    """The way of a number between the tag and its place in a cell.

    The way follows the beam, and then a row or a column of the board. On a board beside the tag, it
    stays in the room between the numbers of two rows.

    Attributes:
        beam: the beam between the boards.
        tag: the middle of the tag.
        end: the middle of the number in its cell.
        ride: the middle of the plate on the board, across the way.
        edge: the place along the way where the plate reaches the board.
        window: both ends of the beam at the board, across the way.
        settle: the distance from its cell at which a plate leaves the room between the rows.
    """

    beam: Beam | Ribbon
    tag: Point
    end: Point
    ride: float
    edge: float
    window: tuple[float, float]
    settle: float

    @property
    def across(self) -> bool:
        """Whether it is horizontal on the board."""
        return self.beam.across or not isinstance(self.beam, Beam)

    @property
    def length(self) -> float:
        """The distance between the tag and the cell, along the way."""
        if isinstance(self.beam, Beam):
            along = 0 if self.across else 1
            return abs(self.tag[along] - self.end[along])
        level = sum(self.beam.level) / 2
        return abs(self.beam.cell.middle[0] - self.end[0]) + abs(level - self.tag[1])

    def at(self, left: float) -> Point | None:
        """Returns the middle of a plate; None while it is under the tag.

        Args:
            left: the distance from its cell, along the way.
        """
        if left >= self.length:
            return None
        if not isinstance(self.beam, Beam):
            return self._turning(self.beam, left)
        along, beside = (0, 1) if self.across else (1, 0)
        start, end = self.tag[along], self.end[along]
        place = end + left * (1 if start > end else -1)
        if abs(place - end) <= abs(self.edge - end):
            other = self._over(left, self.end[beside])
        else:
            low, high = self.beam.reach(place)
            first, last = self.window
            on = low + (high - low) * (self.ride - first) / (last - first)
            part = (start - place) / (start - self.edge)
            other = self.tag[beside] + (on - self.tag[beside]) * part
        return (place, other) if self.across else (other, place)

    def _over(self, left: float, end: float) -> float:
        """Returns the place of the plate on the board, across the way."""
        near = min(left / self.settle, 1) if self.settle else float(left > 0)
        return end + (self.ride - end) * near

    def _turning(self, ribbon: Ribbon, left: float) -> Point:
        """Returns the place of the plate on a beam that turns once."""
        turn, level = ribbon.cell.middle[0], sum(ribbon.level) / 2
        flat = abs(turn - self.end[0])
        if left > flat:
            return turn, level + (left - flat) * (1 if self.tag[1] > level else -1)
        x = self.end[0] + left * (1 if turn > self.end[0] else -1)
        if abs(x - self.end[0]) <= abs(self.edge - self.end[0]):
            return x, self._over(left, self.end[1])
        part = min(abs(x - self.edge) / ribbon.flare, 1) if ribbon.flare else 1.0
        return x, self.ride + (level - self.ride) * part


class Plate(NamedTuple):
    """A number on an opaque plate.

    Attributes:
        text: the number at its place in the cell.
        line: the role of the edge.
        pad: the room at each side of the number.
        height: the height of the plate.
        way: the way between the tag and the cell.
    """

    text: Text
    line: str
    pad: float
    height: float
    way: Way

    def at(self, left: float) -> tuple[Box, Text] | None:
        """Returns the plate at a distance from its cell; None while it is under the tag."""
        point = self.way.at(left)
        if point is None:
            return None
        right, down = (round(a - b) for a, b in zip(point, self.way.end, strict=True))
        text = moved(self.text, right, down)
        assert isinstance(text, Text)
        width = text.width + 2 * self.pad
        top = text.y - CAP / 2 * text.size - self.height / 2
        # Lines of one unit are sharp between whole units.
        x, y = int(text.x - self.pad) + EDGE / 2, round(top) + EDGE / 2
        return Box(x, y, round(width), self.height, "paper", self.line, EDGE, RADIUS), text


@dataclass(frozen=True)
class Flight:
    """The numbers of a scan on their way between its boards.

    Attributes:
        pill: the tag, without its words.
        brought: the plates between the tag and the cells in the window.
        result: the plate from the tag to the cell of the scan; None in a pass that scatters.
        text: the room of the text beside the boards.
    """

    pill: Sequence[Mark]
    brought: Sequence[Plate]
    result: Plate | None
    text: Box

    def marks(self, share: float) -> list[Mark]:
        """Returns the plates at a share of the flight. No plate covers another.

        Args:
            share: the share of the time of the flight, above 0 and at most 1.
        """
        if self.result is None:
            return self._apart(self.brought, 1 - eased(share))
        if share <= HALF:
            return self._apart(self.brought, eased(share / HALF))
        return self._apart([self.result], 1 - eased((share - HALF) / (1 - HALF)))

    def _apart(self, plates: Sequence[Plate], share: float) -> list[Mark]:
        """Returns plates that are so far from their cells, in parts of the longest way.

        All are equally far, so that those of a row follow each other. What is still behind another
        plate, near the tag, is not seen, and neither is what would cover the text.
        """
        longest = max((plate.way.length for plate in plates), default=0)
        marks: list[Mark] = []
        taken = [self.text]
        for plate in plates:
            shown = plate.at(share * longest)
            if shown is not None and not any(overlap(shown[0], box) for box in taken):
                taken.append(shown[0])
                marks += shown
        return marks


def overlap(one: Box, other: Box) -> bool:
    """Returns whether two boxes, including their edges, overlap.

    Example:
        >>> overlap(Box(0, 0, 10, 10), Box(9, 9, 10, 10)), overlap(Box(0, 0, 9, 9), Box(9, 0, 9, 9))
        (True, False)
    """
    left, top, right, bottom = one.bounds
    other_left, other_top, other_right, other_bottom = other.bounds
    return left < other_right and other_left < right and top < other_bottom and other_top < bottom


def plate_for(
    paint: Paint,
    marks: Iterable[Mark],
    look: tuple[str, str],
    beam: Beam | Ribbon,
    tag: Box,
    *,
    landing: bool,
) -> Plate | None:
    """Returns the plate of a number; None if its cell shows none.

    Args:
        paint: draws the board.
        marks: the marks of the cell. The last of its texts is the number.
        look: the roles of the number's colour, and of the plate's edge.
        beam: the beam between the boards.
        tag: the box of the tag.
        landing: whether it flies from the tag to the cell, and not from the cell to the tag.
    """
    texts = [mark for mark in marks if isinstance(mark, Text)]
    if not texts or paint.setting is None:
        return None
    text, board = texts[-1]._replace(ink=look[0], ground="paper"), paint.board
    room = board.cell_width - 2 * EDGE - text.width
    pad = max(min(PAD, room / 2), SMALL_PAD)
    digits, own = CAP * paint.setting.size, CAP * text.size
    # Under a number, and over one that has risen in the next row.
    free = board.cell_height * (1 - LIFT) - (digits + own) / 2 - 2 * CLEAR - EDGE
    height = float(int(max(min(own + HIGH, free), own + 2)))
    end = text.left + text.width / 2, text.y - own / 2
    middle = tag.x + tag.width / 2, tag.y + tag.height / 2
    rect, half = board.rect, text.width / 2 + pad + CLEAR + EDGE / 2
    settle = max(room / 2 - pad, 0) + SMALL_PAD + 2 if landing else 0
    if beam.across or not isinstance(beam, Beam):
        row = int((end[1] - rect.top) / board.cell_height)
        cell_middle = rect.top + (row + 0.5) * board.cell_height
        ride = max(end[1], cell_middle + digits / 2 + CLEAR + (height + EDGE) / 2)
        side = rect.right if middle[0] > rect.right else rect.left
        edge = rect.right + half if side == rect.right else rect.left - half
    else:
        ride, settle = end[0], 0
        side = edge = rect.bottom if middle[1] > rect.bottom else rect.top
    way = Way(beam, middle, end, ride, edge, _section(beam, side), settle)
    return Plate(text, look[1], pad, height, way)


def _section(beam: Beam | Ribbon, edge: float) -> tuple[float, float]:
    """Returns both edges of a beam across its direction, at the edge of a board."""
    return beam.reach(edge) if isinstance(beam, Beam) else beam.level
