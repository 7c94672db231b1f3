"""The room of the text beside the boards, and where its rows are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.records import frozen
from poolanim.scene.arrange.placement import CODE_ROW
from poolanim.scene.side.slots import SlotRow

if TYPE_CHECKING:
    from poolanim.scene.arrange.placement import Strip
    from poolanim.scene.boards.setting import Measure
    from poolanim.scene.canvas import Canvas
    from poolanim.scene.coding import Coding

NAME_LEFT = 24
"""Left of the name of the tracked cell, for its colour."""
APART = 24
"""The distance between texts side by side."""
LEVEL = 600
"""The least width of a row with the name of the tracked cell, its slots and its sum."""
FIRST = 18
"""From the top of the room to the first baseline."""
LAST = 6
"""From the last baseline to the middle of the slots."""
ABOVE = 12
"""From the baseline above the slots to their top."""


@frozen
class Room:
    """The room of the text.

    Attributes:
        canvas: the canvas of the figure.
        strip: the place of the room.
        coding: the size and the rows of the code.
        slots: the height of slots.
        measure: returns the widths of texts.
    """

    canvas: Canvas
    strip: Strip
    coding: Coding
    slots: int
    measure: Measure

    def code_y(self, row: int) -> int:
        """Returns the baseline of a row of code."""
        return round(self.strip.top + FIRST + CODE_ROW * row)

    @property
    def name_y(self) -> int:
        """The baseline of the name of the tracked cell."""
        if self.strip.broad:
            return self.code_y(0)
        return self.last_y if self.level else self.slots_y - ABOVE

    @property
    def slots_y(self) -> int:
        """The top of the slots."""
        return self.strip.bottom - self.slots

    @property
    def sum_y(self) -> int:
        """The baseline of the sum."""
        return self.last_y if self.level else self.name_y

    def slot_row(self, left: float, right: float) -> SlotRow:
        """Returns the row of slots between two places."""
        room = right - left
        return SlotRow(left, self.slots_y, room, self.slots, self.canvas.small, self.measure)

    @property
    def last_y(self) -> int:
        """The last baseline."""
        return self.strip.bottom - self.slots // 2 + LAST

    @property
    def level(self) -> bool:
        """Whether a name at the left of the slots, and the sum at their right, are in their row."""
        return not self.strip.broad and self.strip.width >= LEVEL
