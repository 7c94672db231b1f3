"""Reads tables as spreadsheets and pandas write them: headers, index columns, decimal commas.

Loads no NumPy.
"""

from __future__ import annotations

import csv
import io
import re
from itertools import islice
from typing import TYPE_CHECKING

from poolanim.errors import GridError, shown
from poolanim.files.limits import SIDE
from poolanim.grids.remedies import DECIMAL_COMMA
from poolanim.grids.text import numbers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.grids.text import Rows

NUMERIC = re.compile(r"\s*[-+−]?[.\d][.\d,_]*(e[-+]?\d+)?\s*", re.IGNORECASE)
"""A number, or what was meant as one."""
UNREAL = re.compile(r"\s*[-+]?(nan|inf|infinity)\s*", re.IGNORECASE)
COMMENTS = re.compile(r"\A(\s*#.*\n)+")
"""The comments that NumPy writes above a table."""

Lines = list[list[str]]


def from_csv(where: str, text: str, *, has_tabs: bool) -> tuple[Rows, str]:
    r"""Returns the numbers of a table, and a note about what was left out or converted.

    A header row and an index column are left out, and so are lines above them that begin with `#`.
    Cells are separated by tabs; or by semicolons, if the first line has one, and then commas are
    decimal signs; or else by commas.

    Args:
        where: the parameter and the file, for messages.
        text: the content of the file.
        has_tabs: whether tabs separate cells.

    Raises:
        GridError: the table contains anything else but numbers.

    Example:
        >>> from_csv("input", "a;b\n1,5;2\n", has_tabs=False)
        ([[1.5, 2.0]], 'without the header row, and with decimal commas')
        >>> from_csv("input", "1,2\n3,4\n", has_tabs=False)
        ([[1.0, 2.0], [3.0, 4.0]], '')
    """
    text = COMMENTS.sub("", text, count=1)
    first = text.lstrip().partition("\n")[0]
    delimiter = "\t" if has_tabs else ";" if ";" in first else ","
    lines = _lines(where, text, delimiter)
    header = _has_header(where, lines)
    index = _has_index(where, lines, has_header=header)
    body = lines[header:]
    cells = [line[index:] for line in body]
    commas = delimiter == ";" and _points(where, cells, alone=len(lines) == 1)
    rows = numbers(where, cells, SIDE, (header + 1, index + 1))
    left = " and ".join(["the header row"] * header + ["the index column"] * index)
    notes = [f"without {left}"] * bool(left) + ["with decimal commas"] * commas
    return rows, ", and ".join(notes)


def _lines(where: str, text: str, delimiter: str) -> Lines:
    """Returns the cells of all lines that are not empty, but for columns at the end that are."""
    table = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    filled = (row for row in table if any(cell.strip() for cell in row))
    try:  # one line more than a grid may have, and a header
        lines = list(islice(filled, SIDE + 2))
    except csv.Error as error:
        raise GridError(f"{where}: line {table.line_num}: {error}; save it as plain CSV") from None
    width = max((c for line in lines for c, cell in enumerate(line, 1) if cell.strip()), default=0)
    return [line[:width] for line in lines]


def _has_header(where: str, lines: Lines) -> bool:
    """Returns whether the first line names the columns.

    It does so if it has no number. Its first cell may be empty, as pandas writes it above an index;
    then its numbers are names if they count the columns, or if the column below counts or names the
    rows.

    Raises:
        GridError: it would name fewer or more columns than there are.
    """
    if len(lines) < 2:
        return False
    corner, *names = lines[0]
    below = [line[0] for line in lines[1:]]
    if corner.strip() or not names:
        if not all(not cell.strip() or _is_word(cell) for cell in lines[0]):
            return False
        _check_length(where, lines, has_names=all(map(_is_word, below)))
        return True
    if any(map(_is_word, names)):
        return all(map(_is_word, names))
    return all(map(_is_word, below)) or _counts(names) or _counts(below)


def _check_length(where: str, lines: Lines, *, has_names: bool) -> None:
    """Raises GridError if a header is longer or shorter than the line below it.

    It may lack a name for the column of names, as R writes it.
    """
    header, line = map(len, lines[:2])
    if header != line - has_names and header != line:
        raise GridError(
            f"{where}: row 1 is {header} long, but row 2 is {line} long; leave out a title, and "
            "write decimal points"
        )


def _has_index(where: str, lines: Lines, *, has_header: bool) -> bool:
    """Returns whether the first column names the rows, which it does only below a header.

    Raises:
        GridError: the first row may be a header or numbers.
    """
    if len(lines) < 2 or len(lines[0]) < 2:
        return False
    names_rows = all(_is_word(line[0]) for line in lines[1:])
    if has_header:
        return names_rows or not lines[0][0].strip()
    if names_rows and _is_word(lines[0][0]):
        raise GridError(
            f"{where}: column 1 has the names of rows, and row 1 may be a header or numbers; leave "
            "column 1 out, or empty the first cell of a header"
        )
    return False


def _counts(cells: Sequence[str]) -> bool:
    """Returns whether cells are 0, 1, 2 and so on."""
    return [cell.strip() for cell in cells] == [str(number) for number in range(len(cells))]


def _is_word(cell: str) -> bool:
    """Returns whether a cell is neither empty nor meant as a number."""
    return not (cell.isspace() or not cell or NUMERIC.fullmatch(cell) or UNREAL.fullmatch(cell))


def _points(where: str, cells: Lines, *, alone: bool) -> bool:
    """Turns decimal commas into points. Returns whether there are any.

    Args:
        where: the parameter and the file, for messages.
        cells: of all lines.
        alone: whether there is but one line, not even a header.

    Raises:
        GridError: it is not clear what commas mean.
    """
    found = [cell for line in cells for cell in line if "," in cell]
    if not found:
        return False
    if alone:
        raise GridError(
            f"{where}: its only line has semicolons and commas, so it may be one row with decimal "
            "commas, or several rows; write decimal points, or a line for each row"
        )
    pointed = next(
        (cell for line in cells for cell in line if "." in cell and "," not in cell), None
    )
    if pointed is not None:
        raise GridError(
            f"{where}: has {shown(found[0].strip())} and {shown(pointed.strip())}, a decimal comma "
            "and a decimal point; write all numbers with points"
        )
    for line in cells:
        line[:] = map(_pointed, line)
    return True


def _pointed(cell: str) -> str:
    """Returns a number with a point in place of its decimal comma; another text as it is."""
    return cell.replace(",", ".") if DECIMAL_COMMA.fullmatch(cell) else cell
