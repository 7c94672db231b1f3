"""Reads the grid that a figure starts from: random, inline, a file or standard input."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from poolanim.errors import GridError, reason, suggestion
from poolanim.files.contents import content_of
from poolanim.files.limits import BINARY_BYTES, TEXT_BYTES, megabytes
from poolanim.grids.layouts import check_grad
from poolanim.grids.npy import SIGNATURE, from_npy
from poolanim.grids.shuffles import random_input
from poolanim.grids.signed import random_factors, random_grad
from poolanim.grids.sources import (
    BINARY_SUFFIXES,
    FILE_SUFFIXES,
    ONES,
    PICTURE_SUFFIXES,
    SIGNATURES,
    STDIN,
    WORDS,
    is_read,
    names_file,
)
from poolanim.grids.text import from_csv, from_json, from_json_or_text, from_text, rows_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from poolanim.layers.layer import Layer
    from poolanim.parameters.sizes import Pair
    from poolanim.parameters.source import Source

    Grid = NDArray[np.float64]


def read_grid(field: str, source: Source, shape: Pair | None = None) -> Grid:
    """Returns an array that is read, of one to four axes.

    Args:
        field: of the figure, for errors.
        source: numbers, or what names them.
        shape: (height, width) of a picture, which keeps its own if None unless that is too large.

    Raises:
        GridError: the source holds no usable grid.

    Example:
        >>> read_grid("input", "1 2; 3 4")
        array([[1., 2.],
               [3., 4.]])
    """
    if source == STDIN:
        return _from_stdin(f"{field} from standard input", shape)
    if isinstance(source, str) and names_file(field, source):
        return _from_file(field, Path(source), shape)
    return np.array(rows_of(field, source), np.float64)


def made_input(
    source: Source | None, shape: tuple[int, ...], seed: int, layer: Layer | None
) -> Grid:
    """Returns an input that is made to measure, (1, H, W, C).

    Args:
        source: a word; random numbers if None.
        shape: (height, width), or (height, width, channels).
        seed: of random numbers.
        layer: for whose windows random numbers are chosen; None for a layer with weights.

    Example:
        >>> from poolanim import AvgPool
        >>> made_input("ones", (2, 3, 4), 0, AvgPool(kernel_size=2)).shape
        (1, 2, 3, 4)
    """
    height, width, channels = (*shape, 1)[:3]
    if source == ONES:
        return np.ones((1, height, width, channels))
    if layer is None:
        return random_factors((1, height, width, channels), seed)
    planes = [random_input((height, width), seed, layer, number) for number in range(channels)]
    return np.stack(planes, axis=-1)[np.newaxis]


def grad_grid(
    source: Source | None, layout: str, shape: tuple[int, int, int, int], seed: int
) -> Grid:
    """Returns the gradient of an output, (N, H_out, W_out, C).

    Args:
        source: the user's gradient, of the whole output in its layout, or of a plane, which then
            holds for every image and channel; random if None.
        layout: the output's layout.
        shape: the output's shape, (N, H_out, W_out, C).
        seed: of random numbers.

    Raises:
        GridError: the source holds no usable grid, or one of another shape.
    """
    if is_read(source, "grad"):
        grid = read_grid("grad", source, shape[1:3])
        return np.broadcast_to(as_batch(grid, check_grad(grid.shape, layout, shape)), shape)
    return np.ones(shape) if source == ONES else random_grad(shape, seed)


def as_batch(grid: Grid, layout: str) -> Grid:
    """Returns a grid with its axes in the order (N, H, W, C). An absent axis gets length 1.

    Example:
        >>> as_batch(np.ones((3, 4, 5)), "chw").shape
        (1, 4, 5, 3)
    """
    order = [layout.index(axis) for axis in "nhwc" if axis in layout]
    missing = [number for number, axis in enumerate("nhwc") if axis not in layout]
    return np.ascontiguousarray(np.expand_dims(grid.transpose(order), missing))


def _from_file(field: str, path: Path, shape: Pair | None) -> Grid:
    suffix = path.suffix.lower()
    if suffix not in FILE_SUFFIXES:
        known = FILE_SUFFIXES if suffix else (*FILE_SUFFIXES, *WORDS[field])
        hint = suggestion(suffix or path.name, known)
        raise GridError(
            f"{field} is {str(path)!r}, neither numbers nor a file of known kind; {hint}"
        )
    where = f"{field} from {path}"
    try:
        content = content_of(path, BINARY_BYTES if suffix in BINARY_SUFFIXES else TEXT_BYTES)
    except OSError as error:
        raise GridError(f"{where}: {reason(error)}; give the path of a readable file") from None
    if suffix in BINARY_SUFFIXES:
        return _from_binary(where, content, shape, is_picture=suffix in PICTURE_SUFFIXES)
    text = _decoded(where, content)
    if suffix == ".json":
        rows = from_json(where, text)
    elif suffix == ".txt":
        rows = from_text(where, text)
    else:
        rows = from_csv(where, text, has_tabs=suffix == ".tsv")
    return np.array(rows, np.float64)


def _from_stdin(where: str, shape: Pair | None) -> Grid:
    """Returns the grid on standard input. Its first bytes say of which kind it is."""
    if sys.stdin is None:
        raise GridError(f"{where}: it is closed; pipe a grid into it")
    try:
        content = sys.stdin.buffer.read(BINARY_BYTES + 1)
    except OSError as error:
        raise GridError(f"{where}: {reason(error)}; pipe a grid into it") from None
    is_picture = content.startswith(SIGNATURES)
    is_binary = is_picture or content.startswith(SIGNATURE)
    most = BINARY_BYTES if is_binary else TEXT_BYTES
    if len(content) > most:
        raise GridError(
            f"{where}: it has more than {megabytes(most)}, the limit; pipe a smaller grid"
        )
    if is_binary:
        return _from_binary(where, content, shape, is_picture=is_picture)
    return np.array(from_json_or_text(where, _decoded(where, content)), np.float64)


def _from_binary(where: str, content: bytes, shape: Pair | None, *, is_picture: bool) -> Grid:
    if not is_picture:
        return from_npy(where, content)
    from poolanim.files.pictures import luminance  # loads Pillow

    return luminance(where, content, shape)


def _decoded(where: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise GridError(f"{where}: not UTF-8 text; save it as UTF-8") from None
