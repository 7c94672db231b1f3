"""The files of fonts: DejaVu, which matplotlib brings, and those that the user names.

A user names a file, or a family that is installed.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from poolanim.errors import ParameterError, reason
from poolanim.files.contents import content_of
from poolanim.files.limits import BINARY_BYTES

if TYPE_CHECKING:
    from poolanim.scene.marks import Face

DEJAVU = {
    "sans": "DejaVuSans.ttf",
    "bold": "DejaVuSans-Bold.ttf",
    "mono": "DejaVuSansMono.ttf",
}
"""The names of its files."""
ENDINGS = (".otf", ".ttc", ".ttf")
"""The endings of files of fonts. What has none of them is the name of a family."""
FORMULAS = "DejaVuSans*.ttf"
"""The files for formulas."""


def is_file(font: str) -> bool:
    """Returns whether a font is named by its file, and not by its family.

    Example:
        >>> is_file("fonts/Own.otf"), is_file("Noto Sans CJK SC")
        (True, False)
    """
    return font.lower().endswith(ENDINGS)


def files_of(face: Face) -> list[str]:
    """Returns the font files of several faces, in order.

    Args:
        face: each is one of DEJAVU, the path of a file, or the name of an installed family.

    Raises:
        ParameterError: no installed family has the name.
    """
    weight = "bold" if "bold" in face else "regular"
    return [_file_of(name, weight) for name in face]


def _file_of(name: str, weight: str) -> str:
    if name in DEJAVU:
        return str(_folder() / DEJAVU[name])
    if is_file(name):
        return name
    from poolanim.fonts.installed import file_of_family  # loads matplotlib

    return file_of_family(name, weight)


def identity(face: Face) -> list[str]:
    """Returns all on which the outlines of a face depend: its fonts, and the installed matplotlib.

    Args:
        face: `math`, or several faces as in `files_of`.

    Raises:
        ParameterError: a font of the user cannot be read.
    """
    files = sorted(map(str, _folder().glob(FORMULAS))) if face == "math" else files_of(face)
    version = (_matplotlib() / "_version.py").read_text("utf-8")
    return [version, *map(_digest, files)]


@cache
def _digest(file: str) -> str:
    from hashlib import sha256  # takes time to import, and few texts need it

    try:
        return sha256(content_of(file, BINARY_BYTES)).hexdigest()
    except OSError as error:
        raise ParameterError(
            f"font {file}: {reason(error)}; give a .ttf, .otf or .ttc file, or a family"
        ) from None


def _folder() -> Path:
    return _matplotlib() / "mpl-data" / "fonts" / "ttf"


@cache
def _matplotlib() -> Path:
    """Returns the folder of the installed matplotlib, without importing it."""
    from importlib.util import find_spec  # takes time to import, and few texts need it

    spec = find_spec("matplotlib")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent
