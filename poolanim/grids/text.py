"""Grids as text and as lists: read, checked and measured. Free of NumPy.

What is told of a mistake begins with `where` it is: the name of a parameter, and of a file.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sized
from itertools import islice
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

from poolanim.errors import GridError
from poolanim.limits import CHANNELS, SIDE, TEXT_BYTES, megabytes
from poolanim.parameters import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from poolanim.grids.sources import Source

RANKS = (1, 2, 3, 4)
"""How many axes a grid may have: one of them is a row, more than two are channels and images."""
RANKS_TOLD = "rows of numbers, or an array of at most 4 axes"
MOST_DIGITS = 400
"""Of a whole number; float64 holds none of more than 309."""
LARGEST_EXACT = 2**53
"""Up to it float64 holds every whole number."""
MINUS = "−"
"""The true minus, as figures show it; people copy it from there."""

Rows = list[Any]
"""A list of numbers, of rows of numbers, or of lists of such rows."""


def rows_of(where: str, source: Source) -> Rows:
    """The numbers of an inline grid, or of rows.

    Raises:
        GridError: it is none.

    Example:
        >>> rows_of("input", "1 2; 3 −4"), rows_of("input", [5, 6])
        ([[1.0, 2.0], [3.0, -4.0]], [5.0, 6.0])
    """
    return from_json_or_text(where, source) if isinstance(source, str) else nested(where, source)


def shape_of(rows: Rows) -> tuple[int, ...]:
    """The length of each axis.

    Example:
        >>> shape_of([[1.0, 2.0, 3.0]]), shape_of([1.0, 2.0])
        ((1, 3), (2,))
    """
    shape = []
    part: Any = rows
    while isinstance(part, list):
        shape.append(len(part))
        part = part[0]
    return tuple(shape)


def from_json_or_text(where: str, text: str) -> Rows:
    """The numbers of a text of unknown kind."""
    return (from_json if text.lstrip().startswith("[") else from_text)(where, text)


def from_json(where: str, text: str) -> Rows:
    """The numbers of a JSON text."""
    if len(text) > TEXT_BYTES:
        raise _too_long(where)
    try:
        rows = json.loads(text, parse_float=_finite, parse_int=_whole)
    except RecursionError:
        raise _too_deep(where) from None
    except ValueError as error:
        raise GridError(f"{where}: not JSON ({error}); write [[1, 2], [3, 4]]") from None
    if not isinstance(rows, list):
        raise GridError(f"{where}: not a list of rows; write [[1, 2], [3, 4]]")
    return nested(where, rows)


def from_text(where: str, text: str) -> Rows:
    """Rows by `;` or line, numbers by commas or spaces; what follows `#` is a comment."""
    if len(text) > TEXT_BYTES:
        raise _too_long(where)
    text = re.sub("#.*", "", text)
    lines = re.split(r"[;\n]", text.strip().rstrip(";"))
    if len(lines) > 1 and "\n" in text:
        lines = [line for line in lines if line.strip()]
    cells = (re.split(r"\s*,\s*|\s+", line.strip(), maxsplit=SIDE) for line in lines)
    return numbers(where, islice(cells, SIDE + 1), SIDE)


def nested(where: str, rows: Sequence[Any], rank: int = 1) -> Rows:
    """Numbers, rows of numbers, or lists of such rows, once all parts of one rank are alike."""
    if len(rows) > CHANNELS:
        raise _too_many(where, CHANNELS)
    deep = {_has_parts(part) for part in rows}
    if True not in deep:
        row: Rows = numbers(where, [rows], CHANNELS)[0]
        return row
    if rank == max(RANKS) or False in deep:
        raise _too_deep(where)
    if max(map(len, rows)) > CHANNELS:
        raise _too_many(where, CHANNELS)
    if not any(_has_parts(cell) for row in rows for cell in row):
        return numbers(where, rows, CHANNELS)
    parts = [nested(where, row, rank + 1) for row in rows]
    if any(shape_of(part) != shape_of(parts[0]) for part in parts):
        raise GridError(f"{where}: its parts are of unlike sizes; give {RANKS_TOLD}")
    return parts


def numbers(where: str, rows: Iterable[Sequence[object]], most: int) -> Rows:
    """Rows of numbers, or of texts of numbers, as numbers; tells where one is not.

    Args:
        where: what the grid is, for the error.
        rows: of the grid.
        most: the largest number of rows and of columns, whichever axes of the grid these are.
    """
    grid: list[list[float]] = []
    for r, row in enumerate(rows, start=1):
        if max(r, len(row)) > most:
            raise _too_many(where, most)
        grid.append([_number(where, cell, r, c) for c, cell in enumerate(row, start=1)])
        if len(grid[-1]) != len(grid[0]):
            raise GridError(
                f"{where}: row {r} is {len(grid[-1])} long, but row 1 is {len(grid[0])} long; "
                "give rows of equal length"
            )
    if not grid or not grid[0]:
        raise no_numbers(where)
    return grid


def _has_parts(part: object) -> bool:
    """Whether something is a list, a tuple or an array, and no number."""
    return isinstance(part, Sized) and not isinstance(part, str | bytes)


def no_numbers(where: str) -> GridError:
    """The error of an empty grid."""
    return GridError(f"{where}: holds no numbers; give at least one, such as '1 2; 3 4'")


def _too_deep(where: str) -> GridError:
    return GridError(f"{where}: numbers lie too deep, or in unlike depths; give {RANKS_TOLD}")


def _too_many(where: str, most: int) -> GridError:
    return GridError(f"{where}: has over {most:,} rows or columns, the limit; give fewer")


def _too_long(where: str) -> GridError:
    return GridError(
        f"{where}: has more than {megabytes(TEXT_BYTES)}, the limit; give a smaller grid"
    )


def _whole(digits: str) -> int | str:
    """A whole number of JSON; text if it is too large, for `numbers` to refuse it."""
    return int(digits) if len(digits) <= MOST_DIGITS else digits


def _finite(digits: str) -> float | str:
    """A real number of JSON; text if it is too large, for `numbers` to refuse it."""
    number = float(digits)
    return number if math.isfinite(number) else digits


def _number(where: str, cell: object, row: int, column: int) -> float:
    place = f"{where}: row {row}, column {column}"
    if isinstance(cell, str) and not cell.strip():
        raise GridError(f"{place} is empty; give a number there")
    try:
        if isinstance(cell, bool) or not isinstance(cell, str | Real):
            raise ValueError
        text = str(cell).replace(MINUS, "-")
        number = float(text if isinstance(cell, str) else cell)
        if "_" in text or (math.isinf(number) and "inf" not in text.lower()):
            raise ValueError
        whole = _spelled(cell, text)
    except (ValueError, OverflowError):
        raise GridError(f"{place} is {shown(cell, str)[:40]!r}; give a real number") from None
    check_exact(place, number if whole is None else whole, number)
    return number


def _spelled(cell: object, text: str) -> int | None:
    """The whole number that a cell, or its text, spells; None if it spells none."""
    if isinstance(cell, Integral):
        return int(cell)
    return int(text) if text.strip().lstrip("+-").isdecimal() else None


def check_exact(place: str, given: float, number: float) -> None:
    """Raise GridError if a number beyond 2**53 is not the float64 that it became.

    Example:
        >>> check_exact("input", 2**53, 2.0**53)
        >>> check_exact("input", 2**53 + 1, 2.0**53)
        Traceback (most recent call last):
            ...
        poolanim.errors.GridError: input is 9007199254740993, but figures have float64 numbers; \
give 9007199254740992
    """
    if abs(number) >= LARGEST_EXACT and given != number:
        raise GridError(
            f"{place} is {str(given)[:40]}, but figures have float64 numbers; give {number:.0f}"
        )
