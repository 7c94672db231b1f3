"""Run a layer on one grid and record every scan: where it looked, what it gave, what it added."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from poolanim.errors import GridError, ParameterError
from poolanim.layers.pool import (
    Pool,
    as_batch,
    by,
    checked_gradient,
    computed,
    gradient_type,
    silently,
)
from poolanim.layouts import reading
from poolanim.parameters import check_apart, check_whole, plain, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import ArrayLike, NDArray

    from poolanim.geometry import Axis, Geometry, Pair, Window
    from poolanim.layers.pool import Array, Mask
    from poolanim.layers.unpool import MaxUnpool


LARGEST_SHORT = 2**15
"""Cells of an axis whose numbers need but two bytes."""


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
    def of(cls, geometry: Geometry, chosen: Mask) -> Listed:
        """The cells of each window that are chosen: (scans, offsets), none outside the input."""
        scans, offsets = np.nonzero(chosen)
        i, j = np.divmod(scans, geometry.output_shape[1])
        u, v = np.divmod(offsets, geometry.kernel_shape[1])
        ends = np.searchsorted(scans, np.arange(len(chosen) + 1))
        return cls(ends, _cells(geometry.rows)[i, u], _cells(geometry.columns)[j, v])

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


def _cells(axis: Axis) -> NDArray[np.signedinteger[Any]]:
    """The cells of each window along an axis, (windows, offsets); 0 where it has no more."""
    offsets = range(axis.kernel)
    cells = [[window[u] if u < len(window) else 0 for u in offsets] for window in axis.windows]
    return np.array(cells, np.int16 if axis.extent.stop <= LARGEST_SHORT else np.int32)


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
        weights: for each scan those of its window's cells; None for a layer without weights.
    """

    geometry: Geometry
    output: Array
    divisors: NDArray[np.int64] | None
    grad: Array | None
    taken: Listed
    received: Listed
    deltas: Array
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

    def add(self, scans: range, numbers: Array) -> None:
        """Add the deltas of consecutive steps, in their order, to numbers of the input's shape."""
        received = self.received
        part = slice(received.ends[scans.start], received.ends[scans.stop])
        np.add.at(numbers, (received.rows[part], received.columns[part]), self.deltas[part])


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
class Trace:
    """A pass over one grid, scan by scan.

    Attributes:
        layer: the layer that was run.
        geometry: its windows over the input.
        input: (H, W).
        output: (H_out, W_out).
        grad_output: (H_out, W_out); None without a backward pass.
        grad_input: (H, W), the sum of all deltas in scan order; None without a backward pass.
        steps: the scans, row by row.
        batch_index: the image of the batch.
        channel: the channel of the image.
        batch_shape: (images, channels) of the batch.
        layout: the order of the axes of what was given, `hw` for a grid.
        back: of max unpooling, its backward pass, as one that takes cells of `input` for `output`.
            Its forward pass is this one: `output` are the maxima of `input`, and so is
            `grad_output`; `grad_input` is what they are unpooled to.
        channels: the traces of all channels, if all are wanted; the first of them is this one.
    """

    layer: Pool | MaxUnpool
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
    back: Trace | None = None
    channels: tuple[Trace, ...] = ()

    @property
    def reading(self) -> str:
        """How an input of more than two axes was read; empty for others.

        Example:
            >>> from poolanim import MaxPool
            >>> trace(MaxPool(1), np.ones((2, 4, 5, 3)), channel=2).reading
            'read as NHWC: image 1 of 2, channel 3 of 3, 4x5'
        """
        channel = None if self.channels else self.channel
        plane = self.geometry.input_shape
        return reading(self.layout, self.batch_shape, plane, self.batch_index, channel)

    def grids(self) -> dict[str, Array | None]:
        """The layer's input and output, and their gradients, by name."""
        if not isinstance(self.layer, Pool):
            back = self.back
            return {
                "input": self.output,
                "output": self.grad_input,
                "grad_output": back.input if back else None,
                "grad_input": back.output if back else None,
            }
        return {
            "input": self.input,
            "output": self.output,
            "grad_output": self.grad_output,
            "grad_input": self.grad_input,
        }

    def tracked(self) -> Pair:
        """The cell to follow: of those that most windows cover the one that receives most often.

        If several do, the most central one.
        """
        received = self.steps.received
        receipts = Counter(zip(received.rows.tolist(), received.columns.tolist(), strict=True))
        return max(self.geometry.most_covered(), key=lambda cell: receipts[cell])

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
    @silently
    def sums(self) -> set[float]:
        """All that a cell of grad_input ever holds while the deltas are added up."""
        received = self.steps.received
        cells = np.ravel_multi_index((received.rows, received.columns), self.input.shape)
        order = cells.argsort(kind="stable")
        cells = cells[order]
        (starts,) = np.diff(cells, prepend=-1).nonzero()
        counts = np.diff(starts, append=cells.size)
        deltas, totals = self.steps.deltas[order], np.zeros(len(counts), self.steps.deltas.dtype)
        seen = {0.0}
        for turn in range(counts.max(initial=0)):  # the first of every cell, the second, and so on
            more = counts > turn
            totals[more] += deltas[starts[more] + turn]
            seen.update(totals[more].tolist())
        return seen

    def replay(self) -> Callable[[int], Array]:
        """Gives grad_input after so many steps, each time after more or as many.

        It is one array, that goes on changing.
        """
        numbers, done = np.zeros_like(self.input, dtype=self.steps.deltas.dtype), 0
        add = self.steps.add
        if not all(map(math.isfinite, self.sums)):  # or else it would cost more than it does
            add = silently(add)

        def after(steps: int) -> Array:
            nonlocal done
            add(range(done, steps), numbers)
            done = steps
            return numbers

        return after


@silently
def trace(
    layer: Pool | MaxUnpool,
    x: ArrayLike,
    grad_output: ArrayLike | None = None,
    *,
    batch_index: int = 0,
    channel: int = 0,
) -> Trace:
    """Run `layer` forward on `x`, and backward on `grad_output` if it is given.

    Args:
        layer: any pooling layer; of max unpooling, x is what is pooled first.
        x: the grid, (H, W); or a batch, (N, H, W, C), of which one channel is recorded.
        grad_output: the gradient of the output, (H_out, W_out) or (N, H_out, W_out, C); of max
            unpooling, of the shape of x.
        batch_index: of a batch, the image.
        channel: of a batch, the channel.

    Returns:
        the record, with one step for each output cell.

    Raises:
        GridError: a rank or shape does not fit.
        ParameterError: there is no such layer, image or channel; the window is larger than the
            padded input; or windows of max unpooling overlap.

    Example:
        >>> from poolanim import MaxPool
        >>> record = trace(MaxPool(kernel_size=2), [[1, 2], [3, 4]], [[5]])
        >>> record.steps[0].deltas
        ((1, 1, 5.0),)
        >>> record.grad_input
        array([[0., 0.],
               [0., 5.]])
    """
    if not isinstance(layer, Pool):
        return _unpooling(layer, x, grad_output, batch_index, channel)
    batch = layer.batch(x)
    grads = None
    if grad_output is not None:
        grads = checked_gradient(grad_output, x, layer.geometry(batch.shape[1:3]))
    return _record(layer, batch, grads, batch_index, channel, _layout(x))


def _record(
    layer: Pool,
    batch: Array,
    grads: Array | None,
    batch_index: int,
    channel: int,
    layout: str,
) -> Trace:
    """The trace over one plane of a batch; its gradients may have any type."""
    if not (len(batch) and batch.shape[3]):
        raise GridError(f"input is {by(batch.shape)}; give it an image and a channel")
    batch_index = check_whole("batch_index", plain(batch_index), 0, len(batch) - 1)
    channel = check_whole("channel", plain(channel), 0, batch.shape[3] - 1)

    def plane(array: NDArray[Any]) -> NDArray[Any]:
        return array[batch_index, :, :, channel]

    geometry = layer.geometry(batch.shape[1:3])
    windows = layer.windows(batch, geometry, range(len(batch)))
    value = layer.reduce(windows)
    output = plane(value).astype(batch.dtype)

    def stacked(arrays: Iterable[NDArray[Any]]) -> NDArray[Any]:
        """An array for each offset as one, (scans, offsets)."""
        return np.stack([plane(array) for array in arrays], axis=-1).reshape(output.size, -1)

    inside = np.stack(windows.inside, axis=-1).reshape(output.size, -1)
    nothing = np.zeros_like(inside)
    masks = layer.taken(windows, value)
    taken = nothing if masks is None else stacked(masks) & inside
    weights = layer.weights(windows)
    received, deltas, grad, grad_input = nothing, np.zeros_like(output, shape=0), None, None
    if grads is not None:
        grad = plane(grads).copy()
        received = stacked(layer.receivers(windows, value)) & inside
        spread = list(layer.spread(computed(grads), windows))
        deltas = stacked(reversed(spread))[received].astype(grads.dtype, copy=False)
    steps = Steps(
        geometry,
        output,
        layer.divisors(geometry),
        grad,
        Listed.of(geometry, taken),
        Listed.of(geometry, received),
        deltas,
        stacked(weights) if weights else None,
    )
    if grad is not None:
        grad_input = np.zeros_like(grad, shape=geometry.input_shape)
        # One after another, as a cell that stands in several windows receives them.
        np.add.at(grad_input, (steps.received.rows, steps.received.columns), deltas)
    return Trace(
        layer,
        geometry,
        plane(batch).copy(),
        output,
        grad,
        grad_input,
        steps,
        batch_index,
        channel,
        (len(batch), batch.shape[3]),
        layout,
    )


def _layout(x: ArrayLike) -> str:
    """The order of the axes of a grid or batch."""
    return "hw" if np.ndim(x) == 2 else "nhwc"


def _unpooling(
    layer: MaxUnpool, x: ArrayLike, grad_output: ArrayLike | None, batch_index: int, channel: int
) -> Trace:
    """Pool `x`, and unpool that; and take the gradients of the places to which it returned."""
    from poolanim.layers.unpool import MaxUnpool

    if not isinstance(layer, MaxUnpool):
        raise ParameterError(f"layer is {shown(layer)}; give a layer, such as MaxPool(2)")
    check_apart(layer.kernel_size, layer.stride)
    batch = layer.pool.batch(x)
    values = layer.pool.forward(batch)
    record = _record(layer.pool, batch, values, batch_index, channel, _layout(x))
    steps = replace(record.steps, taken=record.steps.received)
    record = replace(record, layer=layer, steps=steps)
    if grad_output is None:
        return record
    if np.shape(grad_output) != np.shape(x):
        raise GridError(
            f"grad_output is {by(np.shape(grad_output))}, but the output is {by(np.shape(x))}; "
            "give one gradient for each output cell"
        )
    grads = as_batch("grad_output", grad_output)[record.batch_index, :, :, record.channel]
    grads = grads.astype(gradient_type(record.input.dtype))
    taken = steps.received
    output = grads[taken.rows, taken.columns].reshape(record.output.shape)
    nothing = Listed(np.zeros_like(taken.ends), taken.rows[:0], taken.columns[:0])
    gathering = replace(steps, output=output, grad=None, received=nothing, deltas=steps.deltas[:0])
    back = replace(
        record, input=grads, output=output, grad_output=None, grad_input=None, steps=gathering
    )
    return replace(record, back=back)
