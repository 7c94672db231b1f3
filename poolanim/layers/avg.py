"""Average pooling."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING, ClassVar

from poolanim.layers.pool import Pool

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolanim.layers.pool import Array, Cells


@dataclass(frozen=True)
class AvgPool(Pool):
    """Average pooling: a window becomes its mean, and every cell gets an equal share back.

    Padding cells count as zeros, in the sum as in the divisor (`count_include_pad=True` of
    PyTorch's `AvgPool2d`).

    Example:
        >>> layer = AvgPool(kernel_size=2, stride=1)
        >>> layer.forward([[1, 2, 3], [4, 5, 6]])
        array([[3., 4.]])
        >>> layer.backward([[4, 8]], [[1, 2, 3], [4, 5, 6]])
        array([[1., 3., 2.],
               [1., 3., 2.]])
    """

    padding_value: ClassVar[float] = 0.0

    @property
    def divisor(self) -> int:
        """The number of cells in a window, padding included."""
        return self.kernel_area

    def reduce(self, cells: Cells) -> Array:
        """The mean of each window."""
        first, *others = cells.values()
        total = first.copy()
        for cell in others:
            total += cell
        return total / self.divisor

    def spread(self, grad_output: Array, cells: Cells, value: Array) -> Iterable[Array]:  # noqa: ARG002
        """An equal share of the gradient to every cell."""
        return repeat(grad_output / self.divisor, len(cells))
