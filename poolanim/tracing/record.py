"""A trace: the passes of a layer as scans of terms between named grids."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from poolanim.grids.layouts import reading
from poolanim.layers.layer import silently

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from poolanim.layers.finish import Finish
    from poolanim.layers.geometry import Geometry
    from poolanim.layers.layer import Pool
    from poolanim.layers.unpool import MaxUnpool

    Array = NDArray[Any]

Cell = tuple[int, ...]
"""The indices of a cell along the axes of its grid. Those of padding before it are negative."""
Span = tuple[range, ...]
"""The rows and the columns of a window."""
Spans = tuple[tuple[range, ...], tuple[range, ...]]
"""The rows of each window, by the row of its scan, and its columns, by the column of its scan."""


class Term(NamedTuple):
    """A number that one scan adds to one cell.

    Attributes:
        to: the grid and the cell that it is added to.
        of: the grids and the cells that it comes from.
        amount: the number.
    """

    to: tuple[str, Cell]
    of: tuple[tuple[str, Cell], ...]
    amount: Any


@dataclass(frozen=True, slots=True)
class Scan:
    """One position of the window.

    Attributes:
        number: from 0, in scan order.
        index: the cell that the scan belongs to: of the output, or of an unpooling's input.
        spans: by the name of a grid the rows and the columns that the scan covers there, in the
            grid and its padding.
        terms: what the scan adds, in the order in which it is added.
        chosen: the cells that the value is taken from, several if they tie; empty for a layer that
            takes no cell before another, and for a window on padding alone.
        value: the number of the cell `index`.
        finish: what becomes of the sum of the terms; None if it stays as it is.
    """

    number: int
    index: Cell
    spans: Mapping[str, Span]
    terms: tuple[Term, ...]
    chosen: tuple[Cell, ...]
    value: Any
    finish: Finish | None


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Cells of a grid and its padding, in one list.

    Attributes:
        grid: the name of the grid.
        shape: of the grid.
        extent: the indices along each axis, those of padding included.
        flat: (n,), the places of the cells in an array of the extent's size.
    """

    grid: str
    shape: Cell
    extent: Span
    flat: NDArray[np.int32]

    @property
    def padded_shape(self) -> Cell:
        """The size of the grid with its padding."""
        return tuple(map(len, self.extent))

    @property
    def interior(self) -> tuple[slice, ...]:
        """Where the grid lies in an array that has its padding too."""
        sizes = zip(self.extent, self.shape, strict=True)
        return tuple(slice(-span.start, size - span.start) for span, size in sizes)

    def indices(self, part: slice = slice(None)) -> tuple[NDArray[np.intp], ...]:
        """Returns the indices of some cells, an array for each axis."""
        places = np.unravel_index(self.flat[part], self.padded_shape)
        return tuple(place + span.start for place, span in zip(places, self.extent, strict=True))

    def part(self, part: slice) -> Iterator[Cell]:
        """Returns some of the cells, one after another."""
        return zip(*(axis.tolist() for axis in self.indices(part)), strict=True)

    @property
    def inside(self) -> NDArray[np.bool_]:
        """Which of the cells lie in the grid itself, and not in its padding: (n,)."""
        inside = np.ones(self.flat.shape, bool)
        for axis, size in zip(self.indices(), self.shape, strict=True):
            inside &= (axis >= 0) & (axis < size)
        return inside


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """Some cells of each scan.

    Attributes:
        ends: (scans + 1,), where the cells of each scan end, after a 0.
        cells: those of all scans.
    """

    ends: NDArray[np.intp]
    cells: Cells

    def of(self, scan: int) -> tuple[Cell, ...]:
        """Returns the cells of a scan."""
        return tuple(self.cells.part(slice(int(self.ends[scan]), int(self.ends[scan + 1]))))


@dataclass(frozen=True, eq=False)
class Terms:
    """What the scans of a pass add to one grid, scan after scan.

    Attributes:
        ends: (scans + 1,), where the terms of each scan end, after a 0.
        to: the cells that are added to.
        of: the cells that the terms come from, those of one grid after those of another.
        amounts: (n,), the numbers.
        start: the number that each cell has before the first scan.
    """

    ends: NDArray[np.intp]
    to: Cells
    of: tuple[Cells, ...]
    amounts: Array
    start: float = 0.0

    def part(self, scans: range) -> slice:
        """Returns where the terms of consecutive scans stand."""
        return slice(int(self.ends[scans.start]), int(self.ends[scans.stop]))

    @cached_property
    @silently
    def totals(self) -> Array:
        """(n,), what the cell of each term holds once the term is added.

        The terms of a cell are added one after another in the type of the amounts, so this is what
        every sum of the trace, and every picture of it, is made of.
        """
        order = self.to.flat.argsort(kind="stable")
        amounts, cells = self.amounts[order], self.to.flat[order]
        (starts,) = np.diff(cells, prepend=-1).nonzero()
        counts = np.diff(starts, append=cells.size)
        sums = amounts.copy()
        sums[starts] += np.array(self.start, sums.dtype)
        if len(starts) < counts.max(initial=0):  # few cells with many terms
            for start, count in zip(starts.tolist(), counts.tolist(), strict=True):
                own = sums[start : start + count]
                np.add.accumulate(own, out=own)
        else:
            for turn in range(1, counts.max(initial=0)):  # the second terms of all cells, ...
                places = starts[counts > turn] + turn
                sums[places] += sums[places - 1]
        totals = np.empty_like(sums)
        totals[order] = sums
        return totals

    def of_scan(self, scan: int) -> Iterator[Term]:
        """Returns the terms of one scan, one after another."""
        part = self.part(range(scan, scan + 1))
        origins = [[(cells.grid, cell) for cell in cells.part(part)] for cells in self.of]
        amounts = self.amounts[part].tolist()
        for to, *of, amount in zip(self.to.part(part), *origins, amounts, strict=True):
            yield Term((self.to.grid, to), tuple(of), amount)

    def blank(self) -> Array:
        """Returns the grid with its padding before the first scan."""
        return np.full(self.to.padded_shape, self.start, self.amounts.dtype)

    def add(self, scans: range, board: Array) -> None:
        """Fills in what cells hold after consecutive scans, on a board that stood before them."""
        part = self.part(scans)
        board.reshape(-1)[self.to.flat[part]] = self.totals[part]  # of equal cells the last stays

    def result(self) -> Array:
        """Returns the grid with its padding after the last scan."""
        board = self.blank()
        self.add(range(len(self.ends) - 1), board)
        return board


@silently
def finished(terms: Terms, finish: Finish | None) -> Array:
    """Returns the grid that the terms add up to, without padding, once its sums are finished."""
    sums = np.ascontiguousarray(terms.result()[terms.to.interior])
    return sums if finish is None else finish(sums)


@dataclass(frozen=True, eq=False)
class Pass:
    """A pass: scans that add terms to grids. A scan is made when it is asked for.

    Attributes:
        name: `forward` or `backward`.
        own: the name of the grid whose cells the scans belong to, row by row.
        values: that grid.
        terms: what is added to each target, by the target's name.
        spans: by the name of a grid, what each scan covers of it and its padding.
        chosen: the cells that each scan takes its value from; None if the layer takes no cell
            before another.
        finish: what becomes of the sums; None if they stay as they are.
        weights: (scans, channels, offsets), for each cell of a window its part in the value, or
            its chance to be the value; None for a layer without weights.
    """

    name: str
    own: str
    values: Array
    terms: Mapping[str, Terms]
    spans: Mapping[str, Spans]
    chosen: Listed | None
    finish: Finish | None = None
    weights: Array | None = None

    @property
    def targets(self) -> tuple[str, ...]:
        """The names of the grids that the pass computes."""
        return tuple(self.terms)

    @property
    def scatters(self) -> bool:
        """Whether scans add to other grids than the one whose cells they belong to."""
        return self.own not in self.terms

    def __len__(self) -> int:
        return math.prod(self.values.shape[:2])

    def __iter__(self) -> Iterator[Scan]:
        return map(self.__getitem__, range(len(self)))

    def __getitem__(self, number: int) -> Scan:
        number = range(len(self))[number]
        i, j = index = self.index(number)
        return Scan(
            number=number,
            index=index,
            spans={name: (rows[i], columns[j]) for name, (rows, columns) in self.spans.items()},
            terms=tuple(term for each in self.terms.values() for term in each.of_scan(number)),
            chosen=() if self.chosen is None else self.chosen.of(number),
            value=self.values[index].tolist(),
            finish=self.finish and self.finish.of(number),
        )

    def added(self, scan: int, channel: int) -> Iterator[tuple[Cell, Any]]:
        """Returns the cells (row, column) of a channel that a scan adds to, and what it adds.

        What falls on padding is left out.

        Args:
            scan: its number from 0.
            channel: its place among the channels that are traced.
        """
        (terms,) = self.terms.values()
        for (_, cell), _, amount in terms.of_scan(scan):
            inside = all(0 <= i < n for i, n in zip(cell, terms.to.shape, strict=True))
            if inside and cell[2:] in ((), (channel,)):
                yield cell[:2], amount

    def index(self, number: int) -> tuple[int, int]:
        """Returns the cell that a scan belongs to."""
        width: int = self.values.shape[1]
        return divmod(number, width)


@dataclass(frozen=True, eq=False)
class Trace:
    """What a layer does with its grids, scan after scan.

    Attributes:
        layer: the layer.
        geometry: its windows.
        grids: the arrays by name, read-only: (height, width), or (height, width, channels) if all
            channels are traced. `input`, `output`, and with a backward pass `grad_output` and
            `grad_input`; of max unpooling also `pooled`, of which `input` holds the maxima.
        passes: `forward`, and with a gradient `backward`.
        batch_index: the image of the batch.
        channel: the channel of the image; None if all channels are traced.
        batch_shape: (images, channels) of the batch.
        layout: the order of the axes of what was given, such as `hw` for a grid, or `nhwc`.
    """

    layer: Pool | MaxUnpool
    geometry: Geometry
    grids: Mapping[str, Array]
    passes: Mapping[str, Pass]
    batch_index: int
    channel: int | None
    batch_shape: tuple[int, int]
    layout: str

    @property
    def channels(self) -> list[int]:
        """The channels that are traced."""
        return list(range(self.batch_shape[1])) if self.channel is None else [self.channel]

    def plane(self, grid: Array, number: int) -> Array:
        """Returns of a grid the plane (height, width) of a traced channel, by its place from 0."""
        return grid if self.channel is not None else grid[:, :, number]

    @property
    def reading(self) -> str:
        """How an input of more than two axes was read; empty for others.

        Example:
            >>> from poolanim import MaxPool, trace
            >>> trace(MaxPool(1), np.ones((2, 4, 5, 3)), channel=2).reading
            'read as NHWC: image 1 of 2, channel 3 of 3, 4x5'
        """
        plane = self.geometry.input_shape
        return reading(self.layout, self.batch_shape, plane, self.batch_index, self.channel)
