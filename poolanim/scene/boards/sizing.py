"""Chooses the numeral and the size in which the numbers of a board fit its cells."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from poolanim.records import replace
from poolanim.records.tuples import NamedTuple
from poolanim.scene.boards.setting import BOLD, CAP, DIGIT, SHIFT, Setting, even
from poolanim.scene.numerals import Numeral, numerals_for

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from poolanim.scene.boards.setting import Measure

ASIDE = 11
"""The free width in a cell beside its number, for both sides together, which the frames of the
tracked cell need, and the free height. Without it, numbers are no larger than they have to be."""
TIGHT, TIGHTER = 3, 4
"""The least free width there, without decimals that might be dropped, and with them."""
PAIRED = 18
"""The free width beside and between two numbers that stand side by side."""
ABOVE = 5
"""The free height in a cell above and below its number, together."""
NARROW = 52
"""In narrower cells, the 0 before a decimal point is dropped."""
FEWER = 1
"""The decimals of numbers in narrow cells that have no room for more."""


def least_height(size: float) -> float:
    """Returns the least height of a cell with a number in a size of type."""
    return CAP * size + ABOVE


class LeastWidths(NamedTuple):
    """The least widths of narrow cells in which all numbers of a board fit.

    Attributes:
        usual: with the usual decimals.
        fewer: with fewer decimals.
    """

    usual: float
    fewer: float


def least_widths(
    numbers: Collection[float], deltas: Collection[float], size: float, measure: Measure
) -> LeastWidths:
    """Returns the least widths of narrow cells in which all numbers of a board fit.

    Args:
        numbers: all numbers that the board shows in the course of the pass.
        deltas: the numbers that it shows with a sign.
        size: the size of the type.
        measure: returns the widths of texts.
    """

    def width(numeral: Numeral) -> float:
        setting = Setting(numeral, size, measure, dropped=True)
        texts = *map(setting.write, numbers), *map(setting.signs, deltas)
        return max((measure(text, size, BOLD) for text in texts), default=0) + _least(numeral)

    usual = min(map(width, numerals_for({*numbers, *deltas}, None)))
    return LeastWidths(ceil(usual), ceil(min(usual, width(Numeral(FEWER)))))


def settle(
    numbers: Iterable[float],
    deltas: Collection[float],
    cell: tuple[float, float],
    least: float,
    measure: Measure,
    precision: int | None,
    *,
    replaces: bool = False,
) -> Setting | None:
    """Returns the setting in which all numbers of a board fit its cells; None if there is none.

    Args:
        numbers: all numbers that the board shows in the course of the pass.
        deltas: the numbers that scans bring.
        cell: the width and the height of a cell.
        least: the least size of the type.
        measure: returns the widths of texts.
        precision: the decimals that the user gave; None if the user gave none.
        replaces: whether these take the place of others, and are not added.
    """
    width, height = cell
    numbers = set(numbers)
    signed = bool(deltas and not replaces) or any(number < 0 for number in numbers)
    if height < least_height(least):
        return None
    dropped = width < NARROW
    fewer = [Numeral(FEWER)] if dropped and precision is None else []
    for numeral in (*numerals_for(numbers | set(deltas), precision), *fewer):
        setting = Setting(numeral, least, measure, dropped, signed, replaces=replaces)
        widths = [
            max((measure(text, 1000, BOLD) for text in texts), default=0) / 1000
            for texts in (map(setting.write, numbers), map(setting.signs, deltas))
        ]
        longest = max(*widths, 1e-3)
        if longest * least > width - _least(numeral):
            continue
        shifted = longest + 2 * SHIFT * DIGIT * signed
        fitting = (width - ASIDE) / shifted
        size = max(even(min(fitting, 0.5 * height)), least)
        paired = size * sum(widths) <= width - PAIRED
        tight = size > fitting or CAP * size > height - ASIDE
        return replace(setting, size=size, paired=paired, tight=tight)
    return None


def _least(numeral: Numeral) -> float:
    """Returns the least free width in a cell beside its number."""
    return TIGHT if (numeral.decimals or 0) <= FEWER else TIGHTER
