"""What the scene reads of a trace: each pass as an input, an output and steps between them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from poolanim.layers.average import Divide

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from poolanim.layers.batches import Array, Mask
    from poolanim.layers.geometry import Geometry
    from poolanim.layers.layer import Layer
    from poolanim.layers.terms import Cells
    from poolanim.layers.window import Window
    from poolanim.parameters.sizes import Pair
    from poolanim.tracing.record import Pass, Trace


@dataclass(frozen=True, slots=True)
class Step:
    """One scan.

    Attributes:
        index: the output cell, [i, j].
        window: the input cells that the window covers.
        value: what the window became.
        taken: the input cells that the value was taken from, if the layer takes one before others;
            several if they tie.
        divisor: what the window's sum is divided by; None for a layer that divides by nothing.
        weights: the part that each cell of the window has in the value, or its chance to be the
            value; empty for a layer without weights.
        grad: the gradient of the value; None without a backward pass.
        deltas: (row, column, delta) for each input cell that the gradient is added to.
    """

    index: Pair
    window: Window
    value: float
    taken: tuple[Pair, ...]
    divisor: float | None
    weights: tuple[float, ...]
    grad: float | None
    deltas: tuple[tuple[int, int, float], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """Some input cells of each window, listed scan by scan.

    Attributes:
        ends: where those of each scan end, after a 0: (scans + 1,).
        rows: of the cells.
        columns: of the cells.
    """

    ends: NDArray[np.intp]
    rows: NDArray[np.signedinteger[Any]]
    columns: NDArray[np.signedinteger[Any]]

    @classmethod
    def of(cls, scans: int, owners: NDArray[np.intp], cells: Cells, wanted: Mask) -> Listed:
        """Those wanted of some cells, each with the number of its scan."""
        ends = np.searchsorted(owners[wanted], np.arange(scans + 1))
        rows, columns, *_ = cells.indices()
        return cls(ends, rows[wanted], columns[wanted])

    @property
    def counts(self) -> NDArray[np.intp]:
        """How many cells each scan has: (scans,)."""
        return self.ends[1:] - self.ends[:-1]

    def first(self, numbers: NDArray[Any], default: float) -> list[Any]:
        """Of numbers that go with the cells, that of each scan's first; a default for no cell."""
        firsts = np.append(numbers, default)[self.ends[:-1]]
        told: list[Any] = np.where(self.counts > 0, firsts, default).tolist()
        return told

    def having(self, cell: Pair) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """The scans that have a cell, and where it stands in the list for each."""
        (places,) = ((self.rows == cell[0]) & (self.columns == cell[1])).nonzero()
        return np.searchsorted(self.ends, places, "right") - 1, places

    def part(self, scan: int) -> slice:
        """Where the cells of a scan stand in the list."""
        return slice(self.ends[scan], self.ends[scan + 1])

    def cells(self, scan: int) -> Iterator[Pair]:
        """The cells of a scan."""
        part = self.part(scan)
        return zip(self.rows[part].tolist(), self.columns[part].tolist(), strict=True)


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """The steps of a trace, row by row. Each is made when it is asked for.

    Attributes:
        geometry: the windows over the input.
        output: (H_out, W_out).
        divisors: (H_out, W_out); None for a layer that divides by nothing.
        grad: (H_out, W_out); None without a backward pass.
        taken: the cells that the values were taken from.
        received: the cells that gradients are added to.
        deltas: what is added to these.
        sums: what these hold after it.
        weights: for each scan those of its window's cells; None for a layer without weights.
    """

    geometry: Geometry
    output: Array
    divisors: NDArray[np.int64] | None
    grad: Array | None
    taken: Listed
    received: Listed
    deltas: Array
    sums: Array
    weights: Array | None

    def __len__(self) -> int:
        return self.output.size

    def __iter__(self) -> Iterator[Step]:
        return map(self.__getitem__, range(len(self)))

    def __getitem__(self, number: int) -> Step:
        return _step(self, range(len(self))[number])

    def index(self, number: int) -> Pair:
        """The output cell of a step, without the rest of it."""
        row, column = divmod(number, self.geometry.output_shape[1])
        return row, column

    def ties(self, scans: range) -> list[float]:
        """The values for which several cells tie, in these consecutive scans."""
        part = slice(scans.start, scans.stop)
        tied: list[float] = self.output.ravel()[part][self.taken.counts[part] > 1].tolist()
        return tied


@lru_cache(maxsize=8)  # a frame asks for the same few again and again
def _step(steps: Steps, scan: int) -> Step:
    i, j = steps.index(scan)
    deltas = steps.deltas[steps.received.part(scan)].tolist()
    received = zip(steps.received.cells(scan), deltas, strict=True)
    return Step(
        index=(i, j),
        window=steps.geometry.window((i, j)),
        value=steps.output[i, j].item(),
        taken=tuple(steps.taken.cells(scan)),
        divisor=None if steps.divisors is None else steps.divisors[i, j].item(),
        weights=() if steps.weights is None else tuple(steps.weights[scan].tolist()),
        grad=None if steps.grad is None else steps.grad[i, j].item(),
        deltas=tuple((row, column, delta) for (row, column), delta in received),
    )


@dataclass(frozen=True, eq=False)
class Record:
    """One pass over one plane, as the scene reads it: an input, an output and steps between them.

    Attributes:
        layer: the layer that was run.
        geometry: its windows over the input.
        input: (H, W); of max unpooling the grid under the windows.
        output: (H_out, W_out).
        grad_output: (H_out, W_out), what is added to the grid under the windows; None for a pass
            that reads it.
        grad_input: (H, W), the sum of all deltas in scan order; None likewise.
        steps: the scans, row by row.
        batch_index: the image of the batch.
        channel: the channel of the image.
        batch_shape: (images, channels) of the batch.
        layout: the order of the axes of what was given, such as `hw` for a grid, or `nhwc`.
    """

    layer: Layer
    geometry: Geometry
    input: Array
    output: Array
    grad_output: Array | None
    grad_input: Array | None
    steps: Steps
    batch_index: int
    channel: int
    batch_shape: tuple[int, int]
    layout: str

    def tracked(self) -> Pair:
        """The cell to follow: of those that receive most often the one that most windows cover.

        If several do, the most central one.
        """
        received = self.steps.received
        receipts = Counter(zip(received.rows.tolist(), received.columns.tolist(), strict=True))
        if not receipts:
            return self.geometry.most_covered()[0]
        cover, (height, width) = self.geometry.coverage(), self.geometry.input_shape

        def rank(cell: Pair) -> tuple[int, ...]:
            row, column = cell
            aside = abs(2 * row + 1 - height) + abs(2 * column + 1 - width)
            return -receipts[cell], -cover[row][column], aside, row, column

        return min(receipts, key=rank)

    @property
    def takes(self) -> bool:
        """Whether values were taken from some cells before others."""
        return self.steps.taken.rows.size > 0

    def receipts(self, cell: Pair) -> Iterator[tuple[int, float]]:
        """The scans that add to a cell, and what they add."""
        scans, places = self.steps.received.having(cell)
        return zip(scans.tolist(), self.steps.deltas[places].tolist(), strict=True)

    def grads(self) -> set[float]:
        """All gradients of values."""
        return set() if self.grad_output is None else set(self.grad_output.ravel().tolist())

    def deltas(self) -> set[float]:
        """All that is ever added to a cell of grad_input."""
        return set(self.steps.deltas.tolist())

    @cached_property
    def sums(self) -> set[float]:
        """All that a cell of grad_input ever holds while the deltas are added up."""
        return {0.0, *self.steps.sums.tolist()}


def records(trace: Trace, direction: str) -> tuple[Record, ...]:
    """A pass as the scene reads it, once for each channel that is traced."""
    return tuple(_record(trace, direction, *each) for each in enumerate(trace.channels))


def tracked(trace: Trace) -> Pair:
    """The cell to follow in the first channel."""
    adding = [name for name, each in trace.passes.items() if each.scatters]
    return records(trace, adding[0] if adding else "forward")[0].tracked()


def _record(trace: Trace, direction: str, number: int, channel: int) -> Record:
    """One channel of a pass, by its place among those that are traced and its number."""
    shown, unpools = trace.passes[direction], "pooled" in trace.grids
    (target,) = shown.targets
    covered, own = shown.spans
    read = covered if not shown.scatters else "pooled" if unpools else "input"
    output = own if unpools else "output"

    def plane(name: str) -> Array:
        return trace.plane(trace.grids[name], number)

    added = plane(own) if shown.scatters else None
    return Record(
        trace.layer,
        trace.geometry,
        plane(read),
        plane(output),
        added,
        plane(target) if shown.scatters else None,
        _steps(trace, shown, number, plane(output), added),
        trace.batch_index,
        channel,
        trace.batch_shape,
        trace.layout,
    )


def _steps(trace: Trace, shown: Pass, number: int, output: Array, added: Array | None) -> Steps:
    """The steps of one channel of a pass."""
    (terms,) = shown.terms.values()
    geometry, scans, none = trace.geometry, len(shown), np.zeros(0, np.intp)
    divide = trace.passes["forward"].finish

    def listed(cells: Cells) -> tuple[Listed, Mask]:
        owners, wanted = np.repeat(np.arange(scans), np.diff(cells.ends)), cells.inside
        if len(cells.shape) == 3:
            wanted = wanted & (cells.indices()[2] == number)
        return Listed.of(scans, owners, cells, wanted), wanted

    nothing = Listed(np.zeros(scans + 1, np.intp), none, none)
    taken, received, deltas, sums = nothing, nothing, terms.amounts[:0], terms.amounts[:0]
    if shown.chosen is not None:
        taken, _ = listed(shown.chosen)
    if added is not None:
        received, wanted = listed(terms.to)
        deltas, sums = terms.amounts[wanted], terms.totals[wanted]
    return Steps(
        geometry,
        output,
        divide.by if isinstance(divide, Divide) else None,
        added,
        taken,
        received,
        deltas,
        sums,
        None if shown.weights is None else shown.weights[:, number],
    )
