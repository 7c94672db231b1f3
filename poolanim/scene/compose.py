"""The film of a figure: a stage for each pass, and its frames."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from poolanim.errors import ParameterError
from poolanim.grids.sources import names_picture
from poolanim.scene.adapter import records
from poolanim.scene.arrange.arrangements import arranged
from poolanim.scene.arrange.placement import Wanted
from poolanim.scene.canvas import Canvas
from poolanim.scene.casting import Cast
from poolanim.scene.frames import Frame, Scene
from poolanim.scene.legend import code_width
from poolanim.scene.lines import Lines, Numerals
from poolanim.scene.masthead import put_count, put_rail, put_title
from poolanim.scene.pace import Drawn, Pace, beat_times
from poolanim.scene.play import Play, paints_for
from poolanim.scene.sheet import Sheet
from poolanim.scene.side import Side
from poolanim.scene.telling import Telling
from poolanim.scene.words import words_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from poolanim.figure import Figure
    from poolanim.scene.arrange.placement import Placement
    from poolanim.scene.boards.paint import Paint
    from poolanim.scene.boards.setting import Measure
    from poolanim.tracing.record import Trace

GAP, MASK_GAP, TAG_GAP = 168, 62, 88
"""Between two boards; between the boards that the mask joins; beside that."""
ARROWS = {"forward": "→", "backward": "←"}


@dataclass(frozen=True)
class Act:
    """A pass of the film.

    Attributes:
        play: its boards.
        lines: its sentences.
        title: at the top.
        what: the name of the pass, with its arrow.
        ways: the parameters, in the ways in which they can be told.
    """

    play: Play
    lines: Lines
    title: str
    what: str
    ways: tuple[str, ...]


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
    acts = [_act(figure, trace, direction, pace, measure) for direction in directions]

    def frames(start: int = 0) -> Iterator[Frame]:
        sheet = Sheet()
        for number, act in enumerate(acts):
            first = number * pace.frame_count
            if start < first + pace.frame_count:
                for turn, frame in enumerate(_frames(act, sheet, pace, measure)):
                    if first + turn >= start:
                        yield frame

    def samples() -> Iterator[Frame]:
        times_ms = beat_times(figure.step_ms, figure.beats)
        scans = len(trace.passes[directions[0]])
        some = [Drawn(scan, scan, times_ms) for scan in range(0, scans, ceil(scans / 8))]
        for act in acts:
            yield from _frames(act, Sheet(), Pace(pace.hold_ms, 0, some, 0), measure)

    canvas = acts[0].play.canvas
    return Scene(
        width=canvas.width,
        height=canvas.height,
        zoom=canvas.zoom,
        frame_count=len(acts) * pace.frame_count,
        duration_ms=len(acts) * pace.duration_ms,
        beats_ms=frozenset(pace.beats_ms),
        scales=(),
        samples=samples,
        frames=frames,
        beats=lambda: iter(()),
    )


def _act(figure: Figure, trace: Trace, direction: str, pace: Pace, measure: Measure) -> Act:
    """Returns a pass on its boards."""
    words = words_for(figure, direction, trace.layer, trace.layout)
    channels = records(trace, direction)
    record, focus = channels[0], None
    shown = trace.passes[direction]
    if shown.scatters:
        focus = figure.focus or record.tracked()
    scans = range(pace.first, pace.drawn[-1].scan + 1)
    lines = Lines(words, record, Numerals.of(record, figure.precision), focus, channels, scans)
    telling = Telling(lines)
    cast = Cast(trace, shown, 0, telling)
    canvas = Canvas.of(figure)
    coded = figure.code != "none"
    codes = telling.longest_codes() if coded else []
    widest = max((code_width(code, canvas.code, measure) for code in codes), default=0)
    picture = names_picture(figure.input)
    gaps = (GAP,) if len(cast.parts) == 2 else (MASK_GAP, TAG_GAP)
    wanted = Wanted(
        tuple((part.rows, part.columns) for part in cast.parts),
        gaps,
        max(widest, 300),
        max(len(codes), 1),
        slots=True,
        square=picture,
    )
    placement = arranged(canvas, wanted)
    paints = _paints(figure, cast, placement, canvas, measure, picture)
    read = paints[cast.other] if not cast.scatters else None
    telling.code_room = widest
    side = Side(
        canvas, placement.strip, telling, paints[cast.own], read, measure, coded, len(codes)
    )
    play = Play(canvas, cast, placement, paints, side, measure, focus)
    what = words.sentences["heading"]
    return Act(
        play,
        lines,
        words.layer if figure.title is None else figure.title,
        f"{ARROWS[direction]} {what}" if what else "",
        (telling.parameters(), telling.parameters(short=True), ""),
    )


def _paints(
    figure: Figure,
    cast: Cast,
    placement: Placement,
    canvas: Canvas,
    measure: Measure,
    picture: bool,
) -> tuple[Paint, ...]:
    """Returns what draws each board: with numbers where they can be read, or else in colours.

    Raises:
        ParameterError: the figure wants numbers that have no room.
    """
    wanted = ["numbers", "heatmap"] if figure.cells == "auto" else [figure.cells]
    if figure.cells == "auto" and picture:
        wanted = ["heatmap"]
    for cells in wanted:
        paints = paints_for(cast, placement, canvas, measure, cells, figure.precision, picture)
        if paints is not None:
            return paints
    part, board = cast.parts[0], placement.boards[0]
    raise ParameterError(
        f"cells is {figure.cells!r}, but the numbers of {part.name} have no room in cells of "
        f"{board.cell_width * canvas.zoom:.0f}x{board.cell_height * canvas.zoom:.0f} pixels; use "
        "cells heatmap, a larger width, or a smaller grid",
        field="cells",
        given=figure.cells,
    )


def _frames(act: Act, sheet: Sheet, pace: Pace, measure: Measure) -> Iterator[Frame]:
    """Returns the frames of a pass."""
    play = act.play
    scans = len(play.cast.shown)
    sums = play.cast.sums() if play.cast.scatters else None
    _put_head(act, sheet, measure, scans)
    before: set[tuple[int, int]] = set()
    if sums is not None:
        sums.advance(pace.first)
    play.opening(sheet, sums, pace.first)
    _put_progress(act, sheet, pace.first, scans, measure, "opening")
    yield sheet.frame(pace.hold_ms)
    for turn, drawn in enumerate(pace.drawn):
        scan = drawn.scan
        if sums is not None:
            before |= sums.advance(scan)
        if turn == 0:
            play.leave(sheet, sums, _all_cells(play), scan)
        for stage, time_ms in drawn.stages():
            if stage == "arrived":
                play.arrive(sheet, sums, scan, before)
            elif stage == "told" or len(drawn.times_ms) == 1:
                play.hold(sheet, sums, scan, before)
                _put_progress(act, sheet, scan + 1, scans, measure, "scan")
            else:
                if sums is not None:
                    sums.advance(scan + 1)
                play.rest(sheet, sums, scan)
            yield sheet.frame(time_ms)
        before = play.window_cells(scan)
    if sums is not None:
        sums.advance(pace.drawn[-1].scan + 1)
    play.closing(sheet, sums, pace.drawn[-1].scan)
    _put_progress(act, sheet, pace.drawn[-1].scan + 1, scans, measure, "closing")
    yield sheet.frame(pace.hold_ms)


def _all_cells(play: Play) -> list[tuple[int, int]]:
    part = next(paint.part for paint in play.paints if paint.part.windowed)
    return [(row, column) for row in part.rows for column in part.columns]


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
