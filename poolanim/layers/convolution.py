"""Convolution."""

from __future__ import annotations

from dataclasses import dataclass
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
from poolanim.layers.gather import flipped, gathering, stuffed
from poolanim.layers.kernel import Kernel, dropped
from poolanim.layers.layer import CHANNEL, FILTER
from poolanim.layers.links import Links
from poolanim.layers.places import Operand
from poolanim.parameters.parameter import PaddingField, PairField, Plain, described

if TYPE_CHECKING:
    from collections.abc import Mapping

    from poolanim.layers.axis import Cell
    from poolanim.layers.batches import Array
    from poolanim.layers.geometry import Geometry
    from poolanim.layers.layer import Run
    from poolanim.layers.scans import Scans
    from poolanim.parameters.sizes import Pair


@described
@dataclass(frozen=True, eq=False)
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

    def border(self, geometry: Geometry) -> Border:
        """Returns the padding around the input."""
        return Border.over(geometry, self.padding_mode)

    def geometry(self, shape: Cell) -> Geometry:
        """Returns the windows over an input of (height, width)."""
        return self.placement.geometry(shape)

    @cached_property
    def placement(self) -> Correlated:
        """The parameters of the windows."""
        steps = self.stride, self.padding, self.dilation, self.padding_mode
        return Correlated(self.kernel.shape[:2], *steps)

    def output_size(self, shape: Cell) -> Cell:
        """Returns (height, width) of the output."""
        return self.geometry(shape).output_shape

    def gathered_scans(self, run: Run, grad_output: Array) -> tuple[Mapping[str, Array], Scans]:
        """Returns what each cell of the input gathers: a convolution over the gradients.

        Its grids are `stuffed`, the gradients with zeros between them where the stride is over 1,
        and `flipped`, the weights turned by half a turn, with filters in place of channels.
        """
        if self.padding_mode != ZEROS:
            advice = f"with padding_mode {self.padding_mode} use scatter"
            raise ParameterError.about("form", "gather", advice)
        (*window, depth, count), channels = self.sizes(run)
        rows, columns = run.geometry.output_shape
        grads = self.gradient(run, grad_output).array.reshape(rows, columns, count)
        kernel = self.operands(run)["weight"].array.reshape(*window, depth, count)
        arrays = stuffed(grads, run.geometry), flipped(kernel, channels // depth)
        deep = [count > 1, channels > 1]
        grids = {
            "stuffed": arrays[0].reshape(dropped(arrays[0].shape, deep[:1])),
            "flipped": arrays[1].reshape(dropped(arrays[1].shape, deep)),
        }
        geometry = gathering(run.geometry)
        links = Links.over(geometry, arrays[1].shape, count)
        given = Operand("stuffed", arrays[0]).padded(Border.over(geometry))
        weights = Operand("flipped", arrays[1])
        terms = {"grad_input": links.gathered("grad_input", given, weights, None, self.kind(run))}
        spans = {"stuffed": links.covered, "flipped": links.weight, "grad_input": links.own}
        return grids, links.scans("grad_input", terms, spans)
