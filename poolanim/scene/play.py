"""Draws a pass on its boards: before, during and after each scan."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from poolanim.scene.arrange.placement import DOUBLED
from poolanim.scene.boards.paint import Look, Paint
from poolanim.scene.boards.setting import settle
from poolanim.scene.legend import sentence
from poolanim.scene.marks import Arrow, Box, Polygon, Text
from poolanim.scene.motion import Flight, between, plate_for
from poolanim.scene.numerals import numerals
from poolanim.scene.overlay import Beam, Ribbon, outline, window_outline
from poolanim.scene.runs import Style
from poolanim.scene.tag import Tag, tag_marks
from poolanim.theme.colours import HEAT_LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from poolanim.parameters.sizes import Pair
    from poolanim.scene.arrange.placement import Placement
    from poolanim.scene.boards.board import Board, Rect
    from poolanim.scene.boards.setting import Measure, Setting
    from poolanim.scene.canvas import Canvas
    from poolanim.scene.casting import Cast, Part, Sums
    from poolanim.scene.marks import Mark
    from poolanim.scene.sheet import Sheet
    from poolanim.scene.side import Side

OVER_BOARDS = ("mask", "beam", "window", "active", "flying", "tag")
"""Places over the boards, from below."""
ROLE_GAP = 8
ARROW_INSET = 40
"""From the right edge of a board to the mask's arrow under it."""
EQUAL = 1e-9
"""Parts of a gradient count as equal if they differ by less than this share of the largest."""
ASIDE = 24
"""The distance by which a tag may extend beyond its boards, if channels are side by side."""
CLEAR = 8
"""The least distance between a beam and the text."""
NOTE_DOWN = 24
"""The distance from a board to the words of a tag under it."""


def sign(number: float) -> str:
    """Returns the role of a number's sign: `plus`, `minus`, or `slate` for zero and NaN."""
    return "plus" if number > 0 else "minus" if number < 0 else "slate"


@dataclass(frozen=True)
class Play:
    """A pass of one channel on its boards.

    Attributes:
        canvas: the canvas of the figure.
        cast: the grids of the channel.
        placement: the places of the boards.
        paints: the objects that draw the boards, in the order of the parts.
        side: the text beside the boards.
        measure: returns the widths of texts.
        focus: the tracked cell; None without one.
    """

    canvas: Canvas
    cast: Cast
    placement: Placement
    paints: tuple[Paint, ...]
    side: Side
    measure: Measure
    focus: Pair | None

    # ---- before, during and after

    def opening(self, sheet: Sheet, sums: Sums | None, done: int) -> None:
        """Draws the boards and the text before the first scan of the film."""
        for number, paint in enumerate(self.paints):
            sheet.put(("name", number), self._name(number))
            sheet.put(("dashes", number), [*paint.dashes(), *self._dropped(paint)])
            for row in paint.part.rows:
                for column in paint.part.columns:
                    self._put(sheet, number, (row, column), sums, done)
        self.side.opening(sheet, done)
        for place in OVER_BOARDS:
            sheet.put(place)

    def _dropped(self, paint: Paint) -> list[Mark]:
        """Returns dashed outlines of the windows that ceil mode drops; empty on other boards."""
        if not paint.part.windowed:
            return []
        dropped = self.cast.trace.geometry.dropped()
        blocks = [paint.board.block(window.rows, window.columns) for window in dropped]
        return [
            Box(*block[:2], block.width, block.height, None, "muted", 1.5, dashed=True)
            for block in blocks
        ]

    def hold(self, sheet: Sheet, sums: Sums | None, scan: int) -> None:
        """Shows a scan whose window has arrived: where it reads, what it adds, and how much."""
        self.land(sheet, sums, scan)
        chosen = self.cast.chosen(scan)
        beams = self.beams(scan)
        sheet.put("beam", [mark for beam in beams for mark in beam.marks()])
        middle = len(beams) // 2 if len(beams) > 2 else len(beams) - 1
        pill, words = self.tag(scan, [beams[middle], *beams])
        sheet.put("tag", [*pill, *words])
        sheet.put("mask", self._mask(scan, chosen))
        self.side.hold(sheet, scan)

    def land(self, sheet: Sheet, sums: Sums | None, scan: int) -> None:
        """Shows the numbers of a scan in their cells."""
        deltas, chosen = self.cast.deltas(scan), self.cast.chosen(scan)
        for number in self._under_window:
            for cell in self._window(scan):
                look = self._look(number, cell, scan, deltas, chosen)
                self._put(sheet, number, cell, sums, scan, look)
        won = not self.cast.scatters and bool(chosen)
        self._put_own(sheet, scan, scan + 1, Look(bold=True, won=won))
        sheet.put("flying")

    def arrive(
        self, sheet: Sheet, sums: Sums | None, scan: int, changed: Iterable[Pair], last: int | None
    ) -> None:
        """Shows the window of a scan where it lies.

        Args:
            sheet: takes the marks.
            sums: what the cells of the target hold.
            scan: its number.
            changed: cells that look otherwise when they are not under the window.
            last: the scan that was shown before it; None for the first.
        """
        window = self.window_cells(scan)
        self._leave(sheet, sums, scan, {cell for cell in changed if cell not in window})
        self._light(sheet, sums, scan, window, last)
        sheet.put("window", self._outlines(scan))
        sheet.put("active", self._active(scan))

    def depart(
        self, sheet: Sheet, sums: Sums | None, scan: int, changed: Iterable[Pair], last: int | None
    ) -> None:
        """Removes the window of a scan. The arguments are those of `arrive`.

        What lies under it at both scans stays as it is.
        """
        window = self.window_cells(scan)
        self._leave(sheet, sums, scan, {cell for cell in changed if cell not in window})
        if last is not None:
            self._light(sheet, sums, scan, window & self.window_cells(last), last)

    def _leave(self, sheet: Sheet, sums: Sums | None, scan: int, cells: Iterable[Pair]) -> None:
        """Takes away what belongs to the scan before."""
        self.leave(sheet, sums, cells, scan)
        for place in ("beam", "tag", "mask"):
            sheet.put(place)

    def _light(
        self, sheet: Sheet, sums: Sums | None, scan: int, cells: Iterable[Pair], last: int | None
    ) -> None:
        """Shows cells under the window. A winner of both scans stays."""
        both: frozenset[Pair] = frozenset()
        if last is not None:
            both = self.cast.chosen(scan) & self.cast.chosen(last)
        for number in self._under_window:
            kept = both if not self.paints[number].part.target else ()
            for cell in cells:
                look = self._rest_look(number, cell, scan)._replace(lit=True, dim=False)
                self._put(sheet, number, cell, sums, scan, look._replace(spot=cell in kept))

    def _outlines(self, scan: int) -> list[Mark]:
        rows, columns = self.cast.spans(scan)
        return [
            mark
            for number in self._under_window
            for mark in window_outline(self.paints[number].board, rows, columns)
        ]

    def _active(self, scan: int) -> list[Mark]:
        own = self.paints[self.cast.own].board
        return [outline(own.cell(*self.cast.shown.index(scan)[:2]))]

    # ---- in motion

    def glide(self, sheet: Sheet, scan: int, last: int | None, share: float) -> None:
        """Shows the outlines on their way from the scan before."""
        start = scan if last is None else last
        sheet.put("window", between(self._outlines(start), self._outlines(scan), share))
        sheet.put("active", between(self._active(start), self._active(scan), share))

    def rise(self, sheet: Sheet, sums: Sums | None, scan: int, share: float) -> None:
        """Shows what the scan is about: winners, and old values that make room for deltas."""
        deltas, chosen = self.cast.deltas(scan), self.cast.chosen(scan)
        for number in self._under_window:
            part = self.paints[number].part
            for cell in filter(part.shows, deltas if part.target else chosen):
                look = self._look(number, cell, scan, deltas, chosen)
                look = look._replace(apart=share, awaiting=part.target)
                self._put(sheet, number, cell, sums, scan, look)
        self._put_own(sheet, scan, scan, Look(bold=True))
        sheet.put("mask", self._mask(scan, chosen))

    def open(self, sheet: Sheet, scan: int, share: float) -> None:
        """Shows the beam as far as it is open."""
        sheet.put("beam", [mark for beam in self.beams(scan) for mark in beam.marks(share)])

    def merge(self, sheet: Sheet, sums: Sums, scan: int, *, met: bool) -> None:
        """Shows old values and deltas that run together, or the sums that they have become."""
        number = self.cast.other
        for cell, delta in self.cast.deltas(scan).items():
            if not self.paints[number].part.inside(*cell):
                continue
            look = self._rest_look(number, cell, scan)._replace(lit=True, dim=False, bold=met)
            if not met:
                halfway = sums[cell] + delta / 2
                look = look._replace(delta=delta, apart=0, tint=halfway)
            self._put(sheet, number, cell, sums, scan + met, look)
        for place in ("beam", "tag", "mask"):
            sheet.put(place)

    def flight(self, sums: Sums | None, scan: int) -> Flight:
        """Returns the numbers of a scan on their way between the boards."""
        beams = self.beams(scan)
        middle = len(beams) // 2 if len(beams) > 2 else len(beams) - 1
        pill, _ = self.tag(scan, [beams[middle], *beams])
        tag = pill[0]
        assert isinstance(tag, Box)
        row, column = self.cast.shown.index(scan)[:2]
        own, other = self.paints[self.cast.own], self.paints[self.cast.other]
        rows, columns = self.cast.spans(scan)
        deltas, chosen = self.cast.deltas(scan), self.cast.chosen(scan)
        cell, window = own.board.cell(row, column), other.board.block(rows, columns)
        whole = self._beam(cell, window, "slate")
        plates, result = [], None
        for each in deltas or chosen or self._window(scan):
            if not other.part.shows(each):
                continue
            beam = self._beam(cell, other.board.cell(*each), "slate") if chosen else whole
            marks, look = self._flying(each, sums, deltas, chosen)
            plate = plate_for(other, marks, look, beam, tag, landing=self.cast.scatters)
            plates += [plate] if plate is not None else []
        if not self.cast.scatters:
            won = Look(bold=True, won=bool(chosen))
            marks = own.cell(row, column, float(own.part.values[row, column]), won)
            look = ("winner", "winner") if chosen else ("ink", "slate")
            result = plate_for(own, marks, look, whole, tag, landing=True)
        level = tag.y + tag.height / 2 if self.placement.across else tag.x + tag.width / 2
        plates.sort(key=lambda plate: abs(plate.way.ride - level))
        strip = self.placement.strip
        text = Box(strip.left, strip.top, strip.width, strip.bottom - strip.top)
        return Flight(pill, plates, result, text)

    def _flying(
        self,
        cell: Pair,
        sums: Sums | None,
        deltas: dict[Pair, float],
        chosen: frozenset[Pair],
    ) -> tuple[tuple[Mark, ...], tuple[str, str]]:
        """Returns a cell with the number that flies, and the colours of its plate."""
        other = self.paints[self.cast.other]
        inside = other.part.inside(*cell)
        if sums is not None:
            delta = deltas[cell]
            value = sums[cell] if inside else None
            edge = sign(delta)
            ink = {"plus": "plus_text", "minus": "minus_text"}.get(edge, "ink")
            return other.cell(*cell, value, Look(delta=delta)), (ink, edge)
        value = float(other.part.values[cell]) if inside else None
        look = ("winner", "winner") if chosen else ("ink", "slate")
        return other.cell(*cell, value, Look(bold=bool(chosen))), look

    def rest(self, sheet: Sheet, sums: Sums | None, scan: int, *, bold: bool) -> None:
        """Shows a scan after its deltas have merged into the sums.

        Args:
            sheet: takes the marks.
            sums: what the cells of the target hold.
            scan: its number.
            bold: whether the new sums are bold.
        """
        deltas, chosen = self.cast.deltas(scan), self.cast.chosen(scan)
        for number in self._under_window:
            target = self.paints[number].part.target
            for cell in self._window(scan):
                look = self._look(number, cell, scan, {}, chosen)
                added = target and cell in deltas
                if added and not self.paints[number].part.inside(*cell):
                    look = look._replace(delta=deltas[cell], struck=True)
                self._put(sheet, number, cell, sums, scan + 1, look._replace(bold=added and bold))
        self._put_own(sheet, scan, scan + 1, Look())
        for place in ("beam", "tag", "mask"):
            sheet.put(place)
        self.side.rest(sheet, scan)

    def end(self, sheet: Sheet, scans: Iterable[int]) -> None:
        """Shows the cells of scans that are over."""
        for scan in scans:
            self._put_own(sheet, scan, scan + 1, Look())

    def leave(self, sheet: Sheet, sums: Sums | None, cells: Iterable[Pair], done: int) -> None:
        """Shows cells that the window has left."""
        for number in self._under_window:
            for cell in cells:
                self._put(sheet, number, cell, sums, done, self._rest_look(number, cell, done))

    def closing(self, sheet: Sheet, sums: Sums | None, last: int) -> None:
        """Shows the result of the pass."""
        for place in OVER_BOARDS:
            sheet.put(place)
        dots = self.cast.coverage
        dotted = self.dotted
        for number in self._under_window:
            paint = self.paints[number]
            counted = dotted and (paint.part.target or not self.cast.scatters)
            for row in paint.part.rows:
                for column in paint.part.columns:
                    look = Look()
                    if paint.part.target and (row, column) == self.focus:
                        look = Look(tracked=True, bold=True)
                    if counted and paint.part.inside(row, column):
                        look = look._replace(dots=int(dots[row, column]))
                    self._put(sheet, number, (row, column), sums, last + 1, look)
        own = self.paints[self.cast.own]
        for row in own.part.rows:
            for column in own.part.columns:
                self._put(sheet, self.cast.own, (row, column), sums, last + 1)
        gap = self._gap()
        one, other = own.board.rect, self.paints[self.cast.other].board.rect
        shared = max(one.left, other.left), min(one.right, other.right)
        across = self.placement.across
        summed = self.side.sums(gap, shared, across=across) if self.alone else []
        sheet.put("mask", summed)
        self.side.closing(sheet, summed=bool(summed), dotted=dotted)

    @property
    def dotted(self) -> bool:
        """Whether dots show the number of windows that covered each cell.

        They do if these numbers differ and the dots have room.
        """
        paint, dots = self.paints[self.cast.other], self.cast.coverage
        most = int(dots.max())
        return paint.setting is not None and int(dots.min()) < most and paint.has_dots(most)

    # ---- cells

    @cached_property
    def _under_window(self) -> list[int]:
        return [number for number, paint in enumerate(self.paints) if paint.part.windowed]

    def _window(self, scan: int) -> list[Pair]:
        """Returns the cells of a scan's window that the boards show."""
        rows, columns = self.cast.spans(scan)
        part = self.paints[self._under_window[0]].part
        return [(r, c) for r in rows if r in part.rows for c in columns if c in part.columns]

    @property
    def cells(self) -> list[Pair]:
        """All cells of the boards with windows."""
        part = self.paints[self._under_window[0]].part
        return [(row, column) for row in part.rows for column in part.columns]

    def window_cells(self, scan: int) -> set[Pair]:
        """Returns the cells of a scan's window."""
        return set(self._window(scan))

    def _rest_look(self, number: int, cell: Pair, scan: int) -> Look:
        """Returns the look of a cell outside the window, during a scan."""
        part = self.paints[number].part
        tracked = part.target and cell == self.focus
        return Look(dim=not part.target and scan >= 0, tracked=tracked)

    def _look(
        self,
        number: int,
        cell: Pair,
        scan: int,
        deltas: dict[Pair, float],
        chosen: frozenset[Pair],
    ) -> Look:
        """Returns the look of a cell under the window."""
        part = self.paints[number].part
        look = self._rest_look(number, cell, scan)._replace(lit=True, dim=False)
        if part.target:
            delta = deltas.get(cell)
            return look._replace(delta=delta, struck=not part.inside(*cell))
        return look._replace(spot=cell in chosen, bold=cell in chosen)

    def _put(
        self,
        sheet: Sheet,
        number: int,
        cell: Pair,
        sums: Sums | None,
        done: int,
        look: Look | None = None,
    ) -> None:
        """Draws a cell as it is after `done` scans."""
        paint = self.paints[number]
        part = paint.part
        if look is None:
            tracked = part.target and sums is not None and cell == self.focus
            look = Look(tracked=tracked)
        touched = True
        value: float | None
        if part.target and sums is not None:
            inside = part.inside(*cell)
            value = sums[cell] if inside else None
            touched = cell in sums.touched
            if not inside and touched and look.delta is None:
                value, look = sums[cell], look._replace(struck=True)
        elif part.target:
            filled = part.inside(*cell) and cell[0] * len(part.columns) + cell[1] < done
            value = float(part.values[cell]) if filled else None
        else:
            value = float(part.values[cell]) if part.inside(*cell) else None
        marks = paint.cell(*cell, value, look, touched=touched)
        sheet.put(("cell", number, *cell), marks)

    def _put_own(self, sheet: Sheet, scan: int, done: int, look: Look) -> None:
        """Draws the cell of a scan on the board with a cell for each scan."""
        cell = self.cast.shown.index(scan)[:2]
        self._put(sheet, self.cast.own, (cell[0], cell[1]), None, done, look)

    def veils(self, scan: int) -> list[Polygon]:
        """Returns what the window of a scan tints: pale boards, and those of signs."""
        rows, columns = self.cast.spans(scan)
        boards = [self.paints[number] for number in self._under_window]
        rects = [
            paint.board.block(rows, columns) for paint in boards if paint.scale in ("", "sign")
        ]
        return [
            Polygon(0, 0, ((left, top), (right, top), (right, bottom), (left, bottom)), "veil")
            for left, top, right, bottom in rects
        ]

    # ---- beams

    def beams(self, scan: int) -> list[Beam | Ribbon]:
        """Returns the beams of a scan.

        A beam joins the cell of the scan with its window. If the rows of the window get unequal
        parts, there is a beam for each row. A beam of a winning cell is one cell wide.
        """
        own, other = self.paints[self.cast.own], self.paints[self.cast.other].board
        index = self.cast.shown.index(scan)
        cell = own.board.cell(index[0], index[1])
        rows, columns = self.cast.spans(scan)
        window = other.block(rows, columns)
        chosen = [other.cell(*each) for each in sorted(self.cast.chosen(scan))]
        if not self.cast.scatters:
            wedge = self._beam(cell, window, "slate")
            return [wedge, *(self._beam(cell, target, "winner") for target in chosen)]
        number = float(own.part.values[index[0], index[1]])
        if chosen:
            return [self._beam(cell, target, sign(number)) for target in chosen]
        strands = self._strands(scan, cell, rows, columns)
        return strands or [self._beam(cell, window, sign(number))]

    def _beam(self, cell: Rect, window: Rect, colour: str) -> Beam | Ribbon:
        """Returns the beam between a cell and its window."""
        own, other = self.paints[self.cast.own].board.rect, self.paints[self.cast.other].board.rect
        scatters = self.cast.scatters
        if self.placement.turned:
            return Ribbon(cell, own.bottom + 4, window, other.right + 4, colour, not scatters)
        ends = (cell, window) if scatters else (window, cell)
        boards = (own, other) if scatters else (other, own)
        across = self.placement.across
        return Beam.between(*ends, boards, colour, across=across, floor=self._floor)

    def _strands(self, scan: int, cell: Rect, rows: range, columns: range) -> list[Beam | Ribbon]:
        """Returns a beam for each row of the window, as wide as its part; none for equal parts."""
        deltas = self.cast.deltas(scan)
        inside = [abs(delta) for delta in deltas.values()]
        if self.placement.turned or not inside or max(inside) - min(inside) <= EQUAL * max(inside):
            return []
        other = self.paints[self.cast.other].board
        across = self.placement.across
        lines = rows if across else columns
        parts = [
            [delta for each, delta in deltas.items() if each[0 if across else 1] == line]
            for line in lines
        ]
        whole = sum(map(abs, deltas.values()))
        start = cell.top if across else cell.left
        length = cell.height if across else cell.width
        last = max(line for line, part in zip(lines, parts, strict=True) if any(part))
        strands: list[Beam | Ribbon] = []
        for line, part in zip(lines, parts, strict=True):
            share = sum(map(abs, part)) / whole
            if share:
                end = start + share * length
                line_of = range(line, line + 1)
                if across:
                    piece = cell._replace(top=start, bottom=end)
                    target = other.block(line_of, columns)
                else:
                    piece = cell._replace(left=start, right=end)
                    target = other.block(rows, line_of)
                strand = self._beam(piece, target, sign(sum(part)))
                hairs = not strands, line == last
                strands.append(strand._replace(hairs=hairs) if isinstance(strand, Beam) else strand)
                start = end
        return strands

    @property
    def _floor(self) -> tuple[float, float] | None:
        """The corner of the text that beams must avoid; None if no beam can reach it."""
        strip = self.placement.strip
        if not self.placement.across or self.placement.turned or strip.left == self.canvas.left:
            return None
        return strip.left - CLEAR, strip.top - CLEAR

    def tag(self, scan: int, beams: Sequence[Beam | Ribbon]) -> tuple[list[Mark], list[Text]]:
        """Returns the tag on the first of the beams, and the words at it or under its board."""
        ways, note = self.side.tag(scan)
        gap, small = self._gap(), self.canvas.small
        if not self.alone:
            note = ""
        fits = self.measure(note, small, "text-medium") <= gap.width
        if fits or not self.placement.across or self.placement.turned:
            return tag_marks(Tag(ways, note), beams, gap, self.canvas, self.measure)
        rect, colour = self.paints[self.cast.own].board.rect, beams[0].colour
        ink = {"plus": "plus_text", "minus": "minus_text"}.get(colour, colour)
        at, style = (rect.left, rect.bottom + NOTE_DOWN), Style("text-medium", ink)
        words = sentence(at, rect.width, note, small, style, self.measure)
        low, wide = words[-1].y, max(word.width for word in words)
        if low > self.placement.strip.top - CLEAR or wide > rect.width:
            words = []
        pill, _ = tag_marks(Tag(ways, ""), beams, gap, self.canvas, self.measure)
        return pill, words

    def _gap(self) -> Rect:
        """Returns the gap between the two boards that a beam joins, above the text."""
        own, other = self.paints[self.cast.own].board.rect, self.paints[self.cast.other].board.rect
        strip = self.placement.strip
        if self.placement.turned:
            return type(own)(other.right + 4, own.bottom, self.canvas.right, other.bottom)
        top = min(own.top, other.top)
        bottom = max(own.bottom, other.bottom)
        if self.placement.across:
            left, right = sorted((own, other), key=lambda rect: rect.left)
            floor = strip.top if self.canvas.left < strip.left < right.left else bottom
            return type(own)(left.right, top, right.left, min(bottom, floor))
        high, low = sorted((own, other), key=lambda rect: rect.top)
        if len(self.paints) > 2:
            start, end = min(own.left, other.left), max(own.right, other.right)
            return type(own)(start, high.bottom, end, low.top)
        if self.alone:
            return type(own)(self.canvas.left, high.bottom, self.canvas.right, low.top)
        start = max(min(own.left, other.left) - ASIDE, self.canvas.left)
        end = min(max(own.right, other.right) + ASIDE, self.canvas.right)
        return type(own)(start, high.bottom, end, low.top)

    @property
    def alone(self) -> bool:
        """Whether this is the only channel with boards."""
        return len(self.cast.trace.channels) == 1

    def _mask(self, scan: int, chosen: frozenset[Pair]) -> list[Mark]:
        """Returns the arrow of the mask or of the weights, from the kept board to the target."""
        if len(self.paints) < 3:
            return []
        kept, target = self.paints[0].board, self.paints[self.cast.other].board
        words = self.side.mask(scan, len(chosen))
        if not words:
            return []
        cell = kept.cell(*min(chosen)) if chosen else kept.block(*self.cast.spans(scan))
        ink = "winner" if chosen else "slate"
        return mask_marks((kept.rect, target.rect), cell, words, ink, self)

    def _name(self, number: int) -> list[Mark]:
        """Returns the name of a board and its role, above its left edge."""
        paint, canvas = self.paints[number], self.canvas
        part, rect = paint.part, paint.board.rect
        size = canvas.label
        width = self.measure(part.name, size, "code-strong")
        role = self.measure(part.role, canvas.small, "text")
        beneath = number == self.placement.lower
        y = round(rect.bottom + 20 if beneath else rect.top - 12)
        x = rect.left
        most = canvas.right
        if self.placement.turned and number == self.cast.other:  # the mask's arrow passes it
            most = round(self.paints[0].board.rect.right) - ARROW_INSET - ROLE_GAP
        if x + width + ROLE_GAP + role > most:
            x = min(x, max(most - width, canvas.left))
            return [Text(x, y, part.name, size, "code-strong", "ink", "paper", width)]
        end = x + width + ROLE_GAP + role
        return [
            Text(x, y, part.name, size, "code-strong", "ink", "paper", width),
            Text(x + width + ROLE_GAP, y, part.role, canvas.small, "text", "muted", "paper", role),
            *scale_marks(paint, end + 16, min(rect.right, canvas.right), y, canvas, self.measure),
        ]


LEVEL_WIDTH, LEVEL_HEIGHT = 6, 9


def scale_marks(
    paint: Paint, left: float, right: float, y: float, canvas: Canvas, measure: Measure
) -> list[Mark]:
    """Returns the scale of a board's colours, at the end of the line with its name."""
    if not paint.scale or paint.setting is not None or not paint.largest > paint.least:
        return []
    size = canvas.small
    numeral = next(numerals([paint.least, paint.largest]))
    write = numeral.signed if paint.scale == "sign" else numeral
    ends = [write(number) for number in (paint.least, paint.largest)]
    widths = [measure(text, size, "number") for text in ends]
    length = HEAT_LEVELS * LEVEL_WIDTH
    x = right - widths[1] - length - 12 - widths[0]
    if x < left:
        return []
    marks: list[Mark] = [Text(x, y, ends[0], size, "number", "muted", "paper", widths[0])]
    x += widths[0] + 6
    for level in range(HEAT_LEVELS):
        role = f"{paint.scale}.{level}"
        marks.append(Box(round(x), y - 10, LEVEL_WIDTH, LEVEL_HEIGHT, role))
        x += LEVEL_WIDTH
    return [*marks, Text(x + 6, y, ends[1], size, "number", "muted", "paper", widths[1])]


def mask_marks(
    boards: tuple[Rect, Rect], cell: Rect, words: Sequence[str], ink: str, play: Play
) -> list[Mark]:
    """Returns the arrow from one board to the same cells of another, with two words.

    Args:
        boards: both.
        cell: the cells on the first board.
        words: above the arrow and under it.
        ink: the role of their colour.
        play: has the room.
    """
    kept, target = boards
    size = play.canvas.small
    if play.placement.turned:
        x = kept.right - ARROW_INSET
        y0, y1 = kept.bottom + 6, target.top - 6
        text = " ".join(words)
        width = play.measure(text, size, "text-medium")
        y = (y0 + y1) / 2 - 4
        left = x - 10 - width if x - 10 - width >= play.canvas.left else x + 10
        return [
            Arrow(x, y0, x, y1, ink, 2.5, 11),
            Text(left, round(y), text, size, "text-medium", ink, "paper", width),
        ]
    x0, x1 = kept.right + 6, target.left - 6
    y = cell.middle[1]
    marks: list[Mark] = [Arrow(x0, y, x1, y, ink, 2.5, 11)]
    for word, baseline in zip(words, (y - 10, y + 22), strict=True):
        width = play.measure(word, size, "text-medium")
        x = (x0 + x1 - width) / 2
        marks.append(Text(x, round(baseline), word, size, "text-medium", ink, "paper", width))
    return marks


def paints_for(
    cast: Cast,
    placement: Placement,
    canvas: Canvas,
    measure: Measure,
    cells: str,
    precision: int | None,
    picture: bool,
) -> tuple[Paint, ...] | None:
    """Returns the objects that draw the boards; None if their numbers do not fit into the cells."""
    paints: list[Paint] = []
    for part, board in zip(cast.parts, placement.boards, strict=True):
        setting = small = None
        if cells != "heatmap":
            halved = part.small is not None
            if halved and board.cell_height < DOUBLED * canvas.number:
                return None
            room = board.cell_width, board.cell_height
            least = canvas.number
            setting = settle(
                _numbers(cast, part), _signed(cast, part), room, least, measure, precision
            )
            if part.small is not None and setting is not None:
                given = part.small.astype(float).ravel().tolist()
                small = settle(given, (), room, canvas.small, measure, precision)
            if setting is None or (part.small is not None and small is None):
                return None
        paints.append(_paint(cast, part, board, (setting, small), cells, picture))
    sizes = [each.setting.size for each in paints if each.setting and each.part.small is None]
    return tuple(
        _sized(each, min(sizes), canvas.small) if each.setting else each for each in paints
    )


def _sized(paint: Paint, size: float, least: float) -> Paint:
    """Returns what draws a board with numbers of a size, or with two of which one is smaller.

    Where two stand in a cell, the large one is no larger than those of the board that it feeds.
    """
    assert paint.setting is not None
    if paint.small is None:
        return replace(paint, setting=replace(paint.setting, size=size))
    large = min(size, LARGE, paint.setting.size)
    small = min(max(large * SMALL / LARGE, least), paint.small.size)
    return replace(
        paint,
        setting=replace(paint.setting, size=large),
        small=replace(paint.small, size=small),
    )


SMALL, LARGE = 18, 23
"""The largest sizes of small numbers, and of the numbers above them."""


def _paint(
    cast: Cast,
    part: Part,
    board: Board,
    settings: tuple[Setting | None, Setting | None],
    cells: str,
    picture: bool,
) -> Paint:
    """Returns the object that draws a board."""
    setting, small = settings
    scale = "sign" if part.signed else ""
    if not part.signed and (cells != "numbers" or setting is None):
        scale = "picture" if picture else "sequential"
    finite = [number for number in _numbers(cast, part) if math.isfinite(number)]
    largest, least = max(finite, default=0), min(finite, default=0)
    if scale == "sign":
        largest = max(abs(largest), abs(least))
        least = -largest
    return Paint(board, part, setting, largest, least, scale, small)


def _numbers(cast: Cast, part: Part) -> set[float]:
    """Returns all numbers that a board shows in the course of the pass."""
    if part.target and cast.scatters:
        return set(cast.totals.tolist())
    return set(part.values.astype(float).ravel().tolist())


def _signed(cast: Cast, part: Part) -> set[float]:
    """Returns all numbers that a board shows with a sign in the course of the pass."""
    if not (part.target and cast.scatters):
        return set()
    (terms,) = cast.shown.terms.values()
    return set(terms.amounts.astype(float).tolist())
