"""The terms of a sum, and what they are products of."""

from __future__ import annotations

from functools import cached_property
from itertools import repeat
from typing import TYPE_CHECKING

from poolanim.records import frozen
from poolanim.records.tuples import NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from poolanim.layers.batches import Array, Mask
    from poolanim.layers.terms import Terms
    from poolanim.tracing.record import Trace


class Addend(NamedTuple):
    """A term of a sum.

    Attributes:
        amount: the number.
        factors: the numbers that it is the product of; empty if it is none.
    """

    amount: float
    factors: tuple[float, ...] = ()


@frozen(eq=False)
class Addends:
    """The terms that a pass adds to a grid.

    Attributes:
        trace: the trace.
        terms: the terms.
        wanted: those that are shown: (n,).
    """

    trace: Trace
    terms: Terms
    wanted: Mask

    @cached_property
    def factors(self) -> tuple[Array, ...]:
        """The numbers that the terms are products of, (n,) each; empty if they are none."""
        of = self.terms.of
        joined = [cells for cells in of if (cells.flat[self.wanted] >= 0).all()]
        return tuple(map(self.trace.numbers, joined)) if len(joined) > 1 else ()

    def at(self, places: NDArray[np.intp]) -> list[Addend]:
        """Returns some terms by their places in the list of all."""
        factors = zip(*(each[places].tolist() for each in self.factors), strict=True)
        amounts = self.terms.amounts[places].tolist()
        return list(map(Addend, amounts, factors if self.factors else repeat(())))
