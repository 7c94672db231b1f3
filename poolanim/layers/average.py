"""Average pooling: over sliding windows, over adaptive ones, and over the whole input."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, reduce
from typing import TYPE_CHECKING

import numpy as np

from poolanim.layers.axis import Axis
from poolanim.layers.placement import Adaptive, Sliding, Whole
from poolanim.layers.sum import Total
from poolanim.parameters.domains import SWITCH
from poolanim.parameters.numbers import DIVISOR

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolanim.layers.axis import Cell
    from poolanim.layers.batches import Array
    from poolanim.layers.geometry import Geometry


class Mean(Total):
    """A window becomes its mean, and every cell gets an equal part of the gradient."""

    def finish(self, geometry: Geometry) -> Divide:
        """Returns the division by the number of input cells in each window."""
        return Divide(counts(geometry, Axis.clipped))


@dataclass(frozen=True, slots=True, eq=False)
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


@dataclass(frozen=True)
class AvgPool(Sliding, Mean):
    """Average pooling.

    Padding cells count as zeros. What a sum is divided by, is `divisor_override`; or the number of
    cells in the window and its padding (`count_include_pad`, as in PyTorch); or the number of those
    in the input (as in ONNX, TensorFlow and Keras). Cells beyond the padding, which ceil mode adds,
    never count.

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
        count_include_pad: whether padding cells count in the divisor.
        divisor_override: in place of the number of cells; a whole number other than 0.

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

    count_include_pad: bool = True
    divisor_override: int | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        SWITCH.check("count_include_pad", self.count_include_pad)
        if self.divisor_override is not None:
            DIVISOR.check("divisor_override", self.divisor_override)

    def finish(self, geometry: Geometry) -> Divide:
        """Returns the division by the override, or by the number of cells that count."""
        if self.divisor_override is not None:
            return Divide(np.full(geometry.output_shape, self.divisor_override))
        return Divide(counts(geometry, Axis.declared if self.count_include_pad else Axis.clipped))


@dataclass(frozen=True)
class GlobalAvgPool(Whole, Mean):
    """Global average pooling: the whole input becomes its mean.

    Example:
        >>> GlobalAvgPool().forward([[1, 2, 3], [4, 5, 6]])
        array([[3.5]])
    """


@dataclass(frozen=True)
class AdaptiveAvgPool(Adaptive, Mean):
    """Adaptive average pooling: as many windows as are wanted become their means.

    Window i of o over n cells begins at floor(i n / o) and ends before ceil((i + 1) n / o), as in
    PyTorch; where o does not divide n, windows overlap.

    Args:
        output_size: how many windows there are, an int or (height, width).

    Raises:
        ParameterError: `output_size` is less than 1.

    Example:
        >>> AdaptiveAvgPool(output_size=(1, 2)).forward([[1, 2, 3], [4, 5, 6]])
        array([[3., 4.]])
    """
