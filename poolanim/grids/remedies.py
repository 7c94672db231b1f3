"""What to do about a cell that is no number, or a file that is not read. Loads no NumPy."""

from __future__ import annotations

import re

DECIMAL_COMMA = re.compile(r"\s*[-+−]?\d*,\d+(e[-+]?\d+)?\s*", re.IGNORECASE)
"""A number with a decimal comma."""
WORD = re.compile(r"[^\W\d_]{2}|^\s*[^\W\d_]\s*$")
"""A part of a name, or a letter that is one."""
CELLS = (
    (r"\s*", "give a number or NaN there, or leave out the separator before it"),
    (DECIMAL_COMMA, "write a decimal point, such as {pointed}"),
    (
        r"\s*[-+−]?\d{1,3}([,.'’_\xa0\u202f]\d{3})+([.,]\d*)?\s*",
        "write its digits without separators, and a decimal point",
    ),
    (r"(?i)true|false", "write 1 for true and 0 for false"),
    (r"(?i)#?n/?a|none|null", "write NaN for a number that is missing"),
    (r"\{.*", "write lists of numbers, as pandas with orient='values'"),
    (r".*[\[(].*", "leave out brackets, which only a .json file has"),
    (r".*\d\s*[\s|;，]\s*[-+−.\d].*", "separate numbers by commas, or by tabs in a .tsv file"),
)
"""What a cell looks like, and what to do then."""
TENSOR = "save the tensor with numpy.save('x.npy', tensor.detach().numpy())"
NUMBERS = "save the numbers with numpy.save('x.npy', numbers)"
FILES = (
    ((".pt", ".pth", ".ckpt", ".safetensors"), TENSOR),
    ((".pkl", ".pickle", ".parquet", ".feather", ".h5", ".hdf5", ".mat"), NUMBERS),
    ((".xlsx", ".xls", ".ods", ".numbers"), "save the sheet as .csv"),
    ((".gz", ".bz2", ".xz", ".zip"), "unpack the file"),
    ((".bmp", ".tif", ".tiff", ".avif", ".heic", ".svg"), "save the picture as .png"),
)
"""The suffixes of files that are not read, and what to do."""


def advice(cell: str, place: tuple[int, int], first: tuple[int, int] = (1, 1)) -> str:
    """Returns what to do about a cell that is no number, by its likely cause.

    Args:
        cell: the cell.
        place: its row and column.
        first: the row and the column of the first cell that is read.

    Example:
        >>> advice("1,5", (2, 1)), advice("2;x", (1, 2))
        ('write a decimal point, such as 1.5', 'give a real number')
        >>> advice("north", (2, 2), first=(2, 1))
        'give a real number; if row 2 is a header, leave it out'
    """
    (row, column), (top, left) = place, first
    if not cell.strip() and place == (1, 1):
        return "give a number; if row 1 is a header above names of rows, leave row and names out"
    for looks, remedy in CELLS:
        if re.fullmatch(looks, cell):
            return remedy.format(pointed=cell.strip().replace(",", "."))
    if row == top and WORD.search(cell):
        return f"give a real number; if row {row} is a header, leave it out"
    if column == left and WORD.search(cell):
        return f"give a real number; if column {column} has the names of rows, leave it out"
    return "give a real number"


def advice_on_file(suffix: str) -> str:
    """Returns what to do with a file that is not read; nothing if its suffix is unknown.

    Example:
        >>> advice_on_file(".xlsx"), advice_on_file(".abc")
        ('save the sheet as .csv', '')
    """
    return next((remedy for suffixes, remedy in FILES if suffix in suffixes), "")
