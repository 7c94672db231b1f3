"""One picture in which every theme shows the same frame, to choose by."""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from poolanim.errors import ParameterError
from poolanim.files.owned import sweep
from poolanim.files.pictures import write_png
from poolanim.files.resources import templates
from poolanim.files.whole import whole_files
from poolanim.formats.painting import Painting
from poolanim.manifest.reading import read_manifest
from poolanim.pipeline import OUT, run
from poolanim.scene.still import still

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

COLUMNS, GAP = 2, 8
GROUND = 128
"""A grey that is the paper of no theme, between them."""


def write_specimens(path: Path, themes: Sequence[str]) -> None:
    """Write a PNG in which each of these themes, under its name, shows the same frame.

    Raises:
        ParameterError: a theme cannot be.
        OutputError: the file cannot be written.
    """
    if path.suffix.lower() != ".png":
        raise ParameterError(f"output is {str(path)!r}; themes are shown in a .png")
    pictures = [specimen(theme) for theme in themes]
    height, width, _ = pictures[0].shape
    rows = ceil(len(pictures) / COLUMNS)
    sheet = np.full(
        (rows * (height + GAP) - GAP, COLUMNS * (width + GAP) - GAP, 3), GROUND, np.uint8
    )
    for number, picture in enumerate(pictures):
        top, left = number // COLUMNS * (height + GAP), number % COLUMNS * (width + GAP)
        sheet[top : top + height, left : left + width] = picture
    sweep([path.parent])
    with whole_files([path]) as [temporary]:
        write_png(temporary, sheet)


def specimen(theme: str) -> Pixels:
    """The middle frame of the same film in a theme, (height, width, 3)."""
    [entry] = read_manifest(templates() / "figures" / "specimen.toml", OUT).entries()
    figure = replace(entry.figure, theme=theme, title=theme)
    painting = Painting(figure, run(figure), [])
    middle = still(painting.scene, (painting.scene.frame_count - 1) // 2)
    return painting.palette.colours[painting.picture(middle)]
