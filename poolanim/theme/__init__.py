"""Themes: a colour for each role of a mark, from `templates/themes` or a file of the user."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from poolanim.errors import ParameterError, suggestion
from poolanim.files.resources import names, templates
from poolanim.files.toml import parsed
from poolanim.records import frozen
from poolanim.theme.legibility import unreadable
from poolanim.theme.shades import derived
from poolanim.theme.source import RETIRED, Source

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from poolanim.theme.colours import Rgb

DEFAULT = "light"
"""The theme that gives the other colours of a user's theme, unless `inherits` names one."""
SUFFIX = ".toml"
AUTO = "auto"
"""The theme that follows the reader's system: `light`, and by night `dark`."""


@frozen
class Theme:
    """The colours of a figure.

    Attributes:
        name: the name or the path that the user gives.
        colours: red, green and blue, 0 to 255, for each role. The levels of a heat map's scale
            are roles as well: `sequential.0`, `sequential.1` and so on. `derived` computes further
            roles.
        about: its purpose in a few words.
        hint: what its file should change; empty if nothing.
        night: its colours where the reader's system is dark; None if it stays as it is.
    """

    name: str
    colours: Mapping[str, Rgb]
    about: str = ""
    hint: str = ""
    night: Mapping[str, Rgb] | None = None


def is_dark(theme: Theme) -> bool:
    """Returns whether the paper of a theme is darker than its ink.

    Example:
        >>> is_dark(load_theme("dark")), is_dark(load_theme("light"))
        (True, False)
    """
    return sum(theme.colours["paper"]) < sum(theme.colours["ink"])


def is_file(theme: str) -> bool:
    """Returns whether a theme is a file of the user, and not the name of a theme.

    Example:
        >>> is_file("dark"), is_file("my/dark.toml")
        (False, True)
    """
    return theme.lower().endswith(SUFFIX)


def short_name(theme: str) -> str:
    """Returns the name of a theme in the names of files; of a file, its name without ending.

    Example:
        >>> short_name("dark"), short_name("my/night.toml")
        ('dark', 'night')
    """
    return Path(theme).stem if is_file(theme) else theme


def load_theme(theme: str) -> Theme:
    """Returns the theme of a name, or the theme in a file, which changes colours of another one.

    Raises:
        ParameterError: there is no such theme, or a value in the file is wrong.

    Example:
        >>> load_theme("light").colours["paper"]
        (255, 255, 255)
    """
    return _load_file(theme) if is_file(theme) else _load_named(theme)


@cache
def _load_named(name: str) -> Theme:
    if name == AUTO:
        return Theme(AUTO, _load_named("light").colours, night=_load_named("dark").colours)
    if name not in names("themes"):
        raise ParameterError.about("theme", name, suggestion(name, [AUTO, *names("themes")]))
    source = _bundled(name)
    colours = source.colours({})
    return Theme(name, MappingProxyType({**colours, **derived(colours)}), source.about)


@cache
def _bundled(name: str) -> Source:
    path = templates() / "themes" / f"{name}{SUFFIX}"
    return Source(f"theme {name}", parsed(path.read_text("utf-8")))


def _load_file(name: str) -> Theme:
    source = Source.read(f"theme {name}", Path(name))
    base = source.inherited(names("themes"), DEFAULT)
    written = source.colours(_bundled(base).colours({}))
    colours = {**written, **derived(written)}
    fault, retired = unreadable(colours), source.retired()
    if fault and not retired:
        raise ParameterError(f"theme {name}: {fault}")
    hint = _hint(short_name(name), retired, fault) if retired else ""
    return Theme(name, MappingProxyType(colours), source.about, hint)


def _hint(name: str, retired: Sequence[str], fault: str) -> str:
    """Returns what to change in a file that sets retired roles or scales.

    Such a file was written for other figures, so a text that cannot be read is no error in it.
    """
    successors = dict.fromkeys(RETIRED[role] for role in retired)
    hint = (
        f"theme {name} sets {', '.join(retired)}, which nothing shows any more; "
        f"set {', '.join(successors)} instead"
    )
    return f"{hint}; {fault}" if fault else hint
