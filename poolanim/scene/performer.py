"""Plays a pass on a sheet, moment after moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.scene.boards.cells import BoardCells
from poolanim.scene.frames import OVER_ALL
from poolanim.scene.motion.easing import between, eased
from poolanim.scene.overlay.between import essence, sums

if TYPE_CHECKING:
    from collections.abc import Mapping

    from poolanim.scene.motion.flight import Flight
    from poolanim.scene.phases import Tween
    from poolanim.scene.play import Play
    from poolanim.scene.sheet import Sheet
    from poolanim.scene.tracks import Spot

STANDS = 0.5
"""The share of a glide after which the outlines stop."""
LIFTED = 0.5
"""The share of the beam's opening after which old values have moved up."""
OF_A_SCAN = ("beam", "tag", "mask")
"""The places that show what a scan does."""


class Performer:
    """A play on a sheet.

    Args:
        play: the play.
        sheet: takes the marks.
        done: the number of scans before the film.
    """

    def __init__(self, play: Play, sheet: Sheet, done: int) -> None:
        self._play, self._sheet = play, sheet
        self._over = play.overlay
        self._changed: set[Spot] = set()
        self._begun = False
        self._rested = done
        self._last: int | None = None
        self._arrived: int | None = None
        self._moving: tuple[int, Tween] | None = None
        self._reached = 0.0
        self._flights: list[Flight] = []
        self._cells = BoardCells(play.cast, play.paints, sheet)
        self._cells.advance(done)
        self._turn = play.cast.at(min(done, len(play.cast.shown) - 1))
        self._cells.standing.enter(self._turn.used)
        self._stand(self._cells.standing.boards, done)
        self._clear(OVER_ALL)
        told = essence(self._over)
        sheet.put("mask", told)
        play.side.opening(sheet, done, told=bool(told))

    # ---- stages

    def arrive(self, scan: int) -> None:
        """Shows the windows of a scan, before it does anything."""
        self._come(scan)
        self._cells.light(self._cells.window(scan), scan, self._last)

    def hold(self, scan: int) -> None:
        """Shows where a scan reads, what it adds, and how much."""
        if self._arrived != scan:
            self._come(scan)
        self._cells.land(scan)
        self._sheet.put("flying")
        self._sheet.put("beam", self._over.beam_marks(scan))
        self._sheet.put("tag", self._over.tags(scan))
        self._sheet.put("mask", self._over.mask(scan))
        self._play.side.hold(self._sheet, scan)

    def merge(self, scan: int) -> None:
        """Shows a scan after its deltas have merged into the sums, which are bold."""
        self._cells.advance(scan + 1)
        self._rested = scan + 1
        self._cells.rest(scan, bold=True)
        self._clear(OF_A_SCAN)
        self._play.side.rest(self._sheet, scan)

    def rest(self, scan: int) -> None:
        """Shows the sums of a scan as they stay."""
        self._cells.rest(scan, bold=False)

    def end(self, scan: int) -> None:
        """Stores the cells under the window of a scan, which the next move uncovers."""
        self._changed = set(self._cells.window(scan))
        self._last = scan

    def closing(self, last: int) -> None:
        """Shows the result of the pass."""
        self._clear(OVER_ALL)
        self._cells.advance(last + 1)
        dotted, comes = self._play.dotted, sums(self._over)
        self._cells.closing(last, dotted=dotted)
        self._sheet.put("mask", comes)
        self._play.side.closing(self._sheet, summed=bool(comes), dotted=dotted)

    # ---- motion

    def move(self, scan: int, tween: Tween, share: float) -> None:
        """Shows what moves in a scan.

        Args:
            scan: its number.
            tween: the motion.
            share: the share of the motion that is done, above 0 and at most 1.
        """
        first, self._moving = self._moving != (scan, tween), (scan, tween)
        if tween in ("open", "fly") and self._arrived != scan:
            self.arrive(scan)
        if tween == "glide":
            self._glide(scan, min(share / STANDS, 1), first=first)
        elif tween == "open":
            self._open(scan, share, first=first)
        else:
            self._fly(scan, share, first=first)

    def _glide(self, scan: int, share: float, *, first: bool) -> None:
        """Shows the outlines on their way from the scan before."""
        if first:
            self._begin(scan)
            if self._last is not None:  # what lies under both windows stays as it is
                before = set(self._cells.window(self._last))
                both = [spot for spot in self._cells.window(scan) if spot in before]
                self._cells.light(both, scan, self._last)
        if first or share != self._reached:
            start, over, way = scan if self._last is None else self._last, self._over, eased(share)
            self._sheet.put("window", between(over.windows(start), over.windows(scan), way))
            self._sheet.put("active", between(over.active(start), over.active(scan), way))
        self._reached = share

    def _open(self, scan: int, share: float, *, first: bool) -> None:
        """Shows winners, old values that make room for deltas, and the opening beam."""
        lift = min(share / LIFTED, 1)
        if first or lift != self._reached:
            self._cells.rise(scan, lift)
            self._sheet.put("mask", self._over.mask(scan))
        self._reached = lift
        self._sheet.put("beam", self._over.beam_marks(scan, eased(share)))

    def _fly(self, scan: int, share: float, *, first: bool) -> None:
        """Shows the tag, and numbers on their way."""
        if first:
            from poolanim.scene.motion.flight import flights  # a film in steps needs neither
            from poolanim.scene.motion.ground import Ground

            ground = Ground(self._over, self._cells.standing, self._sheet)
            self._flights = flights(ground, self._cells, scan)
            self._sheet.put("tag", [mark for each in self._flights for mark in each.pill])
        self._sheet.put("flying", [mark for each in self._flights for mark in each.marks(share)])

    # ---- parts of several moments

    def _begin(self, scan: int) -> None:
        """Adds all scans before this one, and takes away what belongs to the scan before."""
        self._changed |= self._cells.advance(scan)
        self._cells.end(range(self._rested, scan))
        self._rested = max(self._rested, scan)
        if self._turn is not self._play.cast.at(scan):
            self._turn = self._play.cast.at(scan)
            self._stand(self._cells.standing.enter(self._turn.used), scan)
            self._begun = False
        if self._begun:
            self._cells.leave(sorted(self._changed - set(self._cells.window(scan))), scan)
        else:
            self._cells.leave(self._cells.covered, scan)
            self._begun = True
        self._clear(OF_A_SCAN)

    def _stand(self, boards: Mapping[int, int], done: int) -> None:
        """Draws boards as they are after `done` scans, by their places."""
        for place, number in boards.items():
            self._sheet.put(("name", place), self._play.name(number))
            self._sheet.put(("dashes", place), self._play.dashes(number))
            self._cells.opening(number, done)

    def _come(self, scan: int) -> None:
        """Moves the windows to a scan."""
        self._begin(scan)
        self._sheet.put("window", self._over.windows(scan))
        self._sheet.put("active", self._over.active(scan))
        self._arrived = scan

    def _clear(self, places: tuple[str, ...]) -> None:
        for place in places:
            self._sheet.put(place)
