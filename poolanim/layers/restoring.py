"""Where the windows of unpooling lie over its output, by their parameters. Loads no NumPy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.errors import ParameterError
from poolanim.layers.axis import Axis
from poolanim.layers.geometry import Geometry, check_filled
from poolanim.layers.placement import Padded
from poolanim.parameters.parameter import PairField, Parameter
from poolanim.parameters.sizes import SAME, Size, between, both_ends, by, spell
from poolanim.records import frozen, replace

if TYPE_CHECKING:
    from poolanim.layers.axis import Cell
    from poolanim.parameters.sizes import Pair


@frozen
class Restored(Padded):
    """The windows of a pooling over the output of the unpooling that undoes it."""

    output_size: PairField[None] = Parameter(
        Size(1),
        None,
        "the size of the output, an int or (height, width), less than a stride away from the usual "
        "one; None for that, or in a trace for the size of what is pooled. Indices count its "
        "cells.",
    )

    def geometry(self, shape: Cell) -> Geometry:
        """Returns the windows, one for each maximum of a grid of (height, width).

        Its `input_shape` is the size of the output. In an output that is wider or narrower than the
        grid, an index may name any cell, so that each window is all of it.

        Raises:
            ParameterError: the windows, or `output_size`, do not fit the grid.
        """
        pooled = super().geometry(shape)
        if self.output_size is None:
            return pooled
        height, width = self.restored(pooled.output_shape)
        if width == shape[1]:
            rows, columns = pooled.axes
            return Geometry((replace(rows, size=height), columns))
        scans = zip((height, width), pooled.output_shape, strict=True)
        return Geometry(tuple(Axis(size, (range(size),) * count) for size, count in scans))

    def restored(self, shape: Cell) -> Pair:
        """Returns the size of the output for maxima of (height, width).

        Raises:
            ParameterError: there are no maxima, the output has no cell, or `output_size` is out of
                its limits.

        Example:
            >>> Restored(2).restored((3, 4)), Restored(2, output_size=7).restored((3, 4))
            ((6, 8), (7, 7))
        """
        check_filled(shape)
        kernel, strides = self.sizes
        if self.sides in SAME:
            height, width = (n * s for n, s in zip(shape, strides, strict=True))
        else:
            sides = ((0, 0), (0, 0)) if isinstance(self.sides, str) else self.sides
            height, width = (
                (n - 1) * s - sum(both_ends(side)) + k
                for n, s, side, k in zip(shape, strides, sides, kernel, strict=True)
            )
        if self.output_size is None:
            if min(height, width) < 1:
                raise ParameterError(
                    f"the output of an input of {by(shape)} is {height}x{width} with padding "
                    f"{spell(self.sides)}; give an output_size"
                )
            return height, width
        least = max(height - strides[0] + 1, 1), max(width - strides[1] + 1, 1)
        most = height + strides[0] - 1, width + strides[1] - 1
        sizes = zip(least, self.output_size, most, strict=True)
        if not all(low <= size <= high for low, size, high in sizes):
            raise ParameterError(
                f"output_size is {spell(self.output_size)}; for maxima of {by(shape)} it must be "
                f"{between(least, most)}",
                field="output_size",
                given=self.output_size,
            )
        return self.output_size
