"""Themes: a colour for each role of a mark, from `templates/themes` or a file of the user."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from poolanim.errors import ParameterError, reason, shown, suggestion
from poolanim.files.contents import text_of
from poolanim.files.resources import names, templates
from poolanim.files.toml import NotTomlError, loads

if TYPE_CHECKING:
    from collections.abc import Mapping

Rgb = tuple[int, int, int]

HEAT_LEVELS = 17
"""The colours of a heat map's scale. The number is odd, so that a diverging scale has a middle."""
DEFAULT = "light"
"""The theme that gives the other colours of a user's theme, unless `inherits` names one."""
SUFFIX = ".toml"
KEYS = ("about", "inherits", "colours", "heat")
LEAST_CONTRAST = 2
"""The least contrast of a text with its ground. Themes of poolanim have more than twice as much."""
READ = {
    **dict.fromkeys(("ink", "muted", "accent"), ("paper", "cell", "window", "active")),
    "on_tracked": ("tracked",),
    "on_peak": ("peak",),
}
"""For each role of a text the roles of its grounds."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A look.

    Attributes:
        name: the name or the path that the user gives.
        colours: red, green and blue, 0 to 255, for each role. The levels of a heat map's scale
            are roles as well: `sequential.0`, `sequential.1` and so on. `sequential.0.ink` is the
            colour of text on that level.
        about: its purpose in a few words.
    """

    name: str
    colours: Mapping[str, Rgb]
    about: str = ""


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
    """Returns the theme of this name, or in this file, which changes colours of another theme.

    Raises:
        ParameterError: there is no such theme, or a value in the file is wrong.

    Example:
        >>> load_theme("light").colours["paper"]
        (255, 255, 255)
    """
    return _read(theme, Path(theme)) if is_file(theme) else _load_named(theme)


@cache
def _load_named(name: str) -> Theme:
    if name not in names("themes"):
        raise ParameterError.about("theme", name, suggestion(name, names("themes")))
    return _read(name, templates() / "themes" / f"{name}{SUFFIX}")


def _read(name: str, path: Path) -> Theme:
    where = f"theme {name}"
    content = _content(where, path)
    colours = dict(_base(where, content)) if is_file(name) else {}
    scales = {role.partition(".")[0] for role in colours if "." in role}
    roles = [role for role in colours if "." not in role]
    for role, colour in _table(where, content, "colours", roles).items():
        colours[role] = _rgb(f"{where}: colours.{role}", colour)
    for scale, stops in _table(where, content, "heat", scales).items():
        if not isinstance(stops, list) or len(stops) < 2:
            raise ParameterError(
                f"{where}: heat.{scale} is {shown(stops)}; give two colours or more, such as "
                '["#ffffff", "#000000"]'
            )
        ramp = _ramp([_rgb(f"{where}: heat.{scale}", stop) for stop in stops])
        colours |= {f"{scale}.{level}": colour for level, colour in enumerate(ramp)}
    _check_contrast(where, colours)
    levels = [role for role in colours if role.count(".") == 1]
    inks = colours["on_light"], colours["on_dark"]
    for level in levels:
        colours[f"{level}.ink"] = max(inks, key=lambda ink: _contrast(ink, colours[level]))
    return Theme(name, MappingProxyType(colours), content.get("about", ""))


def _content(where: str, path: Path) -> Mapping[str, Any]:
    """Returns the keys of a theme's file."""
    try:
        content = loads(text_of(path))
    except OSError as error:
        raise ParameterError(f"{where}: {reason(error)}; give the path of a TOML file") from None
    except UnicodeDecodeError as error:
        raise ParameterError(f"{where}: not TOML: not UTF-8 text: {error}") from None
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
    return _load_named(base).colours


def _contrast(one: Rgb, other: Rgb) -> float:
    """Returns the contrast of two colours as WCAG defines it, from 1 to 21."""

    def luminance(colour: Rgb) -> float:
        shares = (part / 255 for part in colour)
        linear = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
        return sum(weight * s for weight, s in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _check_contrast(where: str, colours: Mapping[str, Rgb]) -> None:
    """Raises ParameterError if a text has too little contrast with one of its grounds."""
    for ink, grounds in READ.items():
        for ground in grounds:
            ratio = _contrast(colours[ink], colours[ground])
            if ratio < LEAST_CONTRAST:
                raise ParameterError(
                    f"{where}: {ink} on {ground} has a contrast of {ratio:.2f}, which nobody can "
                    f"read; choose colours with {LEAST_CONTRAST} at least, better 4.5"
                )


def _table(where: str, content: Mapping[str, Any], key: str, known: Any) -> Mapping[str, Any]:
    """Returns a table of a theme. Its keys must be known, unless no keys are known yet."""
    table = content.get(key, {})
    if not isinstance(table, dict):
        raise ParameterError(f"{where}: {key} is {shown(table)}; write a table, [{key}]")
    for role in table:
        if known and role not in known:
            hint = suggestion(role, known)
            raise ParameterError(f"{where}: {role!r} is no role of {key}; {hint}")
    return table


def _rgb(where: str, colour: object) -> Rgb:
    """Returns red, green and blue of a colour such as `#1b2530`."""
    if not isinstance(colour, str) or not re.fullmatch("#[0-9a-fA-F]{6}", colour):
        raise ParameterError(f'{where} is {shown(colour)}; write a colour as "#1b2530"')
    red, green, blue = bytes.fromhex(colour[1:])
    return red, green, blue


def _ramp(stops: list[Rgb]) -> list[Rgb]:
    """Returns HEAT_LEVELS colours, evenly from the first stop to the last."""
    ramp = []
    for level in range(HEAT_LEVELS):
        place = level / (HEAT_LEVELS - 1) * (len(stops) - 1)
        before = min(int(place), len(stops) - 2)
        share = place - before
        pairs = zip(stops[before], stops[before + 1], strict=True)
        red, green, blue = (round(a + (b - a) * share) for a, b in pairs)
        ramp.append((red, green, blue))
    return ramp
