"""A board with its numbers: how one cell looks, whatever stands in it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

from poolanim.errors import ParameterError
from poolanim.scene.marks import CAP_HEIGHT, Box, Dot, Text
from poolanim.scene.numerals import Numeral, numerals
from poolanim.theme.colours import HEAT_LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolanim.figure import Figure
    from poolanim.parameters.sizes import Pair
    from poolanim.scene.layout import Board
    from poolanim.scene.marks import Face, Mark
    from poolanim.scene.page import Page
    from poolanim.scene.typesetting import Measure

LEAST_NUMBERED_CELL = 22
"""Smaller cells show heat, not numbers. This and the sizes of numbers are in pixels of a picture of
scale 1: on an enlarged page, numbers that are small against all else can be read."""
LEAST_LINED_CELL = 8
"""Cells of heat that are smaller have no lines between them."""
LEAST_SIZES, GOOD_SIZES = (8, 7), (9.5, 8)
"""Numbers, and those under them, are never smaller than the ones, and get shorter rather than
smaller than the others."""
ALONE, ABOVE_DELTA, ABOVE_SMALL = 0.5, 0.46, 0.34
BELOW, BELOW_IN_PEAK = 0.78, 0.73
"""Where the middle of a number stands in its cell."""
LARGEST_ALONE, LARGEST_ABOVE, LARGEST_BELOW = 0.40, 0.35, 0.27
"""Sizes of numbers. These and all lengths below are in parts of the cell."""
SMALL_TO_LARGE = 0.85
"""Size of a small number in parts of the large one above it."""
ROOM, ROOM_IN_PEAK, ROOM_BELOW_IN_PEAK = 0.855, 0.76, 0.64
PEAK_RADIUS = 0.48
PADDING_INSET, STRIKE = 0.08, 0.04
HEAT_INSET, HEAT_PEAK_RADIUS = 0.22, 0.22
LEAST_PEAK_RADIUS, HOLLOW, RING_INSET = 1.8, 2, 2.5
"""The radius of the smallest spot, the line of a hollow one, and how far within the edge of a spot
its ring is, in units of the layout."""
LEAST_BOLD_CELL = 32
"""Numbered cells of fewer units have finer outlines on an enlarged page, but as many pixels wide as
on the usual page at least."""

ON = {"tracked": "on_tracked", "peak": "on_peak"}
"""Grounds on which all text has one ink."""


@dataclass(frozen=True, slots=True)
class Heat:
    """A scale from numbers to colours.

    Attributes:
        scale: `sequential`, `diverging`, or `picture`.
        least: number of the first colour.
        greatest: number of the last.
    """

    scale: str
    least: float
    greatest: float

    @classmethod
    def of(cls, numbers: Iterable[float], scale: str) -> Heat:
        """The scale of these numbers; a `diverging` one is centred at zero.

        Example:
            >>> Heat.of([3, -1, float("inf")], "diverging")
            Heat(scale='diverging', least=-3, greatest=3)
        """
        finite = [number for number in numbers if math.isfinite(number)]
        least, greatest = min(finite, default=0), max(finite, default=0)
        if scale == "diverging":
            greatest = max(-least, greatest)
            least = -greatest
        return cls(scale, least, greatest)

    def role(self, number: float) -> str:
        """The role of a number's colour."""
        if not math.isfinite(number):
            return "cell"
        span = self.greatest / 2 - self.least / 2  # the halves of floats never overflow
        share = (number / 2 - self.least / 2) / span if span else 0.5
        return _roles(self.scale)[round(share * (HEAT_LEVELS - 1))]


@cache
def _roles(scale: str) -> list[str]:
    """The roles of a scale's colours: one text for all cells of a colour."""
    return [f"{scale}.{level}" for level in range(HEAT_LEVELS)]


class Style(NamedTuple):
    """What is wanted of the cells of a figure.

    Attributes:
        cells: what they show: `numbers`, `heatmap`, `both`, or `auto`, which is numbers where these
            can be read.
        precision: decimals, if the user rules them.
        page: tells what sizes numbers have.
        kept: whether the numbers of a forward pass stay, small, while the gradients come.
    """

    cells: str
    precision: int | None
    page: Page
    kept: bool

    @classmethod
    def of(cls, figure: Figure, page: Page) -> Style:
        """What a figure wants on its page."""
        return cls(figure.cells, figure.precision, page, kept=figure.direction == "both")


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a number in every cell.

    Attributes:
        middle: how far down the cell.
        size: of the font.
        numeral: how the number is written.
        point: how far right of the cell's middle the whole part of a number ends, so that decimal
            points stand in line; None where numbers are centred each by itself.
    """

    middle: float
    size: float
    numeral: Numeral
    point: float | None = None

    def beside(self, text: str, width: float, measure: Measure, face: Face) -> float:
        """How far right of the cell's middle the middle of a number stands."""
        if self.point is None or not text[-1:].isdigit():  # such as NaN
            return 0
        return self.point - measure(text.partition(".")[0], self.size, face) + width / 2


@dataclass(frozen=True, slots=True)
class Panel:
    """A board, and how numbers are shown in it.

    Attributes:
        board: where it stands.
        measure: gives widths of texts.
        main: for the numbers; None where cells are too small for them.
        delta: for what is added to them.
        small: for a smaller number under them; None where there is none.
        padding: for what cells of padding count as, if these are large enough.
        heat: the colours of numbers.
        coloured: whether cells have these colours.
        boldness: of outlines on cells, 1 or less.
    """

    board: Board
    measure: Measure
    main: Slot | None
    delta: Slot | None
    small: Slot | None
    padding: Slot | None
    heat: Heat
    coloured: bool
    boldness: float

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
        chosen: bool = True,
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
            chosen: whether it is that of those; the spots of others are hollow.
        """
        if self.main is None:
            return self.heat_cell(
                cell, number, ground=ground, delta=delta, peak=peak, chosen=chosen
            )
        x, y, side, _ = self.board.block(*cell)
        middle = x + side / 2, y + side / 2
        if self.coloured and number is not None:
            ground = self.heat.role(number)
        marks: list[Mark] = [Box(x, y, side, side, ground, "line")]
        ring = side * PEAK_RADIUS - RING_INSET * self.boldness
        if peak and not chosen:
            marks.append(Dot(*middle, ring, None, "peak", HOLLOW * self.boldness))
        elif peak:
            ground = "peak"
            marks.append(Dot(*middle, side * PEAK_RADIUS, "peak"))
            if tied:
                marks.append(Dot(*middle, ring, None, "on_peak", self.boldness))
        if number is not None:
            face: Face = "bold" if bold else "sans"
            text = self.main.numeral(number)
            marks.append(self._text(cell, self.main, text, face, ink, ground))
        if delta is not None and self.delta is not None:
            marks.append(self.delta_number(cell, self.delta, delta, ground))
        elif small is not None and self.small is not None:
            text = self.small.numeral(small)
            marks.append(self._text(cell, self.small, text, "sans", "muted", ground))
        return tuple(marks)

    def heat_cell(
        self,
        cell: Pair,
        number: float | None,
        *,
        ground: str = "cell",
        delta: float | None = None,
        peak: bool = False,
        chosen: bool = True,
    ) -> tuple[Mark, ...]:
        """The marks of a cell without numbers; the arguments are those of `cell`."""
        x, y, side, _ = self.board.block(*cell)
        fill = ground if number is None else self.heat.role(number)
        lined = self.lined
        box = Box(x, y, side, side, fill, "line" if lined else None)
        if delta is None and not peak:
            return (box,)
        marks: list[Mark] = [box]
        if delta is not None:
            marks.append(self.heat_delta(cell, delta))
        if peak:
            middle = x + side / 2, y + side / 2
            radius = max(side * HEAT_PEAK_RADIUS, LEAST_PEAK_RADIUS)
            marks.append(
                Dot(*middle, radius, "peak", "on_peak" if lined else None)
                if chosen
                else Dot(*middle, radius, "on_peak", "peak")
            )
        return tuple(marks)

    @property
    def lined(self) -> bool:
        """Whether there are lines between cells without numbers."""
        return self.board.cell >= LEAST_LINED_CELL and self.heat.scale != "picture"

    def heat_delta(self, cell: Pair, delta: float) -> Box:
        """What is about to be added to a cell without numbers."""
        x, y, side, _ = self.board.block(*cell)
        inset, inner = HEAT_INSET * side, (1 - 2 * HEAT_INSET) * side
        role = self.heat.role(delta)
        return Box(x + inset, y + inset, inner, inner, role, "ink" if self.lined else None)

    def delta_number(self, cell: Pair, slot: Slot, delta: float, ground: str) -> Text:
        """What is about to be added to a cell with numbers."""
        return self._text(cell, slot, slot.numeral.signed(delta), "bold", "accent", ground)

    def padding_cell(
        self, cell: Pair, number: float | None, *, ground: str, struck: bool
    ) -> tuple[Mark, ...]:
        """The marks of a cell outside the input.

        Args:
            cell: its (row, column).
            number: what it counts as, if anything.
            ground: role of its colour.
            struck: whether it is struck out, as no divisor counts it.
        """
        x, y, side, _ = self.board.block(*cell)
        fill = "paper" if ground == "cell" else ground
        inset = PADDING_INSET * side
        inner = side - 2 * inset
        marks: list[Mark] = [
            Box(x, y, side, side, fill),
            Box(x + inset, y + inset, inner, inner, None, "muted", dashed=True),
        ]
        if self.padding is not None and number is not None:
            text = self.padding.numeral(number)
            marks.append(self._text(cell, self.padding, text, "sans", "muted", fill))
        if struck:
            height = max(round(STRIKE * side), 1)
            top = round(y + (side - height) / 2)
            marks.append(Box(x + inset, top, inner, height, "muted"))
        return tuple(marks)

    def heat_ends(self) -> tuple[str, str]:
        """The least and the greatest number of the heat map's scale."""
        ends = self.heat.least, self.heat.greatest
        write = next(numerals(ends))
        return write(ends[0]), write(ends[1])

    def _text(self, cell: Pair, slot: Slot, text: str, face: Face, ink: str, ground: str) -> Text:
        x, y, side, _ = self.board.block(*cell)
        baseline = y + slot.middle * side + CAP_HEIGHT / 2 * slot.size
        width = self.measure(text, slot.size, face)
        ink = f"{ground}.ink" if "." in ground else ON.get(ground, ink)
        x += side / 2 + slot.beside(text, width, self.measure, face)
        return Text(x, baseline, text, slot.size, face, ink, ground, width, "middle")


def panel(
    board: Board,
    measure: Measure,
    numbers: Iterable[float],
    style: Style,
    *,
    deltas: Iterable[float] = (),
    small: Iterable[float] = (),
    peaks: bool = False,
    heat: Heat | None = None,
) -> Panel:
    """Settle how the numbers of a board are shown, from all that will ever stand in it.

    Args:
        board: where it stands.
        measure: gives widths of texts.
        numbers: all that its cells will hold.
        style: what the user wants of them.
        deltas: all that will be added to them.
        small: all further numbers that will stand under them.
        peaks: whether red spots will stand under them.
        heat: the colours of numbers; of these alone, and `sequential`, if None.

    Raises:
        ParameterError: the cells are too small for the numbers that they must show.
    """
    numbers, deltas, small = set(numbers), set(deltas), set(small)
    cell, cells, page = board.cell, style.cells, style.page
    heat = heat or Heat.of(numbers, "sequential")
    room = cell * (ROOM_IN_PEAK if peaks else ROOM)
    room_below = cell * (ROOM_BELOW_IN_PEAK if peaks else ROOM)
    middle_below = BELOW_IN_PEAK if peaks else BELOW

    ways = [
        _Way(
            numeral,
            _fitting(map(numeral, numbers), room, measure),
            min(_fitting(map(numeral.signed, deltas), room_below, measure), LARGEST_BELOW * cell),
        )
        for numeral in numerals(numbers | deltas, style.precision)
    ]
    most = cell * (LARGEST_ABOVE if small or deltas else LARGEST_ALONE)

    readable = partial(_readable, ways, cell, most, deltas=bool(deltas))
    way = None if cells == "heatmap" else readable(page)
    if way is None:
        if cells in ("numbers", "both"):
            enough = next((wider.width_px for wider in page.enlarged() if readable(wider)), None)
            raise ParameterError(
                f"cells is {cells!r}, but these numbers do not fit into cells of "
                f"{cell * page.zoom:.3g} pixels; use auto, a smaller grid"
                + (f", another aspect or a width of {enough}" if enough else " or another aspect")
            )
        return Panel(board, measure, None, None, None, None, heat, coloured=True, boldness=1)
    numeral, above, below = way

    lower = None
    least_below = LEAST_SIZES[1] / page.zoom
    for small_numeral in numerals(small, style.precision) if small else ():
        fit = _fitting(map(small_numeral, small), room_below, measure)
        fit = page.number_size(min(fit, LARGEST_BELOW * cell, SMALL_TO_LARGE * above))
        if fit >= least_below:
            point = _point(map(small_numeral, small), fit, room_below, measure)
            lower = Slot(middle_below, fit, small_numeral, point)
            break
    middle = ALONE
    if lower or deltas:
        middle = ABOVE_SMALL if lower or peaks else ABOVE_DELTA
    main = Slot(middle, above, numeral, _point(map(numeral, numbers), above, room, measure))
    delta = None
    if deltas:
        point = _point(map(numeral.signed, deltas), below, room_below, measure)
        delta = Slot(middle_below, below, numeral, point)
    size = page.number_size(max(min(above, LARGEST_BELOW * cell), least_below))
    padding = Slot(ALONE, size, Numeral(0))  # 0 or −∞ in short
    boldness = max(min(cell / LEAST_BOLD_CELL, 1), 1 / page.zoom)
    coloured = cells == "both"
    return Panel(board, measure, main, delta, lower, padding, heat, coloured, boldness)


class _Way(NamedTuple):
    """A way to write the numbers of a board.

    Attributes:
        numeral: writes numbers and deltas.
        above: size of the numbers.
        below: size of the deltas under them.
    """

    numeral: Numeral
    above: float
    below: float


def _readable(
    ways: Iterable[_Way], cell: float, most: float, page: Page, *, deltas: bool
) -> _Way | None:
    """The most telling way in sizes that can be read on a page, if there is one.

    Args:
        ways: to write the numbers, with the largest sizes in which they fit.
        cell: side of a cell.
        most: size of numbers, at most.
        page: tells what sizes there are.
        deltas: whether there are any.
    """
    if cell * page.zoom < LEAST_NUMBERED_CELL:
        return None
    largest, sized = page.number_size(most), []
    for numeral, above, below in ways:
        size = page.number_size(min(above, largest))
        sized.append(_Way(numeral, size, page.number_size(min(below, size))))
    good, good_below = (size / page.zoom for size in GOOD_SIZES)
    least, least_below = (size / page.zoom for size in LEAST_SIZES)
    for above, below in ((min(good, largest), good_below), (least, least_below)):
        for way in sized:
            if way.above >= above and (way.below >= below or not deltas):
                return way
    return None


def _fitting(texts: Iterable[str], room: float, measure: Measure) -> float:
    """The size in which all texts fit. Digits are all as wide as 0."""
    shapes = {re.sub("[0-9]", "0", text) for text in texts}
    return min((room / measure(shape, 1, "bold") for shape in shapes), default=math.inf)


def _point(texts: Iterable[str], size: float, room: float, measure: Measure) -> float | None:
    """Where the whole parts of numbers end, right of their cells' middle.

    What has no sign stands in the middle, and a minus before it, if there is room for it there.
    """
    parts = [text.partition(".") for text in texts if text[-1:].isdigit()]
    if any("e" in text for part in parts for text in part):
        return None

    def widest(texts: Iterable[str], face: Face = "bold") -> float:
        shapes = {re.sub("[0-9]", "0", text) for text in texts}
        return max((measure(shape, size, face) for shape in shapes), default=0.0)

    whole = [before for before, _, _ in parts]
    rest = [point + decimals for _, point, decimals in parts]
    unsigned = [
        before
        for before, _, decimals in parts
        if before[0].isdigit() and (before + decimals).strip("0")  # 0 goes with either sign
    ]
    digits = widest(unsigned or whole, "sans")
    point = (digits - widest(rest, "sans")) / 2
    return min(max(point, widest(whole) - room / 2), room / 2 - widest(rest))
