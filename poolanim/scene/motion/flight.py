"""The flight of a scan's numbers between its boards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.records import frozen
from poolanim.scene.marks import Box
from poolanim.scene.motion.easing import eased
from poolanim.scene.motion.plate import plate_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.scene.boards.cells import BoardCells
    from poolanim.scene.boards.join import Join
    from poolanim.scene.marks import Mark
    from poolanim.scene.motion.plate import Plate
    from poolanim.scene.overlay.over import Overlay
    from poolanim.scene.overlay.threads import Threads

HALF = 0.5
"""The share of a flight in which numbers reach the tag. Then their result leaves the tag."""


@frozen
class Flight:
    """The numbers of a scan on their way between its boards.

    Attributes:
        pill: the tag, without its words.
        read: the plates from cells to the tag.
        given: the plates from the tag to cells.
        gathers: whether numbers are read before others are given.
        text: the room of the text beside the boards.
    """

    pill: Sequence[Mark]
    read: Sequence[Plate]
    given: Sequence[Plate]
    gathers: bool
    text: Box

    def marks(self, share: float) -> list[Mark]:
        """Returns the plates at a share of the flight. No plate covers another.

        Args:
            share: the share of the time of the flight, above 0 and at most 1.
        """
        if not self.gathers:
            return self._apart(self.given, 1 - eased(share))
        if share <= HALF:
            return self._apart(self.read, eased(share / HALF))
        return self._apart(self.given, 1 - eased((share - HALF) / (1 - HALF)))

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
    turn, thread = overlay.cast.at(scan), overlay.thread(scan)
    joins = [join for join in turn.joins if overlay.beams_of(join).of(scan)]
    found = [_flight(overlay, cells, join, scan) for join in joins]
    return found if thread is None else [*found, _threaded(overlay, cells, thread, scan)]


def _threaded(overlay: Overlay, cells: BoardCells, thread: Threads, scan: int) -> Flight:
    """Returns the numbers of a scan on their way between a thread and boards."""
    given = [
        plate
        for number, tag, beam in thread.giving(scan)
        for flown in cells.flown(number, scan)
        if (plate := plate_for(overlay.paints[number], flown, beam, tag, landing=True)) is not None
    ]
    return Flight(thread.tags(scan), (), given, not overlay.cast.scatters, _text(overlay))


def _flight(overlay: Overlay, cells: BoardCells, join: Join, scan: int) -> Flight:
    """Returns the numbers of a scan on their way between two boards."""
    cast = overlay.cast
    pill, _ = overlay.tag(join, scan)
    tag = pill[0]
    assert isinstance(tag, Box)
    beams = overlay.beams_of(join)
    whole, turn = beams.between(scan, "slate"), cast.at(scan)

    def plates(number: int, *, landing: bool) -> list[Plate]:
        found = []
        for flown in cells.flown(number, scan):
            won = cast.chosen(number, scan) and number not in turn.own
            beam = beams.between(scan, "slate", flown.cell) if won else whole
            plate = plate_for(overlay.paints[number], flown, beam, tag, landing=landing)
            found += [plate] if plate is not None else []
        across = overlay.placement.direction(*join.boards) == "across"
        level = tag.y + tag.height / 2 if across else tag.x + tag.width / 2
        return sorted(found, key=lambda plate: abs(plate.way.ends.ride - level))

    return Flight(
        pill,
        plates(join.source, landing=False) if cast.reads(join) else (),
        plates(join.target, landing=True) if turn.gives(join) else (),
        not cast.scatters,
        _text(overlay),
    )


def _text(overlay: Overlay) -> Box:
    """Returns the room of the text beside the boards."""
    strip = overlay.placement.strip
    return Box(strip.left, strip.top, strip.width, strip.bottom - strip.top)


def overlap(one: Box, other: Box) -> bool:
    """Returns whether two boxes, including their edges, overlap.

    Example:
        >>> overlap(Box(0, 0, 10, 10), Box(9, 9, 10, 10)), overlap(Box(0, 0, 9, 9), Box(9, 0, 9, 9))
        (True, False)
    """
    left, top, right, bottom = one.bounds
    other_left, other_top, other_right, other_bottom = other.bounds
    return left < other_right and other_left < right and top < other_bottom and other_top < bottom
