"""The beams of a scan: what joins its cells on one board with its cells on another."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from poolanim.records import frozen
from poolanim.scene.boards.shades import sign
from poolanim.scene.overlay.beam import Beam
from poolanim.scene.overlay.ribbon import Ribbon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.parameters.sizes import Pair
    from poolanim.scene.arrange.placement import Direction, Placement
    from poolanim.scene.boards.board import Rect
    from poolanim.scene.boards.join import Join
    from poolanim.scene.canvas import Canvas
    from poolanim.scene.casting import Cast

EQUAL = 1e-9
"""Parts of a gradient count as equal if they differ by less than this share of the largest."""
CLEAR = 8
"""The least distance between a beam and the text."""
BESIDE = 4
"""The distance between a board and a beam that turns."""


@frozen
class Beams:
    """The beams between two boards.

    Attributes:
        cast: the grids.
        placement: the places of the boards.
        canvas: the canvas of the figure.
        join: the numbers of the boards.
    """

    cast: Cast
    placement: Placement
    canvas: Canvas
    join: Join

    def of(self, scan: int) -> list[Beam | Ribbon]:
        """Returns the beams of a scan.

        A beam joins what the scan covers on both boards. If the rows of the window get unequal
        parts, there is a beam for each row. A beam of a winning cell is one cell wide. There is no
        beam of a scan that adds nothing.
        """
        chosen, colour = self._joined(scan), self._colour(scan)
        if not self.cast.scatters:
            whole = self.between(scan, "slate" if chosen else colour, headed=not chosen)
            return [whole, *(self.between(scan, "winner", cell) for cell in chosen)]
        if not all(self._spans(self.join.source, scan)):
            return []
        if chosen:
            return [self.between(scan, colour, cell) for cell in chosen]
        strands: list[Beam | Ribbon] = [*self._strands(scan)] if self.alone else []
        return strands or [self.between(scan, colour)]

    def _colour(self, scan: int) -> str:
        """Returns the colour of what a beam of a scan carries: the sign of its own cell."""
        own = next((n for n in self.join.boards if n in self.cast.at(scan).own), None)
        if own is None or not (self.cast.parts[own].signed or self.cast.scatters):
            return "slate"
        return sign(float(self.cast.parts[own].values[self.cast.cell(scan)]))

    def _joined(self, scan: int) -> list[Pair]:
        """Returns the winning cells that beams join."""
        return self.cast.joined(self.join.target, scan)

    @property
    def alone(self) -> bool:
        """Whether there are beams between no other boards, whose numbers weigh the parts."""
        turn, column = self.cast.turns[0], self.join.column
        return turn.thread is None and [each.column for each in turn.joins].count(column) == 1

    def between(
        self, scan: int, colour: str, cell: Pair | None = None, *, headed: bool = True
    ) -> Beam | Ribbon:
        """Returns one beam of a scan.

        Args:
            scan: its number.
            colour: the role of its colour.
            cell: the cell of the window at which the beam is; all of the window if None.
            headed: whether it has an arrowhead, if it does not turn.
        """
        source, target = (self._end(number, scan, cell) for number in self.join.boards)
        if self._direction == "turned":
            back = self.join.target in self.cast.at(scan).own
            return self._turning(source, target, colour, back=back)
        return self._straight(source, target, colour)._replace(headed=headed)

    def _end(self, number: int, scan: int, cell: Pair | None = None) -> Rect:
        """Returns what a beam joins on a board."""
        board = self.placement.boards[number]
        if cell is not None and number not in self.cast.at(scan).own:
            return board.cell(*cell)
        return board.block(*self._spans(number, scan))

    def _spans(self, number: int, scan: int) -> tuple[range, range]:
        """Returns the rows and the columns of a board that a beam joins: what the scan covers.

        Of a window whose numbers are added as they are, each once, it is what the scan adds.
        """
        target, source = (self.cast.parts[each] for each in reversed(self.join.boards))
        if number == self.join.source and source.windowed and self.join.target in self.cast.targets:
            cells, *others = self.cast.shown.terms[target.grid].of
            if not others:
                added = [cell for cell in cells.of(scan) if cell[2:] == source.place]
                rows, columns, *_ = zip(*added, strict=True) if added else ((), ())
                return _spanned(rows), _spanned(columns)
        return self.cast.spans(number, scan)

    @property
    def _direction(self) -> Direction:
        return self.placement.direction(*self.join.boards)

    @property
    def _rects(self) -> tuple[Rect, Rect]:
        boards = self.placement.boards
        return boards[self.join.source].rect, boards[self.join.target].rect

    def _straight(self, start: Rect, end: Rect, colour: str) -> Beam:
        across = self._direction == "across"
        return Beam.between(start, end, self._rects, colour, across=across, floor=self._floor)

    def _turning(self, start: Rect, end: Rect, colour: str, *, back: bool) -> Ribbon:
        """Returns a beam between a board above, which has one cell of the scan, and one below."""
        ends = [(start, self._rects[0]), (end, self._rects[1])]
        (cell, upper), (window, lower) = reversed(ends) if back else ends
        return Ribbon(cell, upper.bottom + BESIDE, window, lower.right + BESIDE, colour, back)

    @property
    def _floor(self) -> tuple[float, float] | None:
        """The upper corner of the text that beams must avoid; None if none can reach it."""
        strip = self.placement.strip
        whole = (strip.left, strip.right) == (self.canvas.left, self.canvas.right)
        if self._direction == "down" or whole:
            return None
        x = strip.left - CLEAR if strip.left > self.canvas.left else strip.right + CLEAR
        return x, strip.top - CLEAR

    def _strands(self, scan: int) -> list[Beam]:
        """Returns a beam for each row of the window, as wide as its part.

        If beams go down, there is a beam for each column. There are none for equal parts, and for
        parts that have no width, since one of them is infinite or NaN.
        """
        source, target = self.join.boards
        deltas = self.cast.deltas(target, scan)
        sizes = [abs(delta) for delta in deltas.values()]
        if self._direction == "turned" or not isfinite(sum(sizes)) or _equal(sizes):
            return []
        across = self._direction == "across"
        axis = 0 if across else 1
        board, spans = self.placement.boards[target], self.cast.spans(target, scan)
        parts = [
            (line, part)
            for line in spans[axis]
            for part in [[delta for cell, delta in deltas.items() if cell[axis] == line]]
            if any(part)
        ]
        cell = self._end(source, scan)
        start, length = (cell.top, cell.height) if across else (cell.left, cell.width)
        strands: list[Beam] = []
        for line, part in parts:
            end = start + sum(map(abs, part)) / sum(sizes) * length
            rows, columns = (range(line, line + 1) if n == axis else spans[n] for n in (0, 1))
            ends = {"top": start, "bottom": end} if across else {"left": start, "right": end}
            piece, goal = cell._replace(**ends), board.block(rows, columns)
            hairs = not strands, line == parts[-1][0]
            strands.append(self._straight(piece, goal, sign(sum(part)))._replace(hairs=hairs))
            start = end
        return strands


def _equal(sizes: Sequence[float]) -> bool:
    """Returns whether parts are equal."""
    return not sizes or max(sizes) - min(sizes) <= EQUAL * max(sizes)


def _spanned(numbers: Sequence[int]) -> range:
    """Returns the range from the least number to the largest; empty without any."""
    return range(min(numbers), max(numbers) + 1) if numbers else range(0)
