"""Themes: a colour for each role of a mark, from `templates/themes` or a file of the user."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from poolanim.errors import ParameterError, shown, suggestion
from poolanim.files.contents import text_of
from poolanim.files.resources import names, templates
from poolanim.files.toml import TOML_ADVICE, NotTomlError, loads
from poolanim.theme.colours import ramp
from poolanim.theme.legibility import unreadable
from poolanim.theme.shades import derived

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from poolanim.theme.colours import Rgb

DEFAULT = "light"
"""The theme that gives the other colours of a user's theme, unless `inherits` names one."""
SUFFIX = ".toml"
KEYS = ("about", "inherits", "colours", "heat")
OPTIONAL = ("tracked_inner", "hatch")
"""Roles that a theme may lack: the inner frame of the tracked cell, and the lines over negative
numbers in a theme that shows signs without hues."""
RETIRED = {
    "accent": "colours.plus",
    "active": "colours.ink",
    "cell": "heat.sign",
    "diverging": "heat.sign",
    "line": "colours.dash",
    "on_peak": "colours.on_winner",
    "peak": "colours.winner",
    "rail": "colours.off",
    "window": "colours.ink",
    "window_edge": "colours.ink",
}
"""Roles and scales that no theme has any more, and the keys that replaced them. They are left out
of a file that still sets them."""


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of a figure.

    Attributes:
        name: the name or the path that the user gives.
        colours: red, green and blue, 0 to 255, for each role. The levels of a heat map's scale
            are roles as well: `sequential.0`, `sequential.1` and so on. `derived` computes further
            roles.
        about: its purpose in a few words.
        hint: what its file should change; empty if nothing.
    """

    name: str
    colours: Mapping[str, Rgb]
    about: str = ""
    hint: str = ""


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


def theme_names(theme: object) -> list[str]:
    """Returns the themes that a text names, with commas between them.

    Raises:
        ParameterError: it is no text.

    Example:
        >>> theme_names("light, my/night.toml")
        ['light', 'my/night.toml']
    """
    if not isinstance(theme, str):
        raise ParameterError.about("theme", theme, "give text, with commas between several themes")
    return [name.strip() for name in theme.split(",")]


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
    if name not in names("themes"):
        raise ParameterError.about("theme", name, suggestion(name, names("themes")))
    colours, about = _bundled(name)
    return Theme(name, MappingProxyType({**colours, **derived(colours)}), about)


@cache
def _bundled(name: str) -> tuple[Mapping[str, Rgb], str]:
    """Returns the colours that the file of a bundled theme gives, and its purpose."""
    where = f"theme {name}"
    content = _content(where, templates() / "themes" / f"{name}{SUFFIX}")
    return _colours(where, content, {}), content["about"]


def _load_file(name: str) -> Theme:
    where = f"theme {name}"
    content = _content(where, Path(name))
    written = _colours(where, content, _base(where, content))
    colours = {**written, **derived(written)}
    fault = unreadable(colours)
    retired = sorted(RETIRED.keys() & {*content.get("colours", ()), *content.get("heat", ())})
    if fault and not retired:
        raise ParameterError(f"{where}: {fault}")
    hint = _hint(short_name(name), retired, fault) if retired else ""
    return Theme(name, MappingProxyType(colours), content.get("about", ""), hint)


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


def _colours(where: str, content: Mapping[str, Any], base: Mapping[str, Rgb]) -> Mapping[str, Rgb]:
    """Returns the colours of a base theme, replaced by those of a theme's file."""
    colours = dict(base)
    roles = {role for role in base if "." not in role}
    scales = {role.partition(".")[0] for role in base} - roles
    known = [*roles, *OPTIONAL] if base else []
    for role, colour in _table(where, content, "colours", known).items():
        colours[role] = _rgb(f"{where}: colours.{role}", colour)
    for scale, stops in _table(where, content, "heat", scales).items():
        if not isinstance(stops, list) or len(stops) < 2:
            raise ParameterError(
                f"{where}: heat.{scale} is {shown(stops)}; give two colours or more, such as "
                '["#ffffff", "#000000"]'
            )
        levels = ramp([_rgb(f"{where}: heat.{scale}", stop) for stop in stops])
        colours |= {f"{scale}.{level}": colour for level, colour in enumerate(levels)}
    return colours


def _content(where: str, path: Path) -> Mapping[str, Any]:
    """Returns the keys of a theme's file."""
    try:
        content = loads(text_of(where, path, TOML_ADVICE))
    except NotTomlError as error:
        raise ParameterError(f"{where}: {error} (line {error.line})") from None
    for key in content:
        if key not in KEYS:
            raise ParameterError(f"{where}: {key!r} is no key of a theme; {suggestion(key, KEYS)}")
    about = content.get("about", "")
    if not isinstance(about, str):
        raise ParameterError(f"{where}: about is {shown(about)}; give text")
    return content


def _base(where: str, content: Mapping[str, Any]) -> Mapping[str, Rgb]:
    """Returns the colours of the theme that a user's theme changes."""
    base = content.get("inherits", DEFAULT)
    if base not in names("themes"):
        hint = suggestion(base if isinstance(base, str) else "", names("themes"))
        raise ParameterError(f"{where}: inherits is {shown(base)}; {hint}")
    return _bundled(base)[0]


def _table(where: str, content: Mapping[str, Any], key: str, known: Any) -> Mapping[str, Any]:
    """Returns a table of a theme, without what retired.

    Its keys must be known, unless no keys are known yet.
    """
    table = content.get(key, {})
    if not isinstance(table, dict):
        raise ParameterError(f"{where}: {key} is {shown(table)}; write a table, [{key}]")
    for role in table:
        if known and role not in known and role not in RETIRED:
            hint = suggestion(role, known)
            raise ParameterError(f"{where}: {role!r} is no role of {key}; {hint}")
    return {role: value for role, value in table.items() if role not in RETIRED}


def _rgb(where: str, colour: object) -> Rgb:
    """Returns red, green and blue of a colour such as `#1b2530`."""
    if not isinstance(colour, str) or not re.fullmatch("#[0-9a-fA-F]{6}", colour):
        raise ParameterError(f'{where} is {shown(colour)}; write a colour as "#1b2530"')
    red, green, blue = bytes.fromhex(colour[1:])
    return red, green, blue
