"""A board with its numbers: how one cell looks, whatever stands in it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from poolanim.scene.marks import CAP_HEIGHT, Box, Dot, Text
from poolanim.scene.numerals import numerals
from poolanim.theme import HEAT_LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolanim.geometry import Pair
    from poolanim.scene.layout import Board, Measure
    from poolanim.scene.marks import Face, Mark
    from poolanim.scene.numerals import Numeral

LEAST_NUMBERED_CELL = 22
"""Smaller cells show heat, not numbers."""
LEAST_SIZE, GOOD_SIZE = 7.5, 11.0
"""Numbers are never smaller than the one, and get shorter rather than smaller than the other."""
ALONE, ABOVE_DELTA, ABOVE_SMALL = 0.5, 0.43, 0.34
BELOW, BELOW_IN_PEAK = 0.77, 0.73
"""Where the middle of a number stands in its cell."""
LARGEST_ALONE, LARGEST_ABOVE, LARGEST_BELOW = 0.40, 0.36, 0.30
"""Sizes of numbers. These and all lengths below are in parts of the cell."""
SMALL_TO_LARGE = 0.8
"""Size of a small number in parts of the large one above it."""
ROOM, ROOM_IN_PEAK, ROOM_BELOW_IN_PEAK = 0.82, 0.78, 0.68
PEAK_RADIUS = 0.48
PADDING_INSET = 0.08
LONGEST_END = 7
"""Characters of a number at an end of a heat map's scale."""

ON = {"tracked": "on_tracked", "peak": "on_peak"}
"""Grounds on which all text has one ink."""


@dataclass(frozen=True, slots=True)
class Heat:
    """A scale from numbers to colours.

    Attributes:
        scale: `sequential` or `diverging`.
        least: number of the first colour.
        greatest: number of the last.
    """

    scale: str
    least: float
    greatest: float

    def role(self, number: float) -> str:
        """The role of a number's colour."""
        if not math.isfinite(number):
            return "cell"
        span = self.greatest - self.least
        share = (number - self.least) / span if span else 0.5
        return f"{self.scale}.{round(share * (HEAT_LEVELS - 1))}"


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a number in every cell.

    Attributes:
        middle: how far down the cell.
        size: of the font.
        numeral: how the number is written.
    """

    middle: float
    size: float
    numeral: Numeral


@dataclass(frozen=True, slots=True)
class Panel:
    """A board, and how numbers are shown in it.

    Attributes:
        board: where it stands.
        measure: gives widths of texts.
        main: for the numbers; None where cells are too small for them.
        delta: for what is added to them.
        small: for a smaller number under them; None where there is none.
        heat: the colours where cells are too small for numbers.
    """

    board: Board
    measure: Measure
    main: Slot | None
    delta: Slot | None
    small: Slot | None
    heat: Heat

    def cell(
        self,
        cell: Pair,
        number: float | None,
        *,
        ground: str = "cell",
        ink: str = "ink",
        bold: bool = False,
        delta: float | None = None,
        small: float | None = None,
        peak: bool = False,
        tied: bool = False,
    ) -> tuple[Mark, ...]:
        """The marks of one cell.

        Args:
            cell: its (row, column).
            number: what it holds, if anything.
            ground: role of its colour.
            ink: role of its number's colour.
            bold: whether its number is bold.
            delta: what is about to be added to it, shown under the number.
            small: a further number, shown under the number unless a delta is.
            peak: whether it has the red spot.
            tied: whether other cells have it as well.
        """
        x, y, side, _ = self.board.block(*cell)
        middle = x + side / 2, y + side / 2
        if self.main is None:
            fill = ground if number is None else self.heat.role(number)
            heat = Box(x, y, side, side, fill, "line", 0.5)
            return (heat, Dot(*middle, side * 0.3, "peak", "on_peak", 0.7)) if peak else (heat,)
        marks: list[Mark] = [Box(x, y, side, side, ground, "line")]
        if peak:
            ground = "peak"
            marks.append(Dot(*middle, side * PEAK_RADIUS, "peak"))
            if tied:
                marks.append(Dot(*middle, side * PEAK_RADIUS - 2.5, None, "on_peak", 1))
        if number is not None:
            face: Face = "bold" if bold else "sans"
            text = self.main.numeral(number)
            marks.append(self._text(cell, self.main, text, face, ink, ground))
        if delta is not None and self.delta is not None:
            text = self.delta.numeral.signed(delta)
            marks.append(self._text(cell, self.delta, text, "bold", "accent", ground))
        elif small is not None and self.small is not None:
            text = self.small.numeral(small)
            marks.append(self._text(cell, self.small, text, "sans", "muted", ground))
        return tuple(marks)

    def padding_cell(self, cell: Pair, number: float | None, *, ground: str) -> tuple[Mark, ...]:
        """The marks of a cell outside the input, and what it counts as, if anything."""
        x, y, side, _ = self.board.block(*cell)
        fill = "paper" if ground == "cell" else ground
        inset = PADDING_INSET * side
        inner = side - 2 * inset
        marks: list[Mark] = [
            Box(x, y, side, side, fill),
            Box(x + inset, y + inset, inner, inner, None, "muted", 0.8, dashed=True),
        ]
        if self.main is not None and number is not None:
            size = min(self.main.size, LARGEST_BELOW * side)
            slot = Slot(ALONE, size, self.main.numeral)
            marks.append(self._text(cell, slot, slot.numeral(number), "sans", "muted", fill))
        return tuple(marks)

    def heat_ends(self) -> tuple[str, str]:
        """The least and the greatest number of the heat map's scale."""
        ends = self.heat.least, self.heat.greatest
        for numeral in numerals(ends):
            texts = numeral(ends[0]), numeral(ends[1])
            if max(map(len, texts)) <= LONGEST_END:
                break
        return texts

    def _text(self, cell: Pair, slot: Slot, text: str, face: Face, ink: str, ground: str) -> Text:
        x, y, side, _ = self.board.block(*cell)
        baseline = y + slot.middle * side + CAP_HEIGHT / 2 * slot.size
        width = self.measure(text, slot.size, face)
        ink = ON.get(ground, ink)
        return Text(x + side / 2, baseline, text, slot.size, face, ink, ground, width, "middle")


def panel(
    board: Board,
    measure: Measure,
    numbers: Iterable[float],
    *,
    precision: int | None,
    deltas: Iterable[float] = (),
    small: Iterable[float] = (),
    peaks: bool = False,
    diverging: bool = False,
) -> Panel:
    """Settle how the numbers of a board are shown, from all that will ever stand in it.

    Args:
        board: where it stands.
        measure: gives widths of texts.
        numbers: all that its cells will hold.
        precision: decimals, if the user rules them.
        deltas: all that will be added to them.
        small: all further numbers that will stand under them.
        peaks: whether red spots will stand under them.
        diverging: whether its heat is centred at zero.
    """
    numbers, deltas, small = set(numbers), set(deltas), set(small)
    below = BELOW_IN_PEAK if peaks else BELOW
    room = board.cell * (ROOM_IN_PEAK if peaks else ROOM)
    room_below = board.cell * (ROOM_BELOW_IN_PEAK if peaks else ROOM)

    def size(
        numeral: Numeral, room: float, largest: float, plain: set[float], signed: set[float]
    ) -> float:
        """The size, `largest` at most, in which all these fit. Digits are all as wide as 0."""
        texts = {*map(numeral, plain), *map(numeral.signed, signed)}
        shapes = {re.sub("[0-9]", "0", text) for text in texts}
        return min([largest, *(room / measure(shape, 1, "bold") for shape in shapes)])

    def slot(
        middle: float, room: float, largest: float, plain: set[float], signed: set[float]
    ) -> Slot | None:
        """The most telling numeral that is large enough, or else the one that is largest."""
        best: Slot | None = None
        for numeral in numerals(plain | signed, precision):
            fitting = Slot(middle, size(numeral, room, largest, plain, signed), numeral)
            if best is None or fitting.size > best.size:
                best = fitting
            if best.size >= min(largest, GOOD_SIZE if precision is None else LEAST_SIZE):
                break
        return best if best is not None and best.size >= LEAST_SIZE else None

    main = lower = delta = None
    if board.cell >= LEAST_NUMBERED_CELL:
        middle = ABOVE_SMALL if small else ABOVE_DELTA if deltas else ALONE
        largest = LARGEST_ABOVE if small or deltas else LARGEST_ALONE
        main = slot(middle, room, largest * board.cell, numbers, deltas)
    if main is not None and small:
        largest = min(LARGEST_BELOW * board.cell, SMALL_TO_LARGE * main.size)
        lower = slot(below, room_below, largest, small, set())
    if main is not None and deltas:
        largest = min(LARGEST_BELOW * board.cell, main.size)
        fitting = size(main.numeral, room_below, largest, set(), deltas)
        delta = Slot(below, fitting, main.numeral)
    return Panel(board, measure, main, delta, lower, _heat(numbers, diverging=diverging))


def _heat(numbers: set[float], *, diverging: bool) -> Heat:
    finite = [number for number in numbers if math.isfinite(number)]
    least, greatest = min(finite, default=0), max(finite, default=0)
    if diverging:
        reach = max(-least, greatest)
        return Heat("diverging", -reach, reach)
    return Heat("sequential", least, greatest)
