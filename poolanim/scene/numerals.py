"""Writes numbers as text: one precision for a grid, a typographic minus, no meaningless digits."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from poolanim.records import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MINUS = "−"
WIDE = Context(prec=400)
"""A context with enough digits to write any float without a power of ten."""
MOST_EXACT_DECIMALS, ROUNDED_DECIMALS = 3, 2
"""Numbers with at most 3 decimals are written exactly. Numbers with more are rounded to 2."""
NEGLIGIBLE = 1e-9
"""A smaller number never needs more decimals."""
LARGEST, LEAST = 1e9, 0.01
"""A grid whose numbers are between these is written without powers of ten, any other with them."""
FLOAT_NOISE = 16
"""Units in the last place by which a sum such as 0.1 + 0.2 may differ from its text."""
NOISE_DIGITS = 12
"""In a text of more digits, a rounding of the number could be as near as FLOAT_NOISE."""
NOISE_SHARE, MOST_NOISE = 2**-50, 1e-12
"""The largest rounding error of a sum that is exactly 0: its share of the largest term, and at
most."""
TELLING_DIGITS = 4
"""The fewest digits that the largest number keeps when decimals are dropped for lack of room."""


@frozen
class Numeral:
    """A format of numbers.

    Attributes:
        decimals: the digits after the point; None for powers of ten where needed.
        significant: the number of digits, if there are powers of ten. A number without a power of
            ten has as many decimals as a number of one whole digit, so that sums have the decimals
            of their terms.
        whole: whether a number that would be written with zeros only is written with a power of
            ten, in a text that has room for it.
        noise: a number that is not larger counts as exactly 0.

    Example:
        >>> Numeral(2)(-1 / 3), Numeral(2)(-0.001), Numeral(0)(float("-inf")), Numeral(None)(1.2e9)
        ('−0.33', '0.00', '−∞', '1.2e9')
        >>> Numeral(None, 3)(16.123), Numeral(2, whole=True)(-0.0012)
        ('16.12', '−0.0012')
    """

    decimals: int | None
    significant: int = 2
    whole: bool = False
    noise: float = 0.0

    def __call__(self, number: float) -> str:
        """Returns the text of a number."""
        return _told(number, self.decimals, self.significant, self.whole, self.noise)[0]

    def told(self, number: float) -> tuple[str, bool]:
        """Returns the text of a number, and whether the text is exact."""
        return _told(number, self.decimals, self.significant, self.whole, self.noise)

    def shows(self, number: float) -> bool:
        """Returns whether the text of a number is exact.

        Example:
            >>> Numeral(2).shows(0.25), Numeral(2).shows(1 / 3)
            (True, False)
        """
        return self.told(number)[1]

    def signed(self, number: float) -> str:
        """Returns the text of a number with its sign, even a plus.

        A negative number that is rounded to 0 has no minus.

        Example:
            >>> Numeral(1).signed(0.25), Numeral(1).signed(-2)
            ('+0.3', '−2.0')
        """
        text = self(number)
        return text if number < 0 or math.isnan(number) else f"+{text}"


@lru_cache(maxsize=1024)  # the same few numbers are written many times
def _told(
    number: float, decimals: int | None, significant: int, whole: bool, noise: float
) -> tuple[str, bool]:
    """Returns the text of a number, and whether the text is exact."""
    text = _written(number, decimals, significant)
    if whole and abs(number) > noise and not text.strip("0."):
        text = _written(number, None, significant)
    if not math.isfinite(number):
        return text, True
    missed = abs(float(text.replace(MINUS, "-")) - number)
    few = len(text.partition("e")[0].strip(f"{MINUS}0.")) <= NOISE_DIGITS
    return text, missed <= max(FLOAT_NOISE * math.ulp(number) * few, noise)


def noise_of(numbers: Iterable[float]) -> float:
    """Returns the largest rounding error of a sum of some of these numbers that is exactly 0.

    Example:
        >>> noise_of([0.1, 0.2, -0.3]) > abs(0.1 + 0.2 - 0.3) > 0
        True
    """
    largest = max((abs(number) for number in numbers if math.isfinite(number)), default=0.0)
    return min(NOISE_SHARE * largest, MOST_NOISE)


def _written(number: float, decimals: int | None, significant: int) -> str:
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "∞" if number > 0 else f"{MINUS}∞"
    if decimals is None:
        mantissa, _, power = f"{number:.{significant}g}".partition("e")
        if not power and abs(number) >= 1:
            mantissa = f"{number:.{significant - 1}f}".rstrip("0").rstrip(".")
        text = f"{mantissa}e{int(power)}" if power else mantissa
    else:
        # Halves of the shortest decimal text are rounded up, as people do.
        unit = Decimal(1).scaleb(-decimals)
        text = f"{Decimal(repr(float(number))).quantize(unit, ROUND_HALF_UP, WIDE):f}"
    if not text.strip("-0."):
        text = text.lstrip("-")  # never -0.00
    return text.replace("-", MINUS)


def numerals_for(
    numbers: Iterable[float], precision: int | None = None, most_exact: int = MOST_EXACT_DECIMALS
) -> Iterator[Numeral]:
    """Yields formats for numbers, from that with the most digits to the shortest.

    Args:
        numbers: the numbers.
        precision: the decimals that the user gave; None if the user gave none.
        most_exact: numbers with at most this many decimals are written exactly.

    Example:
        >>> [next(numerals_for(numbers)).decimals for numbers in ([1, 2], [0.5, 2], [1 / 3], [1e9])]
        [0, 1, 2, None]
    """
    finite = [abs(number) for number in numbers if math.isfinite(number)]
    largest = max(finite, default=0)
    if precision is not None:
        yield from map(Numeral, range(precision, -1, -1))
    elif largest == 0 or LEAST <= largest < LARGEST:
        exact = (d for d in range(most_exact + 1) if _exact(finite, d))
        needed = next(exact, ROUNDED_DECIMALS)
        for decimals in range(needed, -1, -1):
            if decimals == needed or largest >= 10 ** (TELLING_DIGITS - 1 - decimals):
                yield Numeral(decimals)
        if largest < 10 ** (TELLING_DIGITS - 1):
            return
    yield Numeral(None, 3)
    yield Numeral(None, 2)


def _exact(numbers: Iterable[float], decimals: int) -> bool:
    """Returns whether all numbers are exact with this number of decimals."""
    return all(
        number == (near := round(number, decimals))
        or abs(number - near) <= max(FLOAT_NOISE * math.ulp(number), NEGLIGIBLE)
        for number in numbers
    )
