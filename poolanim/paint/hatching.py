"""Lines over minus, in themes that tell signs without hues."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from poolanim.records.tuples import NamedTuple
from poolanim.scene.marks import Box
from poolanim.theme.shades import HATCH

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolanim.scene.marks import Mark

EVERY = 7
"""From one line to the next, in units. Both rise to the right at 45 degrees. A box begins, at its
upper left corner, in the middle between two."""
WIDTH = 1.3
"""Width of a line, in units."""


class Hatch(NamedTuple):
    """Lines that are cut to a box.

    Attributes:
        box: a fill without a line, under them.
        ink: the role of their colour.
    """

    box: Box
    ink: str = HATCH


def parts_of(box: Box, hatched: frozenset[str]) -> list[Box | Hatch]:
    """Returns what is painted of a box: its fill, the lines over that, and its outline.

    Args:
        box: of which all is one part unless its fill has lines.
        hatched: the roles of fills that have lines.

    Example:
        >>> parts = parts_of(Box(0, 0, 9, 9, "sign.0", "ink"), frozenset({"sign.0"}))
        >>> [part.ink if isinstance(part, Hatch) else part[4:6] for part in parts]
        [('sign.0', None), 'hatch', (None, 'ink')]
    """
    if box.fill not in hatched:
        return [box]
    fill = box._replace(line=None)
    outline: list[Box | Hatch] = [box._replace(fill=None)] if box.line else []
    return [fill, Hatch(fill), *outline]


def with_hatches(marks: Iterable[Mark], hatched: frozenset[str]) -> Iterable[Mark | Hatch]:
    """Returns marks with the lines that lie on some boxes, in painting order."""
    if not hatched:
        return marks
    parts = (parts_of(mark, hatched) if isinstance(mark, Box) else [mark] for mark in marks)
    return chain.from_iterable(parts)
