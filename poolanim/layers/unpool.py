"""Max unpooling."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from poolanim.errors import GridError, ParameterError
from poolanim.layers.batches import (
    as_array,
    as_batch,
    check_same_rank,
    checked_shape,
    gradient_type,
    like_given,
    silently,
    spanned,
)
from poolanim.layers.extreme import MaxPool
from poolanim.layers.layer import Layer, Run
from poolanim.layers.listing import Listing
from poolanim.layers.restoring import Restored
from poolanim.layers.scans import Along, Scans
from poolanim.layers.terms import Cells, Terms
from poolanim.parameters.parameter import described
from poolanim.parameters.sizes import by, spell
from poolanim.records import frozen, replace

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from poolanim.layers.axis import Cell
    from poolanim.layers.batches import Array
    from poolanim.layers.geometry import Geometry
    from poolanim.layers.layer import Choice


@described
@frozen
class MaxUnpool(Layer, Restored):
    """Max unpooling: each maximum returns to where it came from, and all else is zero.

    Indices are those that `MaxPool.indices` gives, as in PyTorch: row * width + column in the
    output, for each image and channel. Of several values for one cell the last one stays, in the
    order of the rows; PyTorch leaves open which. The gradient of a value is that of the cell to
    which it went, also if another one replaced it there. Parameters are those of the pooling that
    is undone, and `output_size`.

    Raises:
        ParameterError: a parameter is out of its limits.

    Example:
        >>> x = [[1, 2, 3, 9], [4, 0, 3, 3]]
        >>> pool, unpool = MaxPool(kernel_size=2), MaxUnpool(kernel_size=2)
        >>> indices = pool.indices(x)
        >>> unpool.forward(pool.forward(x), indices)
        array([[0, 0, 0, 9],
               [4, 0, 0, 0]])
        >>> unpool.backward([[1, 2, 3, 4], [5, 6, 7, 8]], pool.forward(x), indices)
        array([[5., 4.]])
    """

    @property
    def pool(self) -> MaxPool:
        """The pooling that is undone."""
        return MaxPool(self.kernel_size, self.stride, self.padding, ties="first")

    def reading(self, shape: Cell) -> Geometry:
        """Returns the windows of the pooling over its input."""
        return self.pool.geometry(shape)

    @silently
    def forward(self, x: ArrayLike, indices: ArrayLike) -> Array:
        """Returns the unpooled `x`.

        Args:
            x: (N, H, W, C), or (H, W).
            indices: where each number of `x` goes, of its shape.

        Returns:
            (N, H_out, W_out, C), or (H_out, W_out).

        Raises:
            GridError: a shape or an index does not fit.
            ParameterError: `output_size` is out of its limits.

        Example:
            >>> MaxUnpool(kernel_size=2, output_size=(3, 2)).forward([[5]], [[4]])
            array([[0, 0],
                   [0, 0],
                   [5, 0]])
        """
        batch = as_batch("input", x)
        size, (images, *_, channels) = self.restored(batch.shape[1:3]), batch.shape
        flat = self._flat(batch, indices, size)
        output = np.zeros_like(batch, shape=(images, size[0] * size[1], channels))
        np.put_along_axis(output, flat, batch.reshape(flat.shape), axis=1)
        return like_given(output.reshape(images, *size, channels), x)

    @silently
    def backward(self, grad_output: ArrayLike, x: ArrayLike, indices: ArrayLike) -> Array:
        """Returns the gradient with respect to `x`.

        Args:
            grad_output: of the shape that `forward` returned; without `output_size`, of any size
                that this may be.
            x: the input of the forward pass.
            indices: as in the forward pass.

        Returns:
            grad_input, of the shape of `x`.

        Raises:
            GridError: a shape, rank or index does not fit.
            ParameterError: `grad_output` has a size that `forward` cannot give.
        """
        batch = as_batch("input", x)
        grad = as_batch("grad_output", grad_output)
        grad = grad.astype(gradient_type(batch.dtype), copy=False)
        check_same_rank(grad_output, x)
        size: Any = self.output_size or grad.shape[1:3]
        if grad.shape != (shape := (len(batch), *size, batch.shape[3])):
            fit = size if np.ndim(x) == 2 else shape
            raise GridError(
                f"grad_output is {by(np.shape(grad_output))}; for this input give {by(fit)}"
            )
        replace(self, output_size=size).restored(batch.shape[1:3])
        flat = self._flat(batch, indices, size)
        planes = grad.reshape(len(grad), size[0] * size[1], grad.shape[3])
        return like_given(np.take_along_axis(planes, flat, axis=1).reshape(batch.shape), x)

    def output_shape(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """Returns the shape that `forward` gives for an input of `shape`.

        Example:
            >>> MaxUnpool(kernel_size=2).output_shape((1, 3, 4, 8))
            (1, 6, 8, 8)
        """
        shape = checked_shape(shape)
        if len(shape) == 2:
            return self.restored(shape)
        return shape[0], *self.restored(shape[1:3]), shape[3]

    def traced_shape(self, shape: Cell) -> Cell:
        """Returns the shape of the output, as a trace pools a batch and unpools the maxima."""
        images, *plane, channels = shape
        return images, *self.geometry(tuple(plane)).input_shape, channels

    def run(self, x: ArrayLike, choice: Choice) -> Run:
        """Returns the maxima of `x` and their indices.

        Raises:
            ParameterError: `output_size` has no cell for an index.
        """
        pooled = self.batch(x)
        plane, geometry = self.plane(pooled, choice), self.geometry(pooled.shape[1:-1])
        indices, size = self.pool.indices(pooled), geometry.input_shape
        if (index := int(indices.max())) >= prod(size):
            raise ParameterError.about(
                "output_size",
                size,
                f"its cells have indices up to {prod(size) - 1}, but a maximum has {index}; give "
                f"the size of what is pooled, {by(pooled.shape[1:-1])}",
                spelled=spell,
            )
        maxima = {"input": self.pool.forward(pooled), "indices": indices}
        return Run.of(maxima | {"pooled": pooled}, geometry, plane)

    def forward_scans(self, run: Run) -> Scans:
        """Returns what each maximum puts into its cell of the output: itself."""
        own, cells = self._terms_cells(run, "input", "output")
        maxima = run.grids["input"]
        terms = Terms(cells, (own,), maxima.ravel(), maxima.dtype, replace=True)
        return self._scans(run, "input", terms, cells)

    def backward_scans(self, run: Run, grad_output: Array) -> Scans:
        """Returns what each maximum receives: the gradient of its cell of the output."""
        own, cells = self._terms_cells(run, "grad_input", "grad_output")
        amounts = run.plane.of(grad_output)[cells.indices()]
        terms = Terms(own, (cells,), amounts, amounts.dtype, start=-0.0)
        return self._scans(run, "grad_input", terms, cells)

    @staticmethod
    def _terms_cells(run: Run, own: str, covered: str) -> tuple[Cells, Cells]:
        """Returns for each maximum its own cell, and the cell to which it returns."""
        indices = run.plane.by_scan([run.operands["indices"][spanned(run.plane.images)]])
        wanted, shape = np.ones(indices.shape, bool), run.geometry.input_shape
        extent, flat = tuple(map(range, shape)), indices.astype(np.int32)
        cells = run.plane.cells(covered, shape, extent, flat, wanted)
        return Listing(run.geometry, run.plane).own(own, wanted), cells

    @staticmethod
    def _scans(run: Run, own: str, terms: Terms, cells: Cells) -> Scans:
        spans = Listing(run.geometry, run.plane).spans(cells.grid, own)
        height, width = run.geometry.input_shape
        if width != run.grids["pooled"].shape[1]:  # an index may name any cell
            spans[cells.grid] = Along((range(height),)), Along((range(width),))
        return Scans(
            shape=run.geometry.output_shape,
            own=own,
            terms={terms.to.grid: terms},
            spans=spans,
            chosen=cells,
        )

    @staticmethod
    def _flat(batch: Array, indices: ArrayLike, size: Cell) -> NDArray[np.int64]:
        """Returns the places in each plane, (N, H * W, C)."""
        flat = as_array("the array of indices", indices)
        if flat.ndim == 2:
            flat = flat[np.newaxis, :, :, np.newaxis]
        if flat.shape != batch.shape or flat.dtype.kind not in "iu":
            raise GridError(
                f"indices are {flat.dtype} of shape {by(np.shape(indices))}; give whole numbers, "
                "one for each of the input"
            )
        cells = size[0] * size[1]
        if flat.size and not (flat.min() >= 0 and flat.max() < cells):
            raise GridError(
                f"indices are from {flat.min()} to {flat.max()}, but the output is {by(size)}; "
                f"give them from 0 to {cells - 1}"
            )
        height, width = flat.shape[1:3]
        return flat.astype(np.int64).reshape(len(flat), height * width, flat.shape[3])
