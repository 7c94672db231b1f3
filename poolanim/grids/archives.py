"""Reads `.npz` archives: an array that is alone, or the one that a trace has for a field."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING
from zipfile import ZipFile

import numpy as np

from poolanim.errors import GridError, shown
from poolanim.files.limits import BINARY_BYTES, CHANNELS, megabytes
from poolanim.grids.npy import from_npy
from poolanim.grids.remedies import NUMBERS
from poolanim.layers.table import LAYERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

SIGNATURE = b"PK"
"""The first bytes of an archive."""
OF_TRACE = {
    "input": ("pooled", "input"),
    "kernel": ("weight",),
    "bias": ("bias",),
    "grad": ("grad_output",),
}
"""The arrays of a trace for each field of a figure, of which the first that it has is read."""
CHANNEL = re.compile(r"(\w+)_(\d{1,9})")
"""The array of one channel of several in a trace of a layer without weights."""


def from_npz(where: str, field: str, content: bytes) -> tuple[NDArray[np.float64], str]:
    """Returns an array of an archive, and the order of its axes, which only a trace tells.

    Args:
        where: the parameter and the file, for messages.
        field: of the figure. Of a trace, its array is taken.
        content: the bytes of the file.

    Returns:
        The array, and the layout of a trace's array of more than two axes; an empty one of others.

    Raises:
        GridError: the archive is damaged, too large, or has no array for the field.
    """
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            return _chosen(where, field, archive)
    except GridError:
        raise
    except Exception:  # damaged bytes raise many kinds of errors
        raise GridError(
            f"{where}: not a whole .npz archive; save it again with numpy.savez"
        ) from None


def _chosen(where: str, field: str, archive: ZipFile) -> tuple[NDArray[np.float64], str]:
    members = (name for name in archive.namelist() if name.endswith(".npy"))
    names = {name.removesuffix(".npy"): name for name in members}
    if not names:
        raise GridError(f"{where}: contains no arrays of NumPy; {NUMBERS}")
    grids = {CHANNEL.sub(r"\1", name) for name in names}
    if not {"layer", "windows"} <= grids:
        alone = next(iter(names)) if len(names) == 1 else field
        if alone not in names:
            listed = shown(", ".join(sorted(names)), str)
            raise GridError(
                f"{where}: contains {listed}; give an archive of one array, or name the one to "
                f"read {field!r}"
            )
        return _read(where, archive, names[alone]), ""
    wanted = next((name for name in OF_TRACE[field] if name in grids), OF_TRACE[field][0])
    if wanted in names:
        array = _read(where, archive, names[wanted])
        if array.ndim < 3:
            return array, ""
        return _weight(archive, names, array) if wanted == "weight" else (array, "hwc")
    planes = _planes(names, wanted)
    if not planes:
        raise GridError(
            f"{where}: a trace without {wanted}, as of a forward pass or of a layer without "
            "weights; give another source"
        )
    size = sum(archive.getinfo(name).file_size for name in planes.values())
    if size > BINARY_BYTES:
        raise _too_large(where)
    return np.stack([_read(where, archive, name) for name in planes.values()], axis=-1), "hwc"


def _planes(names: Mapping[str, str], wanted: str) -> dict[int, str]:
    """Returns the names of an array's channels in a trace, in order."""
    found = ((CHANNEL.fullmatch(name), path) for name, path in names.items())
    planes = {int(match[2]): path for match, path in found if match and match[1] == wanted}
    return dict(sorted(planes.items())[:CHANNELS])


def _weight(
    archive: ZipFile, names: Mapping[str, str], weight: NDArray[np.float64]
) -> tuple[NDArray[np.float64], str]:
    """Returns the kernel of a trace with four axes, and their order."""
    numbers = {}
    for name in ("layer", "channels"):
        with archive.open(names[name]) as file:
            numbers[name] = np.lib.format.read_array(file, allow_pickle=False)
    order = LAYERS[str(numbers["layer"])].kernel_layout
    if weight.ndim == 3:  # of one channel, or of one filter
        weight = np.expand_dims(weight, order.index("i" if numbers["channels"].size == 1 else "o"))
    return weight, order


def _read(where: str, archive: ZipFile, name: str) -> NDArray[np.float64]:
    """Returns one array of an archive, of which no more is unpacked than a file may have."""
    if archive.getinfo(name).file_size > BINARY_BYTES:
        raise _too_large(where)
    return from_npy(where, archive.read(name))


def _too_large(where: str) -> GridError:
    return GridError(
        f"{where}: has arrays of more than {megabytes(BINARY_BYTES)}, the limit; give smaller ones"
    )
