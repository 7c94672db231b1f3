"""Draws the text beside the boards of a pass."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from poolanim.scene.arrange.placement import CODE_ROW
from poolanim.scene.balance import balance
from poolanim.scene.boards.paint import MIDDLE, PALE
from poolanim.scene.coding import LEAST
from poolanim.scene.legend import (
    SLOT_SIZE,
    Slot,
    Slots,
    code_line,
    numbers_right,
    sentence,
    swatch,
)
from poolanim.scene.marks import MATH_REACH, Arrow, Box, Text
from poolanim.scene.numerals import numerals
from poolanim.scene.runs import Style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.scene.arrange.placement import Strip
    from poolanim.scene.boards.board import Rect
    from poolanim.scene.boards.paint import Paint
    from poolanim.scene.boards.setting import Measure
    from poolanim.scene.canvas import Canvas
    from poolanim.scene.coding import Coding
    from poolanim.scene.lines import Hit
    from poolanim.scene.marks import Mark
    from poolanim.scene.sheet import Sheet
    from poolanim.scene.telling import Telling

NAME_LEFT = 24
"""Left of the name of the tracked cell, for its colour."""
APART = 24
"""The distance between texts side by side."""
LEVEL = 600
"""The least width of a row with the name of the tracked cell, its slots and its sum."""
LEADING = 1.28
"""The least distance between rows of code, as a multiple of their size."""
FORMULA = 22
"""The largest size of a formula."""


@dataclass(frozen=True)
class Side:
    """The text beside the boards.

    Attributes:
        canvas: the canvas of the figure.
        strip: the room of the text.
        telling: the texts.
        own: draws the board with a cell for each scan. Code and slots have the tints of its cells.
        read: draws the board that the window reads; None in a pass that scatters.
        measure: returns the widths of texts.
        coding: the size and the rows of its code.
    """

    canvas: Canvas
    strip: Strip
    telling: Telling
    own: Paint
    read: Paint | None
    measure: Measure
    coding: Coding

    # ---- places

    def _code_y(self, row: int) -> int:
        return round(self.strip.top + 18 + 32 * row)

    @property
    def _name_y(self) -> int:
        if self.strip.broad:
            return self._code_y(0)
        return self.strip.bottom - (9 if self._level else 42)

    @property
    def _slots_y(self) -> int:
        return self.strip.bottom - 30

    @property
    def _beside(self) -> bool:
        """Whether the slots are at the right of two lines of code."""
        return self.strip.broad and self.coding.rows > 1

    @property
    def _level(self) -> bool:
        """Whether the name of the tracked cell is at the left of its slots, in their row."""
        return not self.strip.broad and self.strip.width >= LEVEL

    # ---- what is told

    def opening(self, sheet: Sheet, done: int) -> None:
        """Draws the code that runs first, or a sentence about earlier scans, and the slots.

        Where the code needs their room, the slots come with the first scan.
        """
        self._put_code(sheet, [], {})
        follows = self.telling.lines.focus is not None
        self._put_tracked(sheet, done - 1 if follows else -1, merged=True)
        before, formula = self.telling.lines.before, self.telling.lines.formula
        if before:
            y, size = self._code_y(0), self.canvas.label
            sheet.put("statement", self._sentence(before, y, size, Style("text-strong", "ink")))
            return
        coding, rows = self._opening
        wide = max(map(coding.width_of, rows), default=0) > self.coding.width
        if formula or len(rows) > self.coding.rows or (wide and self.strip.broad):
            for place in ("tracked", "slots", "sum"):
                sheet.put(place)
        if formula:
            sheet.put("statement", [self._formula(formula, self.strip.top)])
        elif self.coding.rows:
            sheet.put("statement", self._code_rows(coding.size, rows))

    @property
    def _opening(self) -> tuple[Coding, list[str]]:
        """The code that runs first, in rows, as large as all of them fit."""
        strip, codes = self.strip, self.telling.opening()
        for coding in self.coding.smaller(LEAST[self.canvas.aspect]):
            rows = [row for code in codes for row in coding.wrapped(code, strip.width)]
            if len(rows) * LEADING * coding.size <= strip.bottom - strip.top:
                break
        return coding, rows

    def _code_rows(self, size: float, rows: Sequence[str]) -> list[Mark]:
        """Returns rows of code in the room of all text, the last ones if not all fit."""
        height = self.strip.bottom - self.strip.top
        rows = rows[-int(height / (LEADING * size)) :]
        leading = min(CODE_ROW, height / len(rows)) if rows else 0
        marks: list[Mark] = []
        for number, row in enumerate(rows):
            y = round(self.strip.top + 18 + leading * number)
            marks += code_line(self.strip.left, y, row, size, self.measure, {})[0]
        return marks

    def _formula(self, formula: str, top: float) -> Text:
        """Returns what the layer computes, as large as it fits in a row of its own."""
        sizes = range(FORMULA, int(self.canvas.small) - 1, -1)
        for size in sizes:
            width = self.measure(formula, size, "math")
            low = top + sum(MATH_REACH) * size
            if width <= self.strip.width and low <= self.canvas.bottom:
                break
        y = round(top + MATH_REACH[0] * size)
        return Text(self.strip.left, y, formula, size, "math", "ink", "paper", width)

    def _sentence(self, text: str, y: float, size: float, style: Style) -> list[Text]:
        left, width = self.strip.left, self.strip.width
        return sentence((left, y), width, text, size, style, self.measure)

    def hold(self, sheet: Sheet, scan: int) -> None:
        """Draws the code of a scan, and the number that it adds to the tracked sum."""
        self._put_scan(sheet, scan)
        self._put_tracked(sheet, scan, merged=False)

    def rest(self, sheet: Sheet, scan: int) -> None:
        """Draws the tracked sum after the number has merged into it."""
        self._put_scan(sheet, scan)
        self._put_tracked(sheet, scan, merged=True)

    def _put_scan(self, sheet: Sheet, scan: int) -> None:
        telling = self.telling
        step = telling.lines.record.steps[scan]
        variants = telling.variants(step)
        codes = telling.code(telling.fields(step, scan), variants)
        index = step.index
        value = float(self.own.part.values[index])
        fills = {"active": self.own.ground(value)}
        self._put_code(sheet, codes, fills)

    def _put_code(self, sheet: Sheet, codes: Sequence[str], fills: dict[str, str]) -> None:
        left, size = self.strip.left, self.coding.size
        rows = self.coding.of_scan(codes)
        for number in range(self.coding.rows):
            marks: list[Mark] = []
            if number < len(rows):
                y = self._code_y(number)
                marks, _ = code_line(left, y, rows[number], size, self.measure, fills)
            sheet.put(("code", number), marks)
        for name in ("statement", "remark"):
            sheet.put(name)

    # ---- the tracked sum

    @cached_property
    def hits(self) -> list[Hit]:
        """The scans that add to the tracked cell."""
        return self.telling.lines.hits

    def _put_tracked(self, sheet: Sheet, scan: int, *, merged: bool) -> None:
        lines = self.telling.lines
        if lines.focus is None:
            self._put_read(sheet, scan)
            return
        done = lines.hits_in(scan + 1)
        now = bool(done) and done[-1].scan == scan and not merged
        name, size = self.telling.name_of(lines.focus), self.coding.size
        width = self.measure(name, size, "code")
        name_width = NAME_LEFT + width
        left, y = self._tracked_left(name_width), self._name_y
        name_x = left
        if self.strip.broad and not self._beside:
            name_x = self.strip.right - name_width
        text = Text(name_x + NAME_LEFT, y, name, size, "code", "ink", "paper", width)
        sheet.put("tracked", [swatch(name_x, y), text])
        if self._level:
            left += name_width + APART
        before = (
            done[-2].total
            if now and len(done) > 1
            else 0.0
            if now
            else (done[-1].total if done else 0.0)
        )
        write = lines.numerals.grad_input
        told = f"<b>{write(before)}</b>"
        if now:
            delta = done[-1].delta
            style = "plus" if delta > 0 else "minus" if delta < 0 else "zero"
            told += f"  <{style}>{lines.numerals.delta.signed(delta)}</{style}>"
        sum_y = self._sum_y
        marks, _ = numbers_right(self.strip.right, sum_y, told, self.canvas.tag, self.measure)
        sheet.put("sum", marks)
        self._put_slots(sheet, left, self._slot_right, done, now)

    @property
    def _sum_y(self) -> int:
        return self._name_y if self._beside or not self.strip.broad else self.strip.bottom - 9

    @cached_property
    def _sum_width(self) -> float:
        lines = self.telling.lines
        write, delta = lines.numerals.grad_input, lines.numerals.delta.signed
        texts = [f"<b>{write(hit.total)}</b>  <plus>{delta(hit.delta)}</plus>" for hit in self.hits]
        lefts = [numbers_right(0, 0, text, self.canvas.tag, self.measure)[1] for text in texts]
        return max(-min(lefts, default=0), 40)

    @cached_property
    def _after(self) -> str:
        """The operation on the numbers in the slots, such as `÷ 9`."""
        return self.telling.say("after", self.telling.lines.facts, self.telling.settled)

    @property
    def _slot_right(self) -> float:
        """The right end of the slots."""
        summed = self._sum_y > self._slots_y
        right = self.strip.right - (self._sum_width + 24 if summed else 0)
        if self._after:
            right -= self.measure(self._after, self.canvas.tag, "number") + 12
        return right

    def _tracked_left(self, name_width: float) -> float:
        """Returns the left end of the tracked cell's name, if it is not beside the code."""
        if not self._beside:
            return self.strip.left
        code = self.strip.left + self.coding.width + APART
        last = self.strip.right - name_width - APART - self._sum_width
        return max(code, min(last, self.strip.left + 0.62 * self.strip.width))

    def _put_slots(
        self, sheet: Sheet, left: float, right: float, done: Sequence[Hit], now: bool
    ) -> None:
        telling = self.telling
        texts = telling.slot_texts(self.hits)
        longest = max(
            (self.measure(text, SLOT_SIZE, "number-bold") for text, _ in texts), default=0
        )
        row = Slots.within(left, self._slots_y, right - left, longest, len(texts), SLOT_SIZE)
        largest = max((abs(number) for _, number in texts), default=0)
        slots = []
        for place, (text, number) in enumerate(texts):
            if place >= len(done):
                slots.append(Slot())
            else:
                slots.append(Slot(text, tint(number, largest), now and place == len(done) - 1))
        words = telling.lines.words.sentences["folded"]
        marks = row.marks(slots, len(done), (words[0], words[1]), self.measure)
        if self._after and texts:
            x = max((mark.bounds[2] for mark in marks), default=left) + 10
            width = self.measure(self._after, self.canvas.tag, "number")
            y = self.strip.bottom - 9
            marks.append(
                Text(x, y, self._after, self.canvas.tag, "number", "muted", "paper", width)
            )
        sheet.put("slots", marks)

    # ---- what a window reads

    def _put_read(self, sheet: Sheet, scan: int) -> None:
        """Draws the numbers in the window, and the operation on them."""
        telling = self.telling
        if scan < 0:
            for place in ("tracked", "slots", "sum"):
                sheet.put(place)
            return
        step = telling.lines.record.steps[scan]
        fields = telling.fields(step, scan)
        variants = telling.variants(step)
        write = telling.lines.numerals.input
        values = [float(telling.lines.record.input[cell]) for cell in step.window.cells()]
        texts = [write(value) for value in values]
        taken = set(step.taken)
        name = telling.say("slots_name", fields, variants)
        y, small = self._name_y, self.canvas.small + 1
        width = self.measure(name, small, "text")
        start: float = self.strip.left
        if self._beside:
            start += self.coding.width + APART
        x = start
        if self.strip.broad and not self._beside:
            x = self.strip.right - width - NAME_LEFT
        if self._level:
            start += NAME_LEFT + width + APART
        gives = telling.say("gives", fields, variants)
        size = self.canvas.tag + 2 * (not self._beside)
        marks, left = numbers_right(self.strip.right, self._sum_y, gives, size, self.measure)
        sheet.put("sum", marks)
        named: list[Mark] = []
        if self._sum_y != y or x + NAME_LEFT + width + APART <= left:
            named = [
                Box(round(x) + 1, y - 13, 14, 14, f"{PALE}.veil", "ink", 2, 3),
                Text(x + NAME_LEFT, y, name, small, "text", "muted", "paper", width),
            ]
        sheet.put("tracked", named)
        right = left - 20 if self._sum_y > self._slots_y else self.strip.right
        longest = max((self.measure(t, SLOT_SIZE, "number-bold") for t in texts), default=0)
        room = right - start
        row = Slots.within(start, self._slots_y, room, longest, len(texts), SLOT_SIZE)
        ground = f"{PALE}.veil" if self.read is None or not self.read.part.signed else ""
        largest = self.read.largest if self.read is not None else 0
        slots = [
            Slot(text, ground or tint(value, largest), spot=cell in taken)
            for text, value, cell in zip(texts, values, step.window.cells(), strict=True)
        ]
        words = telling.lines.words.sentences["folded"]
        sheet.put("slots", row.marks(slots, 0, (words[0], words[2]), self.measure))

    # ---- tags and the closing frame

    def tag(self, scan: int) -> tuple[list[str], str]:
        """Returns the texts of a scan's tag, the longest first, and the words under it."""
        telling = self.telling
        step = telling.lines.record.steps[scan]
        fields, variants = telling.fields(step, scan), telling.variants(step)
        return telling.tags(fields, variants), telling.say("note", fields, variants)

    def mask(self, scan: int, count: int) -> Sequence[str]:
        """Returns the two words at the arrow of the mask, or of the weights; empty without one.

        Args:
            scan: its number from 0.
            count: the number of cells that the value was taken from.
        """
        telling = self.telling
        return telling.mask(telling.variants(telling.lines.record.steps[scan]), count)

    def sums(self, gap: Rect, shared: tuple[float, float], *, across: bool) -> list[Mark]:
        """Returns the sums of both gradients, between their boards; empty if there are none.

        Args:
            gap: between the boards.
            shared: the left and right ends of what lies between two boards that are stacked.
            across: whether the boards are side by side.
        """
        record = self.telling.lines.record
        if record.grad_output is None or self.telling.lines.after:
            return []
        if across and gap.width < 120:
            return []
        grads, total, changes, _ = balance(record)
        if changes or grads != total:
            return []
        text = next(numerals([grads]))(grads)
        ink = "plus_text" if grads > 0 else "minus_text" if grads < 0 else "ink"
        if not across:
            return self._sums_between(gap, shared, text, ink)
        size = 46
        width = self.measure(text, size, "number-bold")
        x, y = gap.middle
        words = self.telling.say("both", self.telling.lines.facts, ())
        small = self.canvas.small
        wide = self.measure(words, small, "text-medium")
        marks: list[Mark] = [
            Text(x - width / 2, round(y + 16), text, size, "number-bold", ink, "paper", width),
        ]
        if wide <= gap.width - 8 - 2 * self._protruding:
            marks.append(
                Text(
                    x - wide / 2, round(y - 32), words, small, "text-medium", "muted", "paper", wide
                )
            )
        for end, side in ((gap.left + 8, -1), (gap.right - 8, 1)):
            start = x + side * (width / 2 + 18)
            if abs(end - start) > 16:
                marks.append(Arrow(start, y, end, y, "muted", 2.5, 12))
        return marks

    @property
    def _protruding(self) -> float:
        """The width of a board's name that is left of the board."""
        part, canvas = self.own.part, self.canvas
        name = self.measure(part.name, canvas.label, "code-strong")
        role = self.measure(part.role, canvas.small, "text")
        return max(self.own.board.rect.left + name + APART + role - canvas.right, 0)

    def _sums_between(
        self, gap: Rect, shared: tuple[float, float], text: str, ink: str
    ) -> list[Mark]:
        """Returns the sums of both gradients, between a board and the board under it."""
        size, small = 38, self.canvas.small
        words = self.telling.say("both", self.telling.lines.facts, ())
        width, wide = (
            self.measure(text, size, "number-bold"),
            self.measure(words, small, "text-medium"),
        )
        x, y = gap.middle
        left = x - (wide + 12 + width) / 2
        if left < shared[0]:  # text may be at the left of the lower board
            y = gap.top + 28
        marks: list[Mark] = [
            Text(left + wide + 12, round(y + 13), text, size, "number-bold", ink, "paper", width)
        ]
        if left >= shared[0] or y + 12 <= self.strip.top:
            marks.append(
                Text(left, round(y + 6), words, small, "text-medium", "muted", "paper", wide)
            )
        for at in (left - 24, left + wide + width + 36):
            if not shared[0] < at < shared[1]:
                continue
            marks += [
                Arrow(at, y - 4, at, gap.top + 8, "muted", 2.5, 11),
                Arrow(at, y + 4, at, gap.bottom - 8, "muted", 2.5, 11),
            ]
        return marks

    def closing(self, sheet: Sheet, *, summed: bool, dotted: bool) -> None:
        """Draws the closing sentence of the pass.

        Args:
            sheet: takes the marks.
            summed: whether the sums of the gradients are shown elsewhere.
            dotted: whether the cells have dots.
        """
        telling, strip = self.telling, self.strip
        self._put_code(sheet, [], {})
        for place in ("tracked", "slots", "sum"):
            sheet.put(place)
        fields = telling.closing_fields()
        size = self.canvas.label + 2
        y = strip.top + 14
        rule = telling.say("rule", fields, telling.settled)
        strong, soft = Style("text-strong", "ink"), Style("text", "muted")
        statement = self._sentence(rule, y, size, strong)
        sheet.put("statement", statement)
        y = round(statement[-1].y + 1.45 * self.canvas.small + 4)
        marks: list[Mark] = self._closing_code(y)
        if marks:
            y = round(max(mark.bounds[3] for mark in marks) + 1.2 * self.canvas.small)
        for ways in telling.remarks(fields, summed=summed, dotted=dotted):
            texts = [self._sentence(way, y, self.canvas.small, soft) for way in ways]
            lines = next((each for each in texts if each[-1].y <= strip.bottom + 6), [])
            if lines:
                marks += lines
                y = round(lines[-1].y + 1.35 * self.canvas.small)
        sheet.put("remark", marks)

    def _closing_code(self, y: float) -> list[Mark]:
        """Returns the code that runs last, or the formula, from a baseline of words down."""
        formula, code = self.telling.lines.formula, self.telling.closing_code()
        if formula:
            top = y - self.canvas.small
            fits = top + sum(MATH_REACH) * self.canvas.small <= self.canvas.bottom
            return [self._formula(formula, top)] if fits else []
        rows = self.coding.wrapped(code, self.strip.width) if code and self.coding.rows else []
        leading = LEADING * self.coding.size
        return [
            mark
            for number, row in enumerate(rows)
            for mark in code_line(
                self.strip.left,
                round(y + 4 + leading * number),
                row,
                self.coding.size,
                self.measure,
                {},
            )[0]
        ]


def tint(number: float, largest: float) -> str:
    """Returns the role of a signed number's tint."""
    if not number or not largest or number != number:
        return PALE
    steps = max(round(min(abs(number) / largest, 1) * MIDDLE), 1)
    return f"sign.{MIDDLE + (steps if number > 0 else -steps)}"
