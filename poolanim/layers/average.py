"""Sum and average pooling: over sliding windows, over adaptive ones, and over the whole input."""

from __future__ import annotations

from functools import lru_cache, reduce
from typing import TYPE_CHECKING

import numpy as np

from poolanim.layers.axis import Axis
from poolanim.layers.placement import Adaptive, Sliding, Whole
from poolanim.layers.pool import Pool
from poolanim.layers.shares import Every
from poolanim.parameters.domains import SWITCH
from poolanim.parameters.numbers import DIVISOR
from poolanim.parameters.parameter import Parameter, Plain, described
from poolanim.records import frozen

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolanim.layers.axis import Cell
    from poolanim.layers.batches import Array
    from poolanim.layers.geometry import Geometry
    from poolanim.layers.sliding import Windows


DIVISOR_OVERRIDE: Plain[int | None] = Parameter(
    DIVISOR, None, "in place of the number of cells; a whole number other than 0."
)
"""Of the classes that have it, each after its other parameters."""


class Total(Pool):
    """A window becomes its sum, finished, and every cell gets the gradient, finished alike."""

    fold = np.add

    def spread(self, grad_output: Array, windows: Windows) -> Every:
        """Returns the finished gradient for every cell."""
        return Every(windows.finished(grad_output))


class Mean(Total):
    """A window becomes its mean, and every cell gets an equal part of the gradient."""

    divisor_override: Plain[int | None]

    @property
    def shares_padding(self) -> bool:
        """Whether cells of padding count, and get parts of gradients."""
        return False

    def finish(self, geometry: Geometry) -> Divide:
        """Returns the division by the override, or by the number of cells that count."""
        if self.divisor_override is not None:
            return Divide(np.full(geometry.output_shape, self.divisor_override))
        return Divide(counts(geometry, Axis.declared if self.shares_padding else Axis.clipped))


@frozen(eq=False)
class Divide:
    """Divides each sum.

    Attributes:
        by: the divisor of each scan, (H_out, W_out); or that of one scan.
    """

    by: Array

    def __call__(self, sums: Array) -> Array:
        """Returns the quotients, of the shape and the type of `sums`."""
        by = self.by.astype(sums.dtype)
        quotients: Array = sums / (by[..., np.newaxis] if sums.ndim > by.ndim else by)
        return quotients  # channels share a divisor

    def __getitem__(self, index: slice | Cell) -> Divide:
        """Returns the finish of some scans."""
        return Divide(self.by[index])


@lru_cache(maxsize=8)  # both passes of a batch ask for the same
def counts(geometry: Geometry, counted: Callable[[Axis, int], range]) -> Array:
    """Returns how many cells of each window count, as of `Geometry.lengths`; read-only."""
    found: Array = reduce(np.multiply.outer, map(np.array, geometry.lengths(counted)))
    found.flags.writeable = False
    return found


@described
@frozen
class SumPool(Total, Sliding):
    """Sum pooling: a window becomes its sum, and every cell gets the whole gradient back.

    Padding counts as zeros.

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


@described
@frozen
class AvgPool(Mean, Sliding):
    """Average pooling.

    Padding cells count as zeros. What a sum is divided by, is `divisor_override`; or the number of
    cells in the window and its padding (`count_include_pad`, as in PyTorch); or the number of those
    in the input (as in ONNX, TensorFlow and Keras). Cells beyond the padding, which ceil mode adds,
    never count.

    Raises:
        ParameterError: a parameter is out of its limits.

    Example:
        >>> layer = AvgPool(kernel_size=2, stride=1)
        >>> layer.forward([[1, 2, 3], [4, 5, 6]])
        array([[3., 4.]])
        >>> layer.backward([[4, 8]], [[1, 2, 3], [4, 5, 6]])
        array([[1., 3., 2.],
               [1., 3., 2.]])
        >>> AvgPool(2, padding=1, count_include_pad=False).forward([[1, 2, 3], [4, 5, 6]])
        array([[1. , 2.5],
               [4. , 5.5]])
    """

    count_include_pad: Plain[bool] = Parameter(
        SWITCH, True, "whether padding cells count in the divisor."
    )
    divisor_override: Plain[int | None] = DIVISOR_OVERRIDE

    @property
    def shares_padding(self) -> bool:
        """Whether cells of padding count, and get parts of gradients."""
        return self.count_include_pad or self.divisor_override is not None


@described
@frozen
class GlobalAvgPool(Mean, Whole):
    """Global average pooling: the whole input becomes its mean.

    Raises:
        ParameterError: `divisor_override` is out of its limits.

    Example:
        >>> GlobalAvgPool().forward([[1, 2, 3], [4, 5, 6]])
        array([[3.5]])
        >>> GlobalAvgPool(divisor_override=7).forward([[1, 2, 3], [4, 5, 6]])
        array([[3.]])
    """

    divisor_override: Plain[int | None] = DIVISOR_OVERRIDE


@described
@frozen
class AdaptiveAvgPool(Mean, Adaptive):
    """Adaptive average pooling: as many windows as are wanted become their means.

    Window i of o over n cells begins at floor(i n / o) and ends before ceil((i + 1) n / o), as in
    PyTorch; where o does not divide n, windows overlap.

    Raises:
        ParameterError: a parameter is out of its limits.

    Example:
        >>> AdaptiveAvgPool(output_size=(1, 2)).forward([[1, 2, 3], [4, 5, 6]])
        array([[3., 4.]])
    """

    divisor_override: Plain[int | None] = DIVISOR_OVERRIDE
