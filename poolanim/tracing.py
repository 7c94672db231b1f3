"""Run a layer on one grid and record every scan: where it looked, what it gave, what it added."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from poolanim.errors import ParameterError
from poolanim.layers.pool import as_batch, checked_gradient, silently

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import ArrayLike, NDArray

    from poolanim.geometry import Geometry, Pair, Window
    from poolanim.layers.pool import Array, Mask, Pool


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
        grad: the gradient of the value; None without a backward pass.
        deltas: (row, column, delta) for each input cell that the gradient is added to.
    """

    index: Pair
    window: Window
    value: float
    taken: tuple[Pair, ...]
    divisor: float | None
    grad: float | None
    deltas: tuple[tuple[int, int, float], ...]


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
    """

    layer: Pool
    geometry: Geometry
    input: Array
    output: Array
    grad_output: Array | None
    grad_input: Array | None
    steps: tuple[Step, ...]

    def tracked(self) -> Pair:
        """The cell to follow: of those that most windows cover the one that receives most often.

        If several do, the most central one.
        """
        receipts = Counter((row, column) for step in self.steps for row, column, _ in step.deltas)
        return max(self.geometry.most_covered(), key=lambda cell: receipts[cell])

    def grads(self) -> set[float]:
        """All gradients of values."""
        return {step.grad for step in self.steps if step.grad is not None}

    def deltas(self) -> set[float]:
        """All that is ever added to a cell of grad_input."""
        return {delta for step in self.steps for *_, delta in step.deltas}

    @silently
    def sums(self) -> set[float]:
        """All that a cell of grad_input ever holds while the deltas are added up."""
        seen = {0.0}
        for step, numbers in zip(self.steps, islice(self.replay(), 1, None), strict=True):
            seen.update(float(numbers[row, column]) for row, column, _ in step.deltas)
        return seen

    def replay(self) -> Iterator[Array]:
        """Grad_input before the first step, and after each: one array, that goes on changing."""
        numbers = np.zeros_like(self.input)
        yield numbers
        for step in self.steps:
            add(numbers, step)
            yield numbers


@silently
def add(numbers: Array, step: Step) -> None:
    """Add a step's deltas."""
    for row, column, delta in step.deltas:
        numbers[row, column] += delta


@silently
def trace(
    layer: Pool,
    x: ArrayLike,
    grad_output: ArrayLike | None = None,
    *,
    batch_index: int = 0,
    channel: int = 0,
) -> Trace:
    """Run `layer` forward on `x`, and backward on `grad_output` if it is given.

    Args:
        layer: any pooling layer.
        x: the grid, (H, W); or a batch, (N, H, W, C), of which one channel is recorded.
        grad_output: the gradient of the output, (H_out, W_out) or (N, H_out, W_out, C).
        batch_index: of a batch, the image.
        channel: of a batch, the channel.

    Returns:
        the record, with one step for each output cell.

    Raises:
        GridError: a rank or shape does not fit.
        ParameterError: the window is larger than the padded input.

    Example:
        >>> from poolanim import MaxPool
        >>> record = trace(MaxPool(kernel_size=2), [[1, 2], [3, 4]], [[5]])
        >>> record.steps[0].deltas
        ((1, 1, 5.0),)
        >>> record.grad_input
        array([[0., 0.],
               [0., 5.]])
    """
    batch = as_batch("input", x)
    for name, number, count in (
        ("batch_index", batch_index, len(batch)),
        ("channel", channel, batch.shape[3]),
    ):
        if not 0 <= number < count:
            raise ParameterError(f"{name} is {number}; it must be from 0 to {count - 1}")

    def plane(array: NDArray[Any]) -> NDArray[Any]:
        return array[batch_index, :, :, channel]

    geometry = layer.geometry(batch.shape[1:3])
    windows = layer.windows(batch, geometry, range(len(batch)))
    value = layer.reduce(windows)
    output = plane(value).copy()
    offsets = list(geometry.offsets())
    masks = layer.taken(windows, value)
    taken = None if masks is None else dict(zip(offsets, map(plane, masks), strict=True))
    divisors = layer.divisors(geometry)
    deltas: dict[Pair, Array] = {}
    receivers: dict[Pair, Mask] = {}
    grad = None
    if grad_output is not None:
        grads = checked_gradient(grad_output, x, geometry)
        grad = plane(grads).copy()
        spread = map(plane, layer.spread(grads, windows, value))
        deltas = dict(zip(reversed(offsets), spread, strict=True))
        masks = layer.receivers(windows, value)
        receivers = dict(zip(offsets, map(plane, masks), strict=True))

    steps = []
    for scan in geometry.scans():
        places = [
            (offset, cell)
            for offset in offsets
            if (cell := geometry.cell(scan, offset)) is not None
        ]
        received = () if grad is None else [each for each in places if receivers[each[0]][scan]]
        steps.append(
            Step(
                index=scan,
                window=geometry.window(scan),
                value=float(output[scan]),
                taken=tuple(cell for offset, cell in places if taken and taken[offset][scan]),
                divisor=None if divisors is None else divisors[scan].item(),
                grad=None if grad is None else float(grad[scan]),
                deltas=tuple((*cell, float(deltas[offset][scan])) for offset, cell in received),
            )
        )
    grad_input = None
    if grad is not None:
        grad_input = np.zeros_like(output, shape=geometry.input_shape)
        for step in steps:
            add(grad_input, step)
    return Trace(layer, geometry, plane(batch).copy(), output, grad, grad_input, tuple(steps))
