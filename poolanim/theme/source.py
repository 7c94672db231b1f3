"""The file of a theme."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from poolanim.errors import ParameterError, shown, suggestion
from poolanim.files.contents import text_of
from poolanim.files.toml import TOML_ADVICE, NotTomlError, loads
from poolanim.records.tuples import NamedTuple
from poolanim.theme.colours import ramp

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from poolanim.theme.colours import Rgb

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


class Source(NamedTuple):
    """What the file of a theme says.

    Attributes:
        where: the theme, for messages.
        keys: the content of the file.
    """

    where: str
    keys: Mapping[str, Any]

    @classmethod
    def read(cls, where: str, path: Path) -> Source:
        """Reads a file.

        Raises:
            ParameterError: it cannot be read, is no TOML, or has an unknown key.
        """
        try:
            keys = loads(text_of(where, path, TOML_ADVICE))
        except NotTomlError as error:
            raise ParameterError(f"{where}: {error} (line {error.line})") from None
        for key in keys:
            if key not in KEYS:
                hint = suggestion(key, KEYS)
                raise ParameterError(f"{where}: {key!r} is no key of a theme; {hint}")
        about = keys.get("about", "")
        if not isinstance(about, str):
            raise ParameterError(f"{where}: about is {shown(about)}; give text")
        return cls(where, keys)

    @property
    def about(self) -> str:
        """The purpose of the theme."""
        return str(self.keys.get("about", ""))

    def inherited(self, known: Collection[str], default: str) -> str:
        """Returns the name of the theme that this one changes.

        Args:
            known: the names of all bundled themes.
            default: the name if the file has none.

        Raises:
            ParameterError: there is no such theme.
        """
        base = self.keys.get("inherits", default)
        if base not in known:
            hint = suggestion(base if isinstance(base, str) else "", known)
            raise ParameterError(f"{self.where}: inherits is {shown(base)}; {hint}")
        return str(base)

    def colours(self, base: Mapping[str, Rgb]) -> dict[str, Rgb]:
        """Returns the colours of another theme, replaced by those in the file.

        Args:
            base: the colours of the other theme. If there are none, the file may set any role.

        Raises:
            ParameterError: a role is unknown, or a value is no colour.
        """
        colours = dict(base)
        roles = {role for role in base if "." not in role}
        scales = {role.partition(".")[0] for role in base} - roles
        known = [*roles, *OPTIONAL] if base else []
        for role, colour in self._table("colours", known).items():
            colours[role] = self._rgb(f"colours.{role}", colour)
        for scale, stops in self._table("heat", scales).items():
            if not isinstance(stops, list) or len(stops) < 2:
                raise ParameterError(
                    f"{self.where}: heat.{scale} is {shown(stops)}; give two colours or more, such "
                    'as ["#ffffff", "#000000"]'
                )
            levels = ramp([self._rgb(f"heat.{scale}", stop) for stop in stops])
            colours |= {f"{scale}.{level}": colour for level, colour in enumerate(levels)}
        return colours

    def retired(self) -> list[str]:
        """Returns the retired roles and scales that the file sets."""
        return sorted(RETIRED.keys() & {*self.keys.get("colours", ()), *self.keys.get("heat", ())})

    def _table(self, key: str, known: Collection[str]) -> Mapping[str, Any]:
        """Returns a table without what retired. All its keys must be known, if any are."""
        table = self.keys.get(key, {})
        if not isinstance(table, dict):
            raise ParameterError(f"{self.where}: {key} is {shown(table)}; write a table, [{key}]")
        live = {role: value for role, value in table.items() if role not in RETIRED}
        for role in live:
            if known and role not in known:
                hint = suggestion(role, known)
                raise ParameterError(f"{self.where}: {role!r} is no role of {key}; {hint}")
        return live

    def _rgb(self, key: str, colour: object) -> Rgb:
        """Returns red, green and blue of a colour such as `#1b2530`."""
        if not isinstance(colour, str) or not re.fullmatch("#[0-9a-fA-F]{6}", colour):
            raise ParameterError(
                f'{self.where}: {key} is {shown(colour)}; write a colour as "#1b2530"'
            )
        red, green, blue = bytes.fromhex(colour[1:])
        return red, green, blue
