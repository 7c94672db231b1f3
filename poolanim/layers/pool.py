"""What all pooling layers share: sliding over padded arrays, and accumulating gradients.

A layer itself is two rules, `reduce` and `spread`. Both see the windows transposed: not one window
after another, but for every offset in a window the array of the cells that stand there, one cell
for each window. So the loop is over the offsets of one window, however many scans there are.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from poolanim.errors import GridError, ParameterError
from poolanim.geometry import Geometry, Pair, PairField, spell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[np.floating[Any]]
    Mask = NDArray[np.bool_]
    Cells = Mapping[Pair, Array]


silently = np.errstate(all="ignore")
"""Infinities, NaN and overflow are values to pool like others, not worth a warning."""


@dataclass(frozen=True)
class Pool(ABC):
    """A pooling layer over arrays (N, H, W, C), or plain grids (H, W).

    float32 stays float32; integers become float64.

    Args:
        kernel_size: the window, an int or (height, width).
        stride: from one window to the next, an int or (height, width); None for kernel_size,
            as in PyTorch.
        padding: cells added on each side, an int or (height, width), less than kernel_size.

    Raises:
        ParameterError: a parameter is out of its limits.
    """

    kernel_size: PairField[Pair] = PairField(minimum=1)
    stride: PairField[None] = PairField(None, minimum=1)
    padding: PairField[Pair] = PairField((0, 0), minimum=0)

    padding_value: ClassVar[float]
    """What a padding cell counts as in the forward pass."""

    def __post_init__(self) -> None:
        if any(p >= k for p, k in zip(self.padding, self.kernel_size, strict=True)):
            raise ParameterError(
                f"padding is {spell(self.padding)}; it must be less than kernel_size, "
                f"which is {spell(self.kernel_size)}"
            )

    @abstractmethod
    def reduce(self, cells: Cells) -> Array:
        """The forward rule: windows to values.

        Args:
            cells: for each (row, column) in a window, the cells there, (N, H_out, W_out, C).

        Returns:
            one value for each window, (N, H_out, W_out, C).
        """

    @abstractmethod
    def spread(self, grad_output: Array, cells: Cells, value: Array) -> Iterable[Array]:
        """The backward rule: what each value's gradient adds to the cells of its window.

        Args:
            grad_output: the gradients of the values, (N, H_out, W_out, C).
            cells: as in `reduce`.
            value: what `reduce(cells)` gave.

        Returns:
            for each entry of `cells`, in its order, what is added there: (N, H_out, W_out, C).
        """

    def taken(self, cells: Cells, value: Array) -> Iterable[Mask] | None:  # noqa: ARG002
        """For each entry of `cells`, whether it is what the value was taken from.

        None for a layer that takes no cell before another.
        """
        return None

    @property
    def kernel_area(self) -> int:
        """The number of cells in a window, padding included."""
        return prod(self.kernel_size)

    @property
    def divisor(self) -> int | None:
        """What the rules divide by; None for a layer that divides by nothing."""
        return None

    @silently
    def forward(self, x: ArrayLike) -> Array:
        """Pool `x`.

        Args:
            x: (N, H, W, C), or (H, W).

        Returns:
            (N, H_out, W_out, C), or (H_out, W_out).

        Raises:
            GridError: `x` is of another rank, or not of real numbers.
            ParameterError: the window is larger than the padded input.

        Example:
            >>> from poolanim import AvgPool
            >>> AvgPool(kernel_size=2).forward([[1, 2], [3, 4]])
            array([[2.5]])
        """
        value = self.reduce(self.cells(as_batch("input", x)))
        return value if np.ndim(x) == 4 else value[0, :, :, 0]

    @silently
    def backward(self, grad_output: ArrayLike, x: ArrayLike) -> Array:
        """The gradient with respect to `x`.

        Every cell receives its terms in scan order, so the result equals the sum of the deltas
        that `poolanim.trace` records, bit for bit.

        Args:
            grad_output: of the shape that `forward(x)` returns.
            x: the input of the forward pass, (N, H, W, C) or (H, W).

        Returns:
            grad_input, of the shape of `x`.

        Raises:
            GridError: a shape or rank does not fit.
            ParameterError: the window is larger than the padded input.

        Example:
            >>> from poolanim import MaxPool
            >>> MaxPool(kernel_size=2).backward([[5.0]], [[1, 2], [3, 4]])
            array([[0., 0.],
                   [0., 5.]])
        """
        batch = as_batch("input", x)
        geometry = self.geometry(batch.shape[1:3])
        padded = np.zeros_like(batch, shape=padded_shape(batch.shape, geometry))
        for (u, v), delta in self.contributions(grad_output, x):
            padded[:, geometry.rows.cells(u), geometry.columns.cells(v), :] += delta
        grad_input = padded[interior(geometry)]
        return grad_input if np.ndim(x) == 4 else grad_input[0, :, :, 0]

    def contributions(self, grad_output: ArrayLike, x: ArrayLike) -> Iterator[tuple[Pair, Array]]:
        """The terms that `backward` adds up: each offset in a window, and what is added there.

        They come from the last offset to the first: a cell stands at an earlier offset in a later
        window, so this order gives each cell its terms in scan order.
        """
        batch = as_batch("input", x)
        grad = as_batch("grad_output", grad_output).astype(batch.dtype, copy=False)
        cells = self.cells(batch)
        value = self.reduce(cells)
        if np.ndim(grad_output) != np.ndim(x):
            raise GridError(
                f"grad_output has rank {np.ndim(grad_output)}, but the input has rank "
                f"{np.ndim(x)}; give both alike"
            )
        if grad.shape != value.shape:
            given, due = (by(a.shape[1:3] if np.ndim(x) == 2 else a.shape) for a in (grad, value))
            raise GridError(
                f"grad_output is {given}, but the output is {due}; "
                "give one gradient for each output cell"
            )
        cells = dict(reversed(cells.items()))
        return zip(cells, self.spread(grad, cells, value), strict=True)

    def output_shape(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """The shape that `forward` gives for an input of `shape`, (N, H, W, C) or (H, W).

        Raises:
            GridError: `shape` is of another rank.
            ParameterError: the window is larger than the padded input.

        Example:
            >>> from poolanim import MaxPool
            >>> MaxPool(kernel_size=3, stride=1).output_shape((8, 32, 32, 3))
            (8, 30, 30, 3)
        """
        if len(shape) == 2:
            return self.geometry(shape).output_shape
        check_rank("input", len(shape))
        return shape[0], *self.geometry(shape[1:3]).output_shape, shape[3]

    def geometry(self, shape: tuple[int, ...]) -> Geometry:
        """The windows over a grid of (height, width)."""
        height, width = shape
        stride = self.stride or self.kernel_size
        return Geometry.over((height, width), self.kernel_size, stride, self.padding)

    def cells(self, batch: Array) -> dict[Pair, Array]:
        """For each (row, column) in a window, row by row, a view of the cells that stand there."""
        geometry = self.geometry(batch.shape[1:3])
        padded = batch
        if geometry.padding != (0, 0):
            shape = padded_shape(batch.shape, geometry)
            padded = np.full_like(batch, self.padding_value, shape=shape)
            padded[interior(geometry)] = batch
        return {
            (u, v): padded[:, geometry.rows.cells(u), geometry.columns.cells(v), :]
            for u, v in geometry.offsets()
        }


def as_batch(name: str, x: ArrayLike) -> Array:
    """`x` as real floating point numbers of shape (N, H, W, C)."""
    try:
        array = np.asarray(x)
    except ValueError as error:  # rows of unequal length
        raise GridError(f"{name} is no grid: {error}") from None
    if array.dtype.kind not in "buif":
        raise GridError(f"{name} holds {array.dtype}; give real numbers")
    if array.dtype.kind != "f":
        array = array.astype(np.float64)
    if array.ndim == 2:
        return array[np.newaxis, :, :, np.newaxis]
    check_rank(name, array.ndim)
    return array


def check_rank(name: str, rank: int) -> None:
    """Raise GridError unless an array of this rank is a batch."""
    if rank != 4:
        raise GridError(f"{name} has rank {rank}; give (H, W), or (N, H, W, C)")


def padded_shape(shape: tuple[int, ...], geometry: Geometry) -> tuple[int, ...]:
    """The shape of a batch of `shape` with its padding."""
    return shape[0], *geometry.padded_shape, shape[3]


def interior(geometry: Geometry) -> tuple[slice, ...]:
    """What of a padded batch is not padding."""
    (top, left), (height, width) = geometry.padding, geometry.input_shape
    return slice(None), slice(top, top + height), slice(left, left + width), slice(None)


def by(shape: tuple[int, ...]) -> str:
    """A shape as people write it: 3x3."""
    return "x".join(map(str, shape))
