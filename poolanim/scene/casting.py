"""Chooses the grids of a trace that a pass shows on boards."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from poolanim.layers.scans import Along
from poolanim.records import frozen
from poolanim.scene.boards.join import Join
from poolanim.scene.boards.part import Part
from poolanim.scene.boards.sums import Sums
from poolanim.scene.text.operands import GRADIENT, operand

if TYPE_CHECKING:
    from poolanim.layers.batches import Array
    from poolanim.parameters.sizes import Pair
    from poolanim.scene.text.telling import Telling
    from poolanim.tracing.record import Pass, Trace

BOTH = 2
"""The number of boards of each channel, if there are several channels."""


Spot = tuple[int, "Pair"]
"""A cell of a board, by the number of the board."""


@frozen(eq=False)
class Cast:
    """The grids of one channel of a pass, on boards.

    Attributes:
        trace: the trace of the figure.
        shown: the pass.
        number: the place of the channel among the traced ones.
        telling: the texts of the pass.
    """

    trace: Trace
    shown: Pass
    number: int
    telling: Telling

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The boards, from left to right."""
        boards = self.telling.boards
        if len(self.trace.channels) > 1 and len(boards) > BOTH:  # no room for the other boards
            boards = [
                board for board in boards if board[0] in (self.shown.own, *self.shown.targets)
            ]
        return tuple(map(self._part, *zip(*boards, strict=True)))

    def _part(self, grid: str, under: str, role: str) -> Part:
        name, values = self.telling.story.words.names[grid], self._plane(grid)
        spans = self._spans(grid)
        view, made = self.telling.story.view, self.shown.made.get(grid)
        windowed = grid != self.owner and bool(spans)
        rows, columns = cells = range(values.shape[0]), range(values.shape[1])
        if made is not None:
            cells = made.cells[0], made.cells[1]
        elif windowed and spans[0].axis is not None and not view.gathers:
            axes = self.trace.geometry.axes
            rows, columns = (axis.shown for axis in axes)
            # Windows may reach beyond the padding.
            spans = tuple(Along(axis.windows, number) for number, axis in enumerate(axes))
            name += self.telling.story.suffix
        if len(self.trace.channels) > 1:
            role, under = f"c = {self.trace.channels[self.number]}", ""
        return Part(
            grid,
            name,
            role,
            values,
            cells,
            self._plane(under) if under else None,
            grid in self.shown.targets,
            rows,
            columns,
            spans,
            windowed,
            grid in self.telling.story.words.stage["signed"],
            self.telling.story.border,
        )

    def _spans(self, grid: str) -> tuple[Along, ...]:
        """Returns what scans cover of a grid, or else of its gradient, or of what it is of."""
        spans, bare = self.shown.spans, operand(grid)
        names = (name for name in (grid, bare, GRADIENT + bare) if name in spans)
        return spans[name][:2] if (name := next(names, "")) else ()

    def _plane(self, grid: str) -> Array:
        return self.trace.plane(self.trace.grids[grid], self.number)

    @property
    def scatters(self) -> bool:
        """Whether scans add to other cells than their own."""
        return self.telling.story.view.scatters

    @cached_property
    def owner(self) -> str:
        """The grid of which each scan has one cell: what scans bring, or else what they fill."""
        shown = [grid for grid, *_ in self.telling.boards]
        brought = self.telling.story.view.brought
        return brought if brought in shown else self.shown.own

    @cached_property
    def own(self) -> int:
        """The number of the board on which each scan has one cell."""
        return self._board(self.owner)

    @cached_property
    def covered(self) -> tuple[int, ...]:
        """The numbers of the boards of which scans cover a window."""
        return tuple(number for number, part in enumerate(self.parts) if part.windowed)

    @cached_property
    def targets(self) -> tuple[int, ...]:
        """The numbers of the boards with windows to whose cells scans add."""
        if not self.scatters:
            return ()
        return tuple(number for number in self.covered if self.parts[number].target)

    @property
    def focus(self) -> Spot | None:
        """The tracked cell; None without one."""
        story = self.telling.story
        return None if story.focus is None else (self._board(story.view.target), story.focus)

    @property
    def source(self) -> int:
        """The number of the board whose cells scans add to, or else read."""
        return (self.targets or self.covered)[0]

    @property
    def counted(self) -> tuple[int, ...]:
        """The numbers of the boards whose cells the closing frame counts windows over."""
        moving = [number for number in self.covered if self.parts[number].moving]
        return tuple(number for number in moving if number in self.targets) or tuple(moving)

    @cached_property
    def joins(self) -> tuple[Join, ...]:
        """The boards that beams join, in the order of the words."""
        return tuple(
            Join(self._board(source), self._board(target), *texts)
            for source, target, *texts in self.telling.joins
        )

    def reads(self, join: Join) -> bool:
        """Whether the numbers that a scan reads go along a beam: the first beam of several."""
        return not self.scatters and join == self.joins[0]

    def gives(self, join: Join) -> bool:
        """Whether the numbers that a scan adds go along a beam: the last beam to their board."""
        last = [each for each in self.joins if each.target == join.target][-1]
        filled = (self.own,) if self.parts[self.own].target else ()
        return join == last and join.target in (*self.targets, *filled)

    @property
    def hung(self) -> dict[int, int]:
        """The numbers of the boards that hang on others, with those of these."""
        hosts = self.telling.hosts
        return {self._board(grid): self._board(host) for grid, host in hosts.items()}

    @cached_property
    def kept(self) -> Join | None:
        """The board that scans only look up, and the board with the same cells; None without it."""
        shown = {part.grid for part in self.parts}
        grids = [grid for grid in shown if GRADIENT + grid in shown]
        return Join(self._board(grids[0]), self._board(GRADIENT + grids[0])) if grids else None

    def _board(self, grid: str) -> int:
        return next(number for number, part in enumerate(self.parts) if part.grid == grid)

    def spans(self, number: int, scan: int) -> tuple[range, range]:
        """Returns the rows and the columns that a scan covers on a board, including padding."""
        index = self.shown.index(scan)
        rows, columns = self.parts[number].spans
        return rows.of(index), columns.of(index)

    def deltas(self, number: int, scan: int) -> dict[Pair, float]:
        """Returns the number that a scan adds to each cell of a board, including padding."""
        if number not in self.targets:
            return {}
        terms = self.shown.terms[self.parts[number].grid]
        depth = self.trace.depth(self.number)
        amounts = terms.amounts[terms.to.part(scan)].tolist()
        deltas: dict[Pair, float] = {}
        for (row, column, *depths), amount in zip(terms.to.of(scan), amounts, strict=True):
            if depth is None or depths[0] == depth:
                before = deltas.get((row, column))
                deltas[row, column] = amount if before is None else before + amount
        return deltas

    def chosen(self, scan: int) -> frozenset[Pair]:
        """Returns the cells that a scan's value was taken from."""
        if self.shown.chosen is None:
            return frozenset()
        depth = self.trace.depth(self.number)
        return frozenset(
            (cell[0], cell[1])
            for cell in self.shown.chosen.of(scan)
            if depth is None or cell[2] == depth
        )

    def joined(self, scan: int) -> list[Pair]:
        """Returns the chosen cells that beams join: in a pass that adds, those that get a part."""
        chosen = sorted(self.chosen(scan))
        if len(chosen) < 2 or not self.scatters:
            return chosen
        getting = self.deltas(self.targets[0], scan)
        return [cell for cell in chosen if cell in getting]

    def cell(self, scan: int) -> Pair:
        """Returns the cell that a scan has on its own board."""
        row, column = self.shown.index(scan)[:2]
        return row, column

    def turn(self, cell: Pair) -> int:
        """Returns the number of the scan to which a cell of the own board belongs."""
        return cell[0] * len(self.parts[self.own].columns) + cell[1]

    def finishes(self, number: int) -> bool:
        """Whether something becomes of the sums of a board after the last scan."""
        return self.shown.terms[self.parts[number].grid].finishes

    def sums(self, number: int) -> Sums:
        """Returns the sums of a board, before the first scan."""
        return Sums(self.shown.terms[self.parts[number].grid], self.trace.depth(self.number))

    def numbers(self, number: int) -> set[float]:
        """Returns all numbers that a board shows in the course of the pass."""
        part = self.parts[number]
        if number not in self.targets:
            return set(part.values.astype(float).ravel().tolist())
        terms = self.shown.terms[part.grid]
        ends = part.values.ravel() if self.finishes(number) else ()
        return {0.0, *terms.totals[terms.to.inside].astype(float).tolist(), *map(float, ends)}

    def added(self, number: int) -> set[float]:
        """Returns all numbers that a board shows with a sign in the course of the pass."""
        if number not in self.targets:
            return set()
        if self.parts[number].values.size == 1:  # a scan may add several numbers to a bias
            scans = range(len(self.shown))
            return {delta for scan in scans for delta in self.deltas(number, scan).values()}
        return set(self.shown.terms[self.parts[number].grid].amounts.astype(float).tolist())
