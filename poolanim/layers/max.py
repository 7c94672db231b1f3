"""Max pooling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from poolanim.layers.pool import Pool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolanim.layers.pool import Array, Cells, Mask


@dataclass(frozen=True)
class MaxPool(Pool):
    """Max pooling: a window becomes its maximum, which gets the whole gradient back.

    Tied maxima get the whole gradient each: the mask `a_prev_slice == max(a_prev_slice)` selects
    them all. (PyTorch gives it to the first alone.) Padding counts as minus infinity, and NaN wins,
    as in PyTorch.

    Example:
        >>> layer = MaxPool(kernel_size=2, stride=1)
        >>> layer.forward([[1, 9, 3], [4, 5, 9]])
        array([[9., 9.]])
        >>> layer.backward([[1, 2]], [[1, 9, 3], [4, 5, 9]])
        array([[0., 3., 0.],
               [0., 0., 2.]])
    """

    padding_value: ClassVar[float] = -np.inf

    def reduce(self, cells: Cells) -> Array:
        """The maximum of each window."""
        first, *others = cells.values()
        highest = first.copy()
        for cell in others:
            np.maximum(highest, cell, out=highest)
        return highest

    def taken(self, cells: Cells, value: Array) -> Iterator[Mask]:
        """Where a cell equals the maximum, or is NaN as the maximum is."""
        for cell in cells.values():
            yield (cell == value) | (np.isnan(cell) & np.isnan(value))

    def spread(self, grad_output: Array, cells: Cells, value: Array) -> Iterator[Array]:
        """The whole gradient to every cell that equals the maximum."""
        for taken in self.taken(cells, value):
            yield np.where(taken, grad_output, 0)
