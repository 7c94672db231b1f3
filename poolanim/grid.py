"""The grid of numbers that a figure starts from: random, inline, from a file or standard input."""

from __future__ import annotations

import csv
import io
import json
import math
import re
import sys
from math import prod
from numbers import Real
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from poolanim.errors import GridError, reason, suggestion
from poolanim.figure import DEFAULT_SHAPE
from poolanim.sources import FILE_SUFFIXES, PICTURE_SUFFIXES, STDIN, WORDS, names_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from poolanim.geometry import Pair
    from poolanim.sources import Source

    Grid = NDArray[np.float64]

RANKS, RANKS_TOLD = (2, 3, 4), "(H, W), (H, W, C) or (N, H, W, C)"
"""A grid, one with channels, a batch."""
MINUS = "−"
"""The true minus, as figures show it; people copy it from there."""
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
    if grid.shape == plane != shape:
        grid = np.broadcast_to(grid[..., np.newaxis], shape)
    if grid.shape != shape:
        given, due = ("x".join(map(str, each)) for each in (grid.shape, shape))
        raise GridError(
            f"grad is {given}, but the output is {due}; give one gradient for each output cell"
        )
    return grid


def _grid(
    name: str,
    source: Source,
    shape: tuple[int, ...] | None,
    values: Sequence[int],
    seed: Sequence[int],
) -> Grid:
    if not isinstance(source, str):
        return _nested(name, source)
    if source not in WORDS:
        size = None if shape is None else (shape[0], shape[1])
        if names_file(source):
            return _from_file(name, Path(source), size)
        if source == STDIN:
            return _from_stdin(f"{name} from standard input", size)
        return _from_json_or_text(name, source)
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
        return _from_json(where, text)
    if suffix == ".txt":
        return _from_text(where, text)
    # Where the decimal sign is a comma, programs write ; between the cells of a .csv.
    delimiter = "\t" if suffix == ".tsv" else ";" if ";" in text and "," not in text else ","
    table = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    try:
        return _numbers(where, [row for row in table if any(cell.strip() for cell in row)])
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
    return _from_json_or_text(where, _decode(where, content))


def _from_json_or_text(where: str, text: str) -> Grid:
    return (_from_json if text.lstrip().startswith("[") else _from_text)(where, text)


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


def _from_json(where: str, text: str) -> Grid:
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise GridError(f"{where}: not JSON ({error}); write [[1, 2], [3, 4]]") from None
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise GridError(f"{where}: not a list of rows; write [[1, 2], [3, 4]]")
    return _nested(where, rows)


def _from_text(where: str, text: str) -> Grid:
    """Rows by `;` or line, numbers by commas or spaces; what follows `#` is a comment."""
    text = re.sub("#.*", "", text)
    lines = re.split(r"[;\n]", text.strip().rstrip(";"))
    if len(lines) > 1 and "\n" in text:
        lines = [line for line in lines if line.strip()]
    return _numbers(where, [re.split(r"\s*,\s*|\s+", line.strip()) for line in lines])


def _decode(where: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise GridError(f"{where}: not UTF-8 text; save it as UTF-8") from None


def _nested(where: str, rows: Sequence[Sequence[Any]], rank: int = 2) -> Grid:
    """Rows of numbers, or of lists of numbers, or lists of such rows."""
    deep = {isinstance(cell, list | tuple) for row in rows for cell in row}
    if True not in deep:
        return _numbers(where, rows)
    if rank == max(RANKS) or False in deep:
        raise GridError(f"{where}: numbers lie too deep, or in unlike depths; give {RANKS_TOLD}")
    parts = [_nested(where, row, rank + 1) for row in rows]
    if any(part.shape != parts[0].shape for part in parts):
        raise GridError(f"{where}: its parts are of unlike sizes; give {RANKS_TOLD}")
    return np.stack(parts)


def _numbers(where: str, rows: Iterable[Sequence[object]]) -> Grid:
    """Rows of numbers, or of texts of numbers, as a grid; tells where one is not."""
    grid: list[list[float]] = []
    for r, row in enumerate(rows, start=1):
        grid.append([_number(where, cell, r, c) for c, cell in enumerate(row, start=1)])
        if len(grid[-1]) != len(grid[0]):
            raise GridError(
                f"{where}: row {r} is {len(grid[-1])} long, but row 1 is {len(grid[0])} long; "
                "give rows of equal length"
            )
    return _checked(where, np.array(grid, dtype=np.float64))


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
        return number
    except (ValueError, OverflowError):
        raise GridError(f"{place} is {str(cell)[:40]!r}; give a real number") from None


def _checked(where: str, grid: Grid) -> Grid:
    if grid.size == 0:
        raise GridError(f"{where}: holds no numbers; give at least one, such as '1 2; 3 4'")
    return grid
