"""One scan in one channel, and lists of the cells of all scans there."""

from __future__ import annotations

from functools import reduce
from itertools import product
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from poolanim.records import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from poolanim.layers.axis import Cell
    from poolanim.layers.batches import Mask
    from poolanim.layers.terms import Cells, Span


@frozen
class Step:
    """One scan in one channel.

    Attributes:
        number: from 0.
        index: the cell that the scan belongs to.
        window: the cells under the window, without padding.
        value: the number that a window becomes.
        grad: what the scan brings to the cells under the window; None in a pass that reads them.
        taken: the cells that the value is taken from, several if they tie.
        deltas: the cells of the target that the scan adds to, without padding, and the amounts.
        divisor: what the sum of the window is divided by; None for a layer that divides by nothing.
        lost: the number of parts on padding, of those that the divisor counts.
        weights: for each cell of the window its part in the value, or its chance to be the value;
            empty for a layer without weights.
    """

    number: int
    index: Cell
    window: Span
    value: float
    grad: float | None
    taken: tuple[Cell, ...]
    deltas: tuple[tuple[Cell, float], ...]
    divisor: int | None
    lost: int
    weights: tuple[float, ...]

    @property
    def count(self) -> int:
        """The number of cells under the window, without padding."""
        return prod(map(len, self.window))

    def cells(self) -> Iterator[Cell]:
        """Returns the cells under the window, without padding."""
        return product(*self.window)


@frozen(eq=False)
class Listed:
    """The cells of a list of the trace that are in one channel, without padding.

    Attributes:
        wanted: which cells of the list these are.
        ends: (scans + 1,), where the cells of each scan end, after a 0.
        axes: the indices of the cells along each axis.
    """

    wanted: Mask
    ends: NDArray[np.intp]
    axes: tuple[NDArray[np.intp], ...]

    @classmethod
    def of(cls, cells: Cells, depths: Cell) -> Listed:
        """Returns the cells with these last indices, which are left out then."""
        wanted, axes = cells.inside, cells.indices()
        count = len(axes) - len(depths)
        for axis, depth in zip(axes[count:], depths, strict=True):
            wanted &= axis == depth
        axes = axes[:count]
        ends = np.concatenate([[0], wanted.cumsum()])[cells.ends]
        return cls(wanted, ends, tuple(axis[wanted] for axis in axes))

    def part(self, scan: int) -> slice:
        """Returns which part of the list is of one scan."""
        return slice(self.ends[scan], self.ends[scan + 1])

    def cells(self, part: slice = slice(None)) -> Iterator[Cell]:
        """Returns the cells of a part of the list."""
        return zip(*(axis[part].tolist() for axis in self.axes), strict=True)

    def having(self, cell: Cell) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Returns the scans that have a cell, and where it is in the list for each."""
        same = (axis == place for axis, place in zip(self.axes, cell, strict=True))
        (places,) = reduce(np.logical_and, same).nonzero()
        return np.searchsorted(self.ends, places, "right") - 1, places
