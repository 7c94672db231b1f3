"""What a template of a snippet can name: files, texts and measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.formats.catalogue import all_formats
from poolanim.formats.format import PictureFormat

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from poolanim.formats.outputs import Output

STILL = "still_"
"""What special names of files with one frame begin with."""
CHOICES = {
    "video": ("mp4", "webm"),
    "picture": ("gif", "apng", "webp", "svg"),
    "print": ("still_pdf", "still_png"),
    "still": ("still_png", "still_svg"),
}
"""For each general name of a file the special ones, of which the first that was made has it."""
FILES = {
    *all_formats(),
    *(f"{STILL}{name}" for name, each in all_formats().items() if each.single),
    *CHOICES,
}
"""Names of files; with `_dark` at the end, those of the same in a dark theme; with `_stem` after
that, without the ending."""
TEXTS = ("alt", "caption")
MEASURES = ("width", "height", "player_height", "density", "rate")
FIGURE = "figure"
"""Name of the whole snippet in HTML, for languages that take HTML."""
SUFFIXES = ("", "_dark", "_stem", "_dark_stem")
FIELDS = {
    **{f"{name}{suffix}": "" for name in FILES for suffix in SUFFIXES},
    **dict.fromkeys(TEXTS, ""),
    **dict.fromkeys(MEASURES, 1),
}
"""All that a template can name, as if nothing were made."""


def plain(name: str) -> str:
    """Returns the name of a file without what may be at its end.

    Example:
        >>> plain("gif_dark_stem"), plain("still_png"), plain("alt")
        ('gif', 'still_png', 'alt')
    """
    return name.removesuffix("_stem").removesuffix("_dark")


def names_of(outputs: Sequence[Output]) -> dict[str, int]:
    """Returns what templates call these outputs, by special names and general ones.

    Example:
        >>> from poolanim.formats.outputs import Output
        >>> names_of([Output("a.mp4"), Output("a.png")])
        {'mp4': 0, 'still_png': 1, 'video': 0, 'print': 1, 'still': 1}
    """
    names: dict[str, int] = {}
    for number, output in enumerate(outputs):
        single = bool(output.still or output.sheet) or isinstance(output.kind, PictureFormat)
        names.setdefault(f"{STILL}{output.kind.name}" if single else output.kind.name, number)
    for name, kinds in CHOICES.items():
        made = [names[kind] for kind in kinds if kind in names]
        names |= {name: made[0]} if made else {}
    return names


def formats_of(names: Iterable[str]) -> set[str]:
    """Returns the formats of files that have one of these names."""
    special = {kind for name in names for kind in CHOICES.get(name, (name,))}
    return {kind.removeprefix(STILL) for kind in special}
