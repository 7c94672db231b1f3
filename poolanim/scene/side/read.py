"""Draws the numbers that a window reads, and what becomes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.records import frozen, replace
from poolanim.scene.arrange.placement import LOW
from poolanim.scene.boards.shades import Shades
from poolanim.scene.legend import numbers_right
from poolanim.scene.marks import Box, Text
from poolanim.scene.side.room import APART, NAME_LEFT
from poolanim.scene.side.slots import Slot
from poolanim.theme.shades import PALE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from poolanim.scene.boards.paint import Paint
    from poolanim.scene.marks import Mark
    from poolanim.scene.side.room import Room
    from poolanim.scene.text.telling import Telling

LARGER = 2
"""What the result has in size beyond that of a tag, where it is not beside code."""
SWATCH = 14
OVER_SUM = 9
"""How far the place of a result extends under its baseline."""
BEFORE_SUM = 20
"""The distance between the slots and the result."""


@frozen
class Read:
    """The numbers that windows read.

    Attributes:
        room: the room of the text.
        telling: the texts.
        paint: draws the board that the windows read.
    """

    room: Room
    telling: Telling
    paint: Paint

    def marks(self, scan: int, *, merged: bool) -> Mapping[str, Sequence[Mark]]:
        """Returns what the numbers are, their slots and their result by their places.

        Args:
            scan: the number of a scan; -1 before the first scan, where slots are empty.
            merged: not used; the result stays as it is.
        """
        del merged
        room, strip, measure = self.room, self.room.strip, self.room.measure
        texts = self.telling.scan(max(scan, 0))
        size = room.canvas.tag + LARGER * (not strip.broad)
        result, left = numbers_right(strip.right, room.sum_y, texts.say("gives"), size, measure)
        name = texts.say("slots_name")
        width = measure(name, room.canvas.small + 1, "text")
        start: float = strip.left
        if strip.broad:
            start += room.coding.width + APART
        x = start
        if room.level:
            start += NAME_LEFT + width + APART
        named = room.sum_y != room.name_y or x + NAME_LEFT + width + APART <= left
        right = left - BEFORE_SUM if room.level else strip.right
        return {
            "tracked": self._name(x, name, width) if named else (),
            "slots": self._slots(scan, start, right),
            "sum": result if scan >= 0 else self._empty_sum(left),
        }

    def _empty_sum(self, left: float) -> list[Mark]:
        """Returns the place of a result that has not come yet, from its left end."""
        row = self.room.slot_row(left, self.room.strip.right)
        if not self.room.level:
            row = replace(row, y=self.room.sum_y - LOW + OVER_SUM, height=LOW)
        return [row.empty(left, row.room)]

    def _name(self, x: float, name: str, width: float) -> list[Mark]:
        """Returns what the numbers are, with a swatch of the window."""
        y, size = self.room.name_y, self.room.canvas.small + 1
        swatch = round(x) + 1, y - SWATCH + 1, SWATCH, SWATCH
        return [
            Box(*swatch, f"{PALE}.veil", "ink", 2, 3),
            Text(x + NAME_LEFT, y, name, size, "text", "muted", "paper", width),
        ]

    def _slots(self, scan: int, left: float, right: float) -> list[Mark]:
        view = self.telling.story.view
        signed = view.computes or self.paint.part.signed
        largest = self.paint.shades.largest
        shades = Shades("sign" if signed else "", -largest, largest)
        if view.computes:
            shades = Shades.of("sign", view.deltas.tolist())
        veil = "" if signed else ".veil"
        slots = [
            Slot(text, shades.ground(number) + veil, spot=taken, factors=factors)
            for text, number, taken, factors in self.telling.scan(max(scan, 0)).reads
        ]
        if scan < 0:
            slots = [slot._replace(ground="") for slot in slots]
        words = self.telling.story.words.sentences["folded"]
        row = self.room.slot_row(left, right)
        return row.marks(slots, 0, (words[0], words[2]))
