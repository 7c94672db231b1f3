"""Max and min pooling: over sliding windows, over adaptive ones, and over the whole input."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from poolanim.layers.batches import blocks, like_given, silently, spanned
from poolanim.layers.fractional import Fractional
from poolanim.layers.placement import Adaptive, Sliding, Whole
from poolanim.layers.pool import Pool
from poolanim.layers.shares import Extremes, extremes, first_extremes
from poolanim.layers.sliding import output_shape
from poolanim.parameters.domains import TIES
from poolanim.parameters.parameter import Parameter, Plain, described
from poolanim.records import frozen

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from poolanim.layers.batches import Array, Mask
    from poolanim.layers.sliding import Windows


class Extreme(Pool):
    """A window becomes its largest or its smallest cell, which gets the gradient.

    NaN comes before all others, as in PyTorch. Of extremes that tie the first gets the gradient.
    """

    ties = "first"
    picks = True
    fold: ClassVar[np.ufunc] = np.maximum

    @property
    def padding_value(self) -> float:
        """The number that is never taken."""
        return -np.inf if self.fold is np.maximum else np.inf

    def spread(self, grad_output: Array, windows: Windows) -> Extremes:  # noqa: ARG002
        """Returns the gradient for the extreme, or for those that tie."""
        return Extremes(grad_output, self.fold, self.ties, self.padding_value)

    def taken(self, windows: Windows, value: Array) -> list[Mask]:
        """Returns for each offset where a cell of the input equals the extreme."""
        return extremes(windows, value, self.padding_value)


@frozen
class Tied(Extreme):
    """The gradient of extremes that tie is given as is wanted."""

    ties: Plain[str] = Parameter(
        TIES,
        "all",
        "who gets the gradient of tied extremes: `all` the whole, as the mask `a_prev_slice == "
        "max(a_prev_slice)` says; the `first` alone, as in PyTorch, TensorFlow and JAX; or all an "
        "equal part, `split`.",
    )


@described
@frozen
class MaxPool(Tied, Sliding):
    """Max pooling: a window becomes its maximum, which gets the gradient back.

    Padding counts as minus infinity, and NaN wins, as in PyTorch.

    Raises:
        ParameterError: a parameter is out of its limits.

    Example:
        >>> layer = MaxPool(kernel_size=2, stride=1)
        >>> layer.forward([[1, 9, 3], [4, 5, 9]])
        array([[9, 9]])
        >>> layer.backward([[1, 2]], [[1, 9, 3], [4, 5, 9]])
        array([[0., 3., 0.],
               [0., 0., 2.]])
        >>> MaxPool(2, stride=1, ties="first").backward([[1, 2]], [[1, 9, 3], [4, 5, 9]])
        array([[0., 3., 0.],
               [0., 0., 0.]])
    """

    @silently
    def indices(self, x: ArrayLike) -> NDArray[np.int64]:
        """Returns where the maxima lie, the first of those that tie.

        Args:
            x: (N, H, W, C), or (H, W).

        Returns:
            For each value that `forward(x)` returns, row * W + column of its maximum, as in PyTorch
            and as `MaxUnpool` reads them.

        Example:
            >>> MaxPool(kernel_size=2).indices([[1, 2, 3, 9], [4, 0, 3, 3]])
            array([[4, 3]])
        """
        batch = self.batch(x)
        geometry = self.geometry(batch.shape[1:3])
        found = np.zeros(output_shape(batch.shape, geometry), np.int64)
        rows, columns = np.array(geometry.rows.windows), np.array(geometry.columns.windows)
        places = [
            (row[:, np.newaxis] * batch.shape[2] + column)[:, :, np.newaxis]
            for row in rows.T
            for column in columns.T
        ]
        for images in blocks(batch):
            windows = self.windows(batch, geometry, images)
            value = self.reduce(windows)
            masks = first_extremes(self.taken(windows, value), value)
            for mask, place in zip(masks, places, strict=True):
                found[spanned(images)] += mask * place
        return like_given(found, x)


@described
@frozen
class MinPool(Tied, Sliding):
    """Min pooling: a window becomes its minimum, which gets the gradient back.

    Padding counts as infinity, and NaN wins.

    Raises:
        ParameterError: a parameter is out of its limits.

    Example:
        >>> MinPool(kernel_size=2, stride=1).forward([[1, 9, 3], [4, 5, 9]])
        array([[1, 3]])
    """

    fold: ClassVar[np.ufunc] = np.minimum


@described
@frozen
class GlobalMaxPool(Tied, Whole):
    """Global max pooling: the whole input becomes its maximum, which gets the gradient back.

    Raises:
        ParameterError: `ties` is no such word.

    Example:
        >>> GlobalMaxPool().forward([[1, 2, 3], [4, 5, 6]])
        array([[6]])
    """


@described
@frozen
class AdaptiveMaxPool(Tied, Adaptive):
    """Adaptive max pooling: as many windows as are wanted become their maxima.

    Window i of o over n cells begins at floor(i n / o) and ends before ceil((i + 1) n / o), as in
    PyTorch; where o does not divide n, windows overlap.

    Raises:
        ParameterError: a parameter is out of its limits.

    Example:
        >>> AdaptiveMaxPool(output_size=(1, 2)).forward([[1, 2, 3], [4, 5, 6]])
        array([[5, 6]])
    """


@described
@frozen
class FractionalMaxPool(Extreme, Fractional):
    """Fractional max pooling: windows that lie by steps of two neighbouring sizes (Graham 2014).

    The steps are a pseudo-random sequence that a number from [0, 1) decides, one for the rows and
    one for the columns, computed as PyTorch does; all images and channels share them. Windows
    have one size, as in PyTorch, or are disjoint. Of tied maxima the first gets the gradient.

    Raises:
        ParameterError: a parameter is out of its limits.

    Example:
        >>> FractionalMaxPool(kernel_size=2, output_size=(1, 3)).forward([[1, 2, 3, 4, 5], [0] * 5])
        array([[2, 3, 5]])
        >>> FractionalMaxPool(output_size=(1, 3)).forward([[1, 2, 3, 4, 5]])
        array([[2, 3, 5]])
    """
