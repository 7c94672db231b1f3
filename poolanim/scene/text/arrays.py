"""The arrays of the user: the order of their axes, and where the grids of a trace are in them."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, cast

import numpy as np

from poolanim.layers.layer import CHANNEL, FILTER
from poolanim.records import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from poolanim.layers.kernel import Kernel
    from poolanim.tracing.record import Trace

PLANE = "hw"
"""The axes of a plane, which are the first ones of every grid of a trace."""
LETTERS = {CHANNEL: "i", FILTER: "o"}
"""The letters of the further axes of weights."""
LONG_RUN = 4
"""The number of equal numbers from which on code does not repeat them."""


@frozen
class Array:
    """The order of an array's axes, by the letters of layouts: `nhwc`, or `hwio` of weights.

    Attributes:
        layout: its axes.
        axes: the axes of the trace's grid, for which scans have indices.
        first: the index of the grid's first cell along each axis of the array, 0 if not given.
        counts: the size along each axis of the array that is not of the plane.
    """

    layout: str
    axes: str
    first: Mapping[str, int]
    counts: Mapping[str, int]

    @property
    def starts(self) -> list[int]:
        """The index of the grid's first cell along each axis of the grid."""
        return [self.first.get(axis, 0) for axis in self.axes]

    def in_order(self, items: Mapping[str, object]) -> str:
        """Returns the items of all axes as code."""
        return ", ".join(str(items[axis]) for axis in self.layout)

    def index(self, items: Sequence[object]) -> str:
        """Returns the index of cells.

        Args:
            items: a number or a slice for each axis of the grid.
        """
        return self.in_order({**self.first, **dict(zip(self.axes, items, strict=True))})

    def spread(self, plane: str, shape: Sequence[int]) -> str:
        """Returns code for a plane that fits all planes of an array.

        Args:
            plane: the plane as code.
            shape: of the plane.
        """
        if self.layout == PLANE:
            return plane
        whole = self.in_order(
            {**dict.fromkeys(self.layout, 1), **dict(zip(PLANE, shape, strict=True))}
        )
        return f"np.reshape({plane}, ({whole}))"

    def shape(self, plane: Sequence[int]) -> str:
        """Returns the shape of an array whose planes have a shape."""
        return self.in_order({**self.counts, **dict(zip(PLANE, plane, strict=True))})


def array_of(trace: Trace, name: str, number: int, axes: int) -> Array:
    """Returns the array of an operand.

    Args:
        trace: the trace.
        name: the name of the operand.
        number: the place of the channel among the traced ones, if scans have no index for it.
        axes: the number of axes for which scans have indices.
    """
    depths = trace.depths.get(name, ())
    if hasattr(trace.layer, name):  # the layer contains it
        return _of_weights(trace, cast("Kernel", trace.layer), name, depths)
    (images, count), layout = trace.batch_shape, trace.layout
    first = trace.channels[number if axes == len(PLANE) else 0]
    if name == "output" and CHANNEL not in depths:
        first, count = trace.filters.start, getattr(trace.layer, "filters", count)
        layout = trace.output_layout
    own = f"{PLANE}{'c' * (axes - len(PLANE))}"
    return Array(layout, own, {"n": trace.batch_index, "c": first}, {"n": images, "c": count})


def _of_weights(trace: Trace, layer: Kernel, name: str, depths: Sequence[str]) -> Array:
    """Returns the array of the weights of a layer, or of its biases."""
    shape = np.shape(getattr(layer, name)) or (layer.filters,)
    letters = "".join(LETTERS[depth] for depth in depths)
    chosen = {"i": trace.channels.start, "o": trace.filters.start}
    if len(shape) < len(PLANE):
        count = shape[0]
        return Array("o" * (count > 1), PLANE + letters, chosen, {"o": count})
    layout = (PLANE + "".join(LETTERS[axis] for axis in layer.axes))[: len(shape)]
    counts = dict(zip(layout, shape, strict=True))
    # Weights have the channels of one group alone.
    first = {axis: start % counts.get(axis, 1) for axis, start in chosen.items()}
    return Array(layout, PLANE + letters, first, counts)


def products(plane: NDArray[np.int64]) -> str:
    """Returns code for a plane of products of a number for each row and one for each column.

    Example:
        >>> products(np.outer([2, 3, 3, 3, 3, 2], [3, 2]))
        'np.outer([2] + [3] * 4 + [2], [3, 2])'
    """
    row, column = np.unravel_index(plane.argmax(), plane.shape)
    rows = plane[:, column] // np.gcd.reduce(plane[:, column])
    return f"np.outer({_listed(rows.tolist())}, {_listed((plane[row] // rows[row]).tolist())})"


def _listed(numbers: Sequence[int]) -> str:
    """Returns numbers as code, in which equal ones that follow each other are written once."""
    runs = [list(run) for _, run in groupby(numbers)]
    if max(map(len, runs)) < LONG_RUN:
        return str(list(numbers))
    return " + ".join(f"[{run[0]}]{f' * {len(run)}' * (len(run) > 1)}" for run in runs)
