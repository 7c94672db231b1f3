"""The formats that can be written: what each is called, takes and can, and which module writes it.

Loads none of these modules, so that the command line can name all formats in no time.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


FOLDER = "/"
"""The ending of a folder's path."""


class Takes(Enum):
    """What a format is made of, and what its module offers for that."""

    PATCHES = auto()
    """What changes from picture to picture: `encode(patch, film)` and `writer(path, film)`."""
    PICTURE = auto()
    """One picture of pixels: `write(path, colours, canvas)`."""
    SCENE = auto()
    """Marks, of one frame or of many: `write(path, scene, figure, record)`."""
    TRACE = auto()
    """The numbers alone: `write(path, figure, record)`."""


class Format(NamedTuple):
    """A kind of file.

    Attributes:
        name: what `--format` calls it.
        ending: of the names of its files.
        takes: what it is made of.
        module: writes it.
        told: what the help adds to its ending.
        plays: whether it shows a film in its time.
        single: whether it can hold one frame, or a sheet of all.
        loops: whether it can tell how many times it is shown.
        tween_ms: time of a frame in which something moves smoothly, in ms; 0 if it shows steps.
        opaque: whether it can have no transparent background.
    """

    name: str
    ending: str
    takes: Takes
    module: str
    told: str = ""
    plays: bool = False
    single: bool = False
    loops: bool = False
    tween_ms: int = 0
    opaque: bool = False


def _pictures(name: str) -> Format:
    """A film of pictures, each of which tells how long it stands."""
    module = f"poolanim.formats.{name}"
    return Format(name, f".{name}", Takes.PATCHES, module, plays=True, loops=True, tween_ms=40)


def _video(name: str) -> Format:
    """A film at a constant rate."""
    module = f"poolanim.formats.{name}"
    return Format(name, f".{name}", Takes.PATCHES, module, plays=True, tween_ms=20, opaque=True)


FORMATS = {
    each.name: each
    for each in (
        _pictures("gif"),
        _video("mp4"),
        _video("webm"),
        _pictures("webp"),
        _pictures("apng"),
        Format("svg", ".svg", Takes.SCENE, "poolanim.vector.svg", plays=True, single=True),
        Format("pdf", ".pdf", Takes.SCENE, "poolanim.vector.pdf", "a page a frame", single=True),
        Format("png", ".png", Takes.PICTURE, "poolanim.formats.png", "the last frame", single=True),
        Format("frames", FOLDER, Takes.PATCHES, "poolanim.formats.frames", "a folder of .png"),
        Format(
            "html", ".html", Takes.SCENE, "poolanim.player", "the player", plays=True, opaque=True
        ),
        Format("json", ".json", Takes.TRACE, "poolanim.formats.json", "the numbers"),
        Format("npz", ".npz", Takes.TRACE, "poolanim.formats.npz", "the numbers, for NumPy"),
    )
}
"""All formats, by name."""
BY_ENDING = {each.ending: each for each in FORMATS.values()}
"""All formats, by the ending of their files."""


def endings(fits: Callable[[Format], bool] = bool, *, told: bool = False) -> str:
    """The endings of formats, as a sentence lists them.

    Args:
        fits: tells which formats are meant.
        told: whether to add what they hold.

    Example:
        >>> endings(lambda each: each.takes is Takes.TRACE, told=True)
        '.json (the numbers) or .npz (the numbers, for NumPy)'
    """
    listed = [
        (each.ending if each.ending != FOLDER else f"{each.name}{FOLDER}")
        + (f" ({each.told})" if told and each.told else "")
        for each in FORMATS.values()
        if fits(each)
    ]
    return " or ".join(filter(None, (", ".join(listed[:-1]), listed[-1])))
