"""Where the windows of fractional pooling lie (Graham 2014). Loads no NumPy."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from poolanim.errors import ParameterError
from poolanim.layers.axis import Axis
from poolanim.layers.geometry import Geometry
from poolanim.layers.placement import OUTPUT_SIZE, Placement
from poolanim.parameters.numbers import SEED
from poolanim.parameters.parameter import PairField, Parameter, Plain
from poolanim.parameters.sizes import Size, by, spell
from poolanim.records import frozen

if TYPE_CHECKING:
    from poolanim.layers.axis import Cell
    from poolanim.parameters.sizes import Pair


@frozen
class Fractional(Placement):
    """Windows that lie by steps of two neighbouring sizes, in a random order."""

    kernel_size: PairField[None] = Parameter(
        Size(1),
        None,
        "the window, an int or (height, width); None for disjoint windows, each of which ends "
        "where the next one begins.",
    )
    # After a field with a default it must have one, but it has to be given: this one is refused.
    output_size: PairField[Pair] = Parameter(Size(1), cast("Pair", ()), OUTPUT_SIZE)
    seed: Plain[int] = Parameter(SEED, 0, "of the two random numbers.")

    @property
    def samples(self) -> tuple[float, float]:
        """The random numbers of the rows and of the columns."""
        import numpy as np  # a figure is checked without it

        rows, columns = np.random.default_rng(self.seed).random(2).tolist()
        return rows, columns

    def geometry(self, shape: Cell) -> Geometry:
        """Returns the windows."""
        counts, samples = self.scans(shape), self.samples
        if self.kernel_size is None:
            return Geometry(tuple(map(Axis.disjoint, shape, counts, samples)))
        return Geometry(tuple(map(Axis.fractional, shape, self.kernel_size, counts, samples)))

    def scans(self, shape: Cell) -> Cell:
        """Returns the size of the output, if the input has room for so many windows."""
        if self.kernel_size is None:
            if any(count > size for size, count in zip(shape, self.output_size, strict=True)):
                raise ParameterError(
                    f"output_size is {spell(self.output_size)}, but the input is {by(shape)}; "
                    "disjoint windows need a cell each"
                )
            return self.output_size
        for size, kernel, count in zip(shape, self.kernel_size, self.output_size, strict=True):
            if kernel + count - 1 > size:
                raise ParameterError(
                    f"kernel_size is {spell(self.kernel_size)} and output_size is "
                    f"{spell(self.output_size)}, but the input is {by(shape)}; together they may "
                    "exceed it by 1 at most"
                )
        return self.output_size
