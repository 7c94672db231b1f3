"""Draws the sum of the tracked cell, with a slot for each scan that adds to it."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from poolanim.records import frozen
from poolanim.scene.boards.shades import Shades
from poolanim.scene.legend import numbers_right, swatch
from poolanim.scene.marks import Text
from poolanim.scene.side.room import APART, NAME_LEFT
from poolanim.scene.side.slots import Slot
from poolanim.theme.shades import PALE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from poolanim.parameters.sizes import Pair
    from poolanim.scene.marks import Mark
    from poolanim.scene.side.room import Room
    from poolanim.scene.text.story import Hit
    from poolanim.scene.text.telling import Place, Telling

LEAST_SUM = 40
"""The least width of a sum."""
AFTER_LEFT, AFTER_RIGHT = 10, 2
"""The distances of the words after the slots from these, and from the end of the row."""
ADDS, BECOMES = "  ", " → "
"""What is between a sum and the number that is added to it, or that takes its place."""
CODE_SHARE = 0.62
"""The share of the width that code takes at least, beside which the slots are."""


@frozen
class Tracked:
    """The sum of the tracked cell.

    Attributes:
        room: the room of the text.
        telling: the texts.
        cell: the tracked cell.
    """

    room: Room
    telling: Telling
    cell: Pair

    def marks(self, scan: int, *, merged: bool) -> Mapping[str, Sequence[Mark]]:
        """Returns the name, the sum and the slots of the cell by their places.

        Args:
            scan: the number of a scan; -1 before the first scan.
            merged: whether the number that it adds has merged into the sum.
        """
        done = self.telling.story.hits_in(scan + 1)
        return self._marks(len(done), bool(done) and done[-1].scan == scan and not merged)

    @cached_property
    def _marks(self) -> Callable[[int, bool], Mapping[str, Sequence[Mark]]]:
        """Returns the marks after some scans that add to the cell, the last of them perhaps now."""

        @lru_cache(maxsize=1)  # few scans add to the cell
        def marks(count: int, now: bool) -> Mapping[str, Sequence[Mark]]:
            (name, width), size = self._name, self.room.coding.size
            room, strip = self.room, self.room.strip
            x = left = self._left(NAME_LEFT + width)
            text = Text(x + NAME_LEFT, room.name_y, name, size, "code", "ink", "paper", width)
            if room.level:
                left += NAME_LEFT + width + APART
            told = self._told(self.telling.story.hits[:count], now)
            total, _ = numbers_right(strip.right, room.sum_y, told, room.canvas.tag, room.measure)
            return {
                "tracked": [*swatch(x, room.name_y), text],
                "sum": total,
                "slots": self._slots(left, count, now),
            }

        return marks

    @cached_property
    def _name(self) -> tuple[str, float]:
        """The name of the cell in code, and its width."""
        name = self.telling.name_of(self.cell)
        return name, self.room.measure(name, self.room.coding.size, "code")

    def _left(self, name_width: float) -> float:
        """Returns the left end of the cell's name."""
        strip = self.room.strip
        if not strip.broad:
            return strip.left
        code = strip.left + self.room.coding.width + APART
        last = strip.right - name_width - APART - self._sum_width
        return max(code, min(last, strip.left + CODE_SHARE * strip.width))

    # ---- the sum

    def _told(self, done: Sequence[Hit], now: bool) -> str:
        """Returns the sum in words, with the number that is being added."""
        earlier = done[:-1] if now else done
        total = earlier[-1].total if earlier else 0.0
        if now:
            return self._beside(total, done[-1].delta)
        return f"<b>{self.telling.story.numerals.sum(total)}</b>"

    def _beside(self, total: float, delta: float) -> str:
        """Returns a sum, and the number that is added to it or takes its place."""
        write = self.telling.story.numerals
        style = "plus" if delta > 0 else "minus" if delta < 0 else "zero"
        between = BECOMES if write.replaces else ADDS
        return f"<b>{write.sum(total)}</b>{between}<{style}>{write.brought(delta)}</{style}>"

    @cached_property
    def _sum_width(self) -> float:
        room = self.room
        texts = (self._beside(hit.total, hit.delta) for hit in self.telling.story.hits)
        lefts = (numbers_right(0, 0, text, room.canvas.tag, room.measure)[1] for text in texts)
        return max(-min(lefts, default=0), LEAST_SUM)

    # ---- the slots

    @cached_property
    def _after(self) -> str:
        """The operation on the numbers in the slots, such as `÷ 9`."""
        return self.telling.say("after")

    @cached_property
    def _added(self) -> list[tuple[Place, str]]:
        """The number that each scan adds to the cell, and the role of its slot's colour."""
        added = self.telling.added
        shades = Shades.of("sign", [each.number for each in added])
        return [(each, shades.ground(each.number)) for each in added]

    def _ground(self, ground: str, later: int) -> str:
        """Returns the role of a slot's colour: empty at first, pale once its number is replaced.

        Args:
            ground: the role of its colour in between.
            later: how many numbers came after its own; -1 before that.
        """
        replaced = later > 0 and self.telling.story.numerals.replaces
        return "" if later < 0 else PALE if replaced else ground

    def _slots(self, left: float, done: int, now: bool) -> list[Mark]:
        room, measure = self.room, self.room.measure
        slots = [
            Slot(
                each.text,
                self._ground(ground, done - 1 - place),
                now and place == done - 1,
                factors=each.factors,
            )
            for place, (each, ground) in enumerate(self._added)
        ]
        right = room.strip.right - (self._sum_width + APART if room.level else 0)
        after = self._after if self._added else ""
        width = measure(after, room.canvas.tag, "number")
        if after:
            right -= width + AFTER_LEFT + AFTER_RIGHT
        words = self.telling.story.words.sentences["folded"]
        row = room.slot_row(left, right)
        marks = row.marks(slots, done, (words[0], words[1]))
        if after:
            x = max(mark.bounds[2] for mark in marks) + AFTER_LEFT
            at, size = (x, room.last_y), room.canvas.tag
            marks.append(Text(*at, after, size, "number", "muted", "paper", width))
        return marks
