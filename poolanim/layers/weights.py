"""What layers with weights have in common."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

import numpy as np

from poolanim.errors import GridError, counted
from poolanim.layers.batches import (
    as_numbers,
    checked_shape,
    computed,
    like_given,
    shape_like,
    silently,
)
from poolanim.layers.borders import Border
from poolanim.layers.layer import Layer
from poolanim.layers.places import Operand
from poolanim.parameters.sizes import by
from poolanim.records import frozen
from poolanim.records.tuples import NamedTuple

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from poolanim.layers.batches import Array
    from poolanim.layers.geometry import Geometry
    from poolanim.layers.layer import Run
    from poolanim.layers.links import Links
    from poolanim.layers.scans import Scans


class Gradients(NamedTuple):
    """The gradients of a layer with weights.

    Attributes:
        input: of the shape of the input.
        weight: of the shape of the layer's weight.
        bias: (filters,).
    """

    input: Array
    weight: Array
    bias: Array


@frozen(eq=False)
class Weights(Layer):
    """A layer with weights over arrays (N, H, W, C), or plain grids (H, W).

    A layer has a rule for its value and one for each gradient. The scans of a trace follow from
    what the windows join by weights (`links`).

    Passes are computed in the floating point type of input and weight, the wider one if they
    differ, or else as float64; those of float16 as float32. Sums are added in another order than
    `poolanim.trace` adds them. They equal those of the trace bit for bit where all products and
    sums are whole numbers below 2^53 (float32: 2^24). Others differ by at most n eps S, where n is
    the number of terms, eps that of the type, and S the sum of the terms' absolute values.
    """

    weight: ArrayLike
    bias: ArrayLike | None = None

    __eq__ = object.__eq__  # an array has no single truth value
    __hash__ = object.__hash__

    def __post_init__(self) -> None:
        for name in ("weight", "bias"):
            if (given := getattr(self, name)) is not None:
                array = np.array(as_numbers(name, given))
                array.flags.writeable = False
                object.__setattr__(self, name, array)
        if self.bias is not None and np.shape(self.bias) != (self.filters,):
            shape, count = np.shape(self.bias), counted(self.filters, "number")
            given = f"is {by(shape)}" if shape else "is a number"
            raise GridError(f"bias {given}; give a list of {count}, one for each filter")

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters by name, without weight and bias."""
        return {k: v for k, v in super().parameters.items() if k not in ("weight", "bias")}

    @property
    def kernel(self) -> Array:
        """The weight with all its axes."""
        return np.asarray(self.weight)

    @property
    @abstractmethod
    def filters(self) -> int:
        """The number of biases."""

    @abstractmethod
    def value(self, batch: Array, kernel: Array, bias: Array | None) -> Array:
        """Returns the output, (N, H_out, W_out, C): the forward rule."""

    @abstractmethod
    def input_gradient(self, grad: Array, batch: Array, kernel: Array) -> Array:
        """Returns the gradient of the input: the backward rule of the input."""

    @abstractmethod
    def weight_gradient(self, grad: Array, batch: Array) -> Array:
        """Returns the gradient of the kernel: the backward rule of the weight."""

    @abstractmethod
    def bias_gradient(self, grad: Array) -> Array:
        """Returns the gradient of the bias: the backward rule of the bias."""

    @silently
    def forward(self, x: ArrayLike) -> Array:
        """Returns the output for `x`.

        Args:
            x: (N, H, W, C), or (H, W) for a layer of one channel.

        Returns:
            (N, H_out, W_out, filters). For a grid (H, W) it is (H_out, W_out), or
            (H_out, W_out, filters) if there are several.

        Raises:
            GridError: `x` has another rank or number of channels, or holds no real numbers.
            ParameterError: a parameter does not fit the size of `x`.
        """
        batch = self.batch(x)
        kind = self.gradient_type(batch)
        computed_batch, kernel = self._computed(kind, batch, self.kernel)
        bias = None if self.bias is None else np.asarray(self.bias, kernel.dtype)
        output = self.value(computed_batch, kernel, bias)
        return like_given(output.astype(kind, copy=False), x)

    @silently
    def backward(self, grad_output: ArrayLike, x: ArrayLike) -> Array:
        """Returns the gradient with respect to `x`.

        Args:
            grad_output: of the shape that `forward` returns.
            x: the input of the forward pass.

        Returns:
            grad_input, of the shape of `x`.

        Raises:
            GridError: a shape or rank does not fit.
            ParameterError: a parameter does not fit the size of `x`.
        """
        batch, grad = self.batch(x), self.output_gradient(grad_output, x)
        found = self.input_gradient(*self._computed(grad.dtype, grad, batch, self.kernel))
        return like_given(found.astype(grad.dtype, copy=False), x)

    @silently
    def gradients(self, grad_output: ArrayLike, x: ArrayLike) -> Gradients:
        """Returns the gradients with respect to `x`, the weight and the bias.

        Args:
            grad_output: of the shape that `forward` returns.
            x: the input of the forward pass.

        Returns:
            (grad_input, grad_weight, grad_bias), of the shapes of `x`, of the weight, and
            (filters,), also for a layer without bias.

        Raises:
            GridError: a shape or rank does not fit.
            ParameterError: a parameter does not fit the size of `x`.
        """
        batch, grad = self.batch(x), self.output_gradient(grad_output, x)
        given = self._computed(grad.dtype, grad, batch, self.kernel)
        found = (
            self.input_gradient(*given),
            self.weight_gradient(*given[:2]),
            self.bias_gradient(given[0]),
        )
        inputs, weights, biases = (each.astype(grad.dtype, copy=False) for each in found)
        return Gradients(like_given(inputs, x), weights.reshape(np.shape(self.weight)), biases)

    def gradient_type(self, batch: Array) -> np.dtype[Any]:
        """Returns the type of passes: the wider floating point type of input and weight."""
        kinds = [array.dtype for array in (batch, self.kernel) if array.dtype.kind == "f"]
        return np.result_type(*kinds) if kinds else np.dtype(np.float64)

    def output_shape(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """Returns the shape that `forward` gives for an input of `shape`.

        Args:
            shape: (N, H, W, C) or (H, W).

        Raises:
            GridError: `shape` has another rank, or not whole numbers.
            ParameterError: a parameter does not fit it.
        """
        shape = checked_shape(shape)
        batch = shape if len(shape) == 4 else (1, *shape, 1)
        return shape_like(self.traced_shape(batch), len(shape))

    @abstractmethod
    def links(self, run: Run) -> Links:
        """Returns what the scans of a trace join by weights."""

    def border(self, geometry: Geometry) -> Border:
        """Returns the padding around the grid under the windows."""
        return Border.over(geometry)

    def kind(self, run: Run) -> np.dtype[Any]:
        """Returns the type of what a trace computes."""
        return run.operands["weight"].dtype

    def operands(self, run: Run) -> dict[str, Operand]:
        """Returns the operands of a trace in the type in which they are computed."""
        return {name: Operand(name, computed(array)) for name, array in run.operands.items()}

    def gradient(self, run: Run, grad_output: Array) -> Operand:
        """Returns the part of the gradient of an output that is traced, as `operands` does."""
        return Operand("grad_output", computed(run.output_plane.of(grad_output)))

    def forward_scans(self, run: Run) -> Scans:
        """Returns what each window adds to its cell of the output: products, and the bias."""
        links, operands, kind = self.links(run), self.operands(run), self.kind(run)
        x, bias = operands["input"].padded(self.border(run.geometry)), operands.get("bias")
        terms = {"output": links.gathered("output", x, operands["weight"], bias, kind)}
        spans = {"input": links.covered, "weight": links.weight, "output": links.own}
        return links.scans("output", terms, spans | ({"bias": links.unit} if bias else {}))

    def backward_scans(self, run: Run, grad_output: Array) -> Scans:
        """Returns what each gradient adds to its window, to the weights and to its bias."""
        links, operands, kind = self.links(run), self.operands(run), self.kind(run)
        grad, border = self.gradient(run, grad_output), self.border(run.geometry)
        x, weight = operands["input"].padded(border), operands["weight"]
        terms = {
            "grad_input": links.scattered("grad_input", grad, weight, kind, border),
            "grad_weight": links.weighed("grad_weight", x, grad, kind),
            "grad_bias": links.counted("grad_bias", grad, kind),
        }
        spans = dict.fromkeys(("grad_input", "input"), links.covered)
        spans |= dict.fromkeys(("grad_weight", "weight"), links.weight)
        spans |= {"grad_bias": links.unit, "grad_output": links.own}
        return links.scans("grad_output", terms, spans)

    def bias_scans(self, run: Run, grad_output: Array) -> Scans:
        """Returns the scans that show the gradient of the bias: one for each gradient."""
        return self.backward_scans(run, grad_output)

    @staticmethod
    def _computed(kind: np.dtype[Any], *arrays: Array) -> tuple[Array, ...]:
        """Returns arrays in the type in which a pass of some type is computed."""
        return tuple(computed(array.astype(kind, copy=False)) for array in arrays)
