"""Themes: a colour for each role that a mark can have, from `templates/themes` or a user's file."""

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
from poolanim.manifest.toml import NotTomlError, loads

if TYPE_CHECKING:
    from collections.abc import Mapping

Rgb = tuple[int, int, int]

HEAT_LEVELS = 17
"""Colours in a heat map's scale; odd, so that a diverging one has a middle."""
DEFAULT = "light"
"""What a user's theme takes its other colours from, unless it says."""
SUFFIX = ".toml"
KEYS = ("about", "inherits", "colours", "heat")
LEAST_CONTRAST = 2
"""A text that has less on its ground cannot be read; themes that come along have more than twice
as much."""
READ = {
    **dict.fromkeys(("ink", "muted", "accent"), ("paper", "cell", "window", "active")),
    "on_tracked": ("tracked",),
    "on_peak": ("peak",),
}
"""For each role of a text the roles that it is read on."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A look.

    Attributes:
        name: what the user calls it.
        colours: red, green and blue, 0 to 255, for each role. The levels of a heat map's scale
            are roles as well: `sequential.0`, `sequential.1` and so on; with `.ink` after it, what
            can be read on that level.
        about: what it is good for, in a few words.
    """

    name: str
    colours: Mapping[str, Rgb]
    about: str = ""


def is_dark(theme: Theme) -> bool:
    """Whether it is for dark pages: its paper is darker than its ink.

    Example:
        >>> is_dark(load_theme("dark")), is_dark(load_theme("light"))
        (True, False)
    """
    return sum(theme.colours["paper"]) < sum(theme.colours["ink"])


def is_file(theme: str) -> bool:
    """Whether a theme is a user's own file, and not the name of one that comes along.

    Example:
        >>> is_file("dark"), is_file("my/dark.toml")
        (False, True)
    """
    return theme.lower().endswith(SUFFIX)


def short_name(theme: str) -> str:
    """What a theme is called in the names of files: a file's without folder and ending.

    Example:
        >>> short_name("dark"), short_name("my/night.toml")
        ('dark', 'night')
    """
    return Path(theme).stem if is_file(theme) else theme


def theme_names(theme: object) -> list[str]:
    """The themes that a text names, with commas between several.

    Raises:
        ParameterError: it is no text.

    Example:
        >>> theme_names("light, my/night.toml")
        ['light', 'my/night.toml']
    """
    if not isinstance(theme, str):
        raise ParameterError(
            f"theme is {shown(theme)}; give text, with commas between several themes"
        )
    return [name.strip() for name in theme.split(",")]


def load_theme(theme: str) -> Theme:
    """The theme of this name, or in this file. A file holds what it changes of another theme.

    Raises:
        ParameterError: there is none, or the file says something that no theme can; with the key
            and its value, and what it could be.

    Example:
        >>> load_theme("light").colours["paper"]
        (255, 255, 255)
    """
    return _read(theme, Path(theme)) if is_file(theme) else _load_named(theme)


@cache
def _load_named(name: str) -> Theme:
    if name not in names("themes"):
        hint = suggestion(name, names("themes"))
        raise ParameterError(f"theme is {name!r}; {hint}")
    return _read(name, templates() / "themes" / f"{name}{SUFFIX}")


def _read(name: str, path: Path) -> Theme:
    where = f"theme {name}"
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
    colours: dict[str, Rgb] = {}
    if is_file(name):
        base = content.get("inherits", DEFAULT)
        if base not in names("themes"):
            hint = suggestion(base if isinstance(base, str) else "", names("themes"))
            raise ParameterError(f"{where}: inherits is {shown(base)}; {hint}")
        colours |= _load_named(base).colours
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
    return Theme(name, MappingProxyType(colours), about)


def _contrast(one: Rgb, other: Rgb) -> float:
    """How well one can be read on the other, from 1 to 21 (as WCAG defines it)."""

    def luminance(colour: Rgb) -> float:
        shares = (part / 255 for part in colour)
        linear = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
        return sum(weight * s for weight, s in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _check_contrast(where: str, colours: Mapping[str, Rgb]) -> None:
    """Raise ParameterError if a text cannot be read on a ground of its own."""
    for ink, grounds in READ.items():
        for ground in grounds:
            ratio = _contrast(colours[ink], colours[ground])
            if ratio < LEAST_CONTRAST:
                raise ParameterError(
                    f"{where}: {ink} on {ground} has a contrast of {ratio:.2f}, which nobody can "
                    f"read; choose colours with {LEAST_CONTRAST} at least, better 4.5"
                )


def _table(where: str, content: Mapping[str, Any], key: str, known: Any) -> Mapping[str, Any]:
    """A table of a theme, with keys that are known; all are where none are, as in a whole theme."""
    table = content.get(key, {})
    if not isinstance(table, dict):
        raise ParameterError(f"{where}: {key} is {shown(table)}; write a table, [{key}]")
    for role in table:
        if known and role not in known:
            hint = suggestion(role, known)
            raise ParameterError(f"{where}: {role!r} is no role of {key}; {hint}")
    return table


def _rgb(where: str, colour: object) -> Rgb:
    """The parts of a colour such as `#1b2530`."""
    if not isinstance(colour, str) or not re.fullmatch("#[0-9a-fA-F]{6}", colour):
        raise ParameterError(f'{where} is {shown(colour)}; write a colour as "#1b2530"')
    red, green, blue = bytes.fromhex(colour[1:])
    return red, green, blue


def _ramp(stops: list[Rgb]) -> list[Rgb]:
    """HEAT_LEVELS colours evenly from the first stop to the last."""
    ramp = []
    for level in range(HEAT_LEVELS):
        place = level / (HEAT_LEVELS - 1) * (len(stops) - 1)
        before = min(int(place), len(stops) - 2)
        share = place - before
        pairs = zip(stops[before], stops[before + 1], strict=True)
        red, green, blue = (round(a + (b - a) * share) for a, b in pairs)
        ramp.append((red, green, blue))
    return ramp
