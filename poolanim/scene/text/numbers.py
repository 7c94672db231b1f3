"""The formats of the numbers in a pass's texts, and numbers as they are said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.records import frozen, replace
from poolanim.scene.numerals import MOST_EXACT_DECIMALS, Numeral, noise_of, numerals_for
from poolanim.scene.text.printed import COMPUTED, Printed

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from poolanim.scene.text.view import View

LONGEST_NUMBER = 16
"""The most characters of a number in a sentence."""
MOST_GIVEN_DECIMALS = 5
"""Terms of a sum with at most this many decimals are shown without rounding."""
TIMES = "×"
IN_FLOATS = " in floating point"
"""The words after a number that floating point gives, and that is no rounding of the true one."""


@frozen
class Numerals:
    """The formats of the numbers in a pass's texts.

    Attributes:
        read: for the numbers under the window.
        total: for sums of these.
        value: for what windows become.
        grad: for what scans bring to the cells under the window.
        delta: for the numbers that are added to these, or for computed terms that are added up.
        sum: for sums of deltas.
        factor: for the numbers that deltas are products of.
        replaces: whether deltas take the place of other numbers, and are not added.
    """

    read: Numeral
    total: Numeral
    value: Numeral
    grad: Numeral
    delta: Numeral
    sum: Numeral
    factor: Numeral
    replaces: bool

    def brought(self, delta: float) -> str:
        """Returns a delta as text: with its sign, if it is added."""
        return self.delta(delta) if self.replaces else self.delta.signed(delta)

    def product(self, factors: Sequence[float]) -> str:
        """Returns the factors of a delta as text; empty if it is no product."""
        return TIMES.join(map(self.factor, factors))

    @classmethod
    def of(cls, view: View, precision: int | None) -> Numerals:
        """Returns the formats with the most digits in which a pass's numbers are short enough."""

        def choose(numbers: Collection[float], most_exact: int = MOST_EXACT_DECIMALS) -> Numeral:
            for numeral in numerals_for(numbers, precision, most_exact):
                if max(map(len, map(numeral, numbers)), default=0) <= LONGEST_NUMBER:
                    break
            return replace(numeral, whole=precision is None)

        given, deltas = view.read.ravel().tolist(), set(view.deltas.tolist())
        grads = set() if view.grads is None else set(view.grads.ravel().tolist())
        read, delta = (
            choose(given, MOST_GIVEN_DECIMALS),
            choose({0.0, *view.totals.tolist()} | deltas),
        )
        noise = 0.0 if view.takes else noise_of(deltas if view.computes else given)
        return cls(
            read=read,
            total=replace(read, noise=noise_of(given)),
            value=replace(choose(view.values.ravel().tolist()), noise=noise),
            grad=choose(grads, MOST_GIVEN_DECIMALS),
            delta=delta,
            sum=replace(delta, noise=noise_of(deltas)),
            factor=choose(
                {x for each in view.addends.factors for x in each.tolist()}, MOST_GIVEN_DECIMALS
            ),
            replaces=view.shown.terms[view.target].replace,
        )


@frozen
class Said:
    """A number in sentences, which write it as `{value}`, or with one of these after a colon.

    `nearly` writes a sign before a rounded number, and `about` a word. `is` writes the relation
    between the formula before it and the number, and `gives` writes both.

    Attributes:
        text: the number.
        exact: whether the text is exact.
        computed: whether floating point gives it, and it is no rounding of the true number.
        relation: the sign between a formula and the number.

    Example:
        >>> third = Said("0.33", exact=False, relation="≈")
        >>> f"{third}, {third:nearly}, {third:about}, 1 ÷ 3 {third:gives}"
        '0.33, ≈ 0.33, about 0.33, 1 ÷ 3 ≈ 0.33'
    """

    text: str
    exact: bool = True
    computed: bool = False
    relation: str = ""

    @classmethod
    def of(
        cls, number: float, write: Numeral, true: Printed | None = None, relation: str = ""
    ) -> Said:
        """Returns a number as it is said.

        Args:
            number: the number as it was computed.
            write: writes the number.
            true: the exact number, without the rounding of floats; None for a number that is given
                or chosen, not computed.
            relation: the sign between a formula and the number.
        """
        text, exact = write.told(number)
        if true is None:
            return cls(text, exact, relation=relation)
        computed = not true.rounds_to(text, write.noise)
        return cls(text, true == Printed.of(text), computed, relation)

    def __format__(self, form: str) -> str:
        after = IN_FLOATS * self.computed
        match form:
            case "":
                return self.text
            case "nearly":
                sign = f"{COMPUTED} " if self.computed else "" if self.exact else "≈ "
                return f"{sign}{self.text}{after}"
            case "about":
                word = "" if self.exact or self.computed else "about "
                return f"{word}{self.text}{after}"
            case "is":
                return self.relation
            case "gives":
                return f"{self.relation} {self.text}{IN_FLOATS * (self.relation == COMPUTED)}"
        raise ValueError(f"{form!r} is no form of a number; use nearly, about, is or gives")
