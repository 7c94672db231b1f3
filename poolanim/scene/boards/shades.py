"""The colours of cells by their numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from poolanim.records.tuples import NamedTuple
from poolanim.theme.colours import HEAT_LEVELS
from poolanim.theme.shades import PALE

if TYPE_CHECKING:
    from collections.abc import Collection

MIDDLE = HEAT_LEVELS // 2


SIGNS = ("plus", "minus")


def sign(number: float) -> str:
    """Returns the role of a number's sign: `plus`, `minus`, or `slate` for zero and NaN."""
    return "plus" if number > 0 else "minus" if number < 0 else "slate"


def ink_of(colour: str) -> str:
    """Returns the role of words in a colour. On a tint, signs have darker words than beams.

    Example:
        >>> ink_of("plus"), ink_of("slate"), ink_of("winner")
        ('plus_text', 'slate', 'winner')
    """
    return f"{colour}_text" if colour in SIGNS else colour


def ink_of_sign(number: float) -> str:
    """Returns the role of a number in the colour of its sign; `ink` for zero and NaN."""
    return ink_of(sign(number)) if sign(number) in SIGNS else "ink"


class Shades(NamedTuple):
    """The colours of a board.

    Attributes:
        scale: the name of the scale of colours; empty for pale cells.
        least: the number of the first level.
        largest: the number of the last level.
    """

    scale: str
    least: float
    largest: float

    @classmethod
    def of(cls, scale: str, numbers: Collection[float]) -> Shades:
        """Returns the colours over a scale that spans the finite numbers.

        Example:
            >>> Shades.of("sign", [-3, 1, float("inf")])
            Shades(scale='sign', least=-3, largest=3)
        """
        finite = [each for each in numbers if math.isfinite(each)]
        largest, least = max(finite, default=0), min(finite, default=0)
        if scale == "sign":
            largest = max(abs(largest), abs(least))
            least = -largest
        return cls(scale, least, largest)

    def ground(self, value: float | None) -> str:
        """Returns the role of a cell's colour.

        Example:
            >>> Shades("sign", -4, 4).ground(0), Shades("sign", -4, 4).ground(4)
            ('sign.8', 'sign.16')
        """
        if not self.scale or value is None or math.isnan(value):
            return PALE
        if self.scale == "sign":
            if value == 0 or not self.largest:
                return PALE
            steps = max(round(min(abs(value) / self.largest, 1) * MIDDLE), 1)
            return f"sign.{MIDDLE + (steps if value > 0 else -steps)}"
        span = self.largest - self.least
        share = (value - self.least) / span if span else 0.0
        return f"{self.scale}.{round(min(max(share, 0), 1) * (HEAT_LEVELS - 1))}"
