"""Softmax pooling (SoftPool)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from poolanim.layers.placement import Strided
from poolanim.layers.shares import Parts
from poolanim.layers.sliding import folded

if TYPE_CHECKING:
    from poolanim.layers.batches import Array
    from poolanim.layers.sliding import Windows


@dataclass(frozen=True)
class SoftmaxPool(Strided):
    """Softmax pooling: a window becomes its mean, weighted by the softmax of its cells.

    This is SoftPool (Stergiou, Poppe and Kalliatakis 2021). The gradient is the whole one, through
    the weights as well: a cell x of weight w gets w (1 + x - y) of it.

    Args:
        kernel_size: the window, an int or (height, width).
        stride: from one window to the next, an int or (height, width); None for kernel_size,
            as in PyTorch.

    Raises:
        ParameterError: a parameter is out of its limits.

    Example:
        >>> layer = SoftmaxPool(kernel_size=(1, 2))
        >>> layer.forward([[0, 0, 1, 3]]).round(4)
        array([[0.    , 2.7616]])
        >>> layer.backward([[1, 1]], [[0, 0, 1, 3]]).round(4)
        array([[ 0.5   ,  0.5   , -0.0908,  1.0908]])
    """

    def terms(self, windows: Windows) -> list[Array]:
        """Returns the weighted cells, whose sum is the mean."""
        weights = self.weights(windows)
        return [weight * cell for weight, cell in zip(weights, windows.cells, strict=True)]

    def spread(self, grad_output: Array, windows: Windows) -> Parts:
        """Returns for each cell its weight, more where the cell raises the mean, else less."""
        value, pairs = self.reduce(windows), zip(self.weights(windows), windows.cells, strict=True)
        return Parts([weight * (1 + cell - value) * grad_output for weight, cell in pairs])

    def weights(self, windows: Windows) -> list[Array]:
        """Returns the softmax of the cells of each window."""
        highest = np.maximum.reduce(list(windows.cells))
        powers = [np.exp(cell - highest) for cell in windows.cells]
        total = folded(np.add, powers)
        return [power / total for power in powers]
