"""What every layer has: parameters, operands, windows, two passes, and the terms they add."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from poolanim.layers.batches import as_batch
from poolanim.layers.placement import Placement

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike

    from poolanim.layers.axis import Cell
    from poolanim.layers.batches import Array
    from poolanim.layers.geometry import Geometry
    from poolanim.layers.listing import Plane
    from poolanim.layers.terms import Scans


class Run(NamedTuple):
    """What a layer is run on in a trace.

    Attributes:
        operands: the arrays by name, with all images and channels.
        grids: of each array the part that is traced; read by `Trace.grids`.
        geometry: the windows.
        plane: the image and the channels of the input that are traced.
        output_plane: those of the output.
    """

    operands: Mapping[str, Array]
    grids: Mapping[str, Array]
    geometry: Geometry
    plane: Plane
    output_plane: Plane

    @classmethod
    def of(cls, batches: Mapping[str, Array], geometry: Geometry, plane: Plane) -> Run:
        """Returns what a layer is run on whose arrays are all batches (N, H, W, C) alike."""
        grids = {name: plane.of(batch) for name, batch in batches.items()}
        return cls(batches, grids, geometry, plane, plane)


@dataclass(frozen=True)
class Layer(Placement):
    """A layer of a network."""

    operands: ClassVar[tuple[str, ...]] = ()
    """The names of the arrays that a trace is given besides the input, such as weights."""

    @property
    def padding_value(self) -> float | None:
        """The number that cells outside the input count as; None if nothing reads them."""
        return None

    @abstractmethod
    def forward(self, *operands: Any, **options: Any) -> Array:
        """Returns the output of the layer for some operands."""

    @abstractmethod
    def backward(self, grad_output: ArrayLike, *operands: Any, **options: Any) -> Any:
        """Returns the gradient of each operand that has one."""

    @abstractmethod
    def traced_shape(self, shape: Cell) -> Cell:
        """Returns the shape of the output in a trace.

        Args:
            shape: (N, H, W, C) of the batch that is given to the trace.
        """

    def run(self, x: ArrayLike, plane: Plane, **others: ArrayLike) -> Run:  # noqa: ARG002
        """Returns what the layer is run on in a trace.

        Args:
            x: the batch that is given to the trace, (H, W) or (N, H, W, C).
            plane: the image and the channels that are traced.
            others: the further `operands` by name.
        """
        batch = self.batch(x)
        return Run.of({"input": batch}, self.geometry(batch.shape[1:-1]), plane)

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
