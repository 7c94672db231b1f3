"""Reads `.npy` files, which anybody may have written: no pickled objects, no more than they say."""

from __future__ import annotations

import io
import warnings
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from poolanim.errors import GridError
from poolanim.grids.text import LARGEST_EXACT, RANKS, SHAPE_ADVICE, check_exact, no_numbers

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIGNATURE = b"\x93NUMPY"
"""The first bytes of a `.npy` file."""
HEADER_READERS = {
    (1, 0): np.lib.format.read_array_header_1_0,
    (2, 0): np.lib.format.read_array_header_2_0,
}
"""The reader of each version's header. A later version exists for arrays with named fields."""


def from_npy(where: str, content: bytes) -> NDArray[np.float64]:
    """Returns the array of a `.npy` file as float64, of one to four axes.

    Args:
        where: the parameter and the file, for messages.
        content: the bytes of the file.

    Raises:
        GridError: the file is damaged or holds anything but real numbers that float64 can hold.
    """
    shape, dtype, begin = _header(where, content)
    if dtype.kind not in "buif":
        raise GridError(f"{where}: holds {dtype}; save real numbers, as array.astype('float64')")
    if len(shape) not in RANKS:
        raise GridError(f"{where}: has rank {len(shape)}; save {SHAPE_ADVICE}")
    # NumPy reserves the memory that a header asks for before it reads.
    if prod(shape) * dtype.itemsize != len(content) - begin:
        raise GridError(
            f"{where}: holds another number of bytes than its header says; save it again"
        )
    array = np.load(io.BytesIO(content), allow_pickle=False)
    if array.size == 0:
        raise no_numbers(where)
    return _as_float64(where, array)


def _header(where: str, content: bytes) -> tuple[tuple[int, ...], np.dtype, int]:
    """Returns the shape and the type of an array, and where its numbers begin in the file."""
    file = io.BytesIO(content)
    try:
        read = HEADER_READERS[np.lib.format.read_magic(file)]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python warns of syntax in a damaged header
            shape, _, dtype = read(file)
    except Exception:  # damaged bytes raise many kinds of errors
        raise _not_npy(where) from None
    return shape, dtype, file.tell()


def _as_float64(where: str, array: NDArray[np.generic]) -> NDArray[np.float64]:
    """Returns an array as float64; raises GridError if a number does not survive that."""
    with np.errstate(over="ignore", under="ignore"):
        grid = array.astype(np.float64)
    lost = np.isinf(array) != np.isinf(grid)
    lost |= (array != 0) & (grid == 0)
    if lost.any():
        raise GridError(f"{where}: holds a number that float64 cannot hold; save it as float64")
    if array.itemsize >= grid.itemsize and array.dtype != grid.dtype:
        for index in zip(*np.nonzero(np.abs(grid) >= LARGEST_EXACT), strict=True):
            place = f"{where}: the number at {list(map(int, index))}"
            check_exact(place, array[index].item(), grid[index].item())
    return grid


def _not_npy(where: str) -> GridError:
    return GridError(f"{where}: not a plain .npy file of numbers; save the grid with numpy.save")
