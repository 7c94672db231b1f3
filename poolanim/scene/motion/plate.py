"""Numbers on opaque plates, which move along beams."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from poolanim.scene.boards.paint import LIFT
from poolanim.scene.boards.setting import CAP
from poolanim.scene.marks import Box, Text, moved
from poolanim.scene.motion.way import Ends, Straight, Turning
from poolanim.scene.overlay.beam import Beam

if TYPE_CHECKING:
    from poolanim.scene.boards.cells import Flown
    from poolanim.scene.boards.paint import Paint
    from poolanim.scene.overlay.ribbon import Ribbon

PAD, HIGH, EDGE, RADIUS = 5, 8, 1, 3
"""The measures of a plate: the room at each side of its number, the room above and below together,
the line width and the corner radius of its edge."""
SMALL_PAD = 1
CLEAR = 1
"""The least distance between a plate and the numbers that it passes."""


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
        right, down = (round(a - b) for a, b in zip(point, self.way.ends.cell, strict=True))
        text = moved(self.text, right, down)
        assert isinstance(text, Text)
        width = text.width + 2 * self.pad
        top = text.y - CAP / 2 * text.size - self.height / 2
        # Lines of one unit are sharp between whole units.
        x, y = int(text.x - self.pad) + EDGE / 2, round(top) + EDGE / 2
        return Box(x, y, round(width), self.height, "paper", self.line, EDGE, RADIUS), text


def plate_for(
    paint: Paint, flown: Flown, beam: Beam | Ribbon, tag: Box, *, landing: bool
) -> Plate | None:
    """Returns the plate of a number; None if its cell shows none.

    Args:
        paint: draws the board.
        flown: the number and its cell.
        beam: the beam between the boards.
        tag: the box of the tag.
        landing: whether it flies from the tag to the cell, and not from the cell to the tag.
    """
    texts = [mark for mark in flown.marks if isinstance(mark, Text)]
    if not texts or paint.setting is None:
        return None
    text, board = texts[-1]._replace(ink=flown.ink, ground="paper"), paint.board
    room = board.cell_width - 2 * EDGE - text.width
    pad = max(min(PAD, room / 2), SMALL_PAD)
    digits, own = CAP * paint.setting.size, CAP * text.size
    # Under a number, and over one that has risen in the next row.
    free = board.cell_height * (1 - LIFT) - (digits + own) / 2 - 2 * CLEAR - EDGE
    height = float(int(max(min(own + HIGH, free), own + 2)))
    end = text.left + text.width / 2, text.y - own / 2
    middle = tag.x + tag.width / 2, tag.y + tag.height / 2
    rect, half = board.rect, text.width / 2 + pad + CLEAR + EDGE / 2
    if isinstance(beam, Beam) and not beam.across:
        side = rect.bottom if middle[1] > rect.bottom else rect.top
        way: Way = Straight(beam, Ends(middle, end, end[0], side, 0), side)
        return Plate(text, flown.edge, pad, height, way)
    settle = max(room / 2 - pad, 0) + SMALL_PAD + 2 if landing else 0
    row = int((end[1] - rect.top) / board.cell_height)
    cell_middle = rect.top + (row + 0.5) * board.cell_height
    ride = max(end[1], cell_middle + digits / 2 + CLEAR + (height + EDGE) / 2)
    side = rect.right if middle[0] > rect.right else rect.left
    edge = rect.right + half if side == rect.right else rect.left - half
    ends = Ends(middle, end, ride, edge, settle)
    way = Straight(beam, ends, side) if isinstance(beam, Beam) else Turning(beam, ends)
    return Plate(text, flown.edge, pad, height, way)
