"""Draws the text beside the boards: code, the slots of the tracked sum, sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from poolanim.scene.boards.setting import CAP
from poolanim.scene.marks import Box, Dot, Text
from poolanim.scene.runs import Style, runs, set_runs, width_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from poolanim.scene.boards.setting import Measure
    from poolanim.scene.marks import Face, Mark

CODE: Face = "code"
CODE_STRONG: Face = "code-strong"
BOXED = ("window", "active", "winner", "tracked")
"""The styles of code that have a box."""
PAD = 4
"""The distance between the edge of a box of code and its text."""
SLOT, SLOT_GAP, SLOT_HEIGHT = 32, 4, 30
SLOT_SIZE = 18
SWATCH = 16

TAG_STYLES = {
    "": Style("number", "muted"),
    "b": Style("number-bold", "ink"),
    "plus": Style("number-bold", "plus_text"),
    "minus": Style("number-bold", "minus_text"),
    "winner": Style("number-bold", "winner"),
    "zero": Style("number-bold", "ink"),
    "value": Style("number-bold", "ink"),
}


def code_width(code: str, size: float, measure: Measure) -> float:
    """Returns the width of a line of code with its boxes."""
    _, end = code_line(0, 0, code, size, measure, {})
    return end


def code_line(
    x: float, y: float, code: str, size: float, measure: Measure, fills: dict[str, str]
) -> tuple[list[Mark], float]:
    """Returns a line of code in marks, and its right end.

    Args:
        x: the left end.
        y: the baseline.
        code: the code. Tags such as `<window>` give parts of it the look of a board's mark.
        size: the size of the type.
        measure: returns the widths of texts.
        fills: the role of the ground of each style's box. Without a role, it is the paper.
    """
    marks: list[Mark] = []
    for number, (text, style) in enumerate(runs(code)):
        boxed = style in BOXED
        if boxed:
            x += PAD if number == 0 else PAD + 1
        width = measure(text, size, CODE_STRONG if boxed else CODE)
        ground = "paper"
        if boxed:
            ground = "winner" if style == "winner" else fills.get(style, "paper")
            top = round(y - 1.06 * size)
            marks.append(
                Box(
                    round(x - PAD),
                    top,
                    round(width + 2 * PAD),
                    round(1.46 * size),
                    ground,
                    "winner" if style == "winner" else "ink",
                    2,
                    4,
                )
            )
        ink = {"winner": "on_winner", "tracked": "on_tracked"}.get(ground, "ink")
        if ground.startswith(("sequential", "picture")):
            ink = f"{ground}.ink"
        face = CODE_STRONG if boxed else CODE
        marks.append(Text(x, y, text, size, face, ink, ground, width))
        x += width + (PAD + 1) * boxed
    return marks, x


def swatch(x: float, y: float) -> Box:
    """Returns the small yellow square beside the name of the tracked cell; `y` is a baseline."""
    return Box(round(x), round(y - SWATCH + 2), SWATCH, SWATCH, "tracked", "tracked_edge", 1.5, 4)


class Slot(NamedTuple):
    """A place in a sum.

    Attributes:
        text: the number in the slot; empty if its scan has not come yet.
        ground: the role of its colour.
        now: whether it has just been filled.
        spot: whether it has the spot of a winner.
    """

    text: str = ""
    ground: str = "paper"
    now: bool = False
    spot: bool = False


class Slots(NamedTuple):
    """A row of slots.

    Attributes:
        x: the left edge of the first slot.
        y: the top edge of all slots.
        width: the width of a slot.
        room: the width of the row.
        size: the size of the type.
    """

    x: float
    y: float
    width: float
    room: float
    size: float

    @classmethod
    def within(
        cls, x: float, y: float, room: float, longest: float, wanted: int, size: float
    ) -> Slots:
        """Returns a row whose slots are as wide as there is room for all, within limits.

        Args:
            x: the left edge of the first slot.
            y: the top edge of all slots.
            room: the width of the row.
            longest: the width of the longest text.
            wanted: the number of all slots.
            size: the size of the type.
        """
        usual, least = max(SLOT, round(longest + 12)), round(longest + 8)
        fair = int((room + SLOT_GAP) / max(wanted, 1)) - SLOT_GAP
        return cls(x, y, min(usual, fair) if fair >= least else usual, room, size)

    def marks(
        self, slots: Sequence[Slot], filled: int, words: tuple[str, str], measure: Measure
    ) -> list[Mark]:
        """Returns slots in marks, with words for the slots that do not fit.

        Args:
            slots: all slots.
            filled: the number of filled slots. The last of these is always shown.
            words: the words for earlier and for later slots, with `{count}`.
            measure: returns the widths of texts.
        """
        for count in range(len(slots), 0, -1):
            start = min(max(filled - count, 0), len(slots) - count)
            counts = start, len(slots) - start - count
            folded = [
                word.format(count=left) if left else ""
                for word, left in zip(words, counts, strict=True)
            ]
            widths = [measure(text, FOLDED, "text") + 20 if text else 0.0 for text in folded]
            if count * (self.width + SLOT_GAP) - SLOT_GAP + sum(widths) <= self.room:
                break
        else:
            start, count, folded = max(filled - 1, 0), min(len(slots), 1), ["", ""]
        marks: list[Mark] = []
        x = self.x
        if folded[0]:
            marks, x = self._folded(x, folded[0], measure)
        for slot in slots[start : start + count]:
            marks += self._slot(x, slot, measure)
            x += self.width + SLOT_GAP
        if folded[1]:
            marks += self._folded(x, folded[1], measure)[0]
        return marks

    def _folded(self, x: float, text: str, measure: Measure) -> tuple[list[Mark], float]:
        size = FOLDED
        width = measure(text, size, "text")
        box = Box(
            x + 0.5, self.y + 0.5, width + 16, SLOT_HEIGHT - 1, None, "dash", 1, 5, dashed=True
        )
        y = round(self.y + SLOT_HEIGHT / 2 + 0.35 * size)
        return [box, Text(x + 8, y, text, size, "text", "muted", "paper", width)], x + width + 20

    def _slot(self, x: float, slot: Slot, measure: Measure) -> Iterable[Mark]:
        text, ground, now, spot = slot
        if not text:
            yield Box(
                x + 0.5,
                self.y + 0.5,
                self.width - 1,
                SLOT_HEIGHT - 1,
                None,
                "dash",
                1,
                5,
                dashed=True,
            )
            return
        yield Box(x, self.y, self.width, SLOT_HEIGHT, ground, None, 1, 5)
        if now:
            yield Box(
                x + 1.25, self.y + 1.25, self.width - 2.5, SLOT_HEIGHT - 2.5, None, "ink", 2.5, 5
            )
        ink = "ink"
        if spot:
            yield Dot(x + self.width / 2, self.y + SLOT_HEIGHT / 2, 0.46 * SLOT_HEIGHT, "winner")
            ground, ink = "winner", "on_winner"
        face: Face = "number-bold" if now or spot else "number-medium"
        width = measure(text, self.size, face)
        baseline = round(self.y + SLOT_HEIGHT / 2 + CAP / 2 * self.size)
        yield Text(
            x + (self.width - width) / 2, baseline, text, self.size, face, ink, ground, width
        )


FOLDED = 15
"""The size of the words for slots that do not fit."""


def numbers_right(
    x: float,
    y: float,
    text: str,
    size: float,
    measure: Measure,
    styles: dict[str, Style] = TAG_STYLES,
) -> tuple[list[Text], float]:
    """Returns numbers that end at `x`, and their left end."""
    parts = runs(text)
    left = x - width_of(parts, styles, size, measure)
    return set_runs(left, y, parts, styles, size, measure), left


def sentence(
    at: tuple[float, float], room: float, text: str, size: float, style: Style, measure: Measure
) -> list[Text]:
    """Returns a sentence in as many lines as it needs. `at` is the start of the first baseline."""
    face, ink = style
    x, y = at
    lines = wrapped(text, room, lambda part: measure(part, size, face))
    return [
        Text(x, round(y + 1.3 * size * row), line, size, face, ink, "paper", width)
        for row, line in enumerate(lines)
        for width in [measure(line, size, face)]
    ]


def wrapped(text: str, room: float, width: Callable[[str], float]) -> list[str]:
    """Returns a text in lines that are at most `room` wide."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
