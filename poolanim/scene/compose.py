"""The film of a figure: a stage for each pass, and its frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.scene.acts import act_told, told_by
from poolanim.scene.company import Company
from poolanim.scene.frames import Cells, Frame, Scene
from poolanim.scene.masthead import put_count, put_rail, put_title
from poolanim.scene.pace import Pace
from poolanim.scene.sheet import Sheet
from poolanim.scene.staging import staged

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from poolanim.figure import Figure
    from poolanim.scene.boards.paint import Paint
    from poolanim.scene.boards.setting import Measure
    from poolanim.scene.frames import ActTold
    from poolanim.scene.staging import Act
    from poolanim.tracing.record import Trace


def compose_stage(figure: Figure, trace: Trace, measure: Measure, tween_ms: int = 0) -> Scene:
    """Returns the film of a figure.

    Args:
        figure: its spec.
        trace: of its layer.
        measure: gives the widths of texts.
        tween_ms: the time of a frame in which something moves; 0 for steps.
    """
    directions = [name for name in ("forward", "backward") if figure.direction in (name, "both")]
    pace = Pace.of(figure, len(trace.passes[directions[0]]), len(directions), tween_ms)
    acts = staged(figure, trace, directions, pace, measure)

    def frames(start: int = 0) -> Iterator[Frame]:
        sheet = Sheet()
        for number, act in enumerate(acts):
            first = number * pace.frame_count
            if start < first + pace.frame_count:
                for turn, frame in enumerate(_frames(act, sheet, pace, measure)):
                    if first + turn >= start:
                        yield frame

    canvas = acts[0].play.canvas
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
        samples=None,
        frames=frames,
        name=acts[0].title,
        cuts=(),
        acts=told,
        told=lambda: told_by(told, pace),
    )


def _told(number: int, act: Act) -> ActTold:
    """Returns what a pass says of itself."""
    play = act.play

    def cells(paint: Paint) -> Cells:
        rows, columns = paint.part.values.shape
        left, top, *_ = paint.board.cell(0, 0)
        return Cells(left, top, paint.board.cell_width, paint.board.cell_height, rows, columns)

    source, result = (play.paints[place] for place in (play.cast.other, play.cast.own))
    return act_told(number, act.lines, cells(source), cells(result))


def _frames(act: Act, sheet: Sheet, pace: Pace, measure: Measure) -> Iterator[Frame]:
    """Returns the frames of a pass."""
    scans = len(act.play.cast.shown)
    _put_head(act, sheet, measure, scans)
    company = Company(act.plays, sheet, pace.first)
    _put_progress(act, sheet, pace.first, scans, measure, "opening")
    yield sheet.frame(pace.hold_ms)
    for drawn in pace.drawn:
        scan = drawn.scan
        for stage, time_ms in drawn.stages():
            if stage == "arrived":
                company.arrive(scan)
            elif stage == "told" or len(drawn.times_ms) == 1:
                company.hold(scan)
                _put_progress(act, sheet, scan + 1, scans, measure, "scan")
            else:
                company.rest(scan)
            yield sheet.frame(time_ms)
        company.end(scan)
    company.closing(pace.drawn[-1].scan)
    _put_progress(act, sheet, pace.drawn[-1].scan + 1, scans, measure, "closing")
    yield sheet.frame(pace.hold_ms)


def _put_head(act: Act, sheet: Sheet, measure: Measure, scans: int) -> None:
    canvas = act.play.canvas
    longest = max(
        measure(text.format(done=scans, scans=scans, word=scans), canvas.label, "number-bold")
        for text in ("{done} of {scans}", "{scans} scans")
    )
    sheet.put("title", put_title(canvas, act.title, act.what, act.ways, longest, measure))


def _put_progress(
    act: Act, sheet: Sheet, done: int, scans: int, measure: Measure, when: str
) -> None:
    canvas, sentences = act.play.canvas, act.lines.words.sentences
    said: Sequence[str] = sentences["counts"][when]
    word = act.play.side.telling.number_word(scans)
    number, rest = (text.format(done=done, scans=scans, word=word) for text in said)
    sheet.put("count", put_count(canvas, number, rest, measure))
    for place, marks in put_rail(canvas, 0 if when == "opening" else done, scans):
        sheet.put(place, marks)
