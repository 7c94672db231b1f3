"""What every layer has: parameters, operands, windows, two passes, and the terms they add."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from poolanim.errors import ParameterError
from poolanim.layers.batches import as_batch, checked_gradient, gradient_type
from poolanim.layers.listing import Plane
from poolanim.layers.placement import Placement
from poolanim.parameters.domains import BIAS, GATHER, SCATTER
from poolanim.records import frozen
from poolanim.records.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import ArrayLike

    from poolanim.layers.axis import Cell
    from poolanim.layers.batches import Array
    from poolanim.layers.borders import Border
    from poolanim.layers.geometry import Geometry
    from poolanim.layers.scans import Scans
    from poolanim.parameters.sizes import Pair

CHANNEL, FILTER = "channel", "filter"
"""The names of axes that grids may have after those of rows and columns."""


class Choice(NamedTuple):
    """The part of a layer and of its input that is traced.

    Attributes:
        image: the number of the image in the batch.
        channel: the number of the channel of the input, the first and the last of several, or
            `all`; None for what is usual.
        filter: the same of the filter.
    """

    image: int = 0
    channel: int | str | Pair | None = None
    filter: int | str | Pair | None = None


class Run(NamedTuple):
    """What a layer is run on in a trace.

    Attributes:
        operands: the arrays by name, as the layer computes with them.
        grids: of each array the part that is traced; read by `Trace.grids`.
        geometry: the windows.
        plane: the image and the channels of the input that are traced.
        output_plane: those of the output.
        depths: of each grid the names of the axes after rows and columns, `CHANNEL` or `FILTER`.
    """

    operands: Mapping[str, Array]
    grids: Mapping[str, Array]
    geometry: Geometry
    plane: Plane
    output_plane: Plane
    depths: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, batches: Mapping[str, Array], geometry: Geometry, plane: Plane) -> Run:
        """Returns what a layer is run on whose arrays are all batches (N, H, W, C) alike."""
        grids = {name: plane.of(batch) for name, batch in batches.items()}
        depths = dict.fromkeys([*batches, "output"], (CHANNEL,) if plane.deep else ())
        return cls(batches, grids, geometry, plane, plane, depths)


@frozen
class Layer(Placement):
    """A layer of a network."""

    @property
    def padding_value(self) -> float | None:
        """The number that cells outside the input count as; None if there is no such number."""
        return None

    @property
    def shares_padding(self) -> bool:
        """Whether cells of padding count as cells of a window, and get parts of its gradient."""
        return True

    def copying(self, geometry: Geometry) -> Border | None:
        """Returns the padding around the grid under the windows; None if it copies no cells."""
        del geometry
        return None

    @abstractmethod
    def forward(self, *operands: Any, **options: Any) -> Array:
        """Returns the output of the layer for some operands."""

    @abstractmethod
    def backward(self, grad_output: ArrayLike, *operands: Any, **options: Any) -> Any:
        """Returns the gradient of each operand that has one."""

    def reading(self, shape: Cell) -> Geometry:
        """Returns the windows over what a figure reads, a grid of (height, width)."""
        return self.geometry(shape)

    @abstractmethod
    def traced_shape(self, shape: Cell) -> Cell:
        """Returns the shape of the output in a trace.

        Args:
            shape: (N, H, W, C) of the batch that is given to the trace.
        """

    def gradient_type(self, batch: Array) -> np.dtype[Any]:
        """Returns the type of gradients for an input."""
        return gradient_type(batch.dtype)

    def output_gradient(self, grad_output: ArrayLike, x: ArrayLike) -> Array:
        """Returns the gradient of the output in a trace as (N, H_out, W_out, C).

        Raises:
            GridError: it has not the shape of the output, or holds no real numbers.
        """
        batch = self.batch(x)
        shape, kind = self.traced_shape(batch.shape), self.gradient_type(batch)
        return checked_gradient(grad_output, x, shape, kind)

    def run(self, x: ArrayLike, choice: Choice) -> Run:
        """Returns what the layer is run on in a trace.

        Args:
            x: the batch that is given to the trace, (H, W) or (N, H, W, C).
            choice: what is traced.

        Raises:
            ParameterError: there is no such image, channel or filter.
        """
        batch = self.batch(x)
        plane = self.plane(batch, choice)
        return Run.of({"input": batch}, self.geometry(batch.shape[1:-1]), plane)

    def plane(self, batch: Array, choice: Choice) -> Plane:
        """Returns the part of a batch that is traced by a layer without filters."""
        if choice.filter is not None:
            advice = f"{type(self).__name__} has no filters; leave it out"
            raise ParameterError.about("filter", choice.filter, advice)
        channel = 0 if choice.channel is None else choice.channel
        return Plane.chosen(batch.shape, choice.image, channel)

    def batch(self, x: ArrayLike) -> Array:
        """Returns an input as (N, H, W, C), in the type of the values.

        Raises:
            GridError: `x` has another rank, or holds no real numbers.
        """
        return as_batch("input", x)

    @abstractmethod
    def forward_scans(self, run: Run) -> Scans:
        """Returns what each scan of the forward pass adds."""

    @abstractmethod
    def backward_scans(self, run: Run, grad_output: Array) -> Scans:
        """Returns what each scan of the backward pass adds.

        Args:
            run: the operands.
            grad_output: the gradient of the output, (N, H_out, W_out, C).
        """

    def gathered_scans(self, run: Run, grad_output: Array) -> Scans:
        """Returns the terms of the backward pass by the cells of the input that they are added to.

        Args:
            run: the operands.
            grad_output: the gradient of the output, (N, H_out, W_out, C).

        Raises:
            ParameterError: cells do not gather shares of gradients: these go to the cells that the
                values were taken from, or are gathered anyway.
        """
        from poolanim.layers.gather import gathered

        scans = self.backward_scans(run, grad_output)
        if not scans.scatters or scans.chosen is not None:
            advice = f"the backward pass of {type(self).__name__} has one form; use {SCATTER}"
            raise ParameterError.about("form", GATHER, advice)
        return gathered(scans, "grad_input")

    def bias_scans(self, run: Run, grad_output: Array) -> Scans:
        """Returns the scans that show the gradient of the bias: one for each gradient.

        Args:
            run: the operands.
            grad_output: the gradient of the output, (N, H_out, W_out, C).

        Raises:
            ParameterError: the layer has no bias.
        """
        del run, grad_output
        advice = f"{type(self).__name__} has no bias; use {SCATTER}"
        raise ParameterError.about("form", BIAS, advice)
