"""Sum pooling."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING

import numpy as np

from poolanim.layers.placement import Sliding

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from poolanim.layers.pool import Array, Windows

MANY = 128
"""Sums of more cells are summed up as float64, as the error grows with them."""


@dataclass(frozen=True)
class SumPool(Sliding):
    """Sum pooling: a window becomes its sum, and every cell gets the whole gradient back.

    Padding counts as zeros.

    Args:
        kernel_size: the window, an int or (height, width).
        stride: from one window to the next, an int or (height, width); None for kernel_size,
            as in PyTorch.
        padding: cells added on each side, an int, (height, width), ((top, bottom), (left, right)),
            or `same-upper`, `same-lower` or `valid`, as in ONNX; less than the window.
        dilation: from one cell of a window to the next, an int or (height, width).
        ceil_mode: whether a last window may reach beyond the padding.
        crop: whether `same-upper` and `same-lower` leave out cells at both ends where windows are
            smaller than the stride, as in ONNX.

    Raises:
        ParameterError: a parameter is out of its limits.

    Example:
        >>> layer = SumPool(kernel_size=2, stride=1)
        >>> layer.forward([[1, 2, 3], [4, 5, 6]])
        array([[12., 16.]])
        >>> layer.backward([[1, 2]], [[1, 2, 3], [4, 5, 6]])
        array([[1., 3., 2.],
               [1., 3., 2.]])
    """

    def reduce(self, windows: Windows) -> Array:
        """The sum of each window."""
        return added(windows.cells)

    def spread(self, grad_output: Array, windows: Windows) -> Iterable[Array]:
        """The whole gradient to every cell."""
        return repeat(grad_output, len(windows.cells))


def added(cells: Sequence[Array]) -> Array:
    """The sum of some arrays; of many at least as float64."""
    first, *others = cells
    many = len(cells) > MANY
    total = first.astype(np.promote_types(first.dtype, np.float64) if many else first.dtype)
    for cell in others:
        total += cell
    return total
