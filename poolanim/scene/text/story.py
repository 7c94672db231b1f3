"""What the texts of a pass are about: its words, its trace, the tracked cell, the film's scans."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from math import prod
from operator import attrgetter
from typing import TYPE_CHECKING

from poolanim.parameters.sizes import as_text
from poolanim.records import frozen
from poolanim.scene.text.arrays import array_of, products
from poolanim.scene.text.operands import operand
from poolanim.scene.text.places import Grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.layers.axis import Cell
    from poolanim.layers.borders import Border
    from poolanim.layers.terms import Span
    from poolanim.parameters.sizes import Pair
    from poolanim.scene.text.numbers import Numerals
    from poolanim.scene.text.sentences import Words
    from poolanim.scene.text.view import View

NONE = ((0, 0), (0, 0))
"""The padding of an array without any."""


@frozen
class Hit:
    """A scan that adds to the tracked cell.

    Attributes:
        scan: the number of the scan, from 0.
        grad: what the scan brings.
        divisor: the divisor of that; None if it is not divided.
        delta: the part that is added to the cell.
        total: what the cell holds after the scan, as in the trace.
        factors: the numbers that the part is the product of; empty if it is none.
    """

    scan: int
    grad: float
    divisor: int | None
    delta: float
    total: float
    factors: tuple[float, ...] = ()


@frozen(eq=False)
class Story:
    """The subject of a pass's texts.

    Attributes:
        words: the sentences of the pass.
        view: the channel of the trace that the texts describe.
        views: all channels that are shown.
        numerals: the formats of numbers.
        focus: the tracked cell; None in a pass without one.
        scans: the numbers of the scans in the film, from 0.
    """

    words: Words
    view: View
    views: Sequence[View]
    numerals: Numerals
    focus: Pair | None
    scans: range

    @cached_property
    def hits(self) -> list[Hit]:
        """The scans that add to the tracked cell."""
        hits: list[Hit] = []
        if self.focus is None or self.view.grads is None:
            return hits
        grads, divisors = self.view.grads, self.view.divisors
        for scan, (delta, factors), total in self.view.receipts(self.focus):
            index = self.view.shown.index(scan)
            divisor = None if divisors is None else int(divisors[index])
            hits.append(Hit(scan, float(grads[index]), divisor, delta, total, factors))
        return hits

    def hits_in(self, scans: int) -> list[Hit]:
        """Returns the scans that add to the tracked cell, among the first `scans` scans."""
        return self.hits[: bisect_left(self.hits, scans, key=attrgetter("scan"))]

    @property
    def formula(self) -> str:
        """The formula of the layer, in TeX; empty if the figure shows none."""
        divisors = self.view.divisors
        even = divisors is None or (divisors == divisors[0, 0]).all()
        divisor = str(self.view[0].divisor) if even else "N_{i,j}"
        return self.words.formula.replace("<divisor>", divisor)

    @cached_property
    def padding(self) -> tuple[Pair, ...]:
        """The padding of the array that code indexes.

        Without cells of padding that count, code indexes what lies in the input alone.
        """
        if not (self.words.stage["suffix"] and self.view.layer.shares_padding):
            return NONE
        return tuple(axis.padding for axis in self.view.trace.geometry.axes)

    @property
    def padded(self) -> bool:
        """Whether code indexes a padded array."""
        return any(map(any, self.padding))

    @cached_property
    def border(self) -> Border | None:
        """The padding of a grid that copies its cells; None if it copies none."""
        return self.view.layer.copying(self.view.trace.geometry)

    @property
    def copied(self) -> bool:
        """Whether the padding of that array copies cells."""
        return self.padded and self.border is not None

    @property
    def suffix(self) -> str:
        """The end of the names of padded arrays; empty if there are none."""
        suffix: str = self.words.stage["suffix"]
        return suffix * self.padded

    @cached_property
    def facts(self) -> dict[str, object]:
        """The fields that do not depend on a scan.

        The name of an operand has its `Grid`; `own` has that whose cells the scans belong to, and
        `covered` that under the window.
        """
        view, parameters = self.view, self.view.layer.parameters
        grids = {name: self._grid(name) for name in view.spans}
        return {
            **grids,
            "own": grids[view.own],
            "covered": grids[view.covered],
            "scans": len(view),
            "suffix": self.suffix,
            "cells": prod(view.trace.geometry.kernel_shape),
            "divisor": view[0].divisor,
            "divisor_override": parameters.get("divisor_override"),
            **self._places_of_made(),
            **self._divisors(),
            **_powers(parameters.get("p")),
        }

    def _places_of_made(self) -> dict[str, object]:
        """Returns the fields about the places of grids in others that the pass makes of them."""
        made = self.view.shown.made.items()
        fields: dict[str, object] = {}
        for name, each in made:
            fields[f"{operand(name)}_cells"] = self._index(name, each.cells)
            fields[f"{operand(name)}_source"] = self._index(each.of, each.source)
        return fields

    def _divisors(self) -> dict[str, object]:
        """Returns the code of all divisors, for a pass that reads numbers of different ones."""
        view, divisors = self.view, self.view.divisors
        if divisors is None or not (view.gathers and view.uneven):
            return {}
        array = self._grid(view.covered).array
        return {"divisors": array.spread(products(divisors), divisors.shape)}

    def _index(self, name: str, span: Span) -> str:
        """Returns the index of a part of a grid in code, in brackets; empty for all of it."""
        return self._grid(operand(name)).bracketed(span)

    def _grid(self, name: str) -> Grid:
        view = self.view
        sizes = view.sizes[name]
        sources = {operand(made): operand(each.of) for made, each in view.shown.made.items()}
        array = array_of(view.trace, sources.get(name, name), view.number, len(sizes))
        return Grid(array, self.padding if name == view.covered else NONE, sizes)

    def name_of(self, cell: Cell) -> str:
        """Returns the name of a cell that scans add to, or else read, such as `dA_prev[0, 1]`."""
        name = self.view.target if self.view.scatters else self.view.reads
        grid, index = self._cell(name, cell)
        return _indexed(self.words.names[name], grid.bare_index(index))

    def code_name_of(self, cell: Cell) -> str:
        """Returns the name of a tracked cell in code, in the padded array if there is one."""
        name = self.view.target
        grid, index = self._cell(name, cell)
        suffix = self.suffix * (operand(name) == self.view.covered)
        return _indexed(f"{self.words.names[name]}{suffix}", grid.index(index))

    def _cell(self, name: str, cell: Cell) -> tuple[Grid, Cell]:
        """Returns the operand of a grid, and the indices of a cell in this channel."""
        grid = self._grid(operand(name))
        return grid, (*cell, *self.view.place(name))[: len(grid.sizes)]

    def number_word(self, number: int) -> str:
        """Returns a small number as a word, and a larger number in digits."""
        words: Sequence[str] = self.words.sentences["numbers"]
        return words[number] if number < len(words) else f"{number:,}"

    # ---- the scans of the film

    def opening_count(self) -> str:
        """Returns a text with the scans of the film, or with their number if it shows all."""
        scans = len(self.view)
        if len(self.scans) == scans:
            return self.words.say(f"opening_count{'_of_one' * (scans == 1)}", self.facts)
        since, last = self.scans[0], self.scans[-1]
        key = "count" if since == last else "count_of_several"
        return self.words.say(key, self.facts | {"since": since + 1, "scan": last + 1})

    @property
    def before(self) -> str:
        """A sentence about the scans before the film; empty if there are none."""
        scans = range(self.scans.start)
        return self.others("caption_done", scans) if scans else ""

    @property
    def after(self) -> str:
        """A sentence about the scans after the film; empty if there are none."""
        scans = range(self.scans.stop, len(self.view))
        return self.others("closing_left", scans) if scans else ""

    def others(self, key: str, scans: range) -> str:
        """Returns a sentence about scans that the film does not show."""
        fields = {"since": scans.start + 1, "scan": scans.stop}
        return self.words.say(key, fields, {"one"} if len(scans) == 1 else ())


def _indexed(name: str, index: str) -> str:
    """Returns the name of a cell; that of the array if it has but one."""
    return f"{name}[{index}]" if index else name


def _powers(p: float | None) -> dict[str, object]:
    """Returns the fields about the power of LP pooling."""
    if p is None:
        return {}
    spelled = f"({as_text(p)})" if p < 0 else as_text(p)
    less = f"({as_text(p - 1)})" if p < 1 else as_text(p - 1)
    pick, most = ("max", "largest") if p > 0 else ("min", "smallest")
    return {"p": spelled, "q": less, "pick": pick, "most": most}
