"""Numbers on opaque plates, which move along beams."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.records.tuples import NamedTuple
from poolanim.scene.boards.setting import CAP
from poolanim.scene.marks import Box, Text
from poolanim.scene.motion.lanes import CLEAR
from poolanim.scene.motion.way import Ends, Point, Straight, Turning
from poolanim.scene.overlay.beam import Beam

if TYPE_CHECKING:
    from poolanim.parameters.sizes import Pair
    from poolanim.scene.boards.cells import Flown
    from poolanim.scene.motion.lanes import Lanes, Room
    from poolanim.scene.overlay.ribbon import Ribbon

PAD, HIGH, EDGE, RADIUS = 5, 8, 1, 0
"""The measures of a plate: the room at each side of its number, the room above and below together,
the line width and the corner radius of its edge."""
SMALL_PAD, LOW = 1, 2
"""The least such room at each side, and above and below together."""
APART = 2
"""The least distance between plates that follow each other down a column."""


Way = Straight | Turning


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
        (x, y), (cell_x, cell_y), own = point, self.way.ends.cell, self.text
        text = own._replace(x=own.x + round(x - cell_x), y=own.y + round(y - cell_y))
        left, top = text.x - self.pad, text.y - (CAP * text.size + self.height) / 2
        # Lines of one unit are sharp between whole units.
        corner, width = (int(left) + EDGE / 2, round(top) + EDGE / 2), text.width + 2 * self.pad
        return Box(*corner, round(width), self.height, "paper", self.line, EDGE, RADIUS), text


def plate_for(
    flown: Flown,
    beam: Beam | Ribbon,
    tag: Box,
    lanes: Lanes,
    *,
    landing: bool,
) -> Plate | None:
    """Returns the plate of a number; None if its cell shows none.

    Args:
        flown: the number and its cell.
        beam: the beam between the boards.
        tag: the box of the tag.
        lanes: the room between the numbers of the board.
        landing: whether it flies from the tag to the cell, and not from the cell to the tag.
    """
    texts = [mark for mark in flown.marks if isinstance(mark, Text)]
    if not texts:
        return None
    text = texts[-1]._replace(ink=flown.ink, ground="paper")
    room = lanes.board.cell_width - 2 * EDGE - text.width
    pad = max(min(PAD, room / 2), SMALL_PAD)
    start = tag.x + tag.width / 2, tag.y + tag.height / 2
    if isinstance(beam, Beam) and not beam.across:
        height, side, ends = _down(text, flown.cell, lanes, start)
    else:
        height, side, ends = _across(text, flown.cell, lanes, start, pad, landing=landing)
    way = Straight(beam, ends, side) if isinstance(beam, Beam) else Turning(beam, ends)
    return Plate(text, flown.edge, pad, height, way)


def _down(text: Text, cell: Pair, lanes: Lanes, start: Point) -> tuple[float, float, Ends]:
    """Returns the height of a plate that follows a column, the board's edge, and its way's ends."""
    (row, column), board = cell, lanes.board
    rect, rows, end = board.rect, board.rows, _middle(text)
    most = board.cell_height - APART - EDGE
    height, _ = _height(text, lanes.under(cell, [column]), most)
    side, edge = _entry(rect.top, rect.bottom, start[1], (height + EDGE) / 2 + CLEAR)
    passed = range(row, rows.stop) if edge > end[1] else range(rows.start, row + 1)
    rooms = [lanes.under((each, column), [column]) for each in passed]
    rooms = [room for room in rooms if room.size >= height + EDGE]
    return height, side, Ends(start, end, end[0], edge, 0, rooms, height + EDGE)


def _across(
    text: Text, cell: Pair, lanes: Lanes, start: Point, pad: float, *, landing: bool
) -> tuple[float, float, Ends]:
    """Returns the height of a plate that follows a row, the board's edge, and its way's ends."""
    (_, column), board = cell, lanes.board
    rect, columns, end = board.rect, board.columns, _middle(text)
    side, edge = _entry(rect.left, rect.right, start[0], text.width / 2 + pad + CLEAR + EDGE)
    passed = range(column, columns.stop) if edge > end[0] else range(columns.start, column + 1)
    lane = lanes.under(cell, passed)
    height, settles = _height(text, lanes.under(cell, [column]), lane.size - EDGE)
    rooms = [lane] if lane.size >= height + EDGE else []
    ride = lane.near(end[1], height + EDGE) if rooms else end[1]
    shift = abs(ride - end[1]) if landing and settles else 0
    return height, side, Ends(start, end, ride, edge, shift, rooms, height + EDGE)


def _middle(text: Text) -> Point:
    """Returns the middle of the digits of a number."""
    return text.left + text.width / 2, text.y - CAP / 2 * text.size


def _entry(low: float, high: float, start: float, half: float) -> tuple[float, float]:
    """Returns the edge of a board at which plates come or go, and where they just do not cover it.

    Args:
        low: one edge of the board, along the way.
        high: the other one.
        start: the middle of the tag.
        half: half the extent of a plate.
    """
    return (high, high + half) if start > high else (low, low - half)


def _height(text: Text, spot: Room, most: float) -> tuple[float, bool]:
    """Returns the height of a plate, and whether it has room in its cell.

    Args:
        text: the number at its place in the cell.
        spot: the free room in the cell.
        most: the height for which there is room on its way.
    """
    own, middle = CAP * text.size, _middle(text)[1]
    low, free = own + LOW, 2 * min(middle - spot.low, spot.high - middle) - EDGE
    settles = free >= low
    least = min(most, free) if settles else most
    return float(int(max(min(own + HIGH, least), low))), settles
