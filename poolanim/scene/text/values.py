"""The fields of the sentences about the value of a scan, and about what it is computed from."""

from __future__ import annotations

from functools import cached_property
from itertools import accumulate
from math import inf, isfinite
from typing import TYPE_CHECKING

from poolanim.layers.layer import CHANNEL, FILTER
from poolanim.records import replace
from poolanim.scene.numerals import MINUS
from poolanim.scene.text.numbers import Said
from poolanim.scene.text.partial import by_channel
from poolanim.scene.text.printed import RELATIONS, Printed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from poolanim.scene.text.step import Step
    from poolanim.scene.text.story import Story

LETTERS = {CHANNEL: "c", FILTER: "f"}
"""The letters of channels and filters before their numbers."""
CODED = {"nan": "np.nan", "inf": "np.inf", "-inf": "-np.inf"}
"""The spelling in code of numbers for which Python has no literals."""


class ValueFields:
    """The fields about the value of one scan.

    Args:
        story: the pass.
        step: the scan.
    """

    def __init__(self, story: Story, step: Step) -> None:
        self._story = story
        self._step = step

    @property
    def coded_value(self) -> str:
        """The value in code."""
        value = self._step.value
        return CODED.get(str(value), f"{value:g}")

    @cached_property
    def value(self) -> Said:
        """The value."""
        return Said.of(self._step.value, self._story.numerals.value)

    @cached_property
    def _cells(self) -> list[float]:
        """The numbers from which the value is computed.

        They contain padding only if it changes the value: a power below 0 turns it into infinity.
        """
        step, view = self._step, self._story.view
        cells = [float(view.read[cell]) for cell in step.cells()]
        if -inf < view.layer.parameters.get("p", 1) < 0:
            whole = view.trace.geometry.whole_window(step.index)
            cells += [0.0] * (len(whole.rows) * len(whole.columns) - len(cells))
        return cells

    @cached_property
    def _texts(self) -> list[str]:
        """The texts of these numbers."""
        return list(map(self._story.numerals.read, self._cells))

    @cached_property
    def total(self) -> Said:
        """The sum of the window."""
        *_, total = accumulate(self._cells)
        return Said.of(total, self._story.numerals.total, self._added[1])

    @cached_property
    def mean(self) -> Said:
        """The value, after the sum and its divisor."""
        divisor = self._step.divisor or 1
        true = self._added[1].over(divisor)
        return self._formula(Printed.of(self.total.text).over(divisor), true)

    @cached_property
    def summed(self) -> Said:
        """The value of a layer that adds."""
        return self._formula(*self._added)

    @property
    def multiplied(self) -> str:
        """The number of products."""
        return self._story.number_word(len(self._products))

    @property
    def biases(self) -> str:
        """The bias."""
        return self._story.numerals.delta(self._biases[0])

    @cached_property
    def _biases(self) -> list[float]:
        """The bias of the filter."""
        _, _, *place = self._step.index
        return [float(self._story.view.grid("bias")[(0, 0, *place)])]

    @cached_property
    def _products(self) -> list[float]:
        return [product for product, _ in self._story.view.computed(self._step.number)]

    @cached_property
    def correlated(self) -> Said:
        """The value of a layer that adds products, and a bias if it has one."""
        view, write = self._story.view, self._story.numerals.delta
        terms = [*self._products, *(self._biases if "bias" in view.shown.spans else [])]
        return self._formula(Printed.sum(map(write, terms)), Printed.sum(terms))

    @property
    def by_channel(self) -> str:
        """The sum of the products of each channel, with its number."""
        trace, write = self._story.view.trace, self._story.numerals.delta
        numbers = {CHANNEL: trace.channels, FILTER: trace.filters}[self.axis]
        sums = {place: sum(each) for place, each in self._partial.items()}
        return ", ".join(
            f"{LETTERS[self.axis]}{numbers[place]}: <{_sign(each)}>{write(each)}</{_sign(each)}>"
            for place, each in sums.items()
        )

    @property
    def axis(self) -> str:
        """What there are several of under the window: `channel` or `filter`."""
        view = self._story.view
        return view.trace.depths[view.covered][0]

    @property
    def plus_bias(self) -> str:
        """The bias after the sign of an addition or a subtraction."""
        number = self._biases[0]
        sign = MINUS if number < 0 else "+"
        return f"{sign} {self._story.numerals.delta(abs(number))}"

    @cached_property
    def _partial(self) -> dict[int, list[float]]:
        return by_channel(self._story.view, self._step.number)

    @cached_property
    def normed(self) -> Said:
        """The value of LP pooling."""
        parameters = self._story.view.layer.parameters
        p, absolute = parameters["p"], parameters["absolute"]
        if not isfinite(p):
            return self.value
        shown, true = self._worth(lambda cells: Printed.norm(cells, p, absolute=absolute))
        said = self._formula(shown, true)
        # The formula does not print its terms, so it is about the exact ones too.
        rounded = said.relation == RELATIONS[True] and not said.exact
        return replace(said, relation=RELATIONS[False]) if rounded else said

    @cached_property
    def _added(self) -> tuple[Printed, Printed]:
        """The sum of the printed cells, and that of the exact cells."""
        return self._worth(Printed.sum)

    def _worth(
        self, formula: Callable[[Sequence[str | float]], Printed]
    ) -> tuple[Printed, Printed]:
        """Returns the value of a formula with the printed cells, and with the exact cells."""
        shown = formula(self._texts)
        pairs = zip(self._texts, self._cells, strict=True)
        if all(Printed.of(text) == Printed.of(cell) for text, cell in pairs):
            return shown, shown
        return shown, formula(self._cells)

    def _formula(self, shown: Printed, true: Printed) -> Said:
        """Returns the value after a formula.

        Args:
            shown: the formula as it is printed.
            true: the formula with exact numbers.
        """
        value, write = self._step.value, self._story.numerals.value
        return Said.of(value, write, true, shown.gives(write(value), true, write.noise))


def _sign(number: float) -> str:
    """Returns the tag of numbers of a sign."""
    return "plus" if number > 0 else "minus" if number < 0 else "zero"
