"""Themes: a colour for each role that a mark can have, read from `templates/themes`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from poolanim.errors import ParameterError, suggestion
from poolanim.resources import names, templates

if TYPE_CHECKING:
    from collections.abc import Mapping

Rgb = tuple[int, int, int]

HEAT_LEVELS = 17
"""Colours in a heat map's scale; odd, so that a diverging one has a middle."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A look.

    Attributes:
        name: what the user calls it.
        colours: red, green and blue, 0 to 255, for each role. The levels of a heat map's scale
            are roles as well: `sequential.0`, `sequential.1` and so on.
    """

    name: str
    colours: Mapping[str, Rgb]


@cache
def load_theme(name: str) -> Theme:
    """The theme of this name.

    Raises:
        ParameterError: there is none, with the nearest known name.

    Example:
        >>> load_theme("light").colours["paper"]
        (255, 255, 255)
    """
    if name not in names("themes"):
        raise ParameterError(f"theme is {name!r}; {suggestion(name, names('themes'))}")
    content = tomllib.loads((templates() / "themes" / f"{name}.toml").read_text("utf-8"))
    colours = {role: _rgb(colour) for role, colour in content["colours"].items()}
    for scale, stops in content["heat"].items():
        ramp = _ramp([_rgb(stop) for stop in stops])
        colours |= {f"{scale}.{level}": colour for level, colour in enumerate(ramp)}
    return Theme(name, MappingProxyType(colours))


def _rgb(text: str) -> Rgb:
    red, green, blue = re.findall("[0-9a-f]{2}", text.lower())
    return int(red, 16), int(green, 16), int(blue, 16)


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
