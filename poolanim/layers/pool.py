"""The passes of pooling layers, which follow from the rules of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from poolanim.layers.batches import (
    blocks,
    checked_shape,
    computed,
    like_given,
    silently,
    spanned,
)
from poolanim.layers.folding import fold_windows, is_coarse, windows_of
from poolanim.layers.rules import Rules
from poolanim.layers.shares import Parts
from poolanim.layers.sliding import Windows, accumulate, interior, output_shape, padded_shape
from poolanim.records import frozen

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from poolanim.layers.axis import Cell
    from poolanim.layers.batches import Array
    from poolanim.layers.geometry import Geometry


@frozen
class Pool(Rules):
    """A pooling layer over arrays (N, H, W, C), or plain grids (H, W)."""

    @silently
    def forward(self, x: ArrayLike) -> Array:
        """Pools `x`.

        Values equal those that `poolanim.trace` records, bit for bit. Only sums of more than 128
        cells may differ from it in the last bits, where windows are few: see
        `poolanim.layers.folding`.

        Args:
            x: (N, H, W, C), or (H, W).

        Returns:
            (N, H_out, W_out, C), or (H_out, W_out).

        Raises:
            GridError: `x` has another rank, or holds no real numbers.
            ParameterError: the window is larger than the padded input.

        Example:
            >>> from poolanim import AvgPool
            >>> AvgPool(kernel_size=2).forward([[1, 2], [3, 4]])
            array([[2.5]])
        """
        batch = self.batch(x)
        geometry = self.geometry(batch.shape[1:-1])
        output = np.empty_like(batch, shape=output_shape(batch.shape, geometry))
        finish = self.finish(geometry)
        for images in blocks(batch):
            own = output[spanned(images)]
            if self.fold is not None and is_coarse(geometry):
                sums = fold_windows(self.fold, computed(batch[spanned(images)]), geometry)
                own[...] = sums if finish is None else finish(sums)
                continue
            for part in self.windows(batch, geometry, images).parts():
                own[:, spanned(part.rows)] = self.reduce(part)
        return like_given(output, x)

    @silently
    def backward(self, grad_output: ArrayLike, x: ArrayLike) -> Array:
        """Returns the gradient with respect to `x`.

        Every cell receives its terms in scan order, so the result equals the sum of the terms that
        `poolanim.trace` records, bit for bit.

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
        batch = self.batch(x)
        geometry = self.geometry(batch.shape[1:-1])
        grad = self.output_gradient(grad_output, x)
        grad_input, wider = np.zeros_like(batch, dtype=grad.dtype), computed(grad)
        give = self._give if self.fold is not None and is_coarse(geometry) else self._slide
        for images in blocks(batch):
            part = spanned(images)
            give(wider[part], batch, geometry, images, grad_input[part])
        return like_given(grad_input, x)

    def _slide(
        self, grad: Array, batch: Array, geometry: Geometry, images: range, grad_input: Array
    ) -> None:
        """Adds to the gradient of some images that of their windows, offset by offset."""
        shape = padded_shape(grad_input.shape, geometry)
        is_padded = shape != grad_input.shape
        padded = np.zeros_like(grad_input, shape=shape) if is_padded else grad_input
        for part in self.windows(batch, geometry, images).parts():
            shares = self.spread(grad[:, spanned(part.rows)], part).parts(part)
            accumulate(padded, geometry, part.rows, *shares)
        if is_padded:
            grad_input[...] = padded[interior(geometry)]

    def _give(
        self, grad: Array, batch: Array, geometry: Geometry, images: range, grad_input: Array
    ) -> None:
        """Adds to the gradient of some images that of a few large windows, scan by scan."""
        rows, finish = range(geometry.output_shape[0]), self.finish(geometry)
        shares = self.spread(grad, Windows(geometry, images, rows, finish, ()))
        assert not isinstance(shares, Parts)
        cells = computed(batch[spanned(images)])
        for scan, window in windows_of(geometry):
            shares.give(scan, cells[window], grad_input[window])

    def output_shape(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """Returns the shape that `forward` gives for an input of `shape`.

        Args:
            shape: (N, H, W, C) or (H, W).

        Raises:
            GridError: `shape` has another rank, or not whole numbers.
            ParameterError: the window is larger than the padded input.

        Example:
            >>> from poolanim import MaxPool
            >>> MaxPool(kernel_size=3, stride=1).output_shape((8, 32, 32, 3))
            (8, 30, 30, 3)
        """
        shape = checked_shape(shape)
        if len(shape) == 2:
            return self.geometry(shape).output_shape
        return output_shape(shape, self.geometry(shape[1:-1]))

    def traced_shape(self, shape: Cell) -> Cell:
        """Returns the shape of the output of a batch of `shape`."""
        return self.output_shape(shape)
