"""Rows of monospaced text: what fits into them, and where it is broken."""

from __future__ import annotations

import re
from typing import NamedTuple

BREAK = re.compile(r"(?<![−+=≈/×÷]) +(?!/ )")
"""Where a text may go on in the next row: never between a sign and its number, nor before what a
sum is divided by, which would stand alone there."""


class Room(NamedTuple):
    """Room for a text.

    Attributes:
        columns: characters in a row.
        rows: how many there are.
    """

    columns: int
    rows: int = 1

    def wrapped(self, text: str) -> list[str]:
        """The text's rows, as many as it needs.

        Example:
            >>> Room(10).wrapped("a = (1 − 2 + 3) / 4")
            ['a = (1 − 2', '+ 3) / 4']
            >>> Room(15).wrapped("a = (1 − 2 + 3) / 4")
            ['a = (1 − 2', '+ 3) / 4']
        """
        if len(text) <= self.columns:
            return [text]
        rows = [""]
        for piece in BREAK.split(text):
            longer = f"{rows[-1]} {piece}" if rows[-1] else piece
            if len(longer) <= self.columns or not rows[-1]:
                rows[-1] = longer
            else:
                rows.append(piece)
        return rows

    def fits(self, text: str) -> bool:
        """Whether the text fits.

        Example:
            >>> Room(5).fits("1 + 2"), Room(5).fits("1 + 20"), Room(5, 2).fits("1 + 20")
            (True, False, True)
        """
        if len(text) <= self.columns:
            return True
        rows = self.wrapped(text)
        return len(rows) <= self.rows and max(map(len, rows)) <= self.columns

    def clipped(self, text: str) -> list[str]:
        """The text's rows, or as much of them as fits.

        Example:
            >>> Room(5).clipped("12345"), Room(5).clipped("123456"), Room(3, 2).clipped("1 2 3 4 5")
            (['12345'], ['1234…'], ['1 2', '3…'])
        """
        rows = self.wrapped(text)
        shown = [_cut(row, self.columns) for row in rows[: self.rows]]
        if len(rows) > self.rows and not shown[-1].endswith("…"):
            shown[-1] = f"{shown[-1][: self.columns - 1].rstrip()}…"
        return shown


def _cut(row: str, columns: int) -> str:
    return row if len(row) <= columns else f"{row[: columns - 1]}…"


ENDLESS = Room(1 << 30)
"""Room for any text."""
