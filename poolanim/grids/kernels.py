"""Kernels: those that have a name, and the order of the axes of others. Loads no NumPy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.errors import ParameterError
from poolanim.parameters.sizes import by
from poolanim.records.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from poolanim.parameters.sizes import Pair

    Rows = tuple[tuple[float, ...], ...]

KERNELS: Mapping[str, Rows] = {
    "identity": ((0, 0, 0), (0, 1, 0), (0, 0, 0)),
    "box": ((1 / 9,) * 3,) * 3,
    "gauss": ((1 / 16, 2 / 16, 1 / 16), (2 / 16, 4 / 16, 2 / 16), (1 / 16, 2 / 16, 1 / 16)),
    "sobel": ((-1, 0, 1), (-2, 0, 2), (-1, 0, 1)),
    "sobel-y": ((-1, -2, -1), (0, 0, 0), (1, 2, 1)),
    "prewitt": ((-1, 0, 1), (-1, 0, 1), (-1, 0, 1)),
    "laplace": ((0, 1, 0), (1, -4, 1), (0, 1, 0)),
    "sharpen": ((0, -1, 0), (-1, 5, -1), (0, -1, 0)),
}
"""The kernels that have a name, as they are correlated with an input."""


def plane_of(name: str) -> Pair:
    """Returns (height, width) of a kernel that has a name."""
    rows = KERNELS[name]
    return len(rows), len(rows[0])


class KernelShape(NamedTuple):
    """The shape of a kernel.

    Attributes:
        height: its rows.
        width: its columns.
        channels: of the input that it is for.
        filters: which are the channels of the output.
    """

    height: int
    width: int
    channels: int
    filters: int

    @classmethod
    def of(cls, shape: tuple[int, ...], layout: str, own: str, groups: int) -> KernelShape:
        """Returns the shape of a kernel that is read.

        A kernel of two axes has one channel and one filter, and one of one axis is a row of it.

        Args:
            shape: of the kernel, with the channels or filters of one group.
            layout: the order of its axes.
            own: the order of the axes of the layer's weights, the third of which counts those of a
                group.
            groups: how many groups there are.

        Raises:
            ParameterError: the kernel has three axes.

        Example:
            >>> KernelShape.of((8, 3, 5, 5), "oihw", "hwio", 2)
            KernelShape(height=5, width=5, channels=6, filters=8)
            >>> KernelShape.of((3, 2), "oihw", "hwio", 1)
            KernelShape(height=3, width=2, channels=1, filters=1)
        """
        if len(shape) == 3:
            raise ParameterError(
                f"kernel is {by(shape)}, of three axes; give it two, height and width, or four in "
                f"the order {layout}",
                field="kernel",
            )
        if len(shape) < 3:
            shape, layout = (*(1, *shape)[-2:], 1, 1), "hwio"
        sizes = dict(zip(layout, shape, strict=True))
        sizes[own[2]] *= groups
        return cls(*(sizes[axis] for axis in "hwio"))

    @property
    def plane(self) -> Pair:
        """(height, width)."""
        return self.height, self.width

    def weight_shape(self, own: str, groups: int) -> tuple[int, ...]:
        """Returns the shape of the layer's weights, whose axes have the order `own`.

        Example:
            >>> KernelShape(5, 5, 6, 8).weight_shape("hwio", 2)
            (5, 5, 3, 8)
        """
        sizes = dict(zip("hwio", self, strict=True))
        sizes[own[2]] //= groups
        return tuple(sizes[axis] for axis in own)
