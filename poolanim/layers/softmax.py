"""Softmax pooling (SoftPool)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from poolanim.layers.placement import Strided
from poolanim.layers.sum import added

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolanim.layers.layer import Array, Windows


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

    def reduce(self, windows: Windows) -> Array:
        """The weighted mean of each window."""
        return added(self.terms(windows))

    def terms(self, windows: Windows) -> list[Array]:
        """Returns the weighted cells."""
        weights = self.weights(windows)
        return [w * cell for w, cell in zip(weights, windows.cells, strict=True)]

    def spread(self, grad_output: Array, windows: Windows) -> Iterator[Array]:
        """To each cell its weight, more where it raises the mean and less where it lowers it."""
        value, weights = self.reduce(windows), self.weights(windows)
        for weight, cell in zip(reversed(weights), reversed(windows.cells), strict=True):
            yield weight * (1 + cell - value) * grad_output

    def weights(self, windows: Windows) -> list[Array]:
        """The softmax of the cells of each window."""
        highest = np.maximum.reduce(list(windows.cells))
        powers = [np.exp(cell - highest) for cell in windows.cells]
        total = added(powers)
        return [power / total for power in powers]
