"""Convolution."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from poolanim.errors import ParameterError
from poolanim.layers.borders import Border
from poolanim.layers.correlation import (
    DILATION,
    GROUPS,
    PADDING,
    PADDING_MODE,
    STRIDE,
    ZEROS,
    Correlated,
)
from poolanim.layers.gather import with_flipped_kernel
from poolanim.layers.kernel import Kernel
from poolanim.layers.layer import CHANNEL, FILTER
from poolanim.parameters.domains import GATHER, SCATTER
from poolanim.parameters.naming import calling
from poolanim.parameters.parameter import PaddingField, PairField, Plain, described
from poolanim.parameters.sizes import by
from poolanim.records import frozen

if TYPE_CHECKING:
    from poolanim.layers.axis import Cell
    from poolanim.layers.batches import Array
    from poolanim.layers.geometry import Geometry
    from poolanim.layers.layer import Run
    from poolanim.layers.scans import Scans
    from poolanim.parameters.sizes import Pair


@described
@frozen(eq=False)
class Conv(Kernel):
    """Convolution, which correlates its input with a kernel, as networks do.

    The gradient of the input is scattered by the same weights. Padding takes part in the products.

    Where all numbers are whole, results equal those of `poolanim.trace` and of PyTorch bit for bit.
    Otherwise they differ by at most n eps S: n terms, whose absolute values add up to S.

    Args:
        weight: (height, width, channels / groups, filters), or (height, width) for one channel and
            one filter. PyTorch's, (filters, channels / groups, height, width), goes over by
            `.transpose(2, 3, 1, 0)`; Keras's is the same.
        bias: (filters,), or None for none.

    Raises:
        GridError: the shapes of weight and bias do not fit.
        ParameterError: a parameter is out of its limits.

    Example:
        >>> layer = Conv([[1, 0], [0, -1]], bias=[10])
        >>> x = [[1, 2, 3], [4, 5, 6]]
        >>> layer.forward(x)
        array([[6., 6.]])
        >>> layer.backward([[1, 2]], x)
        array([[ 1.,  2.,  0.],
               [ 0., -1., -2.]])
        >>> layer.gradients([[1, 2]], x).weight
        array([[ 5.,  8.],
               [14., 17.]])
    """

    stride: PairField[Pair] = STRIDE
    padding: PaddingField[Pair] = PADDING
    dilation: PairField[Pair] = DILATION
    groups: Plain[int] = GROUPS
    padding_mode: Plain[str] = PADDING_MODE

    axes = (CHANNEL, FILTER)

    def value(self, batch: Array, kernel: Array, bias: Array | None) -> Array:
        """Returns the output: each cell gathers its window of the input."""
        return self.products(batch).gather(batch, kernel, bias)

    def input_gradient(self, grad: Array, batch: Array, kernel: Array) -> Array:
        """Returns the gradient of the input: each gradient is scattered over its window."""
        return self.products(batch).scatter(grad, kernel)

    def weight_gradient(self, grad: Array, batch: Array) -> Array:
        """Returns the gradient of the kernel: windows of the input, weighted by gradients."""
        return self.products(batch).weigh(batch, grad, self.kernel.shape)

    @property
    def padding_value(self) -> float | None:
        """The number that cells outside the input count as; None if they copy cells."""
        return 0.0 if self.padding_mode == ZEROS else None

    def copying(self, geometry: Geometry) -> Border | None:
        """Returns the padding around the input; None if it holds zeros."""
        return None if self.padding_mode == ZEROS else self.border(geometry)

    def border(self, geometry: Geometry) -> Border:
        """Returns the padding around the input."""
        return Border.over(geometry, self.padding_mode)

    def geometry(self, shape: Cell) -> Geometry:
        """Returns the windows over an input of (height, width)."""
        with calling("kernel_size", "weight", by):
            return self.placement.geometry(shape)

    @cached_property
    def placement(self) -> Correlated:
        """The parameters of the windows."""
        steps = self.stride, self.padding, self.dilation, self.padding_mode
        return Correlated(self.kernel.shape[:2], *steps)

    def output_size(self, shape: Cell) -> Cell:
        """Returns (height, width) of the output."""
        return self.geometry(shape).output_shape

    def gathered_scans(self, run: Run, grad_output: Array) -> Scans:
        """Returns what each cell of the input gathers.

        A scan reads a window of `stuffed`, the gradients with zeros between and around them, with
        the weights of `flipped`, the kernel turned by half a turn.

        Raises:
            ParameterError: padding copies cells, to which gradients return at last.
        """
        if self.padding_mode != ZEROS:
            advice = f"with padding_mode {self.padding_mode} use {SCATTER}"
            raise ParameterError.about("form", GATHER, advice)
        scans = super().gathered_scans(run, grad_output)
        grad, weight = run.output_plane.of(grad_output), run.operands["weight"]
        shapes = {"grad_output": grad.shape, "weight": weight.shape}
        return with_flipped_kernel(scans, run.geometry, shapes)
