"""Sum pooling."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING

import numpy as np

from poolanim.layers.layer import Pool
from poolanim.layers.placement import Sliding
from poolanim.layers.sliding import MANY, add_to_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from poolanim.layers.layer import Array, Windows


class Total(Pool):
    """A window is summed up, and every cell gets the same back."""

    fold = np.add

    def reduce(self, windows: Windows) -> Array:
        """The value of the sum of each window."""
        return self.finished(added(windows.cells), windows)

    def spread(self, grad_output: Array, windows: Windows) -> Iterable[Array]:
        """The same share of the gradient to every cell."""
        return repeat(self.shares(grad_output, windows), len(windows.cells))

    def give(self, share: Array, window: Array, grad_window: Array) -> None:  # noqa: ARG002
        """The same share to every cell of one window."""
        add_to_all(grad_window, share)


@dataclass(frozen=True)
class SumPool(Sliding, Total):
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


def added(cells: Sequence[Array]) -> Array:
    """The sum of some arrays; of many at least as float64."""
    first, *others = cells
    total = wide(first, len(cells)).copy()
    for cell in others:
        total += cell
    return total


def wide(array: Array, count: int) -> Array:
    """Returns an array in the type in which sums of so many of its cells are added up."""
    wider = np.promote_types(array.dtype, np.float64) if count > MANY else array.dtype
    return array.astype(wider, copy=False)
