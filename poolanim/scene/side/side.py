"""Draws the text beside the boards of a pass."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from poolanim.records import frozen
from poolanim.scene.arrange.placement import CODE_ROW
from poolanim.scene.coding import LEAST
from poolanim.scene.legend import code_line
from poolanim.scene.side.ending import LEADING, OVER, ending_of
from poolanim.scene.side.room import FIRST
from poolanim.scene.side.sentences import SOFT, STRONG, in_a_row, in_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from poolanim.scene.boards.paint import Paint
    from poolanim.scene.coding import Coding
    from poolanim.scene.marks import Mark
    from poolanim.scene.sheet import Sheet
    from poolanim.scene.side.read import Read
    from poolanim.scene.side.room import Room
    from poolanim.scene.side.tracked import Tracked
    from poolanim.scene.text.telling import Telling

NEXT = 1.3
"""From what is above a sentence to its first baseline, in sizes of its type."""
TALLY = ("tracked", "slots", "sum")
"""The places of the sum and its slots."""


@frozen
class Side:
    """The text beside the boards.

    Attributes:
        room: the room of the text.
        telling: the texts.
        own: draws the board with a cell for each scan, whose tint the code has.
        tallies: by turn what draws the tracked sum, or the numbers that a window reads.
        turn_of: returns the turn of a scan.
    """

    room: Room
    telling: Telling
    own: Paint
    tallies: Sequence[Tracked | Read]
    turn_of: Callable[[int], int]

    # ---- stages

    def opening(self, sheet: Sheet, done: int, *, told: bool) -> None:
        """Draws the code that runs first, or a sentence about earlier scans, and the slots.

        Where a text needs their room, the slots come with the first scan.

        Args:
            sheet: takes the marks.
            done: the number of scans before the film.
            told: whether what each scan does is said elsewhere.
        """
        self._put_code(sheet, [])
        follows = self.telling.story.focus is not None
        self._put_tally(sheet, done - 1 if follows else -1, merged=True)
        before, formula = self.telling.story.before, self.telling.story.formula
        if before:
            if not follows:
                self._clear(sheet, TALLY)
            y, size = self.room.code_y(0), self.room.canvas.label
            sheet.put("statement", in_lines(self.room, before, y, size, STRONG))
            return
        own, (coding, rows) = self.room.coding, self._first_code()
        wide = max(map(coding.width_of, rows), default=0) > own.width
        if formula or len(rows) > own.rows or (wide and self.room.strip.broad):
            self._clear(sheet, TALLY)
        shown: list[Mark] = []
        if formula:
            shown = [in_a_row(self.room, formula, self.room.strip.top)]
        elif own.rows:
            shown = self._code_rows(coding.size, rows)
        sheet.put("statement", shown)
        essence = [] if told else self._essence(shown)
        if essence:
            self._clear(sheet, TALLY)
            sheet.put("remark", essence)

    def hold(self, sheet: Sheet, scan: int) -> None:
        """Draws the code of a scan, and the number that it adds to the tracked sum."""
        self._put_code(sheet, self._scan_code(scan))
        self._put_tally(sheet, scan, merged=False)

    def rest(self, sheet: Sheet, scan: int) -> None:
        """Draws the tracked sum after the number has merged into it."""
        self._put_code(sheet, self._scan_code(scan))
        self._put_tally(sheet, scan, merged=True)

    def closing(self, sheet: Sheet, *, summed: bool, dotted: bool) -> None:
        """Draws the closing sentence of the pass.

        Args:
            sheet: takes the marks.
            summed: whether the sums of the gradients are shown elsewhere.
            dotted: whether the cells have dots.
        """
        self._put_code(sheet, [])
        self._clear(sheet, TALLY)
        ending = ending_of(self.room, self.telling, summed=summed, dotted=dotted)
        sheet.put("statement", ending.rule)
        sheet.put("remark", ending.rest)

    def _essence(self, over: Sequence[Mark]) -> Sequence[Mark]:
        """Returns what each scan does, under other marks; empty if it has no room."""
        room = self.room
        bottom = max((mark.bounds[3] for mark in over), default=room.strip.top)
        for size in (room.canvas.small, room.canvas.label):
            lines = in_lines(room, self.telling.captions.essence, bottom + NEXT * size, size, SOFT)
            if len(lines) == 1:
                break
        return lines if lines[-1].y <= room.strip.bottom + OVER else []

    # ---- code

    def shared_code(self) -> list[list[Mark]]:
        """Returns the code of all scans, line by line, with places in words, from the origin."""
        size, measure = self.room.coding.size, self.room.measure
        codes = self.telling.shared_code() if self.room.coding.rows else []
        return [code_line(0, 0, code, size, measure, {})[0] for code in codes]

    @cached_property
    def _scan_code(self) -> Callable[[int], Sequence[list[Mark]]]:
        """Returns the rows of code of a scan, in the colours of its own cell."""

        @lru_cache(maxsize=1)  # several moments of a scan show it
        def scan_code(scan: int) -> Sequence[list[Mark]]:
            room, texts = self.room, self.telling.scan(scan)
            fills = {"active": self.own.shades.ground(self.telling.own(scan))}
            rows = room.coding.of_scan(texts.code)[: room.coding.rows]
            return [
                self._code(row, room.code_y(number), room.coding.size, fills)
                for number, row in enumerate(rows)
            ]

        return scan_code

    def _put_code(self, sheet: Sheet, rows: Sequence[list[Mark]]) -> None:
        """Draws rows of code in the place of others, and of sentences."""
        for number in range(self.room.coding.rows):
            sheet.put(("code", number), rows[number] if number < len(rows) else [])
        for name in ("statement", "remark"):
            sheet.put(name)

    def _clear(self, sheet: Sheet, places: Sequence[str]) -> None:
        for place in places:
            sheet.put(place)

    def _code(self, row: str, y: int, size: float, fills: dict[str, str]) -> list[Mark]:
        """Returns a row of code on a baseline."""
        return code_line(self.room.strip.left, y, row, size, self.room.measure, fills)[0]

    def _first_code(self) -> tuple[Coding, list[str]]:
        """Returns the code that runs first, in rows, as large as all of them fit."""
        strip, codes = self.room.strip, self.telling.program.opening()
        for coding in self.room.coding.smaller(LEAST[self.room.canvas.aspect]):
            rows = coding.joined(codes, strip.width, self.room.coding.rows)
            if len(rows) * LEADING * coding.size <= strip.bottom - strip.top:
                break
        return coding, rows

    def _code_rows(self, size: float, rows: Sequence[str]) -> list[Mark]:
        """Returns rows of code in the room of all text, the last ones if not all fit."""
        strip = self.room.strip
        height = strip.bottom - strip.top
        rows = rows[-int(height / (LEADING * size)) :]
        leading = min(CODE_ROW, height / len(rows)) if rows else 0
        ys = [round(strip.top + FIRST + leading * number) for number in range(len(rows))]
        return [
            mark for y, row in zip(ys, rows, strict=True) for mark in self._code(row, y, size, {})
        ]

    # ---- the rest

    def _put_tally(self, sheet: Sheet, scan: int, *, merged: bool) -> None:
        tally = self.tallies[self.turn_of(max(scan, 0))]
        for place, marks in tally.marks(scan, merged=merged).items():
            sheet.put(place, marks)
