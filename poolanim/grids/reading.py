"""The grid of numbers that a figure starts from: random, inline, from a file or standard input."""

from __future__ import annotations

import csv
import io
import sys
import warnings
from itertools import islice
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from poolanim.errors import GridError, reason, suggestion
from poolanim.files.contents import content_of
from poolanim.fit import DEFAULT_SHAPE
from poolanim.grids.layouts import check_grad
from poolanim.grids.sources import (
    BINARY_SUFFIXES,
    FILE_SUFFIXES,
    PICTURE_SUFFIXES,
    SIGNATURES,
    STDIN,
    WORDS,
    names_file,
)
from poolanim.grids.text import (
    LARGEST_EXACT,
    RANKS,
    RANKS_TOLD,
    check_exact,
    from_json,
    from_json_or_text,
    from_text,
    no_numbers,
    numbers,
    rows_of,
)
from poolanim.limits import BINARY_BYTES, SIDE, TEXT_BYTES, megabytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from poolanim.grids.sources import Source
    from poolanim.grids.text import Rows
    from poolanim.layers.axis import Pair

    Grid = NDArray[np.float64]

INPUT_VALUES = tuple(range(10))
"""What a random input is drawn from."""
NPY = b"\x93NUMPY"
"""The first bytes of an array's file."""
HEADERS = {
    (1, 0): np.lib.format.read_array_header_1_0,
    (2, 0): np.lib.format.read_array_header_2_0,
}
"""What reads the header of each version of such a file; a later one is for names of fields."""
GRAD_VALUES = (-5, -4, -3, -2, -1, 1, 2, 3, 4, 5)
"""What a random gradient is drawn from: no zero, so that every scan adds something."""


def input_grid(source: Source | None, shape: Pair | None, seed: int) -> Grid:
    """The input, an array of one to four axes as it is given: `source`, or else a random grid.

    Args:
        source: what the user gave.
        shape: of what is random or ones, 5x5 if None; of a picture, as it is if None and not too
            large.
        seed: for what is random.

    Example:
        >>> input_grid("1 2; 3 4", None, 0)
        array([[1., 2.],
               [3., 4.]])
    """
    return _grid("input", "random" if source is None else source, shape, INPUT_VALUES, [seed, 0])


def grad_grid(
    source: Source | None, layout: str, shape: tuple[int, int, int, int], seed: int
) -> Grid:
    """The gradient of an output: `source`, or where there is none a random one.

    Args:
        source: what the user gave: the gradient of the whole output in the input's layout, or a
            plane, which is then the gradient of every image and channel.
        layout: of the input.
        shape: of the output, (N, H_out, W_out, C).
        seed: for what is random.

    Returns:
        (N, H_out, W_out, C).

    Raises:
        GridError: the gradient has another shape.
    """
    source = "random" if source is None else source
    size = shape if source in WORDS else shape[1:3]
    grid = _grid("grad", source, size, GRAD_VALUES, [seed, 1])
    if source not in WORDS:
        grid = as_batch(grid, check_grad(grid.shape, layout, shape))
    return np.broadcast_to(grid, shape)


def as_batch(grid: Grid, layout: str) -> Grid:
    """A grid in the order (N, H, W, C); an axis that it does not have is 1 long.

    Example:
        >>> as_batch(np.ones((3, 4, 5)), "chw").shape
        (1, 4, 5, 3)
    """
    order = [layout.index(axis) for axis in "nhwc" if axis in layout]
    missing = [number for number, axis in enumerate("nhwc") if axis not in layout]
    return np.ascontiguousarray(np.expand_dims(grid.transpose(order), missing))


def _grid(
    name: str,
    source: Source,
    shape: tuple[int, ...] | None,
    values: Sequence[int],
    seed: Sequence[int],
) -> Grid:
    if not isinstance(source, str):
        return _array(rows_of(name, source))
    if source not in WORDS:
        size = None if shape is None else (shape[0], shape[1])
        if names_file(source):
            return _from_file(name, Path(source), size)
        if source == STDIN:
            return _from_stdin(f"{name} from standard input", size)
        return _array(rows_of(name, source))
    shape = shape or DEFAULT_SHAPE
    if source == "ones":
        return np.ones(shape)
    # A shuffled deck: all values come up equally often, so that no maximum rules the figure.
    deck = np.resize(np.array(values, np.float64), prod(shape))
    return np.random.default_rng(seed).permutation(deck).reshape(shape)


def _from_file(name: str, path: Path, shape: Pair | None) -> Grid:
    suffix = path.suffix.lower()
    if suffix not in FILE_SUFFIXES:
        known = FILE_SUFFIXES if suffix else (*FILE_SUFFIXES, *WORDS)
        hint = suggestion(suffix or path.name, known)
        raise GridError(
            f"{name} is {str(path)!r}, neither numbers nor a file of known kind; {hint}"
        )
    where = f"{name} from {path}"
    most = BINARY_BYTES if suffix in BINARY_SUFFIXES else TEXT_BYTES
    try:
        content = content_of(path, most)
    except OSError as error:
        raise GridError(f"{where}: {reason(error)}; give the path of a readable file") from None
    if suffix in PICTURE_SUFFIXES:
        from poolanim.files.pictures import luminance

        return luminance(where, content, shape)
    if suffix == ".npy":
        return _from_npy(where, content)
    text = _decode(where, content)
    if suffix == ".json":
        return _array(from_json(where, text))
    if suffix == ".txt":
        return _array(from_text(where, text))
    # Where the decimal sign is a comma, programs write ; between the cells of a .csv.
    delimiter = "\t" if suffix == ".tsv" else ";" if ";" in text and "," not in text else ","
    table = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    filled = (row for row in table if any(cell.strip() for cell in row))
    try:
        return _array(numbers(where, islice(filled, SIDE + 1), SIDE))
    except csv.Error as error:
        raise GridError(f"{where}: line {table.line_num}: {error}; save it as plain CSV") from None


def _from_stdin(where: str, shape: Pair | None) -> Grid:
    """A grid of unknown kind: .npy, JSON and pictures say what they are, the rest is text."""
    if sys.stdin is None:
        raise GridError(f"{where}: it is closed; pipe a grid into it")
    try:
        content = sys.stdin.buffer.read(BINARY_BYTES + 1)
    except OSError as error:
        raise GridError(f"{where}: {reason(error)}; pipe a grid into it") from None
    is_array = content.startswith(NPY)
    is_picture = content.startswith(SIGNATURES)
    most = BINARY_BYTES if is_array or is_picture else TEXT_BYTES
    if len(content) > most:
        raise GridError(
            f"{where}: it has more than {megabytes(most)}, the limit; pipe a smaller grid"
        )
    if is_array:
        return _from_npy(where, content)
    if is_picture:
        from poolanim.files.pictures import luminance

        return luminance(where, content, shape)
    return _array(from_json_or_text(where, _decode(where, content)))


def _from_npy(where: str, content: bytes) -> Grid:
    if content.startswith(b"PK"):
        raise GridError(f"{where}: an archive of arrays (.npz); save one grid with numpy.save")
    file = io.BytesIO(content)
    try:
        read = HEADERS[np.lib.format.read_magic(file)]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python's, of what stands in a damaged header
            shape, _, dtype = read(file)
    except Exception:  # whatever foreign bytes bring about
        raise _no_npy(where) from None
    if dtype.hasobject:
        raise _no_npy(where)
    if dtype.kind not in "buif":
        raise GridError(f"{where}: holds {dtype}; save real numbers")
    if len(shape) not in RANKS:
        raise GridError(f"{where}: has rank {len(shape)}; save {RANKS_TOLD}")
    if prod(shape) * dtype.itemsize != len(content) - file.tell():  # before memory is taken
        raise GridError(
            f"{where}: holds another number of bytes than its header says; save it anew"
        )
    array = np.load(io.BytesIO(content), allow_pickle=False)
    with np.errstate(over="ignore"):
        grid = array.astype(np.float64)
    if dtype.itemsize > grid.itemsize and not np.array_equal(np.isinf(array), np.isinf(grid)):
        raise GridError(f"{where}: holds a number that float64 cannot hold; save it as float64")
    if dtype.itemsize >= grid.itemsize and dtype != grid.dtype:
        for index in zip(*np.nonzero(np.abs(grid) >= LARGEST_EXACT), strict=True):
            place = f"{where}: the number at {list(map(int, index))}"
            check_exact(place, array[index].item(), grid[index].item())
    return _checked(where, grid)


def _no_npy(where: str) -> GridError:
    return GridError(
        f"{where}: not a plain .npy file of numbers (pickled objects are not loaded); "
        "save the grid with numpy.save"
    )


def _decode(where: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise GridError(f"{where}: not UTF-8 text; save it as UTF-8") from None


def _array(rows: Rows) -> Grid:
    return np.array(rows, np.float64)


def _checked(where: str, grid: Grid) -> Grid:
    if grid.size == 0:
        raise no_numbers(where)
    return grid
