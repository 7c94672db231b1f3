"""What is seen in a pass, forward and backward side by side.

A pass puts marks in their places on a sheet: all of them for its opening frame, then for each scan
those that change when the window arrives, and those that change when its numbers merge.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import chain
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from poolanim.grids.sources import names_picture
from poolanim.layers.axis import Axis
from poolanim.layers.window import Window
from poolanim.scene.footing import put_caption, put_lines, tracked_marks
from poolanim.scene.heading import put_formula, put_heading, put_progress
from poolanim.scene.marks import CAP_HEIGHT, Arrow, Box, Text
from poolanim.scene.panel import Heat, Panel, Style, panel
from poolanim.scene.typesetting import wraps
from poolanim.theme.colours import HEAT_LEVELS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Self

    from numpy.typing import NDArray

    from poolanim.figure import Figure
    from poolanim.layers.batches import Array
    from poolanim.parameters.sizes import Pair
    from poolanim.scene.adapter import Record
    from poolanim.scene.layout import Boards, Layout
    from poolanim.scene.lines import Lines
    from poolanim.scene.marks import Bounds, Mark
    from poolanim.scene.pace import Drawn, Pace, Stage, Tween
    from poolanim.scene.sheet import Sheet
    from poolanim.scene.typesetting import Line, Typesetting

EDGE, EDGE_RADIUS = 3, 3
"""Of the outlines around the window and the active cell."""
FOCUS_EDGE, FOCUS_INSET = 2, 1.5
"""Of the outline within the tracked cell."""
UNTINTED = ("cell", "paper")
"""Grounds of cells that the window tints; the tracked cell, and colours, keep theirs."""
MERGED_GAP = 3
"""Between a sum and the delta that has come up to it."""
HALO = 2
"""What outlines among colours are wider by, in another colour."""
LABEL_LIFT, SCALE_LIFT, CAPTION_DROP, ARROW_TEXT_LIFT = 9, 9, 16, 14
HEAT_LEVEL_WIDTH, HEAT_BAR_HEIGHT, HEAT_BAR_GAP = 6, 8, 5
SAMPLES = 12
"""Scans, evenly chosen from all, whose marks are looked at before the film begins."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Where a pass stands.

    Attributes:
        index: the output cell of the scan that is shown; (-1, -1) if none is.
        done: the first output cell whose scan is not over.
        window: the scan's window, padding included.
        taken: the input cells that its value was taken from, if that is told.
        deltas: what is added to which input cell, if that is told.
        merged: whether it has been added.
        awaiting: the input cells to which something is on its way.
    """

    index: Pair
    done: Pair
    window: Window
    taken: frozenset[Pair]
    deltas: Mapping[Pair, float]
    merged: bool
    awaiting: frozenset[Pair] = frozenset()

    @classmethod
    @lru_cache(maxsize=4)  # a frame asks for the same again and again
    def of(cls, record: Record, scan: int, stage: Stage) -> Moment:
        """A beat of a scan."""
        step = record.steps[scan]
        window = record.geometry.whole_window(step.index)
        if stage == "arrived":
            return cls(step.index, step.index, window, frozenset(), {}, merged=False)
        deltas = {(row, column): delta for row, column, delta in step.deltas}
        merged = stage == "merged"
        return cls(step.index, step.index, window, frozenset(step.taken), deltas, merged)

    @classmethod
    def between(cls, done: Pair) -> Moment:
        """No scan is shown; those of the output cells before `done` are over."""
        return cls((-1, -1), done, Window(0, 0, 0, 0), frozenset(), {}, merged=False)


@dataclass(frozen=True)
class Pass(ABC):
    """One pass of a film.

    Attributes:
        layout: where boards and lines stand.
        lines: what is told beside the boards, and the trace that it tells of.
        typesetting: sizes and places of texts.
        source: how A_prev or dA_prev is shown.
        result: how A or dA is shown.
    """

    layout: Layout
    lines: Lines
    typesetting: Typesetting
    source: Panel
    result: Panel

    @property
    def record(self) -> Record:
        """The trace that is shown."""
        return self.lines.record

    @abstractmethod
    def numbers(self) -> Callable[[int], Array]:
        """Gives what the input's board holds after so many scans, each time more or as many."""

    @abstractmethod
    def source_cell(self, cell: Pair, number: float, moment: Moment) -> tuple[Mark, ...]:
        """A cell of the input's board that now holds `number`."""

    def padding_cell(self, cell: Pair, moment: Moment) -> tuple[Mark, ...]:
        """A cell outside the input, with what it counts as, and struck out if no divisor does."""
        if cell not in self.record.geometry.reached():
            return ()
        ground, struck = self.ground(cell, moment), cell not in self.lines.counted
        return self.source.padding_cell(cell, self.padding_value, ground=ground, struck=struck)

    @property
    def padding_value(self) -> float | None:
        """What a cell of padding counts as; None where that is not told."""
        return None

    @abstractmethod
    def result_cell(self, cell: Pair, moment: Moment) -> tuple[Mark, ...]:
        """A cell of the output's board."""

    @property
    def boards(self) -> Boards:
        """The two boards and the way between them."""
        return self.layout.boards[0]

    @property
    def panels(self) -> tuple[Panel, ...]:
        """Both boards."""
        return self.source, self.result

    def samples(self) -> list[int]:
        """Scans that bring marks of all kinds: some of all, and the first of each rare kind."""
        scans = len(self.record.steps)
        kinds = zip(*(kind.tolist() for kind in self.kinds()), strict=True)
        first: dict[tuple[bool, ...], int] = {}
        for scan, kind in enumerate(kinds):
            first.setdefault(kind, scan)
        return sorted({*range(0, scans, ceil(scans / SAMPLES)), *first.values(), scans - 1})

    def kinds(self) -> list[NDArray[np.bool_]]:
        """What is true of few scans, and lets them show what others do not: (scans,) each."""
        steps, cells = self.record.steps, np.ravel(self.record.geometry.counts(Axis.clipped))
        taken = steps.taken.counts
        return [np.isfinite(steps.output.ravel()), taken > 1, taken < cells]

    @abstractmethod
    def arrow(self) -> Arrow:
        """The arrow between the boards."""

    @property
    def caption_widths(self) -> tuple[float, float]:
        """Room that the source and the result need for scales and captions; 0 without any."""
        source, result = (
            max(
                (2 * max(x - mark.bounds[0], mark.bounds[2] - x) for mark in marks),
                default=0.0,
            )
            for x, marks in (
                (shown.board.middle[0], [*self._scale(shown), *self._caption(shown, name)])
                for name, shown in (("source", self.source), ("result", self.result))
            )
        )
        return source, result

    @property
    def caption_rows(self) -> int:
        """Rows of the captions under the boards."""
        return max(shown.small is not None for shown in self.panels)

    @property
    def scale_rows(self) -> int:
        """Rows between the boards and their names."""
        return max(shown.coloured for shown in self.panels)

    def opening(self, sheet: Sheet, numbers: Array, pace: Pace) -> None:
        """Put everything in its place before the first scan; `numbers` fill the input's board."""
        page, scans = self.typesetting.page, len(self.record.steps)
        put_heading(sheet, self.lines.words, self.typesetting)
        put_formula(sheet, self.typesetting, self.lines.formula)
        count = self.lines.opening_count()
        put_progress(sheet, self.typesetting, self.layout, count, pace.first, scans)
        for name, shown in (("source", self.source), ("result", self.result)):
            x, y = shown.board.middle[0], shown.board.top - page.units(LABEL_LIFT)
            y -= page.scale_height * shown.coloured
            label = self.lines.label(name)
            face = self.typesetting.label
            text = self.typesetting.text(x, y, label, page.label_size, face, "middle")
            sheet.put((name, "label"), [text])
            sheet.put((name, "scale"), self._scale(shown))
            sheet.put((name, "caption"), self._caption(shown, name))
        self._put_all(sheet, numbers, Moment.between(self.record.steps.index(pace.first)))
        sheet.put("ghost", self._ghost())
        sheet.put("way", self._way())
        self._put_lines(sheet, self.lines.opening(), self.lines.need.opening)
        self._put_tracked(sheet, scans=pace.first)
        put_caption(sheet, self.typesetting)
        # What lies over all else.
        sheet.put("window")
        sheet.put("active")
        sheet.put("focus", self._focus_edge())
        sheet.put("flying")

    def resume(self, sheet: Sheet, numbers: Array, pace: Pace, drawn: Drawn) -> None:
        """Put everything as it stands after a scan; `numbers` then fill the input's board."""
        self.opening(sheet, numbers, pace)
        self._put_all(sheet, numbers, Moment.of(self.record, drawn.scan, "merged"))
        self.move(sheet, numbers, drawn, "merged")
        self.tell(sheet, numbers, drawn.scan, "merged")

    def closing(self, sheet: Sheet, numbers: Array, scan: int) -> None:
        """Let the last scan be over."""
        last = self.record.steps.index(len(self.record.steps) - 1)
        over = scan + 1 == len(self.record.steps)
        done = (last[0] + 1, 0) if over else self.record.steps.index(scan + 1)
        self._put_cells(sheet, [scan], numbers, Moment.between(done))
        sheet.put("window")
        sheet.put("active")
        self._put_lines(sheet, self.lines.closing(), self.lines.need.closing)

    def move(self, sheet: Sheet, numbers: Array, drawn: Drawn, stage: Stage) -> None:
        """Let the window move on, away from the cells that it covered; `tell` puts its new ones.

        Args:
            sheet: takes the marks.
            numbers: fill the input's board.
            drawn: the scan that it moves to.
            stage: in which it is shown then.
        """
        scan = drawn.scan
        self._put_progress(sheet, drawn)
        moment = Moment.of(self.record, scan, stage)
        left = range(max(drawn.since - 1, 0), scan)
        if len(left) > 1 or self._tells_window:
            self._put_cells(sheet, left, numbers, moment, but=moment.window)
        sheet.put("window", self._edge(self.source, self._block(moment.window), "window_edge"))
        block = self.result.board.block(*moment.index)
        sheet.put("active", self._edge(self.result, block, "accent"))

    @property
    def _tells_window(self) -> bool:
        """Whether cells look otherwise once a window has left: numbers, spots and padding do."""
        numbered = any(shown.main is not None for shown in (self.source, self.result))
        return numbered or self.record.takes or self._padded

    @property
    def _padded(self) -> bool:
        """Whether the input's board shows more than the input."""
        return self.source.board.cells != self.record.geometry.unpadded()

    def tween(self, sheet: Sheet, numbers: Array, drawn: Drawn, tween: Tween, share: float) -> None:
        """Show what moves on the way to a stage of a scan.

        Args:
            sheet: takes the marks.
            numbers: fill the input's board.
            drawn: the scan.
            tween: what moves.
            share: how far it has come, over 0 to 1.
        """
        share = share * share * (3 - 2 * share)  # slow at both ends
        self._put_scan_lines(sheet, drawn.scan, merged=False)
        if tween == "glide":
            self._glide(sheet, numbers, drawn, share)
        elif tween in ("open", "fly"):
            self.move(sheet, numbers, drawn, "arrived")
            self._put_awaiting(sheet, numbers, drawn.scan, "arrived")
            sheet.put("flying", self.flying(drawn.scan, share if tween == "fly" else 0))
        else:
            self._put_awaiting(sheet, numbers, drawn.scan, "told")
            sheet.put("flying", self.merging(drawn.scan, share))

    def _put_awaiting(self, sheet: Sheet, numbers: Array, scan: int, stage: Stage) -> None:
        """The cells of a scan while what it brings is on its way."""
        deltas = Moment.of(self.record, scan, "told").deltas
        moment = replace(Moment.of(self.record, scan, stage), deltas={}, awaiting=frozenset(deltas))
        self._put_cells(sheet, [scan], numbers, moment)

    def flying(self, scan: int, share: float) -> Iterator[Mark]:  # noqa: ARG002
        """What a scan brings, on its way from one board to the other."""
        return iter(())

    def merging(self, scan: int, share: float) -> Iterator[Mark]:  # noqa: ARG002
        """What a scan brought, on its way into the sums."""
        return iter(())

    def _glide(self, sheet: Sheet, numbers: Array, drawn: Drawn, share: float) -> None:
        """Let the window, and the active cell, be between two scans."""
        before = max(drawn.since - 1, 0)
        index = self.record.steps.index(drawn.scan)
        start = self.record.steps.index(before) if sheet.holds("window") else index
        window, then = map(self.record.geometry.whole_window, (start, index))

        def on_way(one: float, other: float) -> float:
            return one + (other - one) * share

        self._put_progress(sheet, drawn)
        for place, shown, role, blocks in (
            ("window", self.source, "window_edge", [self._block(each) for each in (window, then)]),
            (
                "active",
                self.result,
                "accent",
                [self.result.board.block(*i) for i in (start, index)],
            ),
        ):
            x, y, width, height = map(round, map(on_way, *blocks))
            sheet.put(place, self._edge(shown, (x, y, width, height), role))
            if shown is self.source:
                tints = self._tints(then, (x, y, width, height))
        moment = Moment.between(index)
        passed = Window(
            min(window.top, then.top),
            max(window.bottom, then.bottom),
            min(window.left, then.left),
            max(window.right, then.right),
        )
        self._put_cells(sheet, range(before, drawn.scan + 1), numbers, moment, tints)
        self._put_source(sheet, passed.cells(), numbers, moment, tints)

    def _tints(self, window: Window, block: Bounds) -> list[Bounds]:
        """Where a window's cells would be, if it were at this place; without gaps all as one."""
        x, y, width, height = block
        if window.steps == (1, 1):
            return [(x, y, x + width, y + height)]
        side = self.source.board.cell
        x, y = x - window.left * side, y - window.top * side
        return [
            (x + column * side, y + row * side, x + (column + 1) * side, y + (row + 1) * side)
            for row, column in window.cells()
        ]

    def _block(self, window: Window) -> Bounds:
        """Of a window's cells on the input's board."""
        return self.source.board.block(window.top, window.left, window.height, window.width)

    def tell(self, sheet: Sheet, numbers: Array, scan: int, stage: Stage) -> None:
        """Show a scan, what it brings, or what became of that once it merged into the sums."""
        self._put_cells(sheet, [scan], numbers, Moment.of(self.record, scan, stage))
        sheet.put("flying")
        self._put_scan_lines(sheet, scan, merged=stage == "merged")
        if stage == "merged":
            self._put_tracked(sheet, scans=scan + 1)

    def ground(self, cell: Pair, moment: Moment) -> str:
        """The role of the colour of a cell of the input's board."""
        if cell == self.lines.focus:
            return "tracked"
        return "window" if cell in moment.window else "cell"

    def _put_all(self, sheet: Sheet, numbers: Array, moment: Moment) -> None:
        """The cells of both boards."""
        self._put_source(sheet, self.record.geometry.padded().cells(), numbers, moment)
        for cell in self.record.geometry.output().cells():
            sheet.put(("result", *cell), self.result_cell(cell, moment))

    def _put_cells(
        self,
        sheet: Sheet,
        scans: Iterable[int],
        numbers: Array,
        moment: Moment,
        tints: Sequence[Bounds] = (),
        but: Window | None = None,
    ) -> None:
        """The cells of these scans' windows, but for those of one, and their values."""
        indices = [self.record.steps.index(scan) for scan in scans]
        windows = map(self.record.geometry.whole_window, indices)
        cells = dict.fromkeys(chain.from_iterable(window.cells() for window in windows))
        for cell in () if but is None else but.cells():
            cells.pop(cell, None)
        self._put_source(sheet, cells, numbers, moment, tints)
        for index in indices:
            sheet.put(("result", *index), self.result_cell(index, moment))

    def _put_source(
        self,
        sheet: Sheet,
        cells: Iterable[Pair],
        numbers: Array,
        moment: Moment,
        tints: Sequence[Bounds] = (),
    ) -> None:
        """Cells of the input's board; `tints` are where those of a window are that glides."""
        own = list(cells)
        if self._padded:
            inside = self.record.geometry.unpadded()
            for cell in own:  # padding first, so that the input's own border lies on top
                if cell not in inside:
                    marks = self.padding_cell(cell, moment)
                    marks = self._tinted(cell, marks, tints) if tints else marks
                    sheet.put(("source", *cell), marks)
            own = [cell for cell in own if cell in inside]
        for cell in own:
            marks = self.source_cell(cell, float(numbers[cell]), moment)
            sheet.put(("source", *cell), self._tinted(cell, marks, tints) if tints else marks)

    def _tinted(
        self, cell: Pair, marks: tuple[Mark, ...], tints: Sequence[Bounds]
    ) -> tuple[Mark, ...]:
        """A cell's marks, with the window's colour under them as far as it lies on the cell."""
        ground = marks[0] if marks else None
        if not isinstance(ground, Box) or ground.fill not in UNTINTED:
            return marks
        x, y, side, _ = self.source.board.block(*cell)
        parts = []
        for left, top, right, bottom in tints:
            from_x, to_x = max(x, left), min(x + side, right)
            from_y, to_y = max(y, top), min(y + side, bottom)
            if from_x < to_x and from_y < to_y:
                parts.append(Box(from_x, from_y, to_x - from_x, to_y - from_y, "window"))
        if not parts:
            return marks
        return ground._replace(line=None), *parts, ground._replace(fill=None), *marks[1:]

    @staticmethod
    def _edge(shown: Panel, block: Bounds, role: str) -> Iterator[Mark]:
        """An outline on the border of cells; among colours, outside it and on the paper's."""
        x, y, width, height = block
        edge, halo, radius = (each * shown.boldness for each in (EDGE, HALO, EDGE_RADIUS))
        if shown.coloured:
            out = (edge + halo) / 2
            x, y, width, height = x - out, y - out, width + 2 * out, height + 2 * out
            yield Box(x, y, width, height, None, "paper", edge + halo, radius)
        yield Box(x, y, width, height, None, role, edge, radius)

    def _ghost(self) -> Iterator[Mark]:
        """The outlines of windows that ceil mode would add, but that start behind the input."""
        for window in self.record.geometry.dropped():
            x, y, width, height = self._block(window)
            yield Box(x, y, width, height, None, "window_edge", dashed=True)

    def _focus_edge(self) -> Iterator[Mark]:
        """An outline within the tracked cell; among colours, around it, in the cell's yellow."""
        if self.lines.focus is not None:
            x, y, side, _ = self.source.board.block(*self.lines.focus)
            edge, halo, inset = (
                each * self.source.boldness for each in (FOCUS_EDGE, HALO, FOCUS_INSET)
            )
            if self.source.coloured:
                x, y, side = x - edge, y - edge, side + 2 * edge
                yield Box(x, y, side, side, None, "tracked_edge", edge + halo)
                yield Box(x, y, side, side, None, "tracked", edge)
            else:
                x, y, side = x + inset, y + inset, side - 2 * inset
                yield Box(x, y, side, side, None, "tracked_edge", edge)

    def _way(self) -> Iterator[Mark]:
        """The arrow, and what happens on the way."""
        yield self.arrow()
        said = self.lines.arrow()
        x, y, to_x, to_y = self.boards.way
        page, text = self.typesetting.page, self.typesetting.text
        if self.boards.stacked:
            middle = (y + to_y + CAP_HEIGHT * page.arrow_size) / 2
            yield text(x + page.arrow_margin, middle, said, page.arrow_size, "sans", ink="accent")
        else:
            ways = wraps(said, self._way_width)
            rows = ways[min(self.layout.way_rows, len(ways)) - 1]
            x, y = (x + to_x) / 2, y - page.units(ARROW_TEXT_LIFT)
            for row, part in enumerate(reversed(rows)):
                above = y - row * page.arrow_row
                yield text(x, above, part, page.arrow_size, "sans", "middle", ink="accent")

    def _way_width(self, text: str) -> float:
        return self.typesetting.measure(text, self.typesetting.page.arrow_size, "sans")

    def _caption(self, shown: Panel, name: str) -> Iterator[Mark]:
        """What the two sizes of numbers are."""
        if shown.small is not None:
            page, words = self.typesetting.page, self.lines.words
            x, y = shown.board.middle[0], shown.board.bottom + page.units(CAPTION_DROP)
            fields = {"large": words.label(name), "small": words.label(f"small_{name}")}
            key = "small_print" if shown.delta is None else "small_print_with_deltas"
            said, face = words.say(key, fields), self.typesetting.own("sans")
            yield self.typesetting.text(x, y, said, page.caption_size, face, "middle", ink="muted")

    def _scale(self, shown: Panel) -> Iterator[Mark]:
        """What numbers the colours are."""
        if shown.coloured:
            page, text = self.typesetting.page, self.typesetting.text
            x, y = shown.board.middle[0], shown.board.top - page.units(SCALE_LIFT)
            size = page.caption_size
            level, height = page.units(HEAT_LEVEL_WIDTH), page.units(HEAT_BAR_HEIGHT)
            x = round(x - level * HEAT_LEVELS / 2)
            for number in range(HEAT_LEVELS):
                role = f"{shown.heat.scale}.{number}"
                yield Box(x + number * level, y - height, level, height, role)
            least, greatest = shown.heat_ends()
            yield text(x - HEAT_BAR_GAP, y, least, size, "sans", "end", ink="muted")
            x += level * HEAT_LEVELS + HEAT_BAR_GAP
            yield text(x, y, greatest, size, "sans", ink="muted")

    def _put_tracked(self, sheet: Sheet, *, scans: int) -> None:
        hits = self.lines.hits_in(scans)
        if len(hits) not in self._tracked_after:
            marks: list[Mark] = []
            if self.lines.focus is not None:
                line = self.lines.tracked(hits, self.layout.block.tracked)
                marks = tracked_marks(self.typesetting, self.layout.block, line)
            self._tracked_after[len(hits)] = tuple(marks)
        sheet.put("tracked", self._tracked_after[len(hits)])

    @cached_property
    def _tracked_after(self) -> dict[int, tuple[Mark, ...]]:
        """What stands in the tracked cell's rows after so many scans that add to it: few do."""
        return {}

    def _put_progress(self, sheet: Sheet, drawn: Drawn) -> None:
        count = self.lines.count(drawn.since, drawn.scan)
        put_progress(
            sheet, self.typesetting, self.layout, count, drawn.scan + 1, len(self.record.steps)
        )

    def _put_scan_lines(self, sheet: Sheet, scan: int, *, merged: bool) -> None:
        block = self.layout.block
        lines = self.lines.scan(scan, merged=merged, note=block.note, alone=block.alone)
        self._put_lines(sheet, lines, self.lines.need.scan)

    def _put_lines(self, sheet: Sheet, lines: Sequence[Line], shape: Sequence[Line]) -> None:
        put_lines(sheet, self.typesetting, self.layout.block, lines, shape)


class Forward(Pass):
    """The input stays; the output appears, value by value."""

    @classmethod
    def on(cls, layout: Layout, lines: Lines, typesetting: Typesetting, figure: Figure) -> Self:
        """A forward pass on this layout."""
        record, measure = lines.record, typesetting.measure
        peaks = record.takes
        inputs = [number for each in lines.records for number in each.input.ravel().tolist()]
        outputs = [number for each in lines.records for number in each.output.ravel().tolist()]
        boards = layout.boards[0]
        style = Style.of(figure, typesetting.page)
        heats = _heats(inputs, outputs, "sequential", picture=names_picture(figure.input))
        source = panel(boards.source, measure, inputs, style, peaks=peaks, heat=heats[0])
        result = panel(boards.result, measure, outputs, style, heat=heats[1])
        return cls(layout, lines, typesetting, source, result)

    def numbers(self) -> Callable[[int], Array]:
        """The input, always."""
        return lambda _: self.record.input

    def source_cell(self, cell: Pair, number: float, moment: Moment) -> tuple[Mark, ...]:
        """A cell of A_prev, with the red spot if it is the maximum of the window."""
        return self.source.cell(
            cell,
            number,
            ground=self.ground(cell, moment),
            peak=cell in moment.taken,
            bold=cell in moment.taken,
            tied=len(moment.taken) > 1,
        )

    @property
    def padding_value(self) -> float | None:
        """What a cell of padding counts as."""
        return self.record.layer.padding_value

    def result_cell(self, cell: Pair, moment: Moment) -> tuple[Mark, ...]:
        """A cell of A: empty until its scan has merged."""
        active = cell == moment.index
        known = cell < moment.done or (active and moment.merged)
        number = float(self.record.output[cell]) if known else None
        return self.result.cell(cell, number, ground="active" if active else "cell", bold=active)

    def arrow(self) -> Arrow:
        """From the input to the output."""
        return Arrow(*self.boards.way, "accent")


class Backward(Pass):
    """The gradient of the output stays; that of the input grows, delta by delta."""

    @classmethod
    def on(cls, layout: Layout, lines: Lines, typesetting: Typesetting, figure: Figure) -> Self:
        """A backward pass on this layout."""
        record, measure = lines.record, typesetting.measure
        peaks = record.takes
        style = Style.of(figure, typesetting.page)
        alone = len(lines.records) == 1  # several channels have no room for small numbers
        kept = (peaks or style.kept) and alone and figure.layer != "unpool"
        boards = layout.boards[0]
        records = lines.records
        sums = set[float]().union(*(each.sums for each in records))
        grads = set[float]().union(*(each.grads() for each in records))
        deltas = set[float]().union(*(each.deltas() for each in records))
        # A delta may be larger than any sum that it comes to.
        heats = _heats(sums | deltas, grads, "diverging", picture=names_picture(figure.gradient))

        def all_of(grids: Iterable[Array]) -> Iterable[float]:
            return chain.from_iterable(grid.ravel().tolist() for grid in grids) if kept else ()

        source = panel(
            boards.source,
            measure,
            sums,
            style,
            deltas=deltas,
            small=all_of(each.input for each in records),
            peaks=peaks,
            heat=heats[0],
        )
        result = panel(
            boards.result,
            measure,
            grads,
            style,
            small=all_of(each.output for each in records),
            heat=heats[1],
        )
        return cls(layout, lines, typesetting, source, result)

    def numbers(self) -> Callable[[int], Array]:
        """The sums of the deltas."""
        return self.record.replay()

    def source_cell(self, cell: Pair, number: float, moment: Moment) -> tuple[Mark, ...]:
        """A cell of dA_prev: its sum, and until the scan merges what it is about to receive."""
        delta = None if moment.merged else moment.deltas.get(cell)
        peak, chosen = cell in moment.taken, cell in moment.deltas
        if self.source.main is None:
            return self.source.heat_cell(cell, number, delta=delta, peak=peak, chosen=chosen)
        return self.source.cell(
            cell,
            number,
            ground=self.ground(cell, moment),
            ink="ink" if number or chosen or cell in moment.awaiting else "muted",
            bold=moment.merged and chosen,
            delta=delta,
            small=None if cell in moment.awaiting else float(self.record.input[cell]),
            peak=peak,
            tied=len(moment.taken) > 1,
            chosen=chosen,
        )

    def kinds(self) -> list[NDArray[np.bool_]]:
        """The same with what becomes of the window's sums, and of the tracked cell."""
        steps, geometry, focus = self.record.steps, self.record.geometry, self.lines.focus
        scans = range(len(steps))
        taking = np.zeros(len(steps), bool)
        if focus is not None:
            taking[steps.taken.having(focus)[0]] = True
        counts = steps.received.counts
        leaving = counts < np.ravel(geometry.counts(Axis.clipped))
        odd = np.full_like(leaving, not np.isfinite(steps.deltas).all())
        if leaving.any() or odd.any():  # or else all sums are in the making, and are numbers
            numbers = self.numbers()
            for scan in scans:
                window = geometry.window(steps.index(scan))
                held = np.s_[window.top : window.bottom, window.left : window.right]
                odd[scan] = not np.isfinite(numbers(scan)[held]).all()
                leaving[scan] = np.count_nonzero(numbers(scan + 1)[held]) > counts[scan]
        return [*super().kinds(), taking, leaving, odd]

    def flying(self, scan: int, share: float) -> Iterator[Mark]:
        """The deltas, on their way from the active cell of dA to their own."""
        step = self.record.steps[scan]
        x, y, *_ = self.result.board.block(*step.index)
        for row, column, delta in step.deltas:
            to_x, to_y, *_ = self.source.board.block(row, column)
            mark = self._delta((row, column), delta, "paper")
            if mark is not None:
                back_x, back_y = (x - to_x) * (1 - share), (y - to_y) * (1 - share)
                yield mark._replace(x=mark.x + back_x, y=mark.y + back_y)

    def merging(self, scan: int, share: float) -> Iterator[Mark]:
        """The deltas, on their way up to the sums, which they never cover."""
        step, main, slot = self.record.steps[scan], self.source.main, self.source.delta
        way = 0.0
        if main is not None and slot is not None:
            reach = CAP_HEIGHT / 2 * (main.size + slot.size) + MERGED_GAP
            way = max((slot.middle - main.middle) * self.source.board.cell - reach, 0)
        moment = Moment.of(self.record, scan, "told")
        for row, column, delta in step.deltas:
            cell = row, column
            peak = cell in moment.taken
            ground = "peak" if peak else self.ground(cell, moment)
            mark = self._delta(cell, delta, ground)
            if isinstance(mark, Text):
                yield mark._replace(y=mark.y - way * share)
            elif isinstance(mark, Box):
                inset = mark.width / 2 * share
                size = mark.width - 2 * inset
                yield mark._replace(x=mark.x + inset, y=mark.y + inset, width=size, height=size)

    def _delta(self, cell: Pair, delta: float, ground: str) -> Text | Box | None:
        if self.source.main is None:
            return self.source.heat_delta(cell, delta)
        if self.source.delta is None:
            return None
        return self.source.delta_number(cell, self.source.delta, delta, ground)

    def result_cell(self, cell: Pair, moment: Moment) -> tuple[Mark, ...]:
        """A cell of dA, muted until its scan."""
        assert self.record.grad_output is not None
        number, active = float(self.record.grad_output[cell]), cell == moment.index
        if self.result.main is None:
            return self.result.heat_cell(cell, number)
        return self.result.cell(
            cell,
            number,
            ground="active" if active else "cell",
            ink="ink" if active or cell < moment.done else "muted",
            bold=active,
            small=float(self.record.output[cell]),
        )

    def arrow(self) -> Arrow:
        """From the output's gradient to the input's."""
        x, y, to_x, to_y = self.boards.way
        return Arrow(to_x, to_y, x, y, "accent")


def _heats(
    source: Iterable[float], result: Iterable[float], scale: str, *, picture: bool
) -> tuple[Heat, Heat]:
    """The colours of both boards: of each by itself, but in a picture a grey is one number.

    That is unless one board would then have less than half of the greys, as the gradient of an
    average has, so that nothing could be recognised on it.
    """
    if not picture:
        return Heat.of(source, scale), Heat.of(result, scale)
    own = [Heat.of(each, "picture") for each in (source, result)]
    common = Heat.of([*source, *result], "picture")
    if min(heat.greatest - heat.least for heat in own) < (common.greatest - common.least) / 2:
        return own[0], own[1]
    return common, common
