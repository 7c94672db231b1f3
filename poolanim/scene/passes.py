"""What is seen in a pass, forward and backward side by side.

A pass puts marks in their places on a sheet: all of them for its opening frame, then for each scan
those that change when the window arrives, and those that change when its numbers merge.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from poolanim.layers.pool import silently
from poolanim.scene import layout as at
from poolanim.scene.marks import CAP_HEIGHT, Arrow, Box, Text
from poolanim.theme import HEAT_LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolanim.geometry import Pair, Window
    from poolanim.layers.pool import Array
    from poolanim.scene.layout import Layout, Measure
    from poolanim.scene.lines import Lines
    from poolanim.scene.marks import Anchor, Face, Mark
    from poolanim.scene.panel import Panel
    from poolanim.scene.sheet import Sheet
    from poolanim.tracing import Step, Trace

EDGE, EDGE_RADIUS = 3, 3
"""Of the outlines around the window, the active and the tracked cell."""
LABEL_LIFT, CAPTION_DROP = 9, 16
SWATCH = 12
HEAT_BAR_HEIGHT = 8


@dataclass(frozen=True, slots=True)
class Typesetting:
    """Sizes and places of texts that depend on the whole film.

    Attributes:
        title: what is named at the top.
        title_size: its size.
        line_size: size of the lines under the boards.
        line_count: how many lines there are in the film's longest pass.
        note_x: where the notes beside code begin.
        room: characters in a line.
        note_room: characters in a note beside code.
    """

    title: str
    title_size: float
    line_size: float
    line_count: int
    note_x: float
    room: int
    note_room: int


@dataclass(frozen=True)
class Pass(ABC):
    """One pass of a film.

    Attributes:
        record: the trace that it shows.
        lines: what stands under the boards.
        layout: where the boards stand.
        source: how A_prev or dA_prev is shown.
        result: how A or dA is shown.
        typesetting: sizes and places of texts.
        measure: gives widths of texts.
        focus: the tracked cell; None in a pass that tracks none.
    """

    record: Trace
    lines: Lines
    layout: Layout
    source: Panel
    result: Panel
    typesetting: Typesetting
    measure: Measure
    focus: Pair | None

    @abstractmethod
    def numbers_before(self) -> Array:
        """What the input's board holds before the first scan."""

    @abstractmethod
    def absorb(self, numbers: Array, step: Step) -> None:
        """Let a scan change what the input's board holds."""

    @abstractmethod
    def source_cell(
        self, cell: Pair, number: float, scan: int | None, *, merged: bool
    ) -> tuple[Mark, ...]:
        """A cell of the input's board that now holds `number`; in the opening, scan is None."""

    @abstractmethod
    def padding_cell(self, cell: Pair, scan: int | None) -> tuple[Mark, ...]:
        """A cell of padding around the input's board; in the opening, scan is None."""

    @abstractmethod
    def result_cell(self, cell: Pair, scan: int | None, *, merged: bool) -> tuple[Mark, ...]:
        """A cell of the output's board; in the opening, scan is None."""

    @abstractmethod
    def arrow(self) -> Arrow:
        """The arrow between the boards."""

    @property
    def has_captions(self) -> bool:
        """Whether something stands under a board."""
        panels = self.source, self.result
        return any(panel.main is None or panel.small is not None for panel in panels)

    def opening(self, sheet: Sheet, numbers: Array) -> None:
        """Put everything in its place before the first scan; `numbers` fill the input's board."""
        self._put_heading(sheet, None)
        for name, panel in (("source", self.source), ("result", self.result)):
            x, y = panel.board.middle[0], panel.board.top - LABEL_LIFT
            label = self.lines.words.sentences[name]
            sheet.put((name, "label"), [self._text(x, y, label, at.LABEL_SIZE, "mono", "middle")])
            sheet.put((name, "caption"), self._caption(panel))
        self._put_source(sheet, self.record.geometry.padded(), numbers, None, merged=False)
        for cell in self.record.geometry.scans():
            sheet.put(("result", *cell), self.result_cell(cell, None, merged=False))
        sheet.put("focus", () if self.focus is None else [self._focus_edge(self.focus)])
        sheet.put("window")
        sheet.put("active")
        sheet.put("way", self._way())
        lines = self.lines.opening()
        empty = [("", "")] * (self.typesetting.line_count - len(lines))
        self._put_lines(sheet, [*lines, *empty], scans=0)

    def arrive(self, sheet: Sheet, numbers: Array, scan: int) -> None:
        """Let the window arrive, and with it what it brings."""
        self._put_heading(sheet, scan)
        geometry, steps = self.record.geometry, self.record.steps
        for number in {max(scan - 1, 0), scan}:  # what it leaves, and what it enters
            index = steps[number].index
            self._put_source(sheet, geometry.whole_window(index), numbers, scan, merged=False)
            sheet.put(("result", *index), self.result_cell(index, scan, merged=False))
        window = geometry.whole_window(steps[scan].index)
        block = self.source.board.block(window.top, window.left, window.height, window.width)
        sheet.put("window", [Box(*block, None, "window_edge", EDGE, EDGE_RADIUS)])
        block = self.result.board.block(*steps[scan].index)
        sheet.put("active", [Box(*block, None, "accent", EDGE, EDGE_RADIUS)])
        self._put_lines(sheet, self._scan_lines(scan, merged=False), scans=scan)

    def merge(self, sheet: Sheet, numbers: Array, scan: int) -> None:
        """Let the numbers of a scan merge into what stands there, `numbers` as well."""
        self.absorb(numbers, self.record.steps[scan])
        index = self.record.steps[scan].index
        window = self.record.geometry.whole_window(index)
        self._put_source(sheet, window, numbers, scan, merged=True)
        sheet.put(("result", *index), self.result_cell(index, scan, merged=True))
        self._put_lines(sheet, self._scan_lines(scan, merged=True), scans=scan + 1)

    def ground(self, cell: Pair, scan: int | None) -> str:
        """The role of the colour of a cell of the input's board."""
        if cell == self.focus:
            return "tracked"
        return "window" if scan is not None and cell in self.window(scan) else "cell"

    def window(self, scan: int) -> Window:
        """The window of a scan, padding included."""
        return self.record.geometry.whole_window(self.record.steps[scan].index)

    def _put_source(
        self, sheet: Sheet, cells: Window, numbers: Array, scan: int | None, *, merged: bool
    ) -> None:
        height, width = self.record.geometry.input_shape
        for cell in cells.cells():
            if 0 <= cell[0] < height and 0 <= cell[1] < width:
                marks = self.source_cell(cell, float(numbers[cell]), scan, merged=merged)
            else:
                marks = self.padding_cell(cell, scan)
            sheet.put(("source", *cell), marks)

    def _put_heading(self, sheet: Sheet, scan: int | None) -> None:
        words, scans = self.lines.words, len(self.record.steps)
        title, size = self.typesetting.title, self.typesetting.title_size
        bold = self._text(at.MARGIN, at.TITLE_Y, title, size, "bold")
        space = self.measure(" ", size, "sans")
        x = at.MARGIN + bold.width + space
        name = self._text(x, at.TITLE_Y, words.sentences["name"], size, "sans", ink="muted")
        sheet.put("title", [bold, name])
        key = "opening_count" if scan is None else "count"
        count = words.say(key, {"scan": (scan or 0) + 1, "scans": scans})
        counter = self._text(
            at.RIGHT, at.TITLE_Y, count, at.COUNTER_SIZE, "sans", "end", ink="muted"
        )
        sheet.put("counter", [counter])
        done = 0 if scan is None else scan + 1
        length = at.RIGHT - at.MARGIN
        if scans <= at.MOST_SEGMENTS:
            step = (length + at.RAIL_GAP) / scans
            for number in range(scans):
                role = "accent" if number < done else "rail"
                sheet.put(("rail", number), [self._bar(number * step, step - at.RAIL_GAP, role)])
        else:
            bars = [self._bar(0, length, "rail"), self._bar(0, length * done / scans, "accent")]
            sheet.put("rail", bars if done else bars[:1])

    def _bar(self, x: float, width: float, role: str) -> Box:
        return Box(at.MARGIN + x, at.RAIL_Y, width, at.RAIL_HEIGHT, role, radius=2)

    def _focus_edge(self, cell: Pair) -> Box:
        x, y, side, _ = self.source.board.block(*cell)
        inset = 1.5 if self.source.main else 0
        return Box(
            x + inset, y + inset, side - 2 * inset, side - 2 * inset, None, "tracked_edge", 2
        )

    def _way(self) -> Iterator[Mark]:
        """The arrow, and what happens on the way."""
        yield self.arrow()
        text = self.lines.words.say("arrow", self.lines.facts)
        x, y, to_x, to_y = self.layout.way
        size = at.ARROW_TEXT_SIZE
        if self.layout.stacked:
            middle = (y + to_y + CAP_HEIGHT * size) / 2
            yield self._text(x + at.ARROW_MARGIN, middle, text, size, "sans", ink="accent")
        else:
            middle = (x + to_x) / 2
            yield self._text(middle, y - 14, text, size, "sans", "middle", ink="accent")

    def _caption(self, panel: Panel) -> Iterator[Mark]:
        """What the two sizes of numbers are, or the scale of the colours."""
        x, y, size = panel.board.middle[0], panel.board.bottom + CAPTION_DROP, at.CAPTION_SIZE
        if panel.main is not None:
            if panel.small is not None:
                name = "source" if panel is self.source else "result"
                words = self.lines.words
                small_print = words.say(
                    "small_print",
                    {"large": words.sentences[name], "small": words.sentences[f"small_{name}"]},
                )
                yield self._text(x, y, small_print, size, "sans", "middle", ink="muted")
            return
        ends = panel.heat_ends()
        level = at.HEAT_BAR_WIDTH / HEAT_LEVELS
        left = x - at.HEAT_BAR_WIDTH / 2
        for number in range(HEAT_LEVELS):
            role = f"{panel.heat.scale}.{number}"
            yield Box(left + number * level, y - HEAT_BAR_HEIGHT, level, HEAT_BAR_HEIGHT, role)
        yield self._text(left - 5, y, ends[0], size, "sans", "end", ink="muted")
        yield self._text(left + at.HEAT_BAR_WIDTH + 5, y, ends[1], size, "sans", ink="muted")

    def _scan_lines(self, scan: int, *, merged: bool) -> list[tuple[str, str]]:
        room, note_room = self.typesetting.room, self.typesetting.note_room
        return self.lines.scan(scan, merged=merged, room=room, note_room=note_room)

    def _put_lines(self, sheet: Sheet, lines: list[tuple[str, str]], *, scans: int) -> None:
        """The lines of a scan, and after so many scans the sum of the tracked cell."""
        size = self.typesetting.line_size
        y = at.LAST_LINE_Y - (self.typesetting.line_count - 1) * at.LINE_HEIGHT
        for number, (code, note) in enumerate(lines):
            marks = [self._text(at.MARGIN, y, code, size, "mono")] if code else []
            if note:
                x = self.typesetting.note_x if code else at.MARGIN
                marks.append(self._text(x, y, note, size, "mono", ink="muted"))
            sheet.put(("line", number), marks)
            y += at.LINE_HEIGHT
        tracked: list[Mark] = []
        if self.focus is not None:
            indent = SWATCH + 8
            character = self.measure("0", size, "mono")
            room = self.typesetting.room - int(indent / character + 1)
            text = self.lines.tracked(scans, room)
            swatch = Box(at.MARGIN + 1, at.LAST_LINE_Y - SWATCH + 1, SWATCH - 1, SWATCH - 1)
            swatch = replace(swatch, fill="tracked", line="tracked_edge", line_width=1.5)
            tracked = [
                swatch,
                self._text(at.MARGIN + indent, at.LAST_LINE_Y, text, size, "mono"),
            ]
        sheet.put("tracked", tracked)

    def _text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        face: Face,
        anchor: Anchor = "start",
        *,
        ink: str = "ink",
    ) -> Text:
        """A text on the paper."""
        width = self.measure(text, size, face)
        return Text(x, y, text, size, face, ink, "paper", width, anchor)


class Forward(Pass):
    """The input stays; the output appears, value by value."""

    def numbers_before(self) -> Array:
        """The input."""
        return self.record.input

    def absorb(self, numbers: Array, step: Step) -> None:
        """The input stays as it is."""

    def source_cell(
        self,
        cell: Pair,
        number: float,
        scan: int | None,
        *,
        merged: bool,  # noqa: ARG002
    ) -> tuple[Mark, ...]:
        """A cell of A_prev, with the red spot if it is the maximum of the window."""
        taken = () if scan is None else self.record.steps[scan].taken
        return self.source.cell(
            cell,
            number,
            ground=self.ground(cell, scan),
            peak=cell in taken,
            bold=cell in taken,
            tied=len(taken) > 1,
        )

    def padding_cell(self, cell: Pair, scan: int | None) -> tuple[Mark, ...]:
        """A cell of padding, with what it counts as."""
        counted = self.record.layer.padding_value
        return self.source.padding_cell(cell, counted, ground=self.ground(cell, scan))

    def result_cell(self, cell: Pair, scan: int | None, *, merged: bool) -> tuple[Mark, ...]:
        """A cell of A: empty until its scan has merged."""
        width = self.record.geometry.output_shape[1]
        own = cell[0] * width + cell[1]
        active = own == scan
        number = self.record.output[cell] if scan is not None and own < scan + merged else None
        return self.result.cell(cell, number, ground="active" if active else "cell", bold=active)

    def arrow(self) -> Arrow:
        """From the input to the output."""
        return Arrow(*self.layout.way, "accent")


class Backward(Pass):
    """The gradient of the output stays; that of the input grows, delta by delta."""

    def numbers_before(self) -> Array:
        """Nothing but zeros."""
        return np.zeros_like(self.record.input)

    @silently
    def absorb(self, numbers: Array, step: Step) -> None:
        """Add the deltas."""
        for row, column, delta in step.deltas:
            numbers[row, column] += delta

    def source_cell(
        self, cell: Pair, number: float, scan: int | None, *, merged: bool
    ) -> tuple[Mark, ...]:
        """A cell of dA_prev: its sum, and until the scan merges what it is about to receive."""
        step = None if scan is None else self.record.steps[scan]
        deltas = {} if step is None else {(row, column): d for row, column, d in step.deltas}
        taken = () if step is None else step.taken
        return self.source.cell(
            cell,
            number,
            ground=self.ground(cell, scan),
            ink="ink" if number or cell in deltas else "muted",
            bold=merged and cell in deltas,
            delta=None if merged else deltas.get(cell),
            small=float(self.record.input[cell]),
            peak=cell in taken,
            tied=len(taken) > 1,
        )

    def padding_cell(self, cell: Pair, scan: int | None) -> tuple[Mark, ...]:
        """A cell of padding: what falls there is lost."""
        return self.source.padding_cell(cell, None, ground=self.ground(cell, scan))

    def result_cell(self, cell: Pair, scan: int | None, *, merged: bool) -> tuple[Mark, ...]:  # noqa: ARG002
        """A cell of dA, muted until its scan."""
        assert self.record.grad_output is not None
        width = self.record.geometry.output_shape[1]
        own = cell[0] * width + cell[1]
        active = own == scan
        return self.result.cell(
            cell,
            float(self.record.grad_output[cell]),
            ground="active" if active else "cell",
            ink="ink" if scan is not None and own <= scan else "muted",
            bold=active,
            small=float(self.record.output[cell]),
        )

    def arrow(self) -> Arrow:
        """From the output's gradient to the input's."""
        x, y, to_x, to_y = self.layout.way
        return Arrow(to_x, to_y, x, y, "accent")
