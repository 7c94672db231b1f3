"""Computes printed formulas exactly, so that `=` stands only between equal sides."""

from __future__ import annotations

from decimal import Context, Decimal
from functools import lru_cache, reduce
from math import lcm, ulp
from typing import TYPE_CHECKING

from poolanim.records import frozen
from poolanim.scene.numerals import FLOAT_NOISE, MINUS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

RELATIONS = {True: "=", False: "≈"}
"""The sign between two sides that are equal, or not."""
COMPUTED = "→"
"""The sign before a number that floating point gives, and that is no rounding of the true one."""
EXACT = Context(prec=1500, traps=[])
"""A context with enough digits for sums of any two floats, and for products with small numbers."""
POWERS, ROOTS = Context(prec=80, traps=[]), Context(prec=50, traps=[])
"""Contexts for powers and for the comparison of their roots, which needs fewer digits."""
EXACT_POWERS = (1, 2, 3, 4)
"""The powers whose sums are computed exactly, so that no digits are lost if terms cancel out."""


@frozen
class Printed:
    """The exact value of a formula as it is printed, as a fraction.

    Attributes:
        numerator: a decimal number, an infinity or NaN.
        denominator: a whole number.

    Example:
        >>> Printed.of("0.1") == Printed.sum(["0.3", "−0.2"]), Printed.sum(["1e30", "1"]).numerator
        (True, Decimal('1000000000000000000000000000001'))
    """

    numerator: Decimal
    denominator: int = 1

    @classmethod
    def of(cls, text: str | float) -> Printed:
        """Returns the number of a text, or the shortest decimal number of a float."""
        return cls(_number(text))

    @classmethod
    def sum(cls, texts: Iterable[str | float]) -> Printed:
        """Returns the sum of the numbers of texts."""
        return cls(reduce(EXACT.add, map(_number, texts), Decimal(0)))

    @classmethod
    def quotients(cls, texts: Sequence[str | float], divisors: Sequence[int]) -> Printed:
        """Returns the sum of numbers, each divided by its own divisor."""
        common = lcm(*divisors)
        parts = (
            EXACT.multiply(_number(text), Decimal(common // divisor))
            for text, divisor in zip(texts, divisors, strict=True)
        )
        return cls(reduce(EXACT.add, parts, Decimal(0)), common)

    @classmethod
    def norm(cls, texts: Iterable[str | float], p: float, *, absolute: bool) -> Printed:
        """Returns the p-th root of the sum of p-th powers of numbers, or of their absolute values.

        Example:
            >>> Printed.norm(["3", "−4"], 2, absolute=False) == Printed.of("5")
            True
        """
        power = Decimal(repr(p))
        exact = EXACT if p in EXACT_POWERS else POWERS
        bases = (exact.abs(_number(text)) if absolute else _number(text) for text in texts)
        total = reduce(exact.add, (exact.power(base, power) for base in bases), Decimal(0))
        if p == 1:
            return cls(total)
        return cls(ROOTS.plus(POWERS.power(total, POWERS.divide(Decimal(1), power))))

    def __neg__(self) -> Printed:
        return Printed(EXACT.minus(self.numerator), self.denominator)

    def over(self, divisor: int) -> Printed:
        """Returns this value divided by a whole number."""
        return Printed(self.numerator, self.denominator * divisor)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Printed):
            return NotImplemented
        if self.numerator.is_nan() or other.numerator.is_nan():
            return self.numerator.is_nan() and other.numerator.is_nan()
        one = EXACT.multiply(self.numerator, Decimal(other.denominator))
        another = EXACT.multiply(other.numerator, Decimal(self.denominator))
        return one == another

    __hash__ = None  # type: ignore[assignment]

    def gives(self, text: str, true: Printed, noise: float = 0.0) -> str:
        """Returns the sign between this value and a printed number.

        Args:
            text: the printed number.
            true: the value of the formula with its exact terms, not the printed ones.
            noise: as in `rounds_to`.

        Example:
            >>> third, quarter = Printed.of("1").over(3), Printed.of("1").over(4)
            >>> third.gives("0.33", third), quarter.gives("0.25", quarter)
            ('≈', '=')
            >>> lost = Printed.sum(["1e30", "1", "−1e30"])
            >>> lost.gives("0", lost)
            '→'
        """
        if self == Printed.of(text):
            return RELATIONS[True]
        return RELATIONS[False] if true.rounds_to(text, noise) else COMPUTED

    def rounds_to(self, text: str, noise: float = 0.0) -> bool:
        """Returns whether a printed number is within half a unit of its last digit of this value.

        Args:
            text: the printed number.
            noise: the tolerance, if it is more than a few units in the last place of a float.
        """
        value, given = POWERS.divide(self.numerator, Decimal(self.denominator)), _number(text)
        if not (value.is_finite() and given.is_finite()):
            return value == given or (value.is_nan() and given.is_nan())
        half = Decimal(5).scaleb(int(given.as_tuple().exponent) - 1)
        slack = Decimal(max(FLOAT_NOISE * ulp(float(given)), noise))
        return POWERS.abs(POWERS.subtract(value, given)) <= half + slack

    def near(self, number: float, noise: float = 0.0) -> bool:
        """Returns whether a number is equal to this value, apart from the rounding of floats.

        Args:
            number: the number as it was computed.
            noise: the tolerance, if it is more than a few units in the last place of the number.
        """
        value = POWERS.divide(self.numerator, Decimal(self.denominator))
        given = Decimal(number)
        if not (value.is_finite() and given.is_finite()):
            return value == given or (value.is_nan() and given.is_nan())
        missed = POWERS.abs(POWERS.subtract(value, given))
        return missed <= Decimal(max(FLOAT_NOISE * ulp(number), noise))


@lru_cache(maxsize=4096)  # many sums contain the same texts
def _number(text: str | float) -> Decimal:
    if not isinstance(text, str):
        return Decimal(repr(text))
    return Decimal(text.replace(MINUS, "-").replace("∞", "Infinity"))
