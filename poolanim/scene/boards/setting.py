"""Writes and sets the numbers of a board: digits in columns, signs beside them."""

from __future__ import annotations

from functools import lru_cache
from math import floor
from typing import TYPE_CHECKING

from poolanim.records import frozen
from poolanim.scene.marks import Text
from poolanim.scene.numerals import MINUS, NEGLIGIBLE, Numeral

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolanim.scene.boards.board import Rect
    from poolanim.scene.marks import Face

    Measure = Callable[[str, float, Face], float]

CAP = 0.698
"""The height of a digit, as a share of the size of the type."""
DIGIT = 0.54
"""The width of a digit, as a share of the size of the type."""
SIGNS = ("+", MINUS)
SHIFT = 0.25
"""The distance of digits from the middle in a board with signs, as a share of a sign's width."""
ASIDE = 6
"""The free width in a cell beside its number for which it is in the middle with its sign, for both
sides together."""
WIDEST = 12
"""The largest width of a digit."""
NUMBER: Face = "number"
BOLD: Face = "number-bold"


@frozen
class Setting:
    """The setting of the numbers of a board.

    Attributes:
        numeral: writes the numbers.
        size: the size of the type.
        measure: returns the widths of texts.
        dropped: whether the 0 before a decimal point is dropped.
        signed: whether the board has signs.
        paired: whether two numbers stand side by side in a cell that is too low for two rows.
        tight: whether numbers are nearly as wide or as high as their cells.
        replaces: whether a number that a scan brings takes the place of that in its cell.
    """

    numeral: Numeral
    size: float
    measure: Measure
    dropped: bool = False
    signed: bool = False
    paired: bool = False
    tight: bool = False
    replaces: bool = False

    def write(self, number: float) -> str:
        """Returns a number as text."""
        text = self.numeral(number)
        return self._short(text, number) if self.dropped else text

    def signs(self, number: float) -> str:
        """Returns a number that a scan brings as text: with its sign, if it is added."""
        if self.replaces:
            return self.write(number)
        text = self.numeral.signed(number)
        return self._short(text, number) if self.dropped else text

    def _short(self, text: str, number: float) -> str:
        """Returns a text without the 0 before a decimal point.

        A zero then has no decimals. A number that is rounded to zero keeps them.

        Example:
            >>> from poolanim.scene.numerals import Numeral
            >>> setting = Setting(Numeral(2), 19, lambda *_: 0, dropped=True)
            >>> setting.write(-0.56), setting.signs(0), setting.write(0.001)
            ('−.56', '+0', '.00')
        """
        sign, body = parted(text)
        if not body.startswith("0."):
            return text
        return f"{sign}0" if abs(number) < NEGLIGIBLE else sign + body[1:]

    def place(
        self,
        rect: Rect,
        text: str,
        ink: str,
        ground: str,
        *,
        bold: bool = False,
        y: float | None = None,
        beside: str = "",
    ) -> Text:
        """Returns a number set in a cell.

        Args:
            rect: the cell.
            text: the number as text.
            ink: the role of its colour.
            ground: the role of the colour behind it.
            bold: whether it is bold.
            y: the middle of its digits; that of the cell if None.
            beside: another number. The decimal points of both are aligned.
        """
        size = self.size
        left, top, right, bottom = rect
        indent, width = _indented(
            self.measure, text, beside, size, right - left, bold=bold, signed=self.signed
        )
        middle = (top + bottom) / 2 if y is None else y
        face = BOLD if bold else NUMBER
        baseline = round(middle + CAP / 2 * size)
        return Text(left + indent, baseline, text, size, face, ink, ground, width)


@lru_cache(maxsize=2048)  # the numbers of a board come again and again
def _indented(
    measure: Measure,
    text: str,
    beside: str,
    size: float,
    cell_width: float,
    *,
    bold: bool,
    signed: bool,
) -> tuple[float, float]:
    """Returns how far a number stands from the left edge of its cell, and its width."""
    sign, body = parted(text)
    other = parted(beside)[1] if beside else body
    if body == "0" and other.startswith("."):  # it has no point to align, and stays where it is
        other = body
    longest = max(body, other, key=lambda each: measure(each, size, NUMBER))
    advance = measure("0", size, NUMBER)
    x = (cell_width - measure(longest, size, NUMBER)) / 2 + SHIFT * advance * signed
    x += advance * (_whole(longest) - _whole(body))
    if bold and "." in body:  # the point is wider, and its middle stays
        x -= (measure(".", size, BOLD) - measure(".", size, NUMBER)) / 2
    x -= advance * bool(sign)
    width = measure(text, size, BOLD if bold else NUMBER)
    room = cell_width - ASIDE
    if signed and (width > room - 2 * SHIFT * advance or x < ASIDE / 3):
        x = (cell_width - width) / 2  # in a tight cell the whole text is in the middle
    return x, width


def parted(text: str) -> tuple[str, str]:
    """Splits a number into its sign, which may be empty, and the rest.

    Example:
        >>> parted("−0.5"), parted("12")
        (('−', '0.5'), ('', '12'))
    """
    return (text[0], text[1:]) if text.startswith(SIGNS) else ("", text)


def _whole(body: str) -> int:
    """Returns the number of digits before the decimal point."""
    return len(body.partition(".")[0])


def even(size: float) -> float:
    """Returns the next smaller size in which digits are as wide as some half units, and look alike.

    Example:
        >>> round(even(19), 2), round(even(30), 2)
        (18.52, 22.22)
    """
    return min(floor(2 * DIGIT * size) / 2, WIDEST) / DIGIT
