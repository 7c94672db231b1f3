"""Checks the contrast of each text with each ground on which it is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.theme.colours import contrast
from poolanim.theme.shades import PALE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from poolanim.theme.colours import Rgb

    Pairs = Mapping[str, tuple[str, ...]]

LEAST_CONTRAST = 2
"""The least contrast of a text with its ground. Themes of poolanim have more than twice as much."""
STAGE: Pairs = {
    "ink": ("paper", "sign", "beam", "hatch"),
    "muted": ("paper", PALE),
    "soft": ("paper", PALE),
    "plus": ("paper",),
    "minus": ("paper",),
    "slate": ("paper", "beam.slate"),
    "winner": ("paper", PALE, "beam.winner"),
    "plus_text": ("paper", "sign", "beam.plus", "hatch"),
    "minus_text": ("paper", "sign", "beam.minus", "hatch"),
    "on_tracked": ("tracked",),
    "on_winner": ("winner",),
}
"""The roles of the grounds of each role of a text in a picture. A ground includes all roles that
begin with it: `sign.8` includes `sign.8.veil`."""
PLAYER: Pairs = {"ink": ("off",)}
"""Further pairs, in the player around a picture."""


def pairs_of(pairs: Pairs, roles: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yields each role of a text with each role of a theme on which it is drawn.

    Example:
        >>> roles = ["soft", "sign.8", "sign.8.veil", "sign.9"]
        >>> list(pairs_of({"soft": ("paper", "sign.8")}, roles))
        [('soft', 'sign.8'), ('soft', 'sign.8.veil')]
    """
    known = {ground for grounds in pairs.values() for ground in grounds}
    under = {
        ground: [role for role in roles if role == ground or role.startswith(f"{ground}.")]
        for ground in known
    }
    for ink, grounds in pairs.items():
        for ground in grounds if ink in roles else ():
            yield from ((ink, role) for role in under[ground])


def texts_on_grounds(roles: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yields each role of a text with each role on which it can stand, in pictures and the player.

    Args:
        roles: the roles of a theme.
    """
    for pairs in (STAGE, PLAYER):
        yield from pairs_of(pairs, roles)
    yield from ((f"{role}.ink", role) for role in roles if f"{role}.ink" in roles)


def unreadable(colours: Mapping[str, Rgb]) -> str:
    """Returns what is wrong if a text has too little contrast with one of its grounds.

    Args:
        colours: the colours of all roles.
    """
    for ink, ground in texts_on_grounds(colours):
        ratio = contrast(colours[ink], colours[ground])
        if ratio < LEAST_CONTRAST:
            return (
                f"{ink} on {ground} has a contrast of {ratio:.2f} and is not readable; choose "
                f"colours with at least {LEAST_CONTRAST}, better 4.5"
            )
    return ""
