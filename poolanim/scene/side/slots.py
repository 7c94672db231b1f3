"""Draws the slots of a sum, filled or empty, in one row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from poolanim.records import frozen
from poolanim.records.tuples import NamedTuple
from poolanim.scene.arrange.placement import HIGH
from poolanim.scene.boards.board import Rect
from poolanim.scene.boards.setting import CAP
from poolanim.scene.boards.spots import spot_of
from poolanim.scene.marks import Box, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from poolanim.scene.boards.setting import Measure
    from poolanim.scene.marks import Face, Mark

SLOT, SLOT_GAP = 32, 4
ASIDE, MORE = 8, 4
"""The least room beside the text of a slot, and how much more there usually is."""
SPOT = 0.46
"""The radius of a spot, as a share of a slot's height."""
SIZE = 18
"""The size of the numbers in slots."""
FACTORS: Final = "number"
UPPER, LOWER = 0.29, 0.72
"""The middles of factors and of the numbers under them, as shares of the height of a slot."""
FOLDED = 15
"""The size of the words for slots that do not fit."""
AROUND = 16
"""The room beside these words, in their box."""


class Slot(NamedTuple):
    """A place in a sum.

    Attributes:
        text: the number in the slot.
        ground: the role of its colour; empty if its scan has not come yet.
        now: whether it has just been filled.
        spot: whether it has the spot of a winner.
        factors: the text over the number, if slots are high.
    """

    text: str
    ground: str = ""
    now: bool = False
    spot: bool = False
    factors: str = ""


@frozen
class SlotRow:
    """A row of slots.

    Attributes:
        x: the left edge of the first slot.
        y: the top edge of all slots.
        room: the width of the row.
        height: of all slots.
        small: the size of factors.
        measure: returns the widths of texts.
    """

    x: float
    y: float
    room: float
    height: int
    small: float
    measure: Measure

    def width(self, slots: Sequence[Slot]) -> float:
        """Returns the width of all slots if they are as narrow as they may be."""
        return len(slots) * (self._least(slots) + SLOT_GAP) - SLOT_GAP

    def _least(self, slots: Sequence[Slot]) -> float:
        return round(max(map(self._wide, slots), default=0) + ASIDE)

    def marks(self, slots: Sequence[Slot], last: int, words: tuple[str, str]) -> list[Mark]:
        """Returns slots in marks, with words for the slots that do not fit.

        Args:
            slots: all slots.
            last: the number of the first slots of which the last is always shown.
            words: the words for earlier and for later slots, with `{count}`.
        """
        width = self._width(slots)
        start, end, before, after = self._shown(len(slots), width, last, words)
        marks: list[Mark] = []
        x = self.x
        if before:
            marks, x = self._folded(x, before)
        for slot in slots[start:end]:
            marks += self._slot(x, width, slot)
            x += width + SLOT_GAP
        if after:
            marks += self._folded(x, after)[0]
        return marks

    def _width(self, slots: Sequence[Slot]) -> float:
        """Returns the width of a slot: as wide as there is room for all, within limits."""
        least = self._least(slots)
        usual = max(SLOT, least + MORE)
        fair = int((self.room + SLOT_GAP) / max(len(slots), 1)) - SLOT_GAP
        return min(usual, fair) if fair >= least else usual

    def _wide(self, slot: Slot) -> float:
        """Returns the width of the texts of a slot."""
        number = self.measure(slot.text, SIZE, "number-bold")
        if self.height < HIGH:
            return number
        return max(number, self.measure(slot.factors, self.small, "number"))

    def _shown(
        self, wanted: int, width: float, last: int, words: tuple[str, str]
    ) -> tuple[int, int, str, str]:
        """Returns which slots are shown, and the words for those before and after them.

        At least one is shown. If it has no room with the words, they are left out.
        """
        for count in range(wanted, 0, -1):
            start = min(max(last - count, 0), wanted - count)
            counts = start, wanted - start - count
            before, after = (
                word.format(count=left) if left else ""
                for word, left in zip(words, counts, strict=True)
            )
            folded = [self._folds(text) + SLOT_GAP for text in (before, after) if text]
            if count * (width + SLOT_GAP) - SLOT_GAP + sum(folded) <= self.room:
                return start, start + count, before, after
        start = max(last - 1, 0)
        return start, start + 1, "", ""

    def _folded(self, x: float, text: str) -> tuple[list[Mark], float]:
        """Returns words for slots that do not fit, and where the next slot begins."""
        width = self._folds(text)
        box = self.empty(x, width)
        y = round(self.y + self.height / 2 + 0.35 * FOLDED)
        left, wide = x + AROUND / 2, width - AROUND
        words = Text(left, y, text, FOLDED, "text", "muted", "paper", wide)
        return [box, words], x + width + SLOT_GAP

    def _folds(self, text: str) -> float:
        """Returns the width of the box of words for slots that do not fit."""
        return self.measure(text, FOLDED, "text") + AROUND

    def empty(self, x: float, width: float) -> Box:
        """Returns an empty slot."""
        x, y = x + 0.5, self.y + 0.5
        return Box(x, y, width - 1, self.height - 1, None, "dash", 1, 5, dashed=True)

    def _slot(self, x: float, width: float, slot: Slot) -> Iterable[Mark]:
        if not slot.ground:
            yield self.empty(x, width)
            return
        ground, ink = slot.ground, "ink"
        yield Box(x, self.y, width, self.height, ground, None, 1, 5)
        if slot.now:
            inner = x + 1.25, self.y + 1.25, width - 2.5, self.height - 2.5
            yield Box(*inner, None, "ink", 2.5, 5)
        if slot.spot:
            ground, ink = "winner", "on_winner"
        face: Face = "number-bold"
        low = LOWER if self.height >= HIGH else 0.5
        number = self._text(x, width, (slot.text, SIZE, face), (ink, ground), low)
        if slot.spot:
            room = Rect(x, self.y, x + width, self.y + self.height)
            yield spot_of(room, SPOT * self.height, number)
        yield number
        if self.height >= HIGH:
            yield self._text(x, width, (slot.factors, self.small, FACTORS), (ink, ground), UPPER)

    def _text(
        self,
        x: float,
        width: float,
        text: tuple[str, float, Face],
        colours: tuple[str, str],
        middle: float,
    ) -> Text:
        """Returns a text in the middle of a slot: its words, its size, its face."""
        words, size, face = text
        wide = self.measure(words, size, face)
        y = round(self.y + middle * self.height + CAP / 2 * size)
        return Text(x + (width - wide) / 2, y, words, size, face, *colours, wide)
