"""Softmax and stochastic pooling: each cell of a window has a weight, or a chance."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from poolanim.layers.placement import Strided
from poolanim.layers.pool import Pool
from poolanim.layers.shares import Parts
from poolanim.layers.sliding import firsts, folded
from poolanim.parameters.numbers import SEED
from poolanim.parameters.parameter import Parameter, Plain, described
from poolanim.records import frozen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.layers.batches import Array, Mask
    from poolanim.layers.sliding import Windows


@described
@frozen
class SoftmaxPool(Pool, Strided):
    """Softmax pooling: a window becomes its mean, weighted by the softmax of its cells.

    This is SoftPool (Stergiou, Poppe and Kalliatakis 2021). The gradient is the whole one, through
    the weights as well: a cell x of weight w gets w (1 + x - y) of it.

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


@described
@frozen
class StochasticPool(Pool, Strided):
    """Stochastic pooling: a window becomes a sampled one of its cells, which gets the gradient.

    A cell's probability is its value in parts of the window's sum (Zeiler and Fergus 2013).
    Negative cells are never sampled, unless a window has no positive one: then all are as likely.

    Raises:
        ParameterError: a parameter is out of its limits.

    Example:
        >>> layer = StochasticPool(kernel_size=(1, 2), seed=1)
        >>> layer.forward([[1, 3, 0, 2, 5, 0]])
        array([[3., 2., 5.]])
        >>> layer.backward([[7, 8, 9]], [[1, 3, 0, 2, 5, 0]])
        array([[0., 7., 0., 8., 9., 0.]])
    """

    seed: Plain[int] = Parameter(
        SEED, 0, "of what is sampled; each image of a batch has its own random numbers."
    )

    def reduce(self, windows: Windows) -> Array:
        """Returns the sampled cell of each window."""
        value = np.zeros_like(windows.cells[0])
        for cell, mask in zip(windows.cells, self.taken(windows, value), strict=True):
            np.copyto(value, cell, where=mask)
        return value

    def spread(self, grad_output: Array, windows: Windows) -> Parts:
        """Returns the gradient for the sampled cell."""
        return Parts([grad_output] * len(windows.cells), self.taken(windows, grad_output))

    def taken(self, windows: Windows, value: Array) -> list[Mask]:
        """Returns for each offset whether the cell is sampled.

        The sampled cell is the first at which the running sum of chances exceeds a random part of
        the whole sum.
        """
        running = list(accumulate(chances(windows.cells)))
        numbers = [
            [np.random.default_rng([self.seed, n, i]).random(value.shape[2:]) for i in windows.rows]
            for n in windows.images
        ]
        drawn = np.array(numbers) * running[-1]
        return firsts([drawn < each for each in running])

    def weights(self, windows: Windows) -> list[Array]:
        """Returns the probabilities of the cells of each window."""
        each = chances(windows.cells)
        total = folded(np.add, each)
        return [chance / total for chance in each]


def chances(cells: Sequence[Array]) -> list[Array]:
    """Returns the probabilities of the cells of each window, times any number.

    Where a window holds infinities or NaN, these alone are sampled.
    """
    weights = [np.maximum(cell, 0).astype(np.float64) for cell in cells]
    highest = np.maximum.reduce(weights)
    endless, none = ~np.isfinite(highest), highest == 0
    # Parts of a power of 2 are exact, and no sum of them overflows.
    _, exponent = np.frexp(highest)
    parts = [np.ldexp(weight, -exponent) for weight in weights]
    return [
        np.where(endless, ~np.isfinite(weight), part + none)
        for weight, part in zip(weights, parts, strict=True)
    ]
