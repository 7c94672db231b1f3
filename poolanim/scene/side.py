"""Draws the text beside the boards of a pass."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from poolanim.scene.balance import balance
from poolanim.scene.boards.paint import MIDDLE, PALE
from poolanim.scene.legend import (
    SLOT_SIZE,
    Slot,
    Slots,
    code_line,
    numbers_right,
    sentence,
    swatch,
)
from poolanim.scene.marks import Arrow, Box, Text
from poolanim.scene.numerals import numerals
from poolanim.scene.runs import Style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.scene.arrange.placement import Strip
    from poolanim.scene.boards.board import Rect
    from poolanim.scene.boards.paint import Paint
    from poolanim.scene.boards.setting import Measure
    from poolanim.scene.canvas import Canvas
    from poolanim.scene.lines import Hit
    from poolanim.scene.marks import Mark
    from poolanim.scene.sheet import Sheet
    from poolanim.scene.telling import Telling


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
        coded: whether code is shown.
    """

    canvas: Canvas
    strip: Strip
    telling: Telling
    own: Paint
    read: Paint | None
    measure: Measure
    coded: bool
    code_rows: int

    # ---- places

    def _code_y(self, row: int) -> int:
        return round(self.strip.top + 18 + 32 * row)

    @property
    def _name_y(self) -> int:
        if self.strip.broad:
            return self._code_y(0)
        return self.strip.bottom - 42

    @property
    def _slots_y(self) -> int:
        return self.strip.bottom - 30

    @property
    def _beside(self) -> bool:
        """Whether the slots are at the right of two lines of code."""
        return self.strip.broad and self.code_rows > 1

    # ---- what is told

    def opening(self, sheet: Sheet, done: int) -> None:
        """Puts the code that runs first, or which scans are over; and the slots as they are."""
        self._put_code(sheet, self.telling.opening() if self.coded else [], {})
        before = self.telling.lines.before
        if before:
            y, size = self._code_y(0), self.canvas.label
            sheet.put("statement", self._sentence(before, y, size, Style("text-strong", "ink")))
        follows = self.telling.lines.focus is not None
        self._put_tracked(sheet, done - 1 if follows else -1, merged=True)

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
        if not self.coded:
            return
        telling = self.telling
        step = telling.lines.record.steps[scan]
        variants = telling.variants(step)
        codes = telling.code(telling.fields(step, scan), variants)
        index = step.index
        value = float(self.own.part.values[index])
        fills = {"active": self.own.ground(value)}
        self._put_code(sheet, codes, fills)

    def _put_code(self, sheet: Sheet, codes: Sequence[str], fills: dict[str, str]) -> None:
        for row in range(max(self.code_rows, 1)):
            marks: list[Mark] = []
            if row < len(codes):
                marks, _ = code_line(
                    self.strip.left,
                    self._code_y(row),
                    codes[row],
                    self.canvas.code,
                    self.measure,
                    fills,
                )
            sheet.put(("code", row), marks)
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
        left = self._tracked_left
        name_x = left
        name = self.telling.name_of(lines.focus)
        width = self.measure(name, self.canvas.code, "code")
        y = self._name_y
        if self.strip.broad and not self._beside:
            name_x = self.strip.right - width - 24
        sheet.put(
            "tracked",
            [
                swatch(name_x, y),
                Text(name_x + 24, y, name, self.canvas.code, "code", "ink", "paper", width),
            ],
        )
        before = (
            done[-2].total
            if now and len(done) > 1
            else 0.0
            if now
            else (done[-1].total if done else 0.0)
        )
        write = lines.numerals.grad_input
        text = f"<b>{write(before)}</b>"
        if now:
            delta = done[-1].delta
            style = "plus" if delta > 0 else "minus" if delta < 0 else "zero"
            text = (
                f"<b>{write(before)}</b>  <{style}>{lines.numerals.delta.signed(delta)}</{style}>"
            )
        sum_y = self._sum_y
        marks, _ = numbers_right(self.strip.right, sum_y, text, self.canvas.tag, self.measure)
        sheet.put("sum", marks)
        self._put_slots(sheet, left, self._slot_right, done, now)

    @property
    def _sum_y(self) -> int:
        return self._name_y if not self.strip.broad else self.strip.bottom - 9

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
        right = self.strip.right - (self._sum_width + 24 if self.strip.broad else 0)
        if self._after:
            right -= self.measure(self._after, self.canvas.tag, "number") + 12
        return right

    @cached_property
    def _tracked_left(self) -> float:
        if not self._beside:
            return self.strip.left
        name = self.telling.name_of(self.telling.lines.focus or (0, 0))
        width = 24 + self.measure(name, self.canvas.code, "code")
        code = self.strip.left + self.telling.code_room + 24
        return max(code, min(self.strip.right - width, self.strip.left + 0.62 * self.strip.width))

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
        x: float = self.strip.left
        if self.strip.broad and not self._beside:
            x = self.strip.right - width - 24
        elif self._beside:
            x = self._read_left
        square = Box(round(x) + 1, y - 13, 14, 14, f"{PALE}.veil", "ink", 2, 3)
        sheet.put(
            "tracked", [square, Text(x + 24, y, name, small, "text", "muted", "paper", width)]
        )
        after = telling.say("gives", fields, variants)
        sum_y = self.strip.bottom - 8
        marks, left = numbers_right(
            self.strip.right, sum_y, after, self.canvas.tag + 2, self.measure
        )
        sheet.put("sum", marks)
        longest = max((self.measure(t, SLOT_SIZE, "number-bold") for t in texts), default=0)
        start = self._read_left if self._beside else self.strip.left
        row = Slots.within(start, self._slots_y, left - 20 - start, longest, len(texts), SLOT_SIZE)
        ground = f"{PALE}.veil" if self.read is None or not self.read.part.signed else ""
        largest = self.read.largest if self.read is not None else 0
        slots = [
            Slot(text, ground or tint(value, largest), spot=cell in taken)
            for text, value, cell in zip(texts, values, step.window.cells(), strict=True)
        ]
        words = telling.lines.words.sentences["folded"]
        sheet.put("slots", row.marks(slots, 0, (words[0], words[2]), self.measure))

    @property
    def _read_left(self) -> float:
        return self.strip.left + self.telling.code_room + 24

    # ---- tags and the closing frame

    def tag(self, scan: int) -> tuple[list[str], str]:
        """Returns the texts of a scan's tag, the longest first, and the words under it."""
        telling = self.telling
        step = telling.lines.record.steps[scan]
        fields, variants = telling.fields(step, scan), telling.variants(step)
        return telling.tags(fields, variants), telling.say("note", fields, variants)

    def mask(self, count: int) -> tuple[str, str] | None:
        """Returns the words at the mask's arrow; None if there are none."""
        words = self.telling.lines.words.sentences["stage"].get("mask")
        if not words:
            return None
        one, several = words
        chosen = one if count == 1 else several
        return chosen[0], chosen[1]

    def sums(self, gap: Rect, *, across: bool) -> list[Mark]:
        """Returns the sums of both gradients, between their boards; empty if there are none."""
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
            return self._sums_between(gap, text, ink)
        size = 46
        width = self.measure(text, size, "number-bold")
        x, y = gap.middle
        words = self.telling.say("both", self.telling.lines.facts, ())
        small = self.canvas.small
        wide = self.measure(words, small, "text-medium")
        marks: list[Mark] = [
            Text(x - width / 2, round(y + 16), text, size, "number-bold", ink, "paper", width),
        ]
        if wide <= gap.width - 8:
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

    def _sums_between(self, gap: Rect, text: str, ink: str) -> list[Mark]:
        """Returns the sums of both gradients, between a board and the board under it."""
        size, small = 38, self.canvas.small
        words = self.telling.say("both", self.telling.lines.facts, ())
        width, wide = (
            self.measure(text, size, "number-bold"),
            self.measure(words, small, "text-medium"),
        )
        x, y = gap.middle
        left = x - (wide + 12 + width) / 2
        marks: list[Mark] = [
            Text(left, round(y + 6), words, small, "text-medium", "muted", "paper", wide),
            Text(left + wide + 12, round(y + 13), text, size, "number-bold", ink, "paper", width),
        ]
        for at in (left - 24, left + wide + width + 36):
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
        for row in range(max(self.code_rows, 1)):
            sheet.put(("code", row))
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
        remarks = [text for text in telling.remarks(fields, summed=summed, dotted=dotted) if text]
        marks: list[Mark] = []
        for text in remarks:
            if y > strip.bottom + 4:
                break
            small = self.canvas.small
            lines = self._sentence(text, y, small, soft)
            if lines[-1].y > strip.bottom + 6:
                break
            marks += lines
            y = round(lines[-1].y + 1.35 * self.canvas.small)
        code = telling.closing_code() if self.coded else ""
        if code and y <= strip.bottom + 6:
            size = self.canvas.code
            width = self.measure(code, size, "code")
            marks.append(Text(strip.left, y, code, size, "code", "ink", "paper", width))
        sheet.put("remark", marks)


def tint(number: float, largest: float) -> str:
    """Returns the role of a signed number's tint."""
    if not number or not largest or number != number:
        return PALE
    steps = max(round(min(abs(number) / largest, 1) * MIDDLE), 1)
    return f"sign.{MIDDLE + (steps if number > 0 else -steps)}"
