"""Computes further roles from those in a theme's file, so that the scene needs no colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.theme.colours import HEAT_LEVELS, contrast, mix

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from poolanim.theme.colours import Rgb

SIGN = "sign"
"""The scale of signed numbers: negative below the middle, positive above it."""
PALE = f"{SIGN}.{HEAT_LEVELS // 2}"
"""The level of a cell that is zero or untouched."""
HATCH = "hatch"
"""The role of the lines over negative numbers, in themes that show signs without hues."""
VEILS = (0.055, 0.05, 0.045, 0.04, 0.035, 0.03, 0.025, 0.02, 0.015, 0.01, 0.005)
"""Possible shares of ink in levels under a window. The first that leaves texts readable is used."""
VEIL = VEILS[0]
"""The share of ink in a veil over tiles."""
VEILED = ".veil"
"""What the roles of levels under a window end with."""
READABLE = 4.5
"""The least contrast of a text with a level under a window."""
BEAMS = {"plus": 0.22, "minus": 0.22, "slate": 0.12, "winner": 0.15}
"""The share of a beam's colour in the paper, by role. The beams of winners and slate are pale
enough for words in their colours."""


def derived(colours: Mapping[str, Rgb]) -> dict[str, Rgb]:
    """Returns the roles that are computed from those of a theme's file.

    `sequential.0.ink` is the colour of text on a level of heat. `sign.0.veil` is a level of signs
    under the window. `beam.plus` is the tint of a beam. `tracked_inner`, the inner frame of the
    tracked cell, has the colour of that cell unless the file gives another.
    """
    found = {"tracked_inner": colours.get("tracked_inner", colours["tracked"])}
    inks = colours["on_light"], colours["on_dark"]
    for role, colour in colours.items():
        if role.startswith(f"{SIGN}."):
            found[f"{role}{VEILED}"] = _veil(role, colours)
        elif "." in role:
            found[f"{role}.ink"] = max(inks, key=lambda ink: contrast(ink, colour))
    for role, share in BEAMS.items():
        found[f"beam.{role}"] = mix(colours["paper"], colours[role], share)
    return found


def hatched(roles: Container[str]) -> frozenset[str]:
    """Returns the fills that painters hatch: those of negative numbers, if a theme has the role.

    Args:
        roles: the roles of the theme.

    Example:
        >>> sorted(hatched({"paper", "hatch"}))[:3], hatched({"paper"})
        (['sign.0', 'sign.0.veil', 'sign.1'], frozenset())
    """
    if HATCH not in roles:
        return frozenset()
    levels = [f"{SIGN}.{level}" for level in range(HEAT_LEVELS // 2)]
    return frozenset([*levels, *(f"{level}{VEILED}" for level in levels)])


def under_veils(colours: Mapping[str, Rgb]) -> dict[str, Rgb]:
    """Returns the colours that become those of the levels under a window, under a veil of ink.

    Levels that no colour becomes are left out.

    Args:
        colours: the colour of each role.

    Example:
        >>> under_veils({"ink": (0, 0, 0), "sign.0": (200, 99, 0), "sign.0.veil": (189, 94, 0)})
        {'sign.0.veil': (200, 99, 0)}
    """
    found: dict[str, Rgb] = {}
    for role, colour in colours.items():
        if role.endswith(VEILED):
            level = colours[role.removesuffix(VEILED)]
            is_veiled = mix(level, colours["ink"], VEIL) == colour
            under = level if is_veiled else mix(colour, colours["ink"], VEIL / (VEIL - 1))
            if all(0 <= part <= 255 for part in under):
                found[role] = under
    return found


def _veil(level: str, colours: Mapping[str, Rgb]) -> Rgb:
    """Returns a level under the window, with the most ink that leaves its texts readable."""
    readers = ["ink", "plus_text", "minus_text", *(["soft"] if level == PALE else [])]
    for share in VEILS:
        veiled = mix(colours[level], colours["ink"], share)
        if all(contrast(colours[reader], veiled) >= READABLE for reader in readers):
            return veiled
    return colours[level]
