"""The course of motions: slow at both ends, and on whole units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.scene.marks import Box

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.scene.marks import Mark


def eased(share: float) -> float:
    """Returns the share of the way at a share of the time, for a motion that is slow at both ends.

    Example:
        >>> eased(0), eased(0.25), eased(0.5), eased(1)
        (0, 0.15625, 0.5, 1)
    """
    return share * share * (3 - 2 * share)


def between(start: Sequence[Mark], end: Sequence[Mark], share: float) -> list[Mark]:
    """Returns outlines at a share of the way from one place to another, on whole units.

    Example:
        >>> between([Box(0, 0, 10, 10)], [Box(20, 0, 30, 10)], 0.5)[0][:4]
        (10, 0, 20, 10)
    """
    found: list[Mark] = []
    for one, other in zip(start, end, strict=True):
        assert isinstance(one, Box)
        assert isinstance(other, Box)
        x, y, width, height = (
            b + round((a - b) * (1 - share)) for a, b in zip(one[:4], other[:4], strict=True)
        )
        found.append(other._replace(x=x, y=y, width=width, height=height))
    return found
