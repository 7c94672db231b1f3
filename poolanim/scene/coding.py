"""Sets code in its room: chooses its size, and wraps long lines."""

from __future__ import annotations

import re
from math import ceil
from typing import TYPE_CHECKING

from poolanim.records import frozen, replace
from poolanim.scene.legend import code_width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from poolanim.scene.boards.setting import Measure
    from poolanim.scene.canvas import Canvas

LEAST = {"wide": 16.7, "square": 13.5, "tall": 12.5}
"""The least size of code by the aspect of the canvas."""
STEP = 0.5
"""The difference between two sizes of code."""
MOST_ROWS = 4
"""The most rows of code in a scan."""
INDENT = "    "
BREAK = " \\"
"""The end of a row that is continued outside all brackets."""
OPERATOR = re.compile(r" [-+*/=]{1,2} ")
SLICE = re.compile(r"\[.*?\]")
PIECES = re.compile(rf"<(\w+)>.*?</\1>|, |{OPERATOR.pattern}|.")
"""The pieces of code: tagged parts, commas, operators, and single characters."""


@frozen
class Coding:
    """The setting of the code of a pass.

    Attributes:
        size: the size of the type.
        lines: the number of rows of each line of a scan; empty if no code is shown.
        width: the width of the longest row of a scan.
        room: the largest width of a row of a scan.
        measure: returns the widths of texts.
    """

    size: float
    lines: tuple[int, ...]
    width: float
    room: float
    measure: Measure

    @classmethod
    def of(cls, codes: Sequence[str], canvas: Canvas, measure: Measure) -> Coding:
        """Returns the setting with the fewest rows, and of these the one with the largest size.

        Code that does not fit in the least size is not shown.

        Args:
            codes: the longest form of each line of a scan.
            canvas: the canvas of the figure.
            measure: returns the widths of texts.
        """
        least = LEAST[canvas.aspect]
        steps = ceil((canvas.code - least) / STEP)
        sizes = [max(canvas.code - STEP * step, least) for step in range(steps + 1)]
        for most in range(max(len(codes), 1), MOST_ROWS + 1):
            for size in sizes:
                coding = cls(size, (), 0, canvas.room, measure)
                lines = [coding.wrapped(code, canvas.room) for code in codes]
                rows = [row for line in lines for row in line]
                width = max(map(coding.width_of, rows), default=0)
                if rows and width <= canvas.room and len(rows) <= most:
                    return replace(coding, lines=tuple(map(len, lines)), width=width)
        return cls(canvas.code, (), 0, canvas.room, measure)

    @property
    def rows(self) -> int:
        """The number of rows of a scan; 0 if no code is shown."""
        return sum(self.lines)

    def width_of(self, code: str) -> float:
        """Returns the width of a line of code."""
        return code_width(code, self.size, self.measure)

    def of_scan(self, codes: Sequence[str]) -> list[str]:
        """Returns the rows of a scan's code. Each line begins in the same row in all scans."""
        shown: list[str] = []
        for code, count in zip(codes, self.lines, strict=False):
            rows = self.wrapped(code, self.room) if count > 1 else [code]
            shown += [*rows, *[""] * (count - len(rows))]
        return shown

    def smaller(self, least: float) -> Iterator[Coding]:
        """Yields the same in all sizes down to the least one, the largest first."""
        for step in range(int((self.size - least) / STEP) + 1):
            yield replace(self, size=self.size - STEP * step)

    def joined(self, codes: Sequence[str], room: float, most: int) -> list[str]:
        """Returns lines of code in rows, of which some have several lines if there are too many.

        Args:
            codes: the lines.
            room: the largest width of a row.
            most: the number of rows up to which each line has its own.
        """
        rows = [row for code in codes for row in self.wrapped(code, room)]
        if len(rows) <= most:
            return rows
        shown: list[str] = []
        for code in codes:
            both = f"{shown[-1]}; {code}" if shown else code
            if shown and self.width_of(both) <= room and ":" not in SLICE.sub("", both):
                shown[-1] = both
            else:
                shown += self.wrapped(code, room)
        return shown

    def wrapped(self, code: str, room: float) -> list[str]:
        """Returns a line of code in rows that are at most `room` wide."""
        return wrapped(code, lambda row: self.width_of(row) <= room)


def wrapped(code: str, fits: Callable[[str], bool]) -> list[str]:
    """Returns the rows of a line of code. They run with the same result as the line.

    A line is divided within parentheses, at operators, or else within other brackets. A row that
    cannot be divided is returned even if it does not fit.

    Example:
        >>> wrapped("A[0] = np.mean(A_prev[0:3])", lambda row: len(row) < 20)
        ['A[0] = np.mean(', '    A_prev[0:3])']
        >>> wrapped("def f(x): y = x + 1; return y", lambda row: len(row) < 20)
        ['def f(x):', '    y = x + 1', '    return y']
    """
    if fits(code):
        return [code]
    head, colon, body = code.partition(": ")
    if colon and head.startswith(("def ", "with ")):
        return [f"{head}:", *(INDENT + row for row in wrapped(body, _indented(fits)))]
    if "; " in code:
        return [row for each in code.split("; ") for row in wrapped(each, fits)]
    for brackets in ("(", "(["):
        rows = _filled(_parts(code, brackets), fits)
        if all(map(fits, rows)):
            break
    return rows


def _filled(parts: Iterable[tuple[str, bool]], fits: Callable[[str], bool]) -> list[str]:
    """Returns rows of as many parts as fit."""
    rows, within = [""], True
    for text, inside in parts:
        if rows[-1].strip() and not fits(f"{rows[-1]}{text}".rstrip() + BREAK * (not inside)):
            rows[-1] = rows[-1].rstrip() + BREAK * (not within)
            rows.append(INDENT)
        rows[-1] += text
        within = inside
    return rows


def _parts(code: str, brackets: str) -> Iterator[tuple[str, bool]]:
    """Yields the parts of a line, and whether a bracket is open after each.

    Args:
        code: the line.
        brackets: the brackets within which it is divided.
    """
    opened, part = "", ""
    for piece in PIECES.finditer(code):
        text = piece[0]
        if text in "([":
            opened += text
        elif text in ")]":
            opened = opened[:-1]
        part += text
        inside = opened[-1:] in tuple(brackets)
        if text == "(" or ((inside or not opened) and OPERATOR.fullmatch(text)):
            yield part, inside
            part = ""
        elif text == ", " and inside:
            yield part, True
            part = ""
    yield part, True


def _indented(fits: Callable[[str], bool]) -> Callable[[str], bool]:
    return lambda row: fits(INDENT + row)
