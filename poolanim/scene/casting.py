"""Chooses the grids of a trace that a pass shows on boards."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from poolanim.layers.batches import Array
    from poolanim.layers.terms import Terms
    from poolanim.parameters.sizes import Pair
    from poolanim.scene.telling import Telling
    from poolanim.tracing.record import Pass, Trace

BOTH = 2
"""The number of boards of each channel, if there are several channels."""
GRADIENTS = ("grad_input", "grad_output")
"""The grids whose colours show the sign of a number."""


@dataclass(frozen=True, eq=False)
class Part:
    """The content of a board in a pass.

    Attributes:
        grid: the name of the grid.
        name: the label of the grid.
        role: a few words about the grid, such as its meaning in the pass.
        values: (H, W), the numbers of the grid; those of a target after the last scan.
        small: (H, W), the small numbers under the others in the same cells; None if there are none.
        target: whether scans add to the grid, or fill it.
        rows: the rows that the board shows, including padding.
        columns: the columns that the board shows, including padding.
        windowed: whether the window lies on the board.
        signed: whether the colours show the sign of a number.
    """

    grid: str
    name: str
    role: str
    values: Array
    small: Array | None
    target: bool
    rows: range
    columns: range
    windowed: bool
    signed: bool

    def inside(self, row: int, column: int) -> bool:
        """Returns whether a cell belongs to the grid, and not to its padding."""
        height, width = self.values.shape
        return bool(0 <= row < height and 0 <= column < width)

    def shows(self, cell: Pair) -> bool:
        """Whether its board has a cell."""
        return cell[0] in self.rows and cell[1] in self.columns

    @property
    def padded(self) -> bool:
        """Whether the board shows padding."""
        return (len(self.rows), len(self.columns)) != self.values.shape


@dataclass(frozen=True, eq=False)
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
        lines = self.telling.lines
        geometry = self.trace.geometry
        values = self._plane(grid)
        windowed = grid != self.shown.own and values.shape == geometry.input_shape
        rows, columns = (range(size) for size in values.shape)
        if windowed:
            window = geometry.padded()
            rows, columns = window.rows, window.columns
        name = lines.name_of_grid(grid)
        if windowed:
            name += self.telling.suffix
        if len(self.trace.channels) > 1:
            role, under = f"c = {self.trace.channels[self.number]}", ""
        return Part(
            grid,
            name,
            role,
            values,
            self._plane(under) if under else None,
            grid in self.shown.targets,
            rows,
            columns,
            windowed,
            grid in GRADIENTS,
        )

    def _plane(self, grid: str) -> Array:
        return self.trace.plane(self.trace.grids[grid], self.number)

    @property
    def scatters(self) -> bool:
        """Whether scans add to cells under the window."""
        return self.shown.scatters

    @cached_property
    def own(self) -> int:
        """The number of the board on which each scan has one cell."""
        return next(n for n, part in enumerate(self.parts) if part.grid == self.shown.own)

    @cached_property
    def other(self) -> int:
        """The number of the board that a beam joins with the board `own`."""
        if self.scatters:
            return next(n for n, part in enumerate(self.parts) if part.target)
        covered = next(name for name in self.shown.spans if name != self.shown.own)
        return next(n for n, part in enumerate(self.parts) if part.grid == covered)

    def spans(self, scan: int) -> tuple[range, range]:
        """Returns the rows and the columns of a scan's window, including padding."""
        window = self.trace.geometry.whole_window(self.shown.index(scan)[:2])
        return window.rows, window.columns

    def deltas(self, scan: int) -> dict[Pair, float]:
        """Returns the number that a scan adds to each cell, including cells of padding."""
        if not self.scatters:
            return {}
        (terms,) = self.shown.terms.values()
        depth = self.trace.depth(self.number)
        amounts = terms.amounts[terms.to.part(scan)].tolist()
        cells = zip(terms.to.of(scan), amounts, strict=True)
        return {
            (cell[0], cell[1]): amount
            for cell, amount in cells
            if depth is None or cell[2] == depth
        }

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

    def sums(self) -> Sums:
        """Returns the sums of a pass that scatters, before its first scan."""
        (terms,) = self.shown.terms.values()
        return Sums(terms, self.trace.depth(self.number))

    @cached_property
    def totals(self) -> Array:
        """All numbers that cells of the target contain in the course of the pass."""
        (terms,) = self.shown.terms.values()
        totals = terms.totals
        return np.append(totals[terms.to.inside], 0).astype(float)

    @cached_property
    def coverage(self) -> Array:
        """The number of windows that cover each cell of the input: (H, W)."""
        return np.array(self.trace.geometry.coverage())


class Sums:
    """The numbers in the cells of a target, scan after scan.

    Attributes:
        done: the number of scans that are added.
        touched: whether a scan has added to each cell.
    """

    def __init__(self, terms: Terms, depth: int | None) -> None:
        self._terms, self._depth = terms, depth
        cells = terms.to
        self._board = np.full(cells.padded_shape, terms.start, terms.amounts.dtype)
        self._rows, self._columns = (span.start for span in cells.extent[:2])
        self.done = 0
        self.touched: set[Pair] = set()

    def advance(self, scans: int) -> set[Pair]:
        """Adds the first `scans` scans, and returns the cells that changed."""
        if scans <= self.done:
            return set()
        cells = self._terms.to
        part = slice(cells.part(self.done).start, cells.part(scans - 1).stop)
        self._board.reshape(-1)[cells.flat[part]] = self._terms.totals[part]
        rows, columns, *depths = (axis.tolist() for axis in cells.indices(part))
        changed = set(zip(rows, columns, strict=True))
        if self._depth is not None:
            several = zip(rows, columns, *depths, strict=True)
            changed = {(row, column) for row, column, each in several if each == self._depth}
        self.touched |= changed
        self.done = scans
        return changed

    def __getitem__(self, cell: Pair) -> float:
        place = cell[0] - self._rows, cell[1] - self._columns
        value = self._board[place] if self._depth is None else self._board[(*place, self._depth)]
        return float(value)
