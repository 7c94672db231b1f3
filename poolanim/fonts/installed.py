"""Finds installed fonts, by the name of a family or by a letter."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

from poolanim.fonts import unconfigured  # noqa: F401  # must be imported before matplotlib

# isort: split
from matplotlib.font_manager import FontProperties, findSystemFonts, fontManager
from matplotlib.ft2font import FT2Font

from poolanim.errors import ParameterError, nearest

if TYPE_CHECKING:
    from matplotlib.font_manager import FontEntry

WEIGHTS = {"regular": 400, "bold": 700}
LAST_RESORT = "Last Resort"
"""The beginning of the name of a font of matplotlib that has a box for each letter."""


@cache
def file_of_family(name: str, weight: str) -> str:
    """Returns the path of the font of an installed family, with the number of its face in the file.

    Args:
        name: of the family.
        weight: one of WEIGHTS; the nearest that the family has is taken.

    Raises:
        ParameterError: no installed family has the name.
    """
    families = sorted({entry.name for entry in _fonts()})
    if name not in families:
        near = nearest(name, families)
        meant = f"did you mean {near!r}?" if near else "give a .ttf, .otf or .ttc file"
        message = f"font is {name!r}, which no installed family has as its name; {meant}"
        raise ParameterError(message, field="font", given=name)
    return fontManager.findfont(FontProperties(family=name, weight=WEIGHTS[weight]))


@cache
def file_with(character: str, weight: str) -> str:
    """Returns the path of an installed font that has a letter: one without serifs if there is one.

    Raises:
        ParameterError: no installed font has it.
    """

    def order(entry: FontEntry) -> tuple[object, ...]:
        apart = abs(int(entry.weight) - WEIGHTS[weight])
        return "sans" not in entry.name.lower(), entry.style != "normal", apart, entry.name

    for entry in sorted(_fonts(), key=order):
        with suppress(OSError, RuntimeError):  # it is there no more, or cannot be read
            if FT2Font(entry.fname, face_index=entry.index).get_char_index(ord(character)):
                return file_of_family(entry.name, weight)
    raise ParameterError(
        f"no font has the character {character!r}; give one that does, with --font FILE, or leave "
        "it out"
    )


@cache
def _fonts() -> list[FontEntry]:
    """Returns all installed fonts, also those that matplotlib's list is too old to have."""
    listed = {entry.fname for entry in fontManager.ttflist}
    for file in findSystemFonts():
        if file not in listed:
            with suppress(Exception):  # FreeType and matplotlib fail in many ways
                fontManager.addfont(file)
    return [each for each in fontManager.ttflist if not each.name.startswith(LAST_RESORT)]
