"""All formats: those of poolanim, and those of other packages."""

from __future__ import annotations

import warnings
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from poolanim.files.plugins import installed
from poolanim.formats.format import Format

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

BUILT_IN = (
    "gif",
    "mp4",
    "webm",
    "webp",
    "apng",
    "svg",
    "pdf",
    "png",
    "frames",
    "html",
    "json",
    "npz",
)
"""The modules of this package that are formats, in the order in which formats are listed."""
GROUP = "poolanim.formats"
"""The group of the entry points by which other packages add formats. Each is a `Format`."""


@cache
def all_formats() -> Mapping[str, Format]:
    """All formats, by name.

    Example:
        >>> all_formats()["gif"].ending
        '.gif'
    """
    found: dict[str, Format] = {}
    endings: set[str] = set()
    for each in _declared():
        if each.name in found or each.ending in endings:
            warnings.warn(f"format {each.listed} is left out: it exists already", stacklevel=2)
        else:
            found[each.name] = each
            endings.add(each.ending)
    return found


def _declared() -> Iterator[Format]:
    for name in BUILT_IN:
        yield import_module(f"{__package__}.{name}").FORMAT
    yield from installed(GROUP, Format)


@cache
def by_ending() -> Mapping[str, Format]:
    """All formats, by the ending of their files."""
    return {each.ending: each for each in all_formats().values()}


def endings(fits: Callable[[Format], bool] = bool, *, described: bool = False) -> str:
    """Lists the endings of formats as a sentence does.

    Args:
        fits: whether a format is listed.
        described: whether the list also says what the files hold.

    Example:
        >>> endings(lambda each: each.name in ("json", "npz"), described=True)
        '.json (the numbers) or .npz (the numbers, for NumPy)'
    """
    listed = [
        each.described if described else each.listed
        for each in all_formats().values()
        if fits(each)
    ]
    return " or ".join(filter(None, (", ".join(listed[:-1]), listed[-1])))
