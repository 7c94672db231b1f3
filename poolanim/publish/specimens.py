"""A picture in which several themes show the same frame."""

from __future__ import annotations

import tomllib
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from poolanim.errors import ParameterError
from poolanim.figure import Figure
from poolanim.files.owned import sweep
from poolanim.files.pictures import write_png
from poolanim.files.resources import templates
from poolanim.files.whole import whole_files
from poolanim.formats.painting import Painting
from poolanim.pipeline import run
from poolanim.scene.stills import still

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

COLUMNS, GAP = 2, 8
GROUND = 128
"""The grey between the themes. No theme has it as its paper."""


def write_specimens(path: Path, themes: Sequence[str]) -> None:
    """Writes a PNG in which each theme shows the same frame, with its name as the title.

    Raises:
        ParameterError: a theme has a mistake, or the path is no `.png`.
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
    """Returns the middle frame of a film in a theme, (height, width, 3)."""
    fields = tomllib.loads((templates() / "specimen.toml").read_text("utf-8"))
    figure = Figure(**fields, theme=theme, title=theme)
    painting = Painting(figure, run(figure), [])
    middle = still(painting.scene, (painting.scene.frame_count - 1) // 2)
    return painting.palette.colours[painting.picture(middle)]
