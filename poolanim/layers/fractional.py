"""Fractional max pooling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from poolanim.layers.axis import Axis
from poolanim.layers.extreme import Extreme
from poolanim.layers.geometry import Geometry, check_fractional
from poolanim.parameters.numbers import SEED
from poolanim.parameters.parameter import PairField

if TYPE_CHECKING:
    from poolanim.layers.axis import Cell
    from poolanim.parameters.sizes import Pair


@dataclass(frozen=True)
class FractionalMaxPool(Extreme):
    """Fractional max pooling: windows that lie by steps of two neighbouring sizes (Graham 2014).

    The steps are a pseudo-random sequence that a number from [0, 1) decides, one for the rows and
    one for the columns, computed as PyTorch does; all images and channels share them. Of tied
    maxima the first gets the gradient.

    Args:
        kernel_size: the window, an int or (height, width).
        output_size: how many windows there are, an int or (height, width).
        seed: of the two random numbers.

    Raises:
        ParameterError: a parameter is out of its limits.

    Example:
        >>> FractionalMaxPool(kernel_size=2, output_size=(1, 3)).forward([[1, 2, 3, 4, 5], [0] * 5])
        array([[2, 3, 5]])
    """

    kernel_size: PairField[Pair] = PairField(minimum=1)
    output_size: PairField[Pair] = PairField(minimum=1)
    seed: int = 0
    ties = "first"

    def __post_init__(self) -> None:
        super().__post_init__()
        SEED.check("seed", self.seed)

    @property
    def samples(self) -> tuple[float, float]:
        """The random numbers of the rows and of the columns."""
        rows, columns = np.random.default_rng(self.seed).random(2).tolist()
        return rows, columns

    def geometry(self, shape: Cell) -> Geometry:
        """Returns the windows over a grid of (height, width)."""
        check_fractional(shape, self.kernel_size, self.output_size)
        axes = zip(shape, self.kernel_size, self.output_size, self.samples, strict=True)
        return Geometry(tuple(Axis.fractional(*each) for each in axes))
