"""The flight of a scan's numbers between its boards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from poolanim.scene.marks import Box
from poolanim.scene.motion.easing import eased
from poolanim.scene.motion.plate import plate_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.scene.boards.cells import BoardCells
    from poolanim.scene.casting import Join
    from poolanim.scene.marks import Mark
    from poolanim.scene.motion.plate import Plate
    from poolanim.scene.overlay.over import Overlay

HALF = 0.5
"""The share of a flight in which numbers reach the tag. Then their result leaves the tag."""


@dataclass(frozen=True)
class Flight:
    """The numbers of a scan on their way between its boards.

    Attributes:
        pill: the tag, without its words.
        brought: the plates between the tag and the cells in the window.
        result: the plate from the tag to the cell of the scan; None in a pass that scatters.
        text: the room of the text beside the boards.
    """

    pill: Sequence[Mark]
    brought: Sequence[Plate]
    result: Plate | None
    text: Box

    def marks(self, share: float) -> list[Mark]:
        """Returns the plates at a share of the flight. No plate covers another.

        Args:
            share: the share of the time of the flight, above 0 and at most 1.
        """
        if self.result is None:
            return self._apart(self.brought, 1 - eased(share))
        if share <= HALF:
            return self._apart(self.brought, eased(share / HALF))
        return self._apart([self.result], 1 - eased((share - HALF) / (1 - HALF)))

    def _apart(self, plates: Sequence[Plate], share: float) -> list[Mark]:
        """Returns plates that are so far from their cells, in parts of the longest way.

        All are equally far, so that those of a row follow each other. What is still behind another
        plate, near the tag, is not seen, and neither is what would cover the text.
        """
        longest = max((plate.way.length for plate in plates), default=0)
        marks: list[Mark] = []
        taken = [self.text]
        for plate in plates:
            shown = plate.at(share * longest)
            if shown is not None and not any(overlap(shown[0], box) for box in taken):
                taken.append(shown[0])
                marks += shown
        return marks


def flights(overlay: Overlay, cells: BoardCells, scan: int) -> list[Flight]:
    """Returns the numbers of a scan on their way along its beams."""
    return [_flight(overlay, cells, join, scan) for join in overlay.cast.joins]


def _flight(overlay: Overlay, cells: BoardCells, join: Join, scan: int) -> Flight:
    """Returns the numbers of a scan on their way between two boards."""
    cast, paints = overlay.cast, overlay.paints
    pill, _ = overlay.tag(join, scan)
    tag = pill[0]
    assert isinstance(tag, Box)
    beams = overlay.beams_of(join)
    whole, chosen = beams.between(scan, "slate"), cast.chosen(scan)
    other = join.source if join.target == cast.own else join.target
    plates = []
    for flown in cells.flown(other, scan):
        beam = beams.between(scan, "slate", flown.cell) if chosen else whole
        plate = plate_for(paints[other], flown, beam, tag, landing=cast.scatters)
        plates += [plate] if plate is not None else []
    result = None
    if not cast.scatters:
        result = plate_for(paints[cast.own], cells.result(scan), whole, tag, landing=True)
    level = tag.y + tag.height / 2 if overlay.placement.across else tag.x + tag.width / 2
    plates.sort(key=lambda plate: abs(plate.way.ride - level))
    strip = overlay.placement.strip
    text = Box(strip.left, strip.top, strip.width, strip.bottom - strip.top)
    return Flight(pill, plates, result, text)


def overlap(one: Box, other: Box) -> bool:
    """Returns whether two boxes, including their edges, overlap.

    Example:
        >>> overlap(Box(0, 0, 10, 10), Box(9, 9, 10, 10)), overlap(Box(0, 0, 9, 9), Box(9, 0, 9, 9))
        (True, False)
    """
    left, top, right, bottom = one.bounds
    other_left, other_top, other_right, other_bottom = other.bounds
    return left < other_right and other_left < right and top < other_bottom and other_top < bottom
