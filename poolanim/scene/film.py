"""The frames of a film: its passes, one after another, on one sheet."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from poolanim.records import frozen
from poolanim.scene.frames import OVER_ALL, kind_of
from poolanim.scene.masthead import put_caption, put_count, put_parameters, put_rail, put_title
from poolanim.scene.performer import Performer
from poolanim.scene.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from poolanim.scene.boards.setting import Measure
    from poolanim.scene.frames import Frame, Place
    from poolanim.scene.masthead import Own
    from poolanim.scene.pace import Drawn, Pace
    from poolanim.scene.staging import Act


@frozen
class Film:
    """The passes of a film.

    Attributes:
        acts: the passes.
        pace: the frames of each pass.
        own: the title and the user's caption.
        font: the path of the user's font; None if there is none.
        measure: returns the widths of texts.
    """

    acts: Sequence[Act]
    pace: Pace
    own: Own
    font: str | None
    measure: Measure

    def frames(self, start: int = 0) -> Iterator[Frame]:
        """Yields the frames from number `start` on. The first of them fills every place."""
        order = _in_order(self._places)
        sheet, count = Sheet(order, self.font), self.pace.frame_count
        for number, (act, places) in enumerate(zip(self.acts, self._places, strict=True)):
            first = number * count
            if start < first + count:
                for place in order:
                    if place not in places:
                        sheet.put(place)
                yield from self._frames(act, sheet, max(start - first, 0))

    def _frames(self, act: Act, sheet: Sheet, start: int) -> Iterator[Frame]:
        """Yields the frames of a pass from number `start` on."""
        pace = self.pace
        skipped = max(pace.over(start) - 1, 0)
        performer = self._open(act, sheet, pace.drawn[skipped].scan if start else pace.first)
        if not start:
            yield sheet.frame(pace.hold_ms)
        number = pace.ends[skipped - 1] if skipped else 1
        for drawn in pace.drawn[skipped:]:
            for time_ms in self._beats(act, sheet, performer, drawn):
                if number >= start:
                    yield sheet.frame(time_ms)
                number += 1
            performer.end(drawn.scan)
        last = pace.drawn[-1].scan
        performer.closing(last)
        self._put_progress(act, sheet, last + 1, "closing")
        yield sheet.frame(pace.closing_ms)

    @cached_property
    def _places(self) -> list[dict[Place, None]]:
        """The places of each pass in the order in which they are painted, if there are several."""
        return list(map(self._places_of, self.acts)) if len(self.acts) > 1 else [{}]

    def _places_of(self, act: Act) -> dict[Place, None]:
        sheet = Sheet()
        self._open(act, sheet, 0)
        return dict.fromkeys(sheet.frame(0).changes)

    def _open(self, act: Act, sheet: Sheet, done: int) -> Performer:
        """Draws the picture after `done` scans, before the first scan of the film."""
        self._put_head(act, sheet)
        self._put_progress(act, sheet, done, "opening")
        return Performer(act.play, sheet, done)

    def _beats(self, act: Act, sheet: Sheet, performer: Performer, drawn: Drawn) -> Iterator[int]:
        """Draws each frame of a scan, and yields its time."""
        scan = drawn.scan
        for stage, time_ms, tween, share in drawn.instants(self.pace.tween_ms):
            tells = stage == "told" or len(drawn.times_ms) == 1
            if tween is not None:
                performer.move(scan, tween, share)
            elif stage == "arrived":
                performer.arrive(scan)
            elif tells:
                performer.hold(scan)
            elif stage == "merged":
                performer.merge(scan)
            else:
                performer.rest(scan)
            if tells and tween is None:
                self._put_progress(act, sheet, scan + 1, "scan")
            yield time_ms

    def _put_head(self, act: Act, sheet: Sheet) -> None:
        sheet.put("title", put_title(self.own, act.heading))
        sheet.put("parameters", put_parameters(self.own, act.heading))
        sheet.put("caption", put_caption(self.own))

    def _put_progress(self, act: Act, sheet: Sheet, done: int, when: str) -> None:
        canvas, scans = act.play.canvas, act.heading.scans
        number, rest = act.heading.counted(done, when)
        sheet.put("count", put_count(canvas, number, rest, self.measure))
        for place, marks in put_rail(canvas, done, scans):
            sheet.put(place, marks)


def _in_order(places: Sequence[dict[Place, None]]) -> list[Place]:
    """Returns the places of all passes, in the order in which they are painted."""
    found = {place: kind_of(place) in OVER_ALL for each in places for place in each}
    return sorted(found, key=found.__getitem__)
