"""The grid of numbers that a figure starts from: random, inline, from a file or standard input."""

from __future__ import annotations

import csv
import io
import sys
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from poolanim.errors import GridError, reason, suggestion
from poolanim.fit import DEFAULT_SHAPE
from poolanim.rows import (
    RANKS,
    RANKS_TOLD,
    check_grad,
    from_json,
    from_json_or_text,
    from_text,
    no_numbers,
    numbers,
    rows_of,
)
from poolanim.sources import FILE_SUFFIXES, PICTURE_SUFFIXES, STDIN, WORDS, names_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from poolanim.geometry import Pair
    from poolanim.rows import Rows
    from poolanim.sources import Source

    Grid = NDArray[np.float64]

INPUT_VALUES = tuple(range(10))
"""What a random input is drawn from."""
LARGEST_PICTURE = 64
"""Rows or columns of a picture that brings no shape with it."""
GRAD_VALUES = (-5, -4, -3, -2, -1, 1, 2, 3, 4, 5)
"""What a random gradient is drawn from: no zero, so that every scan adds something."""


def input_grid(source: Source | None, shape: Pair | None, seed: int) -> Grid:
    """The input, (H, W), (H, W, C) or (N, H, W, C): `source`, or else a random grid.

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


def grad_grid(source: Source | None, shape: tuple[int, ...], seed: int) -> Grid:
    """The gradient of an output of `shape`: `source`, or where there is none a random one.

    One grid is that of every channel.
    """
    plane = shape[-3:-1] if len(shape) > 2 else shape
    source = "random" if source is None else source
    size = shape if source in WORDS else plane
    grid = _grid("grad", source, size, GRAD_VALUES, [seed, 1])
    check_grad(grid.shape, shape)
    if grid.shape != shape:
        grid = np.broadcast_to(grid[..., np.newaxis], shape)
    return grid


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
    try:
        content = path.read_bytes()
    except OSError as error:
        raise GridError(f"{where}: {reason(error)}; give the path of a readable file") from None
    if suffix in PICTURE_SUFFIXES:
        return _from_picture(where, content, shape)
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
    try:
        return _array(numbers(where, [row for row in table if any(cell.strip() for cell in row)]))
    except csv.Error as error:
        raise GridError(f"{where}: line {table.line_num}: {error}; save it as plain CSV") from None


def _from_stdin(where: str, shape: Pair | None) -> Grid:
    """A grid of unknown kind: .npy, JSON and pictures say what they are, the rest is text."""
    if sys.stdin is None:
        raise GridError(f"{where}: it is closed; pipe a grid into it")
    try:
        content = sys.stdin.buffer.read()
    except OSError as error:
        raise GridError(f"{where}: {reason(error)}; pipe a grid into it") from None
    if content.startswith(b"\x93NUMPY"):
        return _from_npy(where, content)
    if content.startswith((b"\x89PNG", b"\xff\xd8\xff")):
        return _from_picture(where, content, shape)
    return _array(from_json_or_text(where, _decode(where, content)))


def _from_npy(where: str, content: bytes) -> Grid:
    try:
        array = np.load(io.BytesIO(content), allow_pickle=False)
    except Exception:  # whatever foreign bytes bring about
        raise GridError(
            f"{where}: not a plain .npy file of numbers (pickled objects are not loaded); "
            "save the grid with numpy.save"
        ) from None
    if not isinstance(array, np.ndarray):
        raise GridError(f"{where}: an archive of arrays (.npz); save one grid with numpy.save")
    if array.dtype.kind not in "buif":
        raise GridError(f"{where}: holds {array.dtype}; save real numbers")
    if array.ndim not in RANKS:
        raise GridError(f"{where}: has rank {array.ndim}; save {RANKS_TOLD}")
    return _checked(where, array.astype(np.float64))


def _from_picture(where: str, content: bytes, shape: Pair | None) -> Grid:
    """The luminance of each pixel, 0 to 255, of a picture that was shrunk by averaging areas."""
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(content)) as image:
            upright = ImageOps.exif_transpose(image)
            if upright.mode.startswith("I"):  # 16 bits, which converting would cut off
                upright = Image.fromarray((np.asarray(upright) // 257).astype(np.uint8))
            upright = upright.convert("RGBA")
    except Exception:  # whatever foreign bytes bring about
        raise GridError(f"{where}: not a whole PNG or JPEG; save the picture anew") from None
    picture = Image.new("RGBA", upright.size, "white")
    picture.alpha_composite(upright)
    longest = max(picture.size)
    shrunk = [max(1, round(side * LARGEST_PICTURE / longest)) for side in picture.size]
    width, height = shrunk if longest > LARGEST_PICTURE else picture.size
    if shape is not None:
        height, width = shape
    grey = picture.convert("L").resize((width, height), Image.Resampling.BOX)
    return np.asarray(grey).astype(np.float64)


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
