"""The channels of a pass, whose windows move together, and their progress."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.scene.motion import eased

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from poolanim.parameters.sizes import Pair
    from poolanim.scene.casting import Sums
    from poolanim.scene.motion import Flight
    from poolanim.scene.pace import Tween
    from poolanim.scene.play import Play
    from poolanim.scene.sheet import Sheet

    Moment = Callable[[Play, Sheet, Sums | None], None]


STANDS = 2 / 3
"""The share of a glide after which the outlines stop."""
LIFTED = 0.5
"""The share of the beam's opening after which old values have moved up."""
MET = 0.5
"""The share of a merge after which the sums are in the cells."""


class Company:
    """The plays of a pass, one for each channel, on one sheet.

    Args:
        plays: the plays of the channels.
        sheet: takes the marks. The text beside the boards is about the first channel.
        first: the number of scans before the film.
    """

    def __init__(self, plays: Sequence[Play], sheet: Sheet, first: int) -> None:
        self._parts = [
            (play, sheet.of_channel(number), play.cast.sums() if play.cast.scatters else None)
            for number, play in enumerate(plays)
        ]
        self._changed: set[Pair] = set()
        self._begun = False
        self._rested = first
        self._last: int | None = None
        self._arrived: int | None = None
        self._moving: tuple[int, Tween, bool] | None = None
        self._risen = False
        self._flights: list[Flight] = []
        self._advance(first)
        for play, own, sums in self._parts:
            play.opening(own, sums, first)

    def __iter__(self) -> Iterator[tuple[Play, Sheet, Sums | None]]:
        return iter(self._parts)

    def begin(self, scan: int) -> set[Pair]:
        """Adds all scans before this one, and returns the cells that they leave."""
        self._changed |= self._advance(scan)
        if not self._begun:
            self._begun = True
            for play, own, sums in self._parts:
                play.leave(own, sums, play.cells, scan)
        for play, own, _ in self._parts:
            play.end(own, range(self._rested, scan))
        self._rested = max(self._rested, scan)
        return self._changed

    def arrive(self, scan: int) -> None:
        """Moves the windows to a scan."""
        changed = self.begin(scan)
        self._arrived = scan
        for play, own, sums in self._parts:
            play.arrive(own, sums, scan, changed, self._last)

    def move(self, scan: int, tween: Tween, share: float) -> None:
        """Shows what moves in a scan.

        Args:
            scan: its number.
            tween: the motion.
            share: the share of the motion that is done, above 0 and at most 1.
        """
        met = tween == "merge" and share >= MET
        first, self._moving = self._moving != (scan, tween, met), (scan, tween, met)
        if tween in ("open", "fly") and self._arrived != scan:
            self.arrive(scan)
        if tween == "glide":
            self._glide(scan, eased(min(share / STANDS, 1)), first=first)
        elif tween == "open":
            for play, own, sums in self._parts:
                if first or not self._risen:
                    play.rise(own, sums, scan, min(share / LIFTED, 1))
                play.open(own, scan, eased(share))
            self._risen = share >= LIFTED
        elif tween == "fly":
            self._fly(scan, share, first=first)
        elif first:
            if met:
                self._advance(scan + 1)
            for play, own, sums in self._parts:
                if sums is not None:
                    play.merge(own, sums, scan, met=met)

    def _glide(self, scan: int, share: float, *, first: bool) -> None:
        if first:
            changed = self.begin(scan)
            for play, own, sums in self._parts:
                play.depart(own, sums, scan, changed, self._last)
        for play, own, _ in self._parts:
            play.glide(own, scan, self._last, share)

    def _fly(self, scan: int, share: float, *, first: bool) -> None:
        if first:
            self._flights = [play.flight(sums, scan) for play, _, sums in self._parts]
        for (_, own, _), flight in zip(self._parts, self._flights, strict=True):
            if first:
                own.put("tag", flight.pill)
            own.put("flying", flight.marks(share) if share < 1 else ())
        if share == 1:
            for play, own, sums in self._parts:
                play.land(own, sums, scan)

    def hold(self, scan: int) -> None:
        """Shows a scan."""
        if self._arrived != scan:
            self.arrive(scan)
        for play, own, sums in self._parts:
            play.hold(own, sums, scan)

    def rest(self, scan: int, *, bold: bool) -> None:
        """Shows a scan after its deltas have merged into the sums, which may be bold."""
        self._advance(scan + 1)
        self._rested = scan + 1
        for play, own, sums in self._parts:
            play.rest(own, sums, scan, bold=bold)

    def end(self, scan: int) -> None:
        """Stores the cells under the window of a scan, which the next move uncovers."""
        self._changed = self._parts[0][0].window_cells(scan)
        self._last = scan

    def closing(self, last: int) -> None:
        """Shows the result of the pass."""
        self._advance(last + 1)
        for play, own, sums in self._parts:
            play.closing(own, sums, last)

    def _advance(self, scans: int) -> set[Pair]:
        """Adds the first `scans` scans, and returns the cells that changed in any channel."""
        return {
            cell for _, _, sums in self._parts if sums is not None for cell in sums.advance(scans)
        }
