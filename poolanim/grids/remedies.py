"""What to do about a cell of a table that is no number. Loads no NumPy."""

from __future__ import annotations

import re

DECIMAL_COMMA = re.compile(r"\s*[-+−]?\d*,\d+(e[-+]?\d+)?\s*", re.IGNORECASE)
"""A number with a decimal comma."""
WORD = re.compile(r"[^\W\d_]{2}")
"""A part of a name."""


def advice(cell: str, row: int, column: int) -> str:
    """Returns what to do about a cell that is no number, by its likely cause.

    Example:
        >>> advice("1,5", 2, 1), advice("2;3", 1, 2)
        ('write a decimal point, such as 1.5', 'give a real number')
    """
    if DECIMAL_COMMA.fullmatch(cell):
        return f"write a decimal point, such as {cell.strip().replace(',', '.')}"
    if row == 1 and WORD.search(cell):
        return "give a real number; if row 1 is a header, leave it out"
    if column == 1 and WORD.search(cell):
        return "give a real number; if column 1 has the names of rows, leave it out"
    return "give a real number"
