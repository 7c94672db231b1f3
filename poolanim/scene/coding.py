"""Code in the room that it has: its size, and where long lines are wrapped."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from poolanim.scene.legend import code_width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from poolanim.scene.boards.setting import Measure
    from poolanim.scene.canvas import Canvas

LEAST = {"wide": 17.0, "square": 13.5, "tall": 12.5}
"""The least size of code by the aspect of the canvas."""
STEP = 0.5
"""Between two sizes of code."""
MOST_ROWS = 2
"""Rows of code in a scan."""
INDENT = "    "
BREAK = " \\"
"""Ends a row that goes on outside all brackets."""
OPERATOR = re.compile(r" [-+*/=]{1,2} ")
PIECES = re.compile(rf"<(\w+)>.*?</\1>|, |{OPERATOR.pattern}|.")
"""What code is made of: parts with a look of their own, commas, operators, and letters."""


@dataclass(frozen=True)
class Coding:
    """How the code of a pass is set.

    Attributes:
        size: of the type.
        rows: the rows of a scan; 0 if no code is shown.
        width: of the longest row of a scan.
        room: the width that rows of a scan may have.
        measure: gives the widths of texts.
    """

    size: float
    rows: int
    width: float
    room: float
    measure: Measure

    @classmethod
    def of(cls, codes: Sequence[str], canvas: Canvas, measure: Measure) -> Coding:
        """Returns how code is set: as large as it fits, a single line in two rows if it must be.

        Code that does not fit in the least size is not shown.

        Args:
            codes: for each line of a scan the longest.
            canvas: of the figure.
            measure: gives the widths of texts.
        """
        steps = int((canvas.code - LEAST[canvas.aspect]) / STEP)
        sizes = [canvas.code - STEP * step for step in range(steps + 1)]
        for wraps in (False, True):
            for size in sizes:
                coding = cls(size, MOST_ROWS, 0, canvas.room, measure)
                rows = list(codes)
                if wraps and len(codes) == 1:
                    rows = coding.wrapped(codes[0], canvas.room)
                width = max(map(coding.width_of, rows), default=0)
                if rows and width <= canvas.room and len(rows) <= MOST_ROWS:
                    return cls(size, len(rows), width, canvas.room, measure)
        return cls(canvas.code, 0, 0, canvas.room, measure)

    def width_of(self, code: str) -> float:
        """Returns the width of a line of code."""
        return code_width(code, self.size, self.measure)

    def of_scan(self, codes: Sequence[str]) -> list[str]:
        """Returns the rows of a scan's code."""
        if len(codes) == 1 and self.rows == MOST_ROWS:
            return self.wrapped(codes[0], self.room)
        return list(codes[: self.rows])

    def wrapped(self, code: str, room: float) -> list[str]:
        """Returns the rows of a line of code that has no more room than this."""
        return wrapped(code, lambda row: self.width_of(row) <= room)


def wrapped(code: str, fits: Callable[[str], bool]) -> list[str]:
    """Returns the rows of a line of code, which run as the line does.

    Rows are parted within parentheses, at operators, or else within other brackets. Those that
    cannot be parted stay as they are, whether they fit or not.

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
        indented = [row for each in body.split("; ") for row in wrapped(each, _indented(fits))]
        return [f"{head}:", *(INDENT + row for row in indented)]
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
        brackets: those within which it is parted.
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
