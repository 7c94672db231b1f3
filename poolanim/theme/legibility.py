"""Checks the contrast of each text with each ground on which it is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.errors import ParameterError
from poolanim.theme.colours import contrast

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from poolanim.theme.colours import Rgb

    Pairs = Mapping[str, tuple[str, ...]]

LEAST_CONTRAST = 2
"""The least contrast of a text with its ground. Themes of poolanim have more than twice as much."""
READ: Pairs = {
    **dict.fromkeys(("ink", "muted", "accent"), ("paper", "cell", "window", "active")),
    "on_tracked": ("tracked",),
    "on_peak": ("peak",),
}
"""The roles of the grounds of each role of a text."""
STAGE: Pairs = {
    "ink": ("paper", "sign", "beam", "hatch"),
    "muted": ("paper", "sign.8"),
    "soft": ("paper", "sign.8"),
    "plus": ("paper",),
    "minus": ("paper",),
    "slate": ("paper", "beam.slate"),
    "winner": ("paper", "sign.8", "beam.winner"),
    "plus_text": ("paper", "sign", "beam.plus", "hatch"),
    "minus_text": ("paper", "sign", "beam.minus", "hatch"),
    "on_tracked": ("tracked",),
    "on_winner": ("winner",),
}
"""The same for the stage. A ground includes all roles that begin with it: `sign.8` includes
`sign.8.veil`."""


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


def check_contrast(where: str, colours: Mapping[str, Rgb], named: Collection[str]) -> None:
    """Checks that texts have enough contrast with their grounds.

    Args:
        where: the name of the theme, for the message.
        colours: the colours of all roles.
        named: the roles and scales that a user's file sets. If none of them is used only by the
            stage, the stage's pairs are not checked, since the file is older than the stage.

    Raises:
        ParameterError: a text has too little contrast with one of its grounds.
    """
    knows_stage = not (_names(STAGE) - _names(READ)).isdisjoint(named)
    for pairs in (READ, STAGE) if knows_stage else (READ,):
        for ink, ground in pairs_of(pairs, colours):
            ratio = contrast(colours[ink], colours[ground])
            if ratio < LEAST_CONTRAST:
                raise ParameterError(
                    f"{where}: {ink} on {ground} has a contrast of {ratio:.2f} and is not "
                    f"readable; choose colours with at least {LEAST_CONTRAST}, better 4.5"
                )


def _names(pairs: Pairs) -> set[str]:
    """Returns the roles and scales of pairs."""
    grounds = (ground for grounds in pairs.values() for ground in grounds)
    return {*pairs, *(ground.partition(".")[0] for ground in grounds)}
