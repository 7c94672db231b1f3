"""Makes the grids that a figure starts from, if none are given: random numbers, or ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from poolanim.grids.shuffles import random_input
from poolanim.grids.signed import random_factors, random_grad
from poolanim.grids.sources import ONES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from poolanim.layers.layer import Layer
    from poolanim.parameters.source import Source

    Grid = NDArray[np.float64]


def made_input(
    source: Source | None, shape: tuple[int, ...], seed: int, layer: Layer | None
) -> Grid:
    """Returns an input that is made to measure, (1, H, W, C).

    Args:
        source: a word; random numbers if None.
        shape: (height, width), or (height, width, channels).
        seed: of random numbers.
        layer: for whose windows random numbers are chosen; None for a layer with weights.

    Example:
        >>> from poolanim import AvgPool
        >>> made_input("ones", (2, 3, 4), 0, AvgPool(kernel_size=2)).shape
        (1, 2, 3, 4)
    """
    height, width, channels = (*shape, 1)[:3]
    if source == ONES:
        return np.ones((1, height, width, channels))
    if layer is None:
        return random_factors((1, height, width, channels), seed)
    planes = [random_input((height, width), seed, layer, number) for number in range(channels)]
    return np.stack(planes, axis=-1)[np.newaxis]


def made_grad(source: Source | None, shape: tuple[int, int, int, int], seed: int) -> Grid:
    """Returns a gradient that is made to measure, (N, H_out, W_out, C).

    Args:
        source: a word; random numbers if None.
        shape: the output's shape, (N, H_out, W_out, C).
        seed: of random numbers.
    """
    return np.ones(shape) if source == ONES else random_grad(shape, seed)
