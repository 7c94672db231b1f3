"""Reads the grid that a figure starts from: inline, from a file or from standard input."""

from __future__ import annotations

import codecs
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from poolanim.errors import GridError, reason, suggestion
from poolanim.files.contents import content_of
from poolanim.files.limits import BINARY_BYTES, TEXT_BYTES, megabytes
from poolanim.grids import archives, npy
from poolanim.grids.layouts import check_grad
from poolanim.grids.remedies import advice_on_file
from poolanim.grids.sources import (
    BINARY_SUFFIXES,
    FILE_SUFFIXES,
    PICTURE_SUFFIXES,
    SIGNATURES,
    STDIN,
    WORDS,
    names_file,
)
from poolanim.grids.tables import from_csv
from poolanim.grids.text import from_json, from_json_or_text, from_text, rows_of, shape_of
from poolanim.parameters.sizes import by
from poolanim.records.tuples import NamedTuple

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from poolanim.parameters.sizes import Pair
    from poolanim.parameters.source import Source

    Grid = NDArray[np.float64]


class Read(NamedTuple):
    """An array that was read.

    Attributes:
        grid: of one to four axes.
        layout: the order of its axes, if the source says it; otherwise empty.
        note: what was left out of a table, or converted; empty for nothing.
    """

    grid: Grid
    layout: str = ""
    note: str = ""


def read_grid(field: str, source: Source, shape: Pair | None = None) -> Read:
    """Returns an array that is read.

    Args:
        field: of the figure, for errors.
        source: numbers, or what names them.
        shape: (height, width) of a picture, which keeps its own if None unless that is too large.

    Raises:
        GridError: the source holds no usable grid.

    Example:
        >>> read_grid("input", "1 2; 3 4").grid
        array([[1., 2.],
               [3., 4.]])
    """
    if source == STDIN:
        return _from_stdin(field, shape)
    if isinstance(source, str) and names_file(field, source):
        return _from_file(field, Path(source), shape)
    return Read(np.array(rows_of(field, source), np.float64))


def read_grad(source: Source, layout: str, shape: tuple[int, int, int, int]) -> tuple[Grid, str]:
    """Returns the gradient of an output, (N, H_out, W_out, C), and a note of how it was read.

    Args:
        source: the gradient of the whole output in its layout, or of a plane, which then holds for
            every image and channel.
        layout: the output's layout.
        shape: the output's shape, (N, H_out, W_out, C).

    Raises:
        GridError: the source holds no usable grid, or one of another shape.
    """
    grid, own, note = read_grid("grad", source, shape[1:3])
    order = check_grad(grid.shape, own or layout, shape)
    return np.broadcast_to(as_batch(grid, order), shape), note


def as_batch(grid: Grid, layout: str) -> Grid:
    """Returns a grid with its axes in the order (N, H, W, C). An absent axis gets length 1.

    Example:
        >>> as_batch(np.ones((3, 4, 5)), "chw").shape
        (1, 4, 5, 3)
    """
    order = [layout.index(axis) for axis in "nhwc" if axis in layout]
    missing = [number for number, axis in enumerate("nhwc") if axis not in layout]
    return np.ascontiguousarray(np.expand_dims(grid.transpose(order), missing))


def _from_file(field: str, path: Path, shape: Pair | None) -> Read:
    suffix = path.suffix.lower()
    if suffix not in FILE_SUFFIXES:
        known = FILE_SUFFIXES if suffix else (*FILE_SUFFIXES, *WORDS[field])
        hint = advice_on_file(suffix) or suggestion(suffix or path.name, known)
        raise GridError(
            f"{field} is {str(path)!r}, neither numbers nor a file of known kind; {hint}"
        )
    where = f"{field} from {path}"
    try:
        content = content_of(path, BINARY_BYTES if suffix in BINARY_SUFFIXES else TEXT_BYTES)
    except OSError as error:
        raise GridError(f"{where}: {reason(error)}; give the path of a readable file") from None
    if suffix in BINARY_SUFFIXES:
        is_picture = suffix in PICTURE_SUFFIXES
        return _from_binary(where, field, content, shape, is_picture=is_picture)
    text = _decoded(where, content)
    if suffix in (".csv", ".tsv"):
        rows, note = from_csv(where, text, has_tabs=suffix == ".tsv")
        told = f"{path.name} read {note}: {by(shape_of(rows))}"
        return Read(np.array(rows, np.float64), note=told if note else "")
    rows = (from_json if suffix == ".json" else from_text)(where, text)
    return Read(np.array(rows, np.float64))


def _from_stdin(field: str, shape: Pair | None) -> Read:
    """Returns the grid on standard input. Its first bytes say of which kind it is."""
    where = f"{field} from standard input"
    if sys.stdin is None:
        raise GridError(f"{where}: it is closed; pipe a grid into it")
    try:
        content = sys.stdin.buffer.read(BINARY_BYTES + 1)
    except OSError as error:
        raise GridError(f"{where}: {reason(error)}; pipe a grid into it") from None
    is_picture = content.startswith(SIGNATURES)
    is_binary = is_picture or content.startswith((npy.SIGNATURE, archives.SIGNATURE))
    most = BINARY_BYTES if is_binary else TEXT_BYTES
    if len(content) > most:
        raise GridError(
            f"{where}: it has more than {megabytes(most)}, the limit; pipe a smaller grid"
        )
    if is_binary:
        return _from_binary(where, field, content, shape, is_picture=is_picture)
    return Read(np.array(from_json_or_text(where, _decoded(where, content)), np.float64))


def _from_binary(
    where: str, field: str, content: bytes, shape: Pair | None, *, is_picture: bool
) -> Read:
    if is_picture:
        from poolanim.files.pictures import luminance  # loads Pillow

        return Read(luminance(where, content, shape))
    if content.startswith(archives.SIGNATURE):
        return Read(*archives.from_npz(where, field, content))
    return Read(npy.from_npy(where, content))


def _decoded(where: str, content: bytes) -> str:
    """Returns a text in UTF-8, or in UTF-16 with a mark of the order of its bytes.

    Its lines end as those of Python do.
    """
    marks = codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE
    encoding = "utf-16" if content.startswith(marks) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:  # as in UTF-16 without a mark
        raise GridError(
            f"{where}: not text in UTF-8, or in UTF-16 with a byte order mark; save it as UTF-8"
        )
    return re.sub("\r\n?", "\n", text)
