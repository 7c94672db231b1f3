"""Converts real numbers and their digits to float64. Does not import NumPy."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numbers import Real


def real(text: str) -> float:
    """Returns the float64 that is nearest to the digits of a text, without underscores.

    Raises:
        ValueError: the text is no number, or its size is beyond float64: the nearest float64 is an
            infinity or 0, but the number is not.

    Example:
        >>> real("-2.5e1"), real("inf"), real("0e-999")
        (-25.0, inf, 0.0)
        >>> real("1e-400")
        Traceback (most recent call last):
        ...
        ValueError: float64 has no number as small as 1e-400
    """
    number = float(text)
    if "_" in text:
        raise ValueError(f"{text} has an underscore")
    if math.isinf(number) and "inf" not in text.lower():
        raise ValueError(f"float64 has no number as large as {text}")
    mantissa = text.lower().partition("e")[0]
    if number == 0 and any(map(int, filter(str.isdecimal, mantissa))):
        raise ValueError(f"float64 has no number as small as {text}")
    return number


def as_float(number: Real) -> float:
    """Returns the float64 that is nearest to a number.

    Raises:
        ValueError: the size of the number is beyond float64.

    Example:
        >>> from fractions import Fraction
        >>> as_float(Fraction(1, 4))
        0.25
        >>> as_float(Fraction(1, 10**400))
        Traceback (most recent call last):
        ...
        ValueError: float64 has no number of this size
    """
    nearest = float(number)
    if number != nearest and (math.isinf(nearest) or nearest == 0):
        raise ValueError("float64 has no number of this size")
    return nearest
