"""Random numbers for products and sums: small whole ones, of both signs but for inputs."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from poolanim.grids.layouts import Sizes
    from poolanim.parameters.sizes import Pair

    Grid = NDArray[np.float64]

GRAD_VALUES = (4, -2, 3, -5, 2, -1, 5, -3, 1, -4)
"""The values of a gradient. Their signs alternate, so that few of them in a row have both. Zero is
none of them, so that every scan adds something."""
FIRST_GRAD = (-4, -2, 2, 3, 4, -5, -1, -3, 1)
"""The 3x3 values of seed 0."""
WEIGHTS = (1, -1, 2, -2, 1, -1, 3, -2)
"""The weights of a kernel. Their signs alternate as those of a gradient."""
FIRST_KERNEL = (1, 2, 1, 0, 1, -1, -1, -2, 1)
"""The 3x3 weights of seed 0, which differ from what half a turn makes of them."""
FACTORS = (0, 1, 2, 3)
"""The numbers of an input. They are not negative, as those of a picture are."""


def random_grad(shape: Sizes, seed: int) -> Grid:
    """Returns a gradient with both signs in each plane of at least two cells.

    Args:
        shape: (N, H_out, W_out, C).
        seed: of the shuffle.

    Example:
        >>> random_grad((1, 1, 2, 1), 0).ravel().tolist()
        [4.0, -2.0]
    """
    if (shape, seed) == ((1, 3, 3, 1), 0):
        return np.array(FIRST_GRAD, np.float64).reshape(shape)
    return _batch(GRAD_VALUES, shape, [seed, 1])


def random_factors(shape: Sizes, seed: int) -> Grid:
    """Returns an input of a layer with weights: small numbers, so that products are small.

    Args:
        shape: (N, H, W, C).
        seed: of the shuffle.

    Example:
        >>> random_factors((1, 1, 4, 1), 0).ravel().tolist()
        [2.0, 0.0, 1.0, 3.0]
    """
    return _batch(FACTORS, shape, [seed, 0])


def random_kernel(shape: tuple[int, ...], seed: int) -> Grid:
    """Returns a kernel with both signs in each plane of at least two cells.

    Args:
        shape: (height, width), and two further axes.
        seed: of the shuffle.

    Example:
        >>> random_kernel((3, 3, 1, 1), 0)[:, :, 0, 0].tolist()
        [[1.0, 2.0, 1.0], [0.0, 1.0, -1.0], [-1.0, -2.0, 1.0]]
    """
    if (shape, seed) == ((3, 3, 1, 1), 0):
        return np.array(FIRST_KERNEL, np.float64).reshape(shape)
    height, width, *counts = shape
    planes = _shuffled(WEIGHTS, (prod(counts), height * width), [seed, 2])
    return np.moveaxis(planes.reshape(*counts, height, width), (0, 1), (2, 3))


def random_bias(count: int, seed: int) -> Grid:
    """Returns a bias for so many filters, (count,)."""
    return _shuffled(WEIGHTS, (1, count), [seed, 3]).reshape(count)


def _batch(values: Sequence[int], shape: Sizes, seed: list[int]) -> Grid:
    """Returns planes of values, (N, H, W, C)."""
    images, height, width, channels = shape
    planes = _shuffled(values, (images * channels, height * width), seed)
    return planes.reshape(images, channels, height, width).transpose(0, 2, 3, 1)


def _shuffled(values: Sequence[int], shape: Pair, seed: list[int]) -> Grid:
    """Returns planes, (planes, cells), over which values are dealt in turn, each plane shuffled."""
    planes: Grid = np.resize(np.array(values, np.float64), shape)
    return np.random.default_rng(seed).permuted(planes, axis=1)
