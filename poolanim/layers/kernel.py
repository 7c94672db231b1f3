"""What layers with a kernel have in common: the part that is traced, and what its scans join."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from poolanim.errors import GridError, ParameterError, counted
from poolanim.layers.batches import as_numbers
from poolanim.layers.layer import CHANNEL, FILTER, Run
from poolanim.layers.links import Links
from poolanim.layers.listing import ALL, Plane, numbers
from poolanim.layers.products import Products
from poolanim.layers.weights import Weights
from poolanim.parameters.numbers import Whole
from poolanim.parameters.sizes import by
from poolanim.records import frozen

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from poolanim.layers.axis import Cell
    from poolanim.layers.batches import Array
    from poolanim.layers.layer import Choice


@frozen(eq=False)
class Kernel(Weights):
    """A layer whose windows share their weights, a kernel.

    Windows lie over one grid and belong to the cells of another. The channels of the first, those
    of one group, are the third axis of the kernel, and those of the second the fourth.
    """

    axes: ClassVar[tuple[str, str]]
    """The names of the third and the fourth axis of the kernel, `CHANNEL` and `FILTER`."""

    def __post_init__(self) -> None:
        shape = as_numbers("weight", self.weight).shape
        if len(shape) not in (2, 4) or 0 in shape:
            given = f"is {by(shape)}" if 0 in shape else f"has rank {len(shape)}"
            raise GridError(f"weight {given}; give {self.weight_axes}, or (height, width)")
        super().__post_init__()
        count = self.kernel.shape[3]
        if count % self.groups:
            raise ParameterError(
                f"groups is {self.groups}, which does not divide the {count} {self.axes[1]}s of "
                f"weight, {by(shape)}; give a divisor of {count}",
                field="groups",
                given=self.groups,
            )

    @property
    @abstractmethod
    def groups(self) -> int:
        """Into how many groups channels and filters are divided."""

    @property
    def weight_axes(self) -> str:
        """The axes of the weight."""
        return f"(height, width, {self.axes[0]}s / groups, {self.axes[1]}s)"

    @property
    def kernel(self) -> Array:
        """The weight with all its axes."""
        weight = np.asarray(self.weight)
        return weight.reshape(*weight.shape, 1, 1) if weight.ndim == 2 else weight

    @property
    def padding_value(self) -> float | None:
        """The number that cells outside the grid under the windows count as."""
        return 0.0

    def batch(self, x: ArrayLike) -> Array:
        """Returns an input as (N, H, W, C).

        Raises:
            GridError: `x` has another rank or number of channels, or holds no real numbers.
        """
        batch = super().batch(x)
        if batch.shape[3] != self.channels:
            raise GridError(
                f"input has {counted(batch.shape[3], CHANNEL)}, but weight is "
                f"{by(np.shape(self.weight))} in {counted(self.groups, 'group')}, for "
                f"{counted(self.channels, CHANNEL)}; give as many"
            )
        return batch

    @property
    def channels(self) -> int:
        """The number of channels of the input."""
        return self._counts[self.axes.index(CHANNEL)]

    @property
    def filters(self) -> int:
        """The number of channels of the output."""
        return self._counts[self.axes.index(FILTER)]

    @property
    def _counts(self) -> tuple[int, int]:
        """The numbers of channels of the covered grid and of the own one."""
        *_, depth, count = self.kernel.shape
        return depth * self.groups, count

    @abstractmethod
    def output_size(self, shape: Cell) -> Cell:
        """Returns (height, width) of the output for an input of (height, width)."""

    def traced_shape(self, shape: Cell) -> Cell:
        """Returns the shape of the output of a batch of `shape`."""
        return shape[0], *self.output_size(shape[1:-1]), self.filters

    def bias_gradient(self, grad: Array) -> Array:
        """Returns the gradient of the bias: each filter's sum of gradients."""
        sums: Array = grad.sum((0, 1, 2))
        return sums

    def products(self, batch: Array) -> Products:
        """Returns the windows for an input, (N, H, W, C)."""
        geometry = self.geometry(batch.shape[1:-1])
        return Products(geometry, self.border(geometry), self.groups)

    def run(self, x: ArrayLike, choice: Choice) -> Run:
        """Returns what the layer is run on in a trace: the part of it that is chosen.

        Raises:
            ParameterError: there is no such image, channel or filter, or they are of two groups.
        """
        batch = self.batch(x)
        kind, image = self.gradient_type(batch), Plane.chosen(batch.shape, choice.image, ALL).image
        inner, under, own = self._chosen(choice)
        chosen = dict(zip(self.axes, (under, own), strict=True))
        plane, output_plane = (Plane(image, chosen[axis]) for axis in (CHANNEL, FILTER))
        part = self.kernel[:, :, inner.start : inner.stop, own.start : own.stop]
        deep = [len(under) > 1, len(own) > 1]
        operands = {"input": plane.of(batch), "weight": part.reshape(dropped(part.shape, deep))}
        depths = {
            "input": (CHANNEL,) * plane.deep,
            "output": (FILTER,) * output_plane.deep,
            "weight": tuple(axis for axis, many in zip(self.axes, deep, strict=True) if many),
            "bias": (FILTER,) * output_plane.deep,
        }
        depths |= {"stuffed": depths["output"], "flipped": depths["weight"][::-1]}
        if self.bias is not None:
            filters = chosen[FILTER]
            bias = np.asarray(self.bias)[filters.start : filters.stop]
            operands["bias"] = bias.reshape(dropped((1, 1, len(bias)), [output_plane.deep]))
        grids = {name: np.array(array, kind) for name, array in operands.items()}
        geometry = self.geometry(batch.shape[1:-1])
        return Run(grids, grids, geometry, plane, output_plane, depths)

    def _chosen(self, choice: Choice) -> tuple[range, range, range]:
        """Returns the third axis of the kernel, covered channels and own channels that are traced.

        Those of one channel are in its group, as the others do not meet it.
        """
        *_, depth, count = self.kernel.shape
        each = count // self.groups
        wanted = {CHANNEL: choice.channel, FILTER: choice.filter}
        under, own = (
            numbers(axis, ALL if wanted[axis] is None else wanted[axis], total)
            for axis, total in zip(self.axes, self._counts, strict=True)
        )
        first = max(under.start // depth, own.start // each)
        last = min((under.stop - 1) // depth, (own.stop - 1) // each)
        if first > last:
            least = own.start // each * depth
            advice = Whole(least, least + depth - 1).described
            raise ParameterError(
                f"{self.axes[0]} is {under.start}, which {self.axes[1]} {own.start} of another "
                f"group does not meet; give {advice}",
                field=self.axes[0],
                given=under.start,
                depends=(self.axes[1], "groups"),
            )
        under = range(max(under.start, first * depth), min(under.stop, (last + 1) * depth))
        own = range(max(own.start, first * each), min(own.stop, (last + 1) * each))
        inner = range(depth)
        if first == last:
            inner = range(under.start - first * depth, under.stop - first * depth)
        return inner, under, own

    def links(self, run: Run) -> Links:
        """Returns what the scans of a trace join."""
        return Links.over(run.geometry, *self.sizes(run))

    def sizes(self, run: Run) -> tuple[Cell, int]:
        """Returns the shape of the part of the kernel that is traced, and the covered channels."""
        counts = [len(each.channels) for each in (run.plane, run.output_plane)]
        under, own = counts if self.axes[0] == CHANNEL else counts[::-1]
        height, width, *_ = run.operands["weight"].shape
        depth = run.operands["weight"].size // (height * width * own)
        return (height, width, depth, own), under


def dropped(shape: Cell, kept: list[bool]) -> Cell:
    """Returns a shape of two axes and more without those of these that are not kept."""
    return *shape[:2], *(size for size, keep in zip(shape[2:], kept, strict=True) if keep)
