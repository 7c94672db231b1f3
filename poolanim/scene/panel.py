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
LARGEST_ALONE, LARGEST_UPPER, LARGEST_LOWER = 0.40, 0.36, 0.30
UPPER, LOWER = 0.35, 0.75
"""Middles of the two numbers in a cell, and their largest sizes, in parts of the cell."""
ROOM, ROOM_IN_PEAK = 0.82, 0.78
PEAK_RADIUS = 0.46
PADDING_INSET = 0.08

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
class Panel:
    """A board, and how numbers are shown in it.

    Attributes:
        board: where it stands.
        measure: gives widths of texts.
        numeral: how its numbers are written; None where cells are too small.
        size: of its numbers.
        lower: how the small numbers are written; None where it has none.
        lower_size: of the small numbers and of deltas.
        paired: whether cells hold two numbers, if only at times.
        heat: its colours where cells are too small for numbers.
    """

    board: Board
    measure: Measure
    numeral: Numeral | None
    size: float
    lower: Numeral | None
    lower_size: float
    paired: bool
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
        if self.numeral is None:
            fill = ground if number is None else self.heat.role(number)
            marks: list[Mark] = [Box(x, y, side, side, fill, "line", 0.5)]
            if peak:
                marks.append(Dot(x + side / 2, y + side / 2, side * 0.3, "peak", "on_peak", 0.7))
            return tuple(marks)
        marks = [Box(x, y, side, side, ground, "line")]
        if peak:
            middle = x + side / 2, y + side / 2
            marks.append(Dot(*middle, side * PEAK_RADIUS, "peak"))
            if tied:
                marks.append(Dot(*middle, side * PEAK_RADIUS - 2.5, None, "on_peak", 1))
            ground = "peak"
        if number is not None:
            place = UPPER if self.paired else 0.5
            face: Face = "bold" if bold else "sans"
            text = self.numeral(number)
            marks.append(self._text(x, y + place * side, text, self.size, face, ink, ground))
        if delta is not None:
            text = self.numeral.signed(delta)
            at = y + LOWER * side
            marks.append(self._text(x, at, text, self.lower_size, "bold", "accent", ground))
        elif small is not None and self.lower is not None:
            at = y + LOWER * side
            text = self.lower(small)
            marks.append(self._text(x, at, text, self.lower_size, "sans", "muted", ground))
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
        if self.numeral is not None and number is not None:
            text, size = self.numeral(number), min(self.size, LARGEST_LOWER * side)
            marks.append(self._text(x, y + side / 2, text, size, "sans", "muted", fill))
        return tuple(marks)

    def heat_ends(self) -> tuple[str, str]:
        """The least and the greatest number of the heat map's scale."""
        ends = self.heat.least, self.heat.greatest
        write = next(numerals(ends))
        return write(ends[0]), write(ends[1])

    def _text(
        self, x: float, middle: float, text: str, size: float, face: Face, ink: str, ground: str
    ) -> Text:
        baseline = middle + CAP_HEIGHT / 2 * size
        width = self.measure(text, size, face)
        x += self.board.cell / 2
        return Text(x, baseline, text, size, face, ON.get(ground, ink), ground, width, "middle")


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
    room = board.cell * (ROOM_IN_PEAK if peaks else ROOM)
    paired = bool(deltas or small)
    largest = board.cell * (LARGEST_UPPER if paired else LARGEST_ALONE)

    def fitting(texts: Iterable[str], largest: float) -> float:
        """The size in which all texts fit. Digits are all as wide as 0."""
        shapes = {re.sub("[0-9]", "0", text) for text in texts}
        widest = max((measure(shape, 1, "bold") for shape in shapes), default=0)
        return min(largest, room / widest) if widest else largest

    def numeral_for(
        numbers: set[float], signed: set[float], largest: float
    ) -> tuple[Numeral | None, float]:
        sizes = []
        for numeral in numerals(numbers | signed, precision):
            texts = {*map(numeral, numbers), *map(numeral.signed, signed)}
            sizes.append((numeral, fitting(texts, largest)))
            if sizes[-1][1] >= min(GOOD_SIZE, largest):
                break
        numeral, size = max(sizes, key=lambda pair: pair[1])
        return (numeral, size) if size >= LEAST_SIZE else (None, size)

    numeral, size = numeral_for(numbers, deltas, largest)
    lower, lower_size = numeral_for(small, set(), board.cell * LARGEST_LOWER)
    if numeral is not None and deltas:
        lower_size = min(lower_size, fitting(map(numeral.signed, deltas), lower_size))
    if board.cell < LEAST_NUMBERED_CELL:
        numeral = None
    return Panel(
        board,
        measure,
        numeral,
        size,
        lower if small else None,
        lower_size,
        paired,
        _heat(numbers, diverging=diverging),
    )


def _heat(numbers: set[float], *, diverging: bool) -> Heat:
    finite = [number for number in numbers if math.isfinite(number)]
    least, greatest = min(finite, default=0), max(finite, default=0)
    if diverging:
        reach = max(-least, greatest)
        return Heat("diverging", -reach, reach)
    return Heat("sequential", least, greatest)
