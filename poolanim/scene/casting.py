"""Chooses the grids of a trace that a pass shows on boards."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from poolanim.records import frozen
from poolanim.scene.boards.sums import Sums
from poolanim.scene.depths import Depths
from poolanim.scene.frames import Drawn
from poolanim.scene.parts import Parts
from poolanim.scene.text.operands import GRADIENT
from poolanim.scene.tracks import by_turn, tracked_in
from poolanim.scene.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.layers.terms import Cells
    from poolanim.parameters.sizes import Pair
    from poolanim.scene.boards.join import Join
    from poolanim.scene.boards.part import Part
    from poolanim.scene.boards.seat import Seat
    from poolanim.scene.text.telling import Telling
    from poolanim.scene.tracks import Spot
    from poolanim.scene.turns import Turn
    from poolanim.tracing.record import Pass, Trace


@frozen(eq=False)
class Cast:
    """The grids of a pass, on boards.

    Attributes:
        trace: the trace of the figure.
        shown: the pass.
        tellings: the texts of the pass; one for each channel if no scan joins channels.
        abreast: whether the channels of a depthwise convolution stand side by side.
    """

    trace: Trace
    shown: Pass
    tellings: Sequence[Telling]
    abreast: bool = True

    @property
    def telling(self) -> Telling:
        """The texts of the first channel, or of all."""
        return self.tellings[0]

    def told_in(self, column: int) -> Telling:
        """Returns the texts of a column."""
        return self.tellings[column if len(self.tellings) > 1 else 0]

    @cached_property
    def depths(self) -> Depths:
        """The channels of the pass."""
        grids, weighs = [grid for grid, *_ in self.telling.boards], "weight" in self.trace.grids
        drawn = None if weighs else len(self.tellings)
        return Depths(self.telling.story.view, grids, drawn, self.abreast)

    @property
    def drawn(self) -> Drawn:
        """The channels of the input that have boards, and those that were asked for."""
        asked = self.trace.channels
        return Drawn(asked[: self.depths.drawn], asked)

    @cached_property
    def kinds(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """The grids that have boards, as `Telling.boards`.

        Where all channels have boards of their own, there is room for two or three of these.
        """
        boards, several = self.telling.boards, len(self.tellings) > 1
        if several and len(boards) > 2:
            kept = self.shown.own, *self.shown.targets
            boards = [board for board in boards if board[0] in kept]
        return [(grid, "" if several else under, roles) for grid, under, roles in boards]

    # ---- the boards

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The boards, grid by grid."""
        parts = Parts(self.telling, self.depths, not self.depths.alone)
        return tuple(
            part for kind, board in enumerate(self.kinds) for part in parts.of(kind, *board)
        )

    @property
    def seats(self) -> tuple[Seat, ...]:
        """The places that the boards need. Columns that take turns have the same."""
        alone, seats = self.depths.alone, (part.seat for part in self.parts)
        return tuple(seat._replace(column=None) if alone else seat for seat in seats)

    @cached_property
    def turns(self) -> tuple[Turn, ...]:
        """The boards that the scans of each turn use."""
        turns = Turns(self.parts, self.depths, self.telling)
        return tuple(map(turns.__getitem__, range(self.depths.turns)))

    def at(self, scan: int) -> Turn:
        """Returns the boards that a scan uses."""
        return self.turns[self.depths.turn_of(scan)]

    @property
    def scatters(self) -> bool:
        """Whether scans add to other cells than their own."""
        return self.telling.story.view.scatters

    @cached_property
    def targets(self) -> tuple[int, ...]:
        """The numbers of all boards with windows to whose cells scans add."""
        windowed = (number for number, part in enumerate(self.parts) if part.windowed)
        return tuple(n for n in windowed if self.parts[n].target) if self.scatters else ()

    @cached_property
    def followed(self) -> tuple[Telling, ...]:
        """The texts of what each turn tracks."""
        return by_turn(self.telling, self.depths)

    @cached_property
    def focus(self) -> frozenset[Spot]:
        """The tracked cells; empty without one."""
        return tracked_in(self.parts, {*self.tellings, *self.followed})

    @property
    def counted(self) -> tuple[int, ...]:
        """The numbers of the boards whose cells the closing frame counts windows over."""
        moving = [number for number, part in enumerate(self.parts) if part.moving]
        return tuple(number for number in moving if number in self.targets) or tuple(moving)

    def reads(self, join: Join) -> bool:
        """Whether the numbers that a scan reads go along a beam: the first beam of several."""
        grids = tuple(self.parts[board].grid for board in join.boards)
        return not self.scatters and grids == self.telling.joins[0][:2]

    @cached_property
    def linked(self) -> tuple[tuple[int, int], ...]:
        """The numbers of the grids that beams join, from source to target."""
        kinds = {grid: kind for kind, (grid, *_) in enumerate(self.kinds)}
        joins = (tuple(join[:2]) for join in self.telling.joins)
        return tuple((kinds[a], kinds[b]) for a, b in joins if a in kinds and b in kinds)

    @property
    def hung(self) -> dict[int, int]:
        """The numbers of the grids whose boards hang on those of others, with these."""
        kinds = {grid: kind for kind, (grid, *_) in enumerate(self.kinds)}
        hosts = self.telling.hosts.items()
        return {kinds[grid]: kinds[host] for grid, host in hosts if grid in kinds}

    @cached_property
    def kept(self) -> tuple[str, str] | None:
        """The grid that scans only look up, and that with the same cells; None without it."""
        shown = [grid for grid, *_ in self.kinds]
        return next(((grid, GRADIENT + grid) for grid in shown if GRADIENT + grid in shown), None)

    # ---- the cells of a scan

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
        amounts = terms.amounts[terms.to.part(scan)].tolist()
        deltas: dict[Pair, float] = {}
        for cell, amount in zip(self._on(number, terms.to, scan), amounts, strict=True):
            if cell is not None:
                deltas[cell] = deltas[cell] + amount if cell in deltas else amount
        return deltas

    def _on(self, number: int, cells: Cells, scan: int) -> list[Pair | None]:
        """Returns cells of a scan that are on a board; None for each that is not."""
        place = self.parts[number].place
        return [(cell[0], cell[1]) if cell[2:] == place else None for cell in cells.of(scan)]

    def chosen(self, number: int, scan: int) -> frozenset[Pair]:
        """Returns the cells that a scan's value was taken from, in the channel of a board."""
        if self.shown.chosen is None:
            return frozenset()
        cells = self._on(number, self.shown.chosen, scan)
        return frozenset(cell for cell in cells if cell is not None)

    def joined(self, number: int, scan: int) -> list[Pair]:
        """Returns the chosen cells that beams join: in a pass that adds, those that get a part.

        Args:
            number: a board of the channel; in a pass that adds, one that it adds to.
            scan: the number of the scan.
        """
        chosen = sorted(self.chosen(number, scan))
        if len(chosen) < 2 or not self.scatters:
            return chosen
        getting = self.deltas(number, scan)
        return [cell for cell in chosen if cell in getting]

    def cell(self, scan: int) -> Pair:
        """Returns the cell that a scan has on its own board."""
        row, column = self.shown.index(scan)[:2]
        return row, column

    def scan_of(self, number: int, cell: Pair) -> int:
        """Returns the number of the scan to which a cell of an own board belongs."""
        part = self.parts[number]
        height, width = map(len, part.cells)
        return ((part.seat.turn or 0) * height + cell[0]) * width + cell[1]

    # ---- the numbers of a board

    def finishes(self, number: int) -> bool:
        """Whether something becomes of the sums of a board after the last scan."""
        return self.shown.terms[self.parts[number].grid].finishes

    def replaces(self, number: int) -> bool:
        """Whether numbers that scans bring to a board replace those in its cells."""
        return number in self.targets and self.shown.terms[self.parts[number].grid].replace

    def sums(self, number: int) -> Sums:
        """Returns the sums of a board, before the first scan."""
        part = self.parts[number]
        return Sums(self.shown.terms[part.grid], part.place)

    def numbers(self, number: int) -> set[float]:
        """Returns all numbers that the boards of a grid show in the course of the pass."""
        grid = self.parts[number].grid
        values = self.trace.grids[grid].astype(float).ravel()
        if number not in self.targets:
            return set(values.tolist())
        terms = self.shown.terms[grid]
        ends = values.tolist() if self.finishes(number) else ()
        return {0.0, *terms.totals[terms.to.inside].astype(float).tolist(), *ends}

    def added(self, number: int) -> set[float]:
        """Returns all numbers that scans bring to a board."""
        if number not in self.targets:
            return set()
        if self.parts[number].values.size == 1:  # a scan may add several numbers to a bias
            scans = range(len(self.shown))
            return {delta for scan in scans for delta in self.deltas(number, scan).values()}
        return set(self.shown.terms[self.parts[number].grid].amounts.astype(float).tolist())
