"""Transposed convolution."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from poolanim.layers.batches import checked_shape, silently
from poolanim.layers.borders import Border
from poolanim.layers.correlation import DILATION, GROUPS, STRIDE
from poolanim.layers.cropping import CROP, OUTPUT_PADDING, Transposed
from poolanim.layers.geometry import Geometry
from poolanim.layers.kernel import Kernel
from poolanim.layers.layer import CHANNEL, FILTER
from poolanim.layers.links import Links
from poolanim.parameters.parameter import PaddingField, PairField, Plain, described
from poolanim.records import frozen, replace

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from poolanim.layers.axis import Cell
    from poolanim.layers.batches import Array
    from poolanim.layers.layer import Run
    from poolanim.layers.scans import Scans
    from poolanim.parameters.sizes import Pair


@described
@frozen(eq=False)
class ConvTranspose(Kernel):
    """Transposed convolution: the output is what the backward pass of a convolution scatters.

    With the same weight and parameters, `forward` is the `backward` of `Conv`, and its `backward`
    is the `forward` of `Conv`. What `padding` crops is lost; `output_padding` crops less.

    Where all numbers are whole, results equal those of `poolanim.trace` and of PyTorch bit for bit.
    Otherwise they differ by at most n eps S: n terms, whose absolute values add up to S.

    Args:
        weight: (height, width, filters / groups, channels), or (height, width) for one channel and
            one filter. PyTorch's, (channels, filters / groups, height, width), goes over by
            `.transpose(2, 3, 1, 0)`; Keras's is the same.
        bias: (filters,), or None for none.

    Raises:
        GridError: the shapes of weight and bias do not fit.
        ParameterError: a parameter is out of its limits.

    Example:
        >>> layer = ConvTranspose([[1, 2], [3, 4]], stride=2)
        >>> layer.forward([[1, 10]])
        array([[ 1.,  2., 10., 20.],
               [ 3.,  4., 30., 40.]])
        >>> layer.backward([[1, 0, 0, 0], [0, 0, 1, 1]], [[1, 10]])
        array([[1., 7.]])
    """

    stride: PairField[Pair] = STRIDE
    padding: PaddingField[Pair] = CROP
    output_padding: PairField[Pair] = OUTPUT_PADDING
    dilation: PairField[Pair] = DILATION
    groups: Plain[int] = GROUPS

    axes = (FILTER, CHANNEL)

    def __post_init__(self) -> None:
        super().__post_init__()
        _ = self.placement  # which checks the parameters

    def value(self, batch: Array, kernel: Array, bias: Array | None) -> Array:
        """Returns the output: each cell of the input is scattered over its window."""
        output = self.products(batch).scatter(batch, kernel)
        if bias is not None:
            output += bias
        return output

    def input_gradient(self, grad: Array, batch: Array, kernel: Array) -> Array:
        """Returns the gradient of the input: each cell gathers its window of gradients."""
        return self.products(batch).gather(grad, kernel, None)

    def weight_gradient(self, grad: Array, batch: Array) -> Array:
        """Returns the gradient of the kernel: windows of gradients, weighted by the input."""
        return self.products(batch).weigh(grad, batch, self.kernel.shape)

    @silently
    def forward(self, x: ArrayLike, output_size: int | Pair | None = None) -> Array:
        """Returns the output for `x`.

        Args:
            x: (N, H, W, C), or (H, W) for a layer of one channel.
            output_size: (height, width) of the output, as `with_output_size` takes it; None for
                what `output_shape` returns.

        Returns:
            (N, H_out, W_out, filters). For a grid (H, W) it is (H_out, W_out), or
            (H_out, W_out, filters) if there are several.

        Raises:
            GridError: `x` has another rank or number of channels, or holds no real numbers.
            ParameterError: a parameter or `output_size` does not fit the size of `x`.
        """
        if output_size is None:
            return super().forward(x)
        return self.with_output_size(np.shape(x), output_size).forward(x)

    def with_output_size(self, shape: tuple[int, ...], output_size: int | Pair) -> ConvTranspose:
        """Returns the layer with an `output_padding` that gives an output of this size.

        Args:
            shape: of the input, (H, W) or (N, H, W, C).
            output_size: (height, width) of the output: from that without `output_padding` to less
                than the larger of stride and dilation more. With `same`, `padding` becomes numbers,
                and the size is `stride` times the input, or less than a stride less.

        Raises:
            ParameterError: `output_size` is out of its limits.
        """
        shape = checked_shape(shape)
        sized = self.placement.sized(shape if len(shape) == 2 else shape[1:3], output_size)
        return replace(self, padding=sized.padding, output_padding=sized.output_padding)

    def border(self, geometry: Geometry) -> Border:
        """Returns what is cropped from the output."""
        return Border.over(geometry)

    def geometry(self, shape: Cell) -> Geometry:
        """Returns the windows over the output, one for each cell of an input (height, width)."""
        return self.placement.geometry(shape)

    def output_size(self, shape: Cell) -> Cell:
        """Returns (height, width) of the output."""
        return self.geometry(shape).input_shape

    @cached_property
    def placement(self) -> Transposed:
        """The parameters of the windows."""
        steps = self.stride, self.padding, self.output_padding, self.dilation
        return Transposed(self.kernel.shape[:2], *steps)

    def forward_scans(self, run: Run) -> Scans:
        """Returns what each cell of the input adds to its window; the bias comes at last."""
        links, operands, kind = self.links(run), self.operands(run), self.kind(run)
        bias = operands.get("bias")
        finish = Plus(bias.array[0, 0]) if bias else None
        x, weight = operands["input"], operands["weight"]
        terms = {"output": links.scattered("output", x, weight, kind, finish=finish)}
        spans = {"output": links.covered, "weight": links.weight, "input": links.own}
        return links.scans("input", terms, spans)

    def backward_scans(self, run: Run, grad_output: Array) -> Scans:
        """Returns what each cell of the input gets of its window, and adds to the weights.

        Of the gradients, a scan of the first channel adds those to the bias that its window is the
        first to reach.
        """
        links, operands, kind = self.links(run), self.operands(run), self.kind(run)
        x, weight = operands["input"], operands["weight"]
        given = self.gradient(run, grad_output)
        grad = given.padded(self.border(run.geometry))
        terms = {
            "grad_input": links.gathered("grad_input", grad, weight, None, kind),
            "grad_weight": links.weighed("grad_weight", grad, x, kind),
            "grad_bias": links.counted_once("grad_bias", given, run.geometry, kind),
        }
        spans = {"grad_output": links.covered, "grad_input": links.own, "input": links.own}
        spans |= dict.fromkeys(("grad_weight", "weight"), links.weight)
        return links.scans("grad_input", terms, spans | {"grad_bias": links.covered_unit})

    def bias_scans(self, run: Run, grad_output: Array) -> Scans:
        """Returns what each gradient adds to the bias: itself, whichever windows it is under."""
        grad = self.gradient(run, grad_output)
        cells = Geometry.over(grad.array.shape[:2], (1, 1))
        links = Links.over(cells, (1, 1, 1, len(run.output_plane.channels)), 1)
        terms = {"grad_bias": links.counted("grad_bias", grad, self.kind(run))}
        spans = {"grad_bias": links.unit, "grad_output": links.own}
        return links.scans("grad_output", terms, spans)


@frozen(eq=False)
class Plus:
    """Adds the bias.

    Attributes:
        bias: of each filter, (filters,); or that of the only one.
    """

    bias: Array

    def __call__(self, sums: Array) -> Array:
        """Returns the sums with the bias, of their shape and type."""
        values: Array = sums + self.bias
        return values

    def __getitem__(self, index: slice | Cell) -> Plus:
        """Returns the finish of some cells."""
        return Plus(self.bias[index[2:]]) if isinstance(index, tuple) else self
