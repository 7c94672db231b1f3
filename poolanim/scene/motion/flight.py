"""The flight of a scan's numbers between its boards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.records import frozen
from poolanim.scene.marks import Box
from poolanim.scene.motion.easing import eased
from poolanim.scene.motion.plate import plate_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from poolanim.scene.boards.cells import BoardCells
    from poolanim.scene.boards.join import Join
    from poolanim.scene.marks import Bounds, Mark
    from poolanim.scene.motion.ground import Ground
    from poolanim.scene.motion.plate import Plate
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
        others: for `read` and for `given`, what their plates must not cover.
    """

    pill: Sequence[Mark]
    read: Sequence[Plate]
    given: Sequence[Plate]
    gathers: bool
    others: tuple[Sequence[Bounds], Sequence[Bounds]]

    def marks(self, share: float) -> list[Mark]:
        """Returns the plates at a share of the flight. No plate covers another.

        Args:
            share: the share of the time of the flight, above 0 and at most 1.
        """
        if not self.gathers:
            return self._apart(1, 1 - eased(share))
        if share <= HALF:
            return self._apart(0, eased(share / HALF))
        return self._apart(1, 1 - eased((share - HALF) / (1 - HALF)))

    def _apart(self, landing: int, share: float) -> list[Mark]:
        """Returns plates that are so far from their cells, in parts of the longest way.

        All are equally far, so that those of a row follow each other. What is still behind another
        plate, near the tag, is not seen, and neither is what would cover text or another board.

        Args:
            landing: 0 for the plates that are read, 1 for those that are given.
            share: how far they are from their cells.
        """
        plates = self.given if landing else self.read
        longest = max((plate.way.length for plate in plates), default=0)
        marks: list[Mark] = []
        taken = [*self.others[landing]]
        for plate in plates:
            shown = plate.at(share * longest)
            if shown is None:
                continue
            bounds = shown[0].bounds
            if not any(overlap(bounds, other) for other in taken):
                taken.append(bounds)
                marks += shown
        return marks


def flights(ground: Ground, cells: BoardCells, scan: int) -> list[Flight]:
    """Returns the numbers of a scan on their way along its beams."""
    thread, joined = ground.overlay.thread(scan), ground.overlay.joined(scan)
    found = [_flight(ground, cells, join, scan) for join, beams in joined.items() if beams]
    return found if thread is None else [*found, *_threaded(ground, cells, thread, scan)]


def _threaded(ground: Ground, cells: BoardCells, thread: Threads, scan: int) -> Iterator[Flight]:
    """Yields the numbers of a scan on their way between a thread and boards."""
    gathers = not ground.overlay.cast.scatters
    yield Flight(thread.tags(scan), (), (), gathers, ((), ()))
    for number, tag, beam in thread.giving(scan):
        lanes = ground.lanes(number)
        plates = [
            plate
            for flown in cells.flown(number, scan)
            if (plate := plate_for(flown, beam, tag, lanes, landing=True)) is not None
        ]
        yield Flight((), (), plates, gathers, ((), ground.others(number)))


def _flight(ground: Ground, cells: BoardCells, join: Join, scan: int) -> Flight:
    """Returns the numbers of a scan on their way between two boards."""
    cast = ground.overlay.cast
    pill, _ = ground.overlay.tag(join, scan)
    tag = pill[0]
    assert isinstance(tag, Box)
    reads, gives = cast.reads(join), cast.at(scan).gives(join)
    return Flight(
        pill,
        _plates(ground, cells, join, scan, tag, landing=False) if reads else (),
        _plates(ground, cells, join, scan, tag, landing=True) if gives else (),
        not cast.scatters,
        (ground.others(join.source), ground.others(join.target)),
    )


def _plates(
    ground: Ground, cells: BoardCells, join: Join, scan: int, tag: Box, *, landing: bool
) -> list[Plate]:
    """Returns the plates of a scan on one board, those nearest to the tag's level first."""
    overlay, number = ground.overlay, join.target if landing else join.source
    if overlay.paints[number].setting is None:
        return []
    beams, lanes = overlay.beams_of(join), ground.lanes(number)
    won = overlay.cast.chosen(number, scan) and number not in overlay.cast.at(scan).own
    whole, plates = beams.between(scan, "slate"), []
    for flown in cells.flown(number, scan):
        beam = beams.between(scan, "slate", flown.cell) if won else whole
        plate = plate_for(flown, beam, tag, lanes, landing=landing)
        plates += [plate] if plate is not None else []
    across = overlay.placement.direction(*join.boards) == "across"
    level = tag.y + tag.height / 2 if across else tag.x + tag.width / 2
    return sorted(plates, key=lambda plate: abs(plate.way.ends.ride - level))


def overlap(one: Bounds, other: Bounds) -> bool:
    """Returns whether two rectangles overlap.

    Example:
        >>> overlap((0, 0, 10, 10), (9, 9, 19, 19)), overlap((0, 0, 9, 9), (9, 0, 18, 9))
        (True, False)
    """
    left, top, right, bottom = one
    other_left, other_top, other_right, other_bottom = other
    return left < other_right and other_left < right and top < other_bottom and other_top < bottom
