"""Reads grids that are text or lists, and checks their numbers. Loads no NumPy.

Each function takes `where`, with which its messages begin: the name of the parameter and the file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sized
from itertools import islice
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

from poolanim.errors import GridError, shown
from poolanim.files.limits import CHANNELS, DEPTH, SIDE, TEXT_BYTES, megabytes
from poolanim.files.reals import as_float, real
from poolanim.grids.brackets import list_lengths
from poolanim.grids.remedies import advice

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from poolanim.parameters.sizes import Pair
    from poolanim.parameters.source import Source

RANKS = (1, 2, 3, 4)
"""The possible numbers of axes: one is a row; the third and fourth are channels and images."""
SHAPE_ADVICE = "rows of numbers, or an array of at most 4 axes"
MOST_DIGITS = 400
"""Digits of a whole number that is converted. float64 holds none of more than 309 digits."""
LARGEST_EXACT = 2**53
"""float64 holds every whole number up to this one."""
MINUS = "−"
"""The minus sign that figures show, from which people copy it."""

Rows = list[Any]
"""A list of numbers, of rows of numbers, or of lists of such rows."""


def rows_of(where: str, source: Source) -> Rows:
    """Returns the numbers of an inline grid or of nested lists.

    Raises:
        GridError: the source is no grid of real numbers.

    Example:
        >>> rows_of("input", "1 2; 3 −4"), rows_of("input", [5, 6])
        ([[1.0, 2.0], [3.0, -4.0]], [5.0, 6.0])
    """
    return from_json_or_text(where, source) if isinstance(source, str) else nested(where, source)


def shape_of(rows: Rows) -> tuple[int, ...]:
    """Returns the length of each axis.

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
    """Returns the numbers of a text, which is JSON if it begins with a bracket."""
    return (from_json if text.lstrip().startswith("[") else from_text)(where, text)


def from_json(where: str, text: str) -> Rows:
    """Returns the numbers of a JSON text."""
    from json import loads  # takes time to import

    if len(text) > TEXT_BYTES:
        raise _too_long(where)
    for depth, count in list_lengths(text):
        if depth > DEPTH:
            raise _too_deep(where)
        if count > CHANNELS:
            raise _too_many(where, CHANNELS)
    try:
        rows = loads(text, parse_float=_real, parse_int=_whole)
    except RecursionError:
        raise _too_deep(where) from None
    except ValueError as error:
        raise GridError(f"{where}: not JSON ({error}); write [[1, 2], [3, 4]]") from None
    if not isinstance(rows, list):
        tables = ", as pandas with orient='values'; of a trace, give the .npz"
        raise GridError(
            f"{where}: not a list of rows; write [[1, 2], [3, 4]]{tables * isinstance(rows, dict)}"
        )
    return nested(where, rows)


def from_text(where: str, text: str) -> Rows:
    """Returns the numbers of a text in which commas or spaces separate numbers.

    A semicolon or a line break ends a row. A comment begins with `#`.
    """
    if len(text) > TEXT_BYTES:
        raise _too_long(where)
    text = re.sub("#.*", "", text).strip().rstrip(";")
    if not text:
        raise no_numbers(where)
    lines = re.split(r"[;\n]", text)
    if len(lines) > 1 and "\n" in text:
        lines = [line for line in lines if line.strip()]
    cells = (re.split(r"\s*,\s*|\s+", line.strip(), maxsplit=SIDE) for line in lines)
    return numbers(where, islice(cells, SIDE + 1), SIDE)


def nested(where: str, rows: Sequence[Any], rank: int = 1) -> Rows:
    """Returns the numbers of nested lists whose parts of one depth have equal sizes."""
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
        raise GridError(f"{where}: its parts have different sizes; give {SHAPE_ADVICE}")
    return parts


def numbers(where: str, rows: Iterable[Sequence[object]], most: int, first: Pair = (1, 1)) -> Rows:
    """Returns rows of numbers; each cell is a number or the text of one.

    Args:
        where: the parameter and the file, for messages.
        rows: the rows of cells.
        most: the largest number of rows and of columns.
        first: the row and the column of the first cell, for messages.

    Raises:
        GridError: a cell is no number, rows have different lengths, or there are too many.
    """
    grid: list[list[float]] = []
    top, left = first
    for r, row in enumerate(rows, start=top):
        if max(r - top + 1, len(row)) > most:
            raise _too_many(where, most)
        grid.append([_number(where, cell, (r, c), first) for c, cell in enumerate(row, left)])
        if len(grid[-1]) != len(grid[0]):
            raise GridError(
                f"{where}: row {r} is {len(grid[-1])} long, but row {top} is {len(grid[0])} long; "
                "give rows of equal length"
            )
    if not grid or not grid[0]:
        raise no_numbers(where)
    return grid


def _has_parts(part: object) -> bool:
    """Returns whether a part is a list, a tuple or an array."""
    return isinstance(part, Sized) and not isinstance(part, str | bytes | Mapping)


def no_numbers(where: str) -> GridError:
    """Returns the error for an empty grid."""
    return GridError(f"{where}: holds no numbers; give at least one, such as '1 2; 3 4'")


def _too_deep(where: str) -> GridError:
    return GridError(
        f"{where}: numbers are nested too deep, or at different depths; give {SHAPE_ADVICE}"
    )


def _too_many(where: str, most: int) -> GridError:
    return GridError(f"{where}: has over {most:,} rows or columns, the limit; give fewer")


def _too_long(where: str) -> GridError:
    return GridError(
        f"{where}: has more than {megabytes(TEXT_BYTES)}, the limit; give a smaller grid"
    )


def _whole(digits: str) -> int | str:
    """Returns a whole number of JSON; its text if it is too long, which `numbers` refuses."""
    return int(digits) if len(digits) <= MOST_DIGITS else digits


def _real(digits: str) -> float | str:
    """Returns a real number of JSON; its text if float64 lacks it, which `numbers` refuses."""
    try:
        return real(digits)
    except ValueError:
        return digits


def _number(where: str, cell: object, at: Pair, first: Pair) -> float:
    place = "{}: row {}, column {}".format(where, *at)
    try:
        if isinstance(cell, bool) or not isinstance(cell, str | Real):
            raise ValueError
        text = str(cell).replace(MINUS, "-")
        number = real(text) if isinstance(cell, str) else as_float(cell)
        whole = _exact_whole(cell, text)
    except (ValueError, OverflowError):
        told = shown(cell, str)[:40]
        said = repr(told) if told.strip() else "empty"
        raise GridError(f"{place} is {said}; {advice(told, at, first)}") from None
    check_exact(place, number if whole is None else whole, number)
    return number


def _exact_whole(cell: object, text: str) -> int | None:
    """Returns the whole number that a cell holds exactly; None if it holds no whole number."""
    if isinstance(cell, Integral):
        return int(cell)
    return int(text) if text.strip().lstrip("+-").isdecimal() else None


def check_exact(place: str, given: float, number: float) -> None:
    """Raises GridError if a whole number lost digits on its way to float64.

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
