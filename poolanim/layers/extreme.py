"""Max and min pooling: over sliding windows, over adaptive ones, and over the whole input."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from poolanim.layers.axis import Axis, Pair
from poolanim.layers.geometry import Geometry, check_fractional
from poolanim.layers.layer import Pool, blocks, nearest, output_shape, silently
from poolanim.layers.placement import Adaptive, Sliding, Whole
from poolanim.layers.sliding import add_to_extremes, equal, only
from poolanim.parameters import LARGEST_SEED, TIES, PairField, check_one_of, check_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import ArrayLike, NDArray

    from poolanim.layers.layer import Array, Mask, Windows


class Extreme(Pool):
    """A window becomes one of its cells, the largest, which gets the gradient back.

    NaN is larger than all others, as in PyTorch.
    """

    ties: str
    picks = True
    fold: ClassVar[np.ufunc] = np.maximum

    @property
    def padding_value(self) -> float:
        """Padding is never picked."""
        return -np.inf

    def reduce(self, windows: Windows) -> Array:
        """The maximum of each window."""
        first, *others = windows.cells
        value = first.copy()
        for cell in others:
            self.fold(value, cell, out=value)
        return value

    def spread(self, grad_output: Array, windows: Windows) -> Iterable[Array]:
        """The gradient to the maximum: to all that tie, or to the first, or split among all."""
        value = self.reduce(windows)
        if self.ties == "all":
            masks: Iterable[Mask] = (equal(cell, value) for cell in reversed(windows.cells))
        else:
            masks = reversed(self.receivers(windows, value))
        if self.ties == "split":
            tied = np.count_nonzero(self.taken(windows, value), axis=0)
            grad_output = grad_output / tied.astype(grad_output.dtype)
        return (only(grad_output, mask) for mask in masks)

    def give(self, share: Array, window: Array, grad_window: Array) -> None:
        """The gradient to the maximum of one window."""
        add_to_extremes(grad_window, share, window, self.fold, self.ties)

    def taken(self, windows: Windows, value: Array) -> list[Mask]:
        """Where a cell of the input equals the maximum, or is NaN as the maximum is."""
        masks = [equal(cell, value) for cell in windows.cells]
        if not (value == nearest(self.padding_value, value.dtype)).any():
            return masks
        return [mask & inside for mask, inside in zip(masks, windows.inside, strict=True)]

    def receivers(self, windows: Windows, value: Array) -> list[Mask]:
        """Where a cell is taken, or the first of those that are.

        Of several NaN it is the last, as in PyTorch, where each one beats the one before.
        """
        masks = self.taken(windows, value)
        if self.ties != "first":
            return masks
        firsts, no_number = first(masks), np.isnan(value)
        if not no_number.any():
            return firsts
        lasts = first(masks[::-1])[::-1]
        return [np.where(no_number, *pair) for pair in zip(lasts, firsts, strict=True)]


@dataclass(frozen=True)
class MaxPool(Sliding, Extreme):
    """Max pooling: a window becomes its maximum, which gets the gradient back.

    Padding counts as minus infinity, and NaN wins, as in PyTorch.

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
        ties: who gets the gradient of tied maxima: `all` the whole, as the mask
            `a_prev_slice == max(a_prev_slice)` says; the `first` alone, as in PyTorch, TensorFlow
            and JAX; or all an equal part, `split`.

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

    ties: str = "all"

    def __post_init__(self) -> None:
        super().__post_init__()
        check_one_of("ties", self.ties, TIES)

    @silently
    def indices(self, x: ArrayLike) -> NDArray[np.int64]:
        """Where the maxima lie, the first of those that tie.

        Args:
            x: (N, H, W, C), or (H, W).

        Returns:
            for each value that `forward(x)` gives, row * W + column of its maximum, as PyTorch
            counts them and `MaxUnpool` takes them.

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
            masks = replace(self, ties="first").receivers(windows, self.reduce(windows))
            for mask, place in zip(masks, places, strict=True):
                found[images.start : images.stop] += mask * place
        return found if np.ndim(x) == 4 else found[0, :, :, 0]


@dataclass(frozen=True)
class MinPool(Sliding, Extreme):
    """Min pooling: a window becomes its minimum, which gets the gradient back.

    Padding counts as infinity, and NaN wins.

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
        ties: who gets the gradient of tied minima: `all` the whole, as the mask
            `a_prev_slice == min(a_prev_slice)` says; the `first` alone, as in PyTorch, TensorFlow
            and JAX; or all an equal part, `split`.

    Raises:
        ParameterError: a parameter is out of its limits.

    Example:
        >>> MinPool(kernel_size=2, stride=1).forward([[1, 9, 3], [4, 5, 9]])
        array([[1, 3]])
    """

    ties: str = "all"
    fold: ClassVar[np.ufunc] = np.minimum

    def __post_init__(self) -> None:
        super().__post_init__()
        check_one_of("ties", self.ties, TIES)

    @property
    def padding_value(self) -> float:
        """Padding is never picked."""
        return np.inf


@dataclass(frozen=True)
class GlobalMaxPool(Whole, Extreme):
    """Global max pooling: the whole input becomes its maximum, which gets the gradient back.

    Args:
        ties: who gets the gradient of tied maxima, as of `MaxPool`.

    Raises:
        ParameterError: `ties` is no such word.

    Example:
        >>> GlobalMaxPool().forward([[1, 2, 3], [4, 5, 6]])
        array([[6]])
    """

    ties: str = "all"

    def __post_init__(self) -> None:
        super().__post_init__()
        check_one_of("ties", self.ties, TIES)


@dataclass(frozen=True)
class AdaptiveMaxPool(Adaptive, Extreme):
    """Adaptive max pooling: as many windows as are wanted become their maxima.

    Window i of o over n cells begins at floor(i n / o) and ends before ceil((i + 1) n / o), as in
    PyTorch; where o does not divide n, windows overlap.

    Args:
        output_size: how many windows there are, an int or (height, width).
        ties: who gets the gradient of tied maxima, as of `MaxPool`.

    Raises:
        ParameterError: a parameter is out of its limits.

    Example:
        >>> AdaptiveMaxPool(output_size=(1, 2)).forward([[1, 2, 3], [4, 5, 6]])
        array([[5, 6]])
    """

    ties: str = "all"

    def __post_init__(self) -> None:
        super().__post_init__()
        check_one_of("ties", self.ties, TIES)


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
        check_whole("seed", self.seed, 0, LARGEST_SEED)

    @property
    def samples(self) -> tuple[float, float]:
        """The random numbers of the rows and of the columns."""
        rows, columns = np.random.default_rng(self.seed).random(2).tolist()
        return rows, columns

    def geometry(self, shape: Pair) -> Geometry:
        """The windows over a grid of (height, width)."""
        check_fractional(shape, self.kernel_size, self.output_size)
        axes = zip(shape, self.kernel_size, self.output_size, self.samples, strict=True)
        return Geometry(*(Axis.fractional(*each) for each in axes))


def first(masks: Sequence[Mask]) -> list[Mask]:
    """For each mask, where it is the first that holds."""
    open_ = np.ones_like(masks[0])
    firsts = []
    for mask in masks:
        firsts.append(mask & open_)
        open_ ^= firsts[-1]
    return firsts
