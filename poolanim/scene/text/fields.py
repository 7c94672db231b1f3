"""The fields of the sentences about one scan. A field is computed when a sentence first uses it."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from poolanim.records import replace
from poolanim.scene.numerals import Numeral, numerals_for
from poolanim.scene.text.biases import bias_parts
from poolanim.scene.text.numbers import Said
from poolanim.scene.text.places import Grid, Place
from poolanim.scene.text.printed import Printed
from poolanim.scene.text.values import ValueFields

if TYPE_CHECKING:
    from poolanim.scene.text.step import Step
    from poolanim.scene.text.story import Story

WEIGHT = Numeral(2)
"""Writes weights and probabilities."""


class ScanFields(ValueFields):
    """The fields of one scan, and those that do not depend on it.

    Args:
        story: the pass.
        step: the scan.
    """

    def __init__(self, story: Story, step: Step) -> None:
        super().__init__(story, step)
        self._places: dict[str, Place] = {}

    def __getitem__(self, name: str) -> object:
        if hasattr(type(self), name):
            return getattr(self, name)
        fact = self._story.facts[name]
        if not isinstance(fact, Grid):
            return fact
        if name not in self._places:
            self._places[name] = self._place(name, fact)
        return self._places[name]

    def _place(self, name: str, grid: Grid) -> Place:
        """Returns the place of the scan in an operand."""
        view, step = self._story.view, self._step
        if name in ("own", view.own):
            return Place(grid, step.index, (), (), ())
        name = view.covered if name == "covered" else name
        whole = span = view.span(name, step.index)
        window = step.window if name == view.covered else view.inside(name, step.index)
        # Padding that equals the extreme is left out, since the extreme is never taken from there.
        equal = step.deltas and step.taken and step.value == view.layer.padding_value
        if equal or not self._story.padded:
            span = window
        first = tuple(cells.start for cells in whole)
        chosen = [*(cell for cell, _ in step.deltas[:1]), *step.taken, first]
        return Place(grid, None, span, window, chosen)

    @property
    def scan(self) -> int:
        """The number of the scan from 1."""
        return self._step.number + 1

    @property
    def divisor(self) -> int | None:
        """What the sum of the window is divided by."""
        return self._step.divisor

    @property
    def sign(self) -> str:
        """The sign of what is added to the first cell, or of what is lost, or of the value."""
        step = self._step
        brought = step.value if step.grad is None else step.grad
        return _sign(step.deltas[0][1] if step.deltas else brought)

    @property
    def value_sign(self) -> str:
        """The sign of the value."""
        return _sign(self._step.value)

    @property
    def reached(self) -> str:
        """The index of the cells under the window that no window before has reached."""
        view = self._story.view
        axes, index = view.trace.geometry.axes, self._step.index
        cells = [axis.reached[place] for axis, place in zip(axes, index, strict=False)]
        span = view.span(view.covered, index)
        grid = self._story.facts["covered"]
        assert isinstance(grid, Grid)
        return grid.slices((*cells, *span[len(cells) :]))

    @property
    def bias_added(self) -> str:
        """The sum of the gradients that the scan adds to the bias, with its sign, even a plus."""
        parts = bias_parts(self._story.view)
        return next(numerals_for(parts)).signed(parts[self._step.number])

    @property
    def bias_sign(self) -> str:
        """The sign of that sum."""
        return _sign(bias_parts(self._story.view)[self._step.number])

    @property
    def brought(self) -> str:
        """The sign of what the scan brings."""
        return _sign(self._step.grad or 0.0)

    @property
    def counted(self) -> str:
        """The number of cells under the window."""
        return self._story.number_word(self._step.count)

    @property
    def parts(self) -> str:
        """The number of parts into which a gradient is divided."""
        return self._story.number_word(self._step.divisor or 0)

    @property
    def lost(self) -> str:
        """The number of parts on padding."""
        return self._story.number_word(self._step.lost)

    @property
    def ties(self) -> int:
        """The number of cells that the value is taken from."""
        return len(self._step.taken)

    @property
    def tied(self) -> str:
        """The same as a word."""
        return self._story.number_word(self.ties)

    @cached_property
    def grad(self) -> Said:
        """What the scan brings to the cells under the window."""
        return Said.of(self._step.grad or 0.0, self._story.numerals.grad)

    @property
    def grad_signed(self) -> str:
        """The same with its sign, even a plus."""
        return self._story.numerals.grad.signed(self._step.grad or 0.0)

    @cached_property
    def delta(self) -> Said:
        """What is added to the first cell, after the gradient and its divisor."""
        step, write = self._step, self._story.numerals
        delta = step.deltas[0][1] if step.deltas else 0.0
        return _quotient(step.grad or 0.0, delta, step.divisor, write.grad, write.delta)

    @cached_property
    def added(self) -> Said:
        """The same with its sign, even a plus."""
        step, write = self._step, self._story.numerals.delta
        return replace(self.delta, text=write.signed(step.deltas[0][1] if step.deltas else 0.0))

    @cached_property
    def part(self) -> Said:
        """The same after the gradient and the number of tied cells."""
        step, write = self._step, self._story.numerals
        grad, delta, ties = step.grad or 0.0, step.deltas[0][1], len(step.taken)
        shown, true = (Printed.of(each).over(ties) for each in (write.grad(grad), grad))
        return replace(self.delta, relation=shown.gives(write.delta(delta), true))

    @cached_property
    def chance(self) -> Said:
        """The probability of the chosen cell."""
        step = self._step
        chances = dict(zip(step.cells(), step.weights, strict=False))
        taken = [*(cell for cell, _ in step.deltas), *step.taken]
        return Said.of(chances.get(taken[0], 1.0) if taken else 1.0, WEIGHT)


def _sign(number: float) -> str:
    """Returns the role of a number's sign in texts."""
    return "plus" if number > 0 else "minus" if number < 0 else "zero"


@lru_cache(maxsize=256)  # a grid often has few different gradients
def _quotient(
    grad: float, delta: float, divisor: int | None, write_grad: Numeral, write_delta: Numeral
) -> Said:
    shown = Printed.of(write_grad(grad)).over(divisor or 1)
    true = Printed.of(grad).over(divisor) if divisor else None
    relation = shown.gives(write_delta(delta), true or shown)
    return Said.of(delta, write_delta, true, relation)
