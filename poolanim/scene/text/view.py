"""One channel of a pass, as its texts read it."""

from __future__ import annotations

from functools import cached_property, lru_cache
from math import prod
from typing import TYPE_CHECKING, Any

from poolanim.layers.average import Divide
from poolanim.layers.axis import within
from poolanim.records import frozen
from poolanim.scene.text.addends import Addends
from poolanim.scene.text.arrays import PLANE
from poolanim.scene.text.operands import operand
from poolanim.scene.text.step import Listed, Step

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from poolanim.layers.axis import Cell
    from poolanim.layers.batches import Array, Mask
    from poolanim.layers.layer import Layer
    from poolanim.layers.scans import Along
    from poolanim.layers.terms import Span
    from poolanim.scene.text.addends import Addend
    from poolanim.tracing.record import Pass, Trace


@frozen(eq=False)
class View:
    """One channel of a pass.

    Attributes:
        trace: the trace.
        shown: the pass.
        number: the place of the channel among the traced ones.
        reads: the name of the grid with the numbers under the window.
        target: the name of the grid that scans add to, whose cells can be tracked.
        filter: the place of the filter among the traced ones.
    """

    trace: Trace
    shown: Pass
    number: int
    reads: str
    target: str
    filter: int = 0

    @property
    def layer(self) -> Layer:
        """The layer."""
        return self.trace.layer

    @property
    def scatters(self) -> bool:
        """Whether scans add to other cells than their own."""
        return self.target != self.shown.own

    def grid(self, name: str) -> Array:
        """Returns a grid of the trace, in this channel unless scans have an index for channels."""
        index: Any = (..., *self._depths(name))
        grid: Array = self.trace.grids[name][index]
        return grid

    def _depths(self, name: str) -> Cell:
        """Returns the last indices of the cells of a grid that are in this channel."""
        axes = len(self.spans.get(operand(name), PLANE))
        return self.place(name)[axes - len(PLANE) :]

    def place(self, name: str) -> Cell:
        """Returns the indices after row and column of the cells of a grid in this channel."""
        return self.trace.place(name, self.number, self.filter)

    @cached_property
    def spans(self) -> Mapping[str, tuple[Along, ...]]:
        """By the name of an operand what scans cover of it, or of its gradient."""
        return {operand(name): axes for name, axes in self.shown.spans.items()}

    @cached_property
    def sizes(self) -> Mapping[str, Cell]:
        """The sizes of the operands along the axes for which scans have indices."""
        return {operand(name): self.grid(name).shape for name in self.shown.spans}

    @cached_property
    def own(self) -> str:
        """The operand whose cells the scans belong to."""
        return operand(self.shown.own)

    @cached_property
    def brought(self) -> str:
        """The name of the grid whose numbers scans bring, a cell each.

        If a pass fills the cells that its scans belong to, but another target is followed, it is
        the grid whose gradient they hold.
        """
        if self.target != self.shown.own and self.shown.own in self.shown.terms:
            return self.own
        return self.shown.own

    @cached_property
    def covered(self) -> str:
        """The operand under the window."""
        return next(name for name in self.spans if name != self.own)

    @cached_property
    def read(self) -> Array:
        """The numbers under the window."""
        return self.grid(self.reads)

    @cached_property
    def values(self) -> Array:
        """The numbers that windows become."""
        return self.grid(self.shown.own if self.shown.own in self.shown.terms else self.own)

    @cached_property
    def grads(self) -> Array | None:
        """What scans bring to the cells under the window; None in a pass that reads them."""
        return self.grid(self.brought) if self.scatters else None

    @cached_property
    def divisors(self) -> NDArray[np.int64] | None:
        """What each output is divided by; None for a layer that divides by nothing."""
        finish = self.trace.passes["forward"].finish
        return finish.by if isinstance(finish, Divide) else None

    @property
    def overridden(self) -> bool:
        """Whether the user gives the divisor."""
        return self.layer.parameters.get("divisor_override") is not None

    @cached_property
    def taken(self) -> Listed | None:
        """The cells that values are taken from; None for a layer that takes none before another."""
        chosen = self.shown.chosen
        return None if chosen is None else Listed.of(chosen, self._depths(chosen.grid))

    @property
    def takes(self) -> bool:
        """Whether values are taken from some cells before others."""
        return self.taken is not None and bool(self.taken.ends[-1])

    @cached_property
    def received(self) -> Listed | None:
        """The cells of the target that scans add to; None in a pass that adds to none."""
        if not self.scatters:
            return None
        return Listed.of(self.shown.terms[self.target].to, self.place(self.target))

    @property
    def computes(self) -> bool:
        """Whether values add products or quotients of the numbers that are read."""
        several = len(self.shown.terms[self.target].of) > 1
        return not self.scatters and (several or (self.gathers and self.uneven))

    @property
    def gathers(self) -> bool:
        """Whether scans belong to the cells that the windows of the layer lie over."""
        return self.shown is self.trace.apart

    @property
    def uneven(self) -> bool:
        """Whether the sums of some windows have other divisors than those of others."""
        return self.divisors is not None and bool(self.divisors.min() < self.divisors.max())

    @property
    def _computed(self) -> Mask:
        """Which terms of values are computed of what is read: (n,)."""
        terms = self.shown.terms[self.target]
        return next(each.flat >= 0 for each in terms.of if operand(each.grid) == self.covered)

    def computed(self, scan: int) -> list[Addend]:
        """Returns what a scan computes of the numbers under the window, and adds up."""
        part = self.shown.terms[self.target].to.part(scan)
        return self.addends.at(part.start + self._computed[part].nonzero()[0])

    @cached_property
    def deltas(self) -> Array:
        """What scans add to these cells; where values are sums of computed terms, these."""
        amounts = self.shown.terms[self.target].amounts
        if self.received is not None:
            return amounts[self.received.wanted]
        return amounts[self._computed] if self.computes else amounts[:0]

    @cached_property
    def totals(self) -> Array:
        """What these cells hold after each of these deltas; empty in a pass that adds to none."""
        totals = self.shown.terms[self.target].totals
        return totals[:0] if self.received is None else totals[self.received.wanted]

    def receipts(self, cell: Cell) -> Iterator[tuple[int, Addend, float]]:
        """Yields the scans that add to a cell of the target, what they add, and what it holds."""
        if self.received is not None:
            scans, places = self.received.having(cell)
            addends = self.addends.at(self.received.wanted.nonzero()[0][places])
            yield from zip(scans.tolist(), addends, self.totals[places].tolist(), strict=True)

    @cached_property
    def addends(self) -> Addends:
        """The terms of the target."""
        wanted = self._computed if self.received is None else self.received.wanted
        return Addends(self.trace, self.shown.terms[self.target], wanted)

    def span(self, name: str, index: Cell) -> Span:
        """Returns what the scan of a cell covers of an operand and its padding."""
        return tuple(along.of(index) for along in self.spans[name])

    def inside(self, name: str, index: Cell) -> Span:
        """Returns what the scan of a cell covers of an operand, without padding."""
        sizes = zip(self.span(name, index), self.sizes[name], strict=True)
        return tuple(within(cells, 0, size) for cells, size in sizes)

    def __getitem__(self, number: int) -> Step:
        return _step(self, range(len(self))[number])

    def __len__(self) -> int:
        return len(self.shown)

    def __iter__(self) -> Iterator[Step]:
        return map(self.__getitem__, range(len(self)))


@lru_cache(maxsize=8)  # a frame asks for the same few again and again
def _step(view: View, number: int) -> Step:
    index = view.shown.index(number)
    window = view.inside(view.covered, index)
    divisor = None
    if view.divisors is not None and not (view.gathers and view.uneven):
        divisor = int(view.divisors.flat[0] if view.gathers else view.divisors[index])
    taken, received, weights = view.taken, view.received, view.shown.weights
    deltas: tuple[tuple[Cell, float], ...] = ()
    if received is not None:
        part = received.part(number)
        deltas = tuple(zip(received.cells(part), view.deltas[part].tolist(), strict=True))
    return Step(
        number=number,
        index=index,
        window=window,
        value=view.values[index].item(),
        grad=None if view.grads is None else view.grads[index].item(),
        taken=() if taken is None else tuple(taken.cells(taken.part(number))),
        deltas=deltas,
        divisor=divisor,
        lost=0
        if divisor is None or view.overridden or view.gathers
        else divisor - prod(map(len, window)),
        weights=() if weights is None else tuple(weights[number, view.number].tolist()),
    )
