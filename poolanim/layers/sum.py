"""Sum pooling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from poolanim.layers.placement import Sliding
from poolanim.layers.pool import Pool
from poolanim.layers.shares import Every

if TYPE_CHECKING:
    from poolanim.layers.batches import Array
    from poolanim.layers.sliding import Windows


class Total(Pool):
    """A window becomes its sum, finished, and every cell gets the gradient, finished alike."""

    fold = np.add

    def spread(self, grad_output: Array, windows: Windows) -> Every:
        """Returns the finished gradient for every cell."""
        return Every(windows.finished(grad_output))


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
