"""How outlines are divided into dashes and gaps, for pixels and vectors alike."""

from __future__ import annotations

from math import pi

DASH = 2.75
"""Length of a dash, and of a gap, in units. It is adjusted so that an outline is divided evenly."""


def pieces(length: float, dash: float = DASH) -> int:
    """Returns the number of dashes and gaps on a side that has a dash at both ends.

    Args:
        length: of the side.
        dash: about the length of each.

    Example:
        >>> pieces(55), pieces(2)
        (21, 3)
    """
    return 2 * max(round((length / dash - 1) / 2), 1) + 1


def periods(around: float, dash: float = DASH) -> int:
    """Returns the number of dashes on a closed outline.

    It is even. The dashes are then mirrored at both axes of an outline, with a dash in the middle
    of its upper side.

    Args:
        around: the length of the outline.
        dash: about the length of each dash and gap.

    Example:
        >>> periods(100), periods(2)
        (18, 2)
    """
    return 2 * max(round(around / dash / 4), 1)


def length_around(width: float, height: float, radius: float) -> float:
    """Returns the length of a rectangle's outline with round corners.

    Example:
        >>> length_around(30, 20, 0)
        100.0
    """
    return 2 * (width + height) - (8 - 2 * pi) * radius
