"""The colours of the stage: those of its roles, and steps from each ink to the grounds it meets.

They follow from the theme alone, so they are known before a frame is composed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from poolanim.theme.legibility import STAGE, pairs_of
from poolanim.theme.shades import PALE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from poolanim.theme.legibility import Pairs

    Mixed = tuple[int, int, int, int]
    Mixes = NDArray[np.int16]

EDGES: Pairs = {
    **dict.fromkeys(("plus", "minus", "slate", "winner"), ("paper", PALE)),
    "tracked_edge": ("tracked", "tracked_inner"),
    "dash": ("paper",),
    "off": ("paper",),
    "muted": ("sign",),
    "hatch": ("sign",),
}
"""Pairs like those of texts, for shapes that have smooth edges."""
HEAT = ("sequential", "picture")
"""Scales whose colours are near those of texts on them, so that these need no steps."""
STEPS = 3
"""From a ground to an ink. Two more can hardly be seen, and take a tenth more bytes."""
NEAR = 24
"""Steps that differ no more than this in each channel from another colour are left out."""
WIDER = 3
"""By how much more they may differ, as often as there are too many colours."""


def stage_colours(mixed: Mapping[str, Mixed], most: int) -> Mixes:
    """Returns the colours of the stage, (n, 4), in an order that only depends on the theme.

    Args:
        mixed: the colour of each role of the theme.
        most: how many colours there may be.
    """
    pairs = [pair for table in (STAGE, EDGES) for pair in pairs_of(table, mixed)]
    roles = {role for pair in pairs for role in pair}
    roles.update(role for role in mixed if role.startswith(HEAT))
    own = np.array(sorted({mixed[role] for role in roles}), np.int16)
    inks = np.array([mixed[ink] for ink, _ in pairs], np.int16)[:, None]
    grounds = np.array([mixed[ground] for _, ground in pairs], np.int16)[:, None]
    share = np.arange(1, STEPS)[:, None] / STEPS
    steps = np.rint(grounds + (inks - grounds) * share).astype(np.int16).reshape(-1, 4)
    near = NEAR
    while len(colours := np.vstack([own, *_apart(steps, own, near)])) > most:
        near += WIDER
    return colours


def distances(colours: Mixes, others: Mixes) -> Mixes:
    """Returns how far colours are from each of others, in the channel that differs most.

    Example:
        >>> distances(np.array([[0, 0, 0, 0]]), np.array([[1, 5, 2, 0], [3, 0, 0, 0]])).tolist()
        [[5, 3]]
    """
    found: Mixes = np.abs(colours[:, None] - others).max(axis=2)
    return found


def _apart(steps: Mixes, own: Mixes, near: int) -> Iterator[Mixes]:
    """Yields steps that are near neither to other colours nor to steps before them."""
    steps = steps[distances(steps, own).min(axis=1) > near]
    while len(steps):
        first = steps[:1]
        yield first
        steps = steps[distances(steps, first)[:, 0] > near]
