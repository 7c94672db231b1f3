"""The names of files, texts and measures in templates of snippets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.formats.catalogue import all_formats
from poolanim.formats.format import PictureFormat

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from poolanim.formats.outputs import Output

STILL = "still_"
"""The beginning of the names of files with one frame."""
CHOICES = {
    "video": ("mp4", "webm"),
    "picture": ("gif", "apng", "webp", "svg"),
    "print": ("still_pdf", "still_png"),
    "still": ("still_png", "still_svg"),
}
"""The general names. Each stands for the first of its special names whose file was made."""
FILES = {
    *all_formats(),
    *(f"{STILL}{name}" for name, each in all_formats().items() if each.single),
    *CHOICES,
}
"""The names of files. With `_tall` they are the files of the tall aspect beside another one, with
`_dark` those in a dark theme beside a light one; with `_stem` the paths lack their endings."""
TEXTS = ("alt", "caption")
MEASURES = (
    "width",
    "height",
    "width_tall",
    "height_tall",
    "player_height",
    "density",
    "rate",
    "frames",
)
FIGURE = "figure"
"""The name of the whole HTML snippet, for languages that allow HTML."""
LOOKS = ("", "_dark", "_tall", "_tall_dark")
SUFFIXES = (*LOOKS, *(f"{look}_stem" for look in LOOKS))
FIELDS = {
    **{f"{name}{suffix}": "" for name in FILES for suffix in SUFFIXES},
    **dict.fromkeys(TEXTS, ""),
    **dict.fromkeys(MEASURES, 1),
}
"""The values of all names if no files were made."""


def plain(name: str) -> str:
    """Returns the name of a file without the suffixes of looks and stems.

    Example:
        >>> plain("gif_tall_dark_stem"), plain("still_png"), plain("alt")
        ('gif', 'still_png', 'alt')
    """
    return name.removesuffix("_stem").removesuffix("_dark").removesuffix("_tall")


def names_of(outputs: Sequence[Output]) -> dict[str, int]:
    """Returns the numbers of outputs by their special and general names in templates.

    Example:
        >>> from poolanim.formats.outputs import Output
        >>> names_of([Output("a.mp4"), Output("a.png")])
        {'mp4': 0, 'still_png': 1, 'video': 0, 'print': 1, 'still': 1}
    """
    names: dict[str, int] = {}
    for number, output in enumerate(outputs):
        single = bool(output.still or output.sheet) or isinstance(output.kind, PictureFormat)
        names.setdefault(f"{STILL}{output.kind.name}" if single else output.kind.name, number)
    for name, choices in CHOICES.items():
        made = [names[each] for each in choices if each in names]
        names |= {name: made[0]} if made else {}
    return names


def formats_of(names: Iterable[str]) -> set[str]:
    """Returns the names of the formats of files with these names."""
    special = {each for name in names for each in CHOICES.get(name, (name,))}
    return {each.removeprefix(STILL) for each in special}
