"""Draws the cells of boards on a sheet, as they are in the course of a scan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.records.tuples import NamedTuple
from poolanim.scene.boards.look import Look
from poolanim.scene.boards.shades import ink_of_sign, sign
from poolanim.scene.boards.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from poolanim.parameters.sizes import Pair
    from poolanim.scene.boards.paint import Paint
    from poolanim.scene.casting import Cast
    from poolanim.scene.marks import Mark
    from poolanim.scene.sheet import Sheet
    from poolanim.scene.tracks import Spot


class Flown(NamedTuple):
    """A number that flies between two boards.

    Attributes:
        cell: its cell.
        marks: the marks of the cell. The last of its texts is the number.
        ink: the role of the number's colour.
        edge: the role of the colour of its plate's edge.
    """

    cell: Pair
    marks: Sequence[Mark]
    ink: str
    edge: str


class BoardCells:
    """The cells of a pass's boards, and the sums in them.

    Args:
        cast: the grids.
        paints: the objects that draw the boards, in the order of the parts.
        sheet: takes the marks.

    Attributes:
        standing: the boards that are drawn.
    """

    def __init__(self, cast: Cast, paints: Sequence[Paint], sheet: Sheet) -> None:
        self._cast, self._paints, self._sheet = cast, paints, sheet
        self._focus, self._over = cast.focus, False
        self._sums = {number: cast.sums(number) for number in cast.targets}
        self.standing = Standing([paint.board for paint in paints])

    # ---- which cells

    def advance(self, scans: int) -> set[Spot]:
        """Adds the first `scans` scans to the sums, and returns the cells that changed."""
        return {
            (number, cell) for number, sums in self._sums.items() for cell in sums.advance(scans)
        }

    @property
    def covered(self) -> list[Spot]:
        """All cells of the boards with windows."""
        parts = self._cast.parts
        return self._all(n for n in self.standing.boards.values() if parts[n].windowed)

    def window(self, scan: int) -> list[Spot]:
        """Returns the cells under the windows of a scan that the boards show."""
        return [
            (number, (row, column))
            for number in self._cast.at(scan).covered
            for part in [self._cast.parts[number]]
            for rows, columns in [self._cast.spans(number, scan)]
            for row in rows
            if row in part.rows
            for column in columns
            if column in part.columns
        ]

    def _all(self, numbers: Iterable[int]) -> list[Spot]:
        return [
            (number, (row, column))
            for number in numbers
            for part in [self._cast.parts[number]]
            for row in part.rows
            for column in part.columns
        ]

    # ---- the course of a pass

    def opening(self, number: int, done: int) -> None:
        """Draws a board before the first scan of the film."""
        for spot in self._all([number]):
            self._put(spot, done, Look(tracked=spot in self._focus))

    def leave(self, spots: Iterable[Spot], done: int) -> None:
        """Draws cells that the window has left."""
        for spot in spots:
            self._put(spot, done, self._rest(spot))

    def light(self, spots: Iterable[Spot], scan: int, last: int | None) -> None:
        """Draws cells under the window. A winner of this and the last scan keeps its spot."""
        scans = () if last is None else (scan, last)
        kept = {
            number: frozenset.intersection(*(self._cast.chosen(number, each) for each in scans))
            for number in self._cast.at(scan).covered
            if scans and number not in self._sums
        }
        for spot in spots:
            won = spot[1] in kept.get(spot[0], ())
            self._put(spot, scan, self._lit(spot)._replace(spot=won))

    def rise(self, scan: int, share: float) -> None:
        """Draws winners, and old values on the way to make room for deltas."""
        for spot, look in self._told(scan):
            if look.spot or look.delta is not None:
                moving = look._replace(apart=share, awaiting=spot[0] in self._sums)
                self._put(spot, scan, moving)
        self._put_own(scan, scan, Look(bold=True))

    def land(self, scan: int) -> None:
        """Draws the numbers of a scan in their cells."""
        for spot, look in self._told(scan):
            self._put(spot, scan, look)
        won = not self._cast.scatters
        self._put_own(scan, scan + 1, Look(bold=True, won=won))

    def rest(self, scan: int, *, bold: bool) -> None:
        """Draws a scan after its deltas have merged into the sums, which may be bold."""
        for spot, look in self._told(scan):
            added = look.delta is not None
            self._put(spot, scan + 1, look._replace(bold=added and bold, delta=None))
        self.end([scan])

    def end(self, scans: Iterable[int]) -> None:
        """Draws the own cells of scans that are over."""
        for scan in scans:
            self._put_own(scan, scan + 1, Look())

    def closing(self, last: int, *, dotted: bool) -> None:
        """Draws the result of the pass, with dots for the windows that covered each cell."""
        counted = self._cast.counted if dotted else ()
        self._over = last + 1 == len(self._cast.shown)
        for spot in self._all(self.standing.boards.values()):
            tracked = spot in self._focus
            inside = self._cast.parts[spot[0]].inside(*spot[1])
            dots = (
                int(self._cast.parts[spot[0]].coverage[spot[1]])
                if spot[0] in counted and inside
                else 0
            )
            self._put(spot, last + 1, Look(tracked=tracked, bold=tracked, dots=dots))

    # ---- what flies

    def flown(self, number: int, scan: int) -> Iterator[Flown]:
        """Yields the numbers of a board that fly in a scan.

        They are deltas, what the scan reads, or on the board with its own cell what becomes of it.
        """
        paint, sums = self._paints[number], self._sums.get(number)
        chosen = self._cast.chosen(number, scan)
        look = ("winner", "winner") if chosen else ("ink", "slate")
        if sums is not None:
            for cell, delta in self._cast.deltas(number, scan).items():
                if paint.part.shows(cell):
                    value = sums[cell] if paint.part.inside(*cell) else None
                    marks = paint.cell(*cell, value, Look(delta=delta))
                    yield Flown(cell, marks, ink_of_sign(delta), sign(delta))
            return
        if number in self._cast.at(scan).own:
            cell = self._cast.cell(scan)
            result = Look(bold=True, won=bool(chosen))
            yield Flown(cell, paint.cell(*cell, float(paint.part.values[cell]), result), *look)
            return
        for board, cell in self.window(scan):
            if board == number and (not chosen or cell in chosen):
                source = paint.part.source(cell)
                value = None if source is None else float(paint.part.values[source])
                yield Flown(cell, paint.cell(*cell, value, Look(bold=bool(chosen))), *look)

    # ---- one cell

    def _rest(self, spot: Spot) -> Look:
        """Returns the look of a cell outside the window, during a scan."""
        return Look(dim=not self._cast.parts[spot[0]].target, tracked=spot in self._focus)

    def _lit(self, spot: Spot) -> Look:
        """Returns the look of a cell under the window, before a scan does anything with it."""
        return Look(lit=self._cast.parts[spot[0]].moving, tracked=spot in self._focus)

    def _told(self, scan: int) -> Iterator[tuple[Spot, Look]]:
        """Yields the cells under the windows of a scan, with what the scan does with them."""
        used = self._cast.at(scan).covered
        deltas = {n: self._cast.deltas(n, scan) for n in used if n in self._sums}
        chosen = {number: self._cast.chosen(number, scan) for number in used}
        for spot in self.window(scan):
            number, cell = spot
            look = self._lit(spot)
            if number in deltas:
                struck = self._cast.parts[number].source(cell) is None
                yield spot, look._replace(delta=deltas[number].get(cell), struck=struck)
            else:
                won = cell in chosen[number]
                yield spot, look._replace(spot=won, bold=won)

    def _put(self, spot: Spot, done: int, look: Look) -> None:
        """Draws a cell as it is after `done` scans, if its board stands."""
        number, cell = spot
        place = self.standing.places[number]
        if self.standing.boards[place] != number:
            return
        paint, sums = self._paints[number], self._sums.get(number)
        part = paint.part
        source = part.source(cell)
        value, touched = None, True
        if sums is not None:
            touched = cell in sums.touched
            if source == cell:
                finished = self._over and self._cast.finishes(number)
                value = float(part.values[cell]) if finished else sums[cell]
            elif touched and look.delta is None:
                value, look = sums[cell], look._replace(struck=source is None)
        elif source is not None and (not part.target or self._cast.scan_of(number, cell) < done):
            value = float(part.values[source])
        marks = paint.cell(*cell, value, look, touched=touched)
        self._sheet.put(("cell", place, *cell), marks)

    def _put_own(self, scan: int, done: int, look: Look) -> None:
        """Draws the cells of a scan on the boards with a cell for each scan."""
        for number in self._cast.at(scan).own:
            won = look.won and bool(self._cast.chosen(number, scan))
            self._put((number, self._cast.cell(scan)), done, look._replace(won=won))
