"""The film of a figure: a stage for each pass, and its frames."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from poolanim.scene.flashes import check_plays
from poolanim.scene.frames import OVER_ALL, Cells, Frame, Scene, kind_of
from poolanim.scene.lettering import measuring
from poolanim.scene.masthead import Own, put_caption, put_count, put_rail, put_title
from poolanim.scene.pace import Pace
from poolanim.scene.performer import Performer
from poolanim.scene.sheet import Sheet
from poolanim.scene.staging import staged
from poolanim.scene.text.acts import act_told, told_by

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from poolanim.figure import Figure
    from poolanim.scene.boards.paint import Paint
    from poolanim.scene.boards.setting import Measure
    from poolanim.scene.frames import ActTold, Place
    from poolanim.scene.pace import Drawn
    from poolanim.scene.staging import Act
    from poolanim.tracing.record import Trace


def compose(figure: Figure, trace: Trace, measure: Measure, tween_ms: int = 0) -> Scene:
    """Returns the film of a figure.

    Args:
        figure: the spec of the figure.
        trace: the trace of its layer.
        measure: returns the widths of texts.
        tween_ms: the time of a frame in smooth motion, in ms; 0 for steps.
    """
    directions, measure = figure.directions, measuring(measure, figure.font)
    pace = Pace.of(figure, len(trace.passes[directions[0]]), len(directions), tween_ms)
    acts = staged(figure, trace, directions, pace, measure)

    check_plays(figure, [act.plays for act in acts], pace)
    canvas = acts[0].play.canvas
    count = max(count_width(act, measure) for act in acts)
    layer, names = acts[0].telling.story.words.layer, [act.what for act in acts]
    own = Own.of(figure, canvas, layer, names, count, measure)
    film = Film(own, count, measure)

    @cache
    def places() -> list[dict[Place, None]]:
        return [film.places(act) for act in acts] if len(acts) > 1 else [{}]

    def frames(start: int = 0) -> Iterator[Frame]:
        order = _in_order(places())
        sheet = Sheet(order, figure.font)
        for number, (act, own_places) in enumerate(zip(acts, places(), strict=True)):
            first = number * pace.frame_count
            if start < first + pace.frame_count:
                for place in order:
                    if place not in own_places:
                        sheet.put(place)
                yield from film.frames(act, sheet, pace, max(start - first, 0))

    told = tuple(_told(number, act) for number, act in enumerate(acts))
    return Scene(
        width=canvas.width,
        margin=canvas.left,
        height=canvas.height,
        zoom=canvas.zoom,
        frame_count=len(acts) * pace.frame_count,
        duration_ms=len(acts) * pace.duration_ms,
        beats_ms=frozenset(pace.beats_ms),
        scales=(),
        frames=frames,
        name=own.title,
        cuts=own.cuts,
        acts=told,
        told=lambda: told_by(told, pace),
    )


def frame_count(figure: Figure, trace: Trace, tween_ms: int = 0) -> int:
    """Returns how many frames the film of a figure has. The arguments are those of `compose`."""
    directions = figure.directions
    pace = Pace.of(figure, len(trace.passes[directions[0]]), len(directions), tween_ms)
    return len(directions) * pace.frame_count


def _told(number: int, act: Act) -> ActTold:
    """Returns the texts and the cells of a pass for the player."""
    play = act.play

    def cells(paint: Paint) -> Cells:
        rows, columns = paint.part.values.shape
        left, top, *_ = paint.board.cell(0, 0)
        return Cells(left, top, paint.board.cell_width, paint.board.cell_height, rows, columns)

    source, result = (play.paints[number] for number in (play.cast.source, play.cast.own))
    return act_told(number, act.telling, cells(source), cells(result))


def _in_order(places: Sequence[dict[Place, None]]) -> list[Place]:
    """Returns the places of all passes, in the order in which they are painted."""
    found = {place: kind_of(place) in OVER_ALL for each in places for place in each}
    return sorted(found, key=found.__getitem__)


class Film(NamedTuple):
    """The values that all frames of a film share.

    Attributes:
        own: the title and the user's caption.
        count_room: the width of the longest count.
        measure: returns the widths of texts.
    """

    own: Own
    count_room: float
    measure: Measure

    def frames(self, act: Act, sheet: Sheet, pace: Pace, start: int = 0) -> Iterator[Frame]:
        """Yields the frames of a pass from number `start` on; the first fills every place."""
        skipped = max(pace.over(start) - 1, 0)
        performers = self._open(act, sheet, pace.drawn[skipped].scan if start else pace.first)
        if not start:
            yield sheet.frame(pace.hold_ms)
        number = pace.ends[skipped - 1] if skipped else 1
        for drawn in pace.drawn[skipped:]:
            for time_ms in self._beats(act, sheet, performers, drawn, pace.tween_ms):
                if number >= start:
                    yield sheet.frame(time_ms)
                number += 1
            for performer in performers:
                performer.end(drawn.scan)
        last = pace.drawn[-1].scan
        for performer in performers:
            performer.closing(last)
        self._put_progress(act, sheet, last + 1, "closing")
        yield sheet.frame(pace.closing_ms)

    def places(self, act: Act) -> dict[Place, None]:
        """Returns the places of a pass, in the order in which they are painted."""
        sheet = Sheet()
        self._open(act, sheet, 0)
        return dict.fromkeys(sheet.frame(0).changes)

    def _open(self, act: Act, sheet: Sheet, done: int) -> list[Performer]:
        """Draws the picture after `done` scans, before the first scan of the film."""
        self._put_head(act, sheet)
        self._put_progress(act, sheet, done, "opening")
        return [
            Performer(play, sheet.of_channel(number), done) for number, play in enumerate(act.plays)
        ]

    def _beats(
        self, act: Act, sheet: Sheet, performers: Sequence[Performer], drawn: Drawn, tween_ms: int
    ) -> Iterator[int]:
        """Draws each frame of a scan, and yields its time."""
        scan, bold = drawn.scan, not tween_ms
        for stage, time_ms, tween, share in drawn.instants(tween_ms):
            tells = stage == "told" or len(drawn.times_ms) == 1
            for performer in performers:
                if tween is not None:
                    performer.move(scan, tween, share)
                elif stage == "arrived":
                    performer.arrive(scan)
                elif tells:
                    performer.hold(scan)
                else:
                    performer.rest(scan, bold=bold)
            if tells and tween is None:
                self._put_progress(act, sheet, scan + 1, "scan")
            yield time_ms

    def _put_head(self, act: Act, sheet: Sheet) -> None:
        canvas = act.play.canvas
        title = put_title(canvas, self.own, act.what, act.ways, self.count_room, self.measure)
        sheet.put("title", title)
        sheet.put("caption", put_caption(canvas, self.own, self.measure))

    def _put_progress(self, act: Act, sheet: Sheet, done: int, when: str) -> None:
        canvas, scans = act.play.canvas, len(act.play.cast.shown)
        number, rest = count_text(act, done, when)
        sheet.put("count", put_count(canvas, number, rest, self.measure))
        for place, marks in put_rail(canvas, done, scans):
            sheet.put(place, marks)


def count_text(act: Act, done: int, when: str) -> tuple[str, str]:
    """Returns the count of scans: its bold part, and the rest.

    Args:
        act: the pass.
        done: the number of scans that are over or shown.
        when: `opening`, `scan` or `closing`.
    """
    story, scans = act.telling.story, len(act.play.cast.shown)
    if when == "opening" and len(story.scans) < scans:
        return "", story.opening_count()
    if when == "closing" and story.after:
        when = "scan"
    word = story.number_word(scans)
    counts = story.words.sentences["counts"]
    said: Sequence[str] = (counts["single"] if scans == 1 else counts)[when]
    number, rest = (text.format(done=done, scans=scans, word=word) for text in said)
    return number, rest


def count_width(act: Act, measure: Measure) -> float:
    """Returns the width of the longest count of a pass."""
    scans = len(act.play.cast.shown)
    texts = (count_text(act, scans, when) for when in ("opening", "scan", "closing"))
    return max(measure("".join(text), act.play.canvas.label, "number-bold") for text in texts)
