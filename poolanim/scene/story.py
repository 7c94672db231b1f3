"""The film: its passes one after another, each with an opening frame, its scans, a closing frame.

A scan has up to three beats. The window arrives; what it brings is told (the deltas of a backward
pass in their cells); that merges into the sums, or the value of a forward pass appears.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from poolanim.scene.acts import act_told, told_by
from poolanim.scene.adapter import records
from poolanim.scene.calls import check_gradient
from poolanim.scene.channels import Channels
from poolanim.scene.flashes import check_flashes
from poolanim.scene.frames import Cells, Cut, Scene
from poolanim.scene.layout import Content, lay_out
from poolanim.scene.lines import Lines, Numerals
from poolanim.scene.pace import Drawn, Pace, beat_times
from poolanim.scene.page import Page
from poolanim.scene.passes import Backward, Forward
from poolanim.scene.sheet import Sheet
from poolanim.scene.typesetting import typeset, wraps
from poolanim.scene.words import words_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from poolanim.figure import Figure
    from poolanim.layers.window import Window
    from poolanim.scene.frames import ActTold, Frame
    from poolanim.scene.layout import Board, Layout
    from poolanim.scene.passes import Pass
    from poolanim.scene.typesetting import Measure, Typesetting
    from poolanim.tracing.record import Trace


def compose(figure: Figure, trace: Trace, measure: Measure, tween_ms: int = 0) -> Scene:
    """The film of a figure.

    Args:
        figure: its spec.
        trace: of its layer, with a backward pass unless the direction is `forward`.
        measure: gives widths of texts.
        tween_ms: time of a frame in which something moves smoothly; 0 for steps.

    Raises:
        ParameterError: the grids are too large to be drawn, or the film would flash.
    """
    directions, pace = _paced(figure, trace, tween_ms)
    scans = range(pace.first, pace.drawn[-1].scan + 1)
    told = {direction: _scripts(figure, trace, direction, scans) for direction in directions}
    scripts = {direction: channels[0] for direction, channels in told.items()}
    page = Page.of(figure, len(pace.drawn))
    all_words = [script.words for script in scripts.values()]
    counts = _counts(pace, scripts)
    typesetting = typeset(figure, all_words, counts, page, measure)
    content = _content(figure, list(scripts.values()), typesetting, max(map(len, counts)))

    def stage(content: Content) -> list[Pass]:
        layout = lay_out(content, page)
        return [_on(layout, channels, typesetting, figure) for channels in told.values()]

    shown = stage(content)
    # Captions take room, so cells get smaller, which may bring another caption.
    while (more := _with_captions(content, shown)) != content:
        content = more
        shown = stage(content)
    check_flashes(figure, shown, pace)

    def frames(start: int = 0) -> Iterator[Frame]:
        sheet = Sheet()
        for number, each in enumerate(shown):
            first = number * pace.frame_count
            if start < first + pace.frame_count:
                yield from _frames(each, sheet, pace, max(start - first, 0))

    def samples() -> Iterator[Frame]:
        times_ms = beat_times(figure.step_ms, figure.beats)
        for each in shown:
            some = [Drawn(scan, scan, times_ms) for scan in each.samples()]
            yield from _frames(each, Sheet(), replace(pace, first=0, drawn=some), start=0)

    acts = tuple(_act(number, each) for number, each in enumerate(shown))
    return Scene(
        width=page.width,
        margin=page.margin,
        height=page.height,
        zoom=page.zoom,
        frame_count=len(shown) * pace.frame_count,
        duration_ms=len(shown) * pace.duration_ms,
        beats_ms=frozenset(pace.beats_ms),
        scales=sorted(
            {panel.heat.scale for each in shown for panel in each.panels if panel.coloured}
        ),
        samples=samples,
        frames=frames,
        name=typesetting.title,
        cuts=tuple(_cuts(figure, typesetting)),
        acts=acts,
        told=lambda: told_by(acts, pace),
    )


def _act(number: int, shown: Pass) -> ActTold:
    """What a pass says of itself."""

    def cells(board: Board, inside: Window) -> Cells:
        x, y, _, _ = board.block(inside.top, inside.left)
        return Cells(x, y, board.cell, board.cell, inside.height, inside.width)

    source, result = shown.boards.source, shown.boards.result
    inside = shown.record.geometry.unpadded()
    return act_told(number, shown.lines, cells(source, inside), cells(result, result.cells))


def _cuts(figure: Figure, typesetting: Typesetting) -> Iterator[Cut]:
    """Which of the user's texts are cut."""
    for name, shown in (("title", typesetting.title), ("caption", typesetting.caption)):
        given = getattr(figure, name)
        if given is not None and shown != " ".join(given.split()):
            yield Cut(name, len(shown) - 1)


def frame_count(figure: Figure, trace: Trace, tween_ms: int = 0) -> int:
    """How many frames the film of a figure has; the arguments are those of `compose`."""
    directions, pace = _paced(figure, trace, tween_ms)
    return len(directions) * pace.frame_count


def _paced(figure: Figure, trace: Trace, tween_ms: int) -> tuple[Sequence[str], Pace]:
    """The directions of a film's passes, and the pace of each."""
    directions = [name for name in ("forward", "backward") if figure.direction in (name, "both")]
    return directions, Pace.of(figure, len(trace.passes[directions[0]]), len(directions), tween_ms)


def _frames(shown: Pass, sheet: Sheet, pace: Pace, start: int) -> Iterator[Frame]:
    """The frames of one pass, from number `start` on; the first of them fills every place."""
    skipped = pace.over(start)
    before = pace.drawn[skipped - 1].scan if skipped else pace.first - 1
    numbers = shown.numbers()
    standing = numbers(before + 1)

    def beats() -> Iterator[int]:
        """Put what each frame shows, and give its time."""
        nonlocal before, standing
        if not skipped:
            shown.opening(sheet, standing, pace)
            yield pace.hold_ms
        else:
            shown.resume(sheet, standing, pace, pace.drawn[skipped - 1])
        for drawn in pace.drawn[skipped:]:
            standing = numbers(drawn.scan)
            for stage, time_ms, tween, share in drawn.instants(pace.tween_ms):
                if tween is not None:
                    shown.tween(sheet, standing, drawn, tween, share)
                else:
                    first = next(drawn.stages())[0] == stage
                    if first:
                        shown.move(sheet, standing, drawn, stage)
                    if stage == "merged":
                        standing = numbers(drawn.scan + 1)
                    shown.tell(sheet, standing, drawn.scan, stage)
                yield time_ms
            before = drawn.scan
        shown.closing(sheet, standing, before)
        yield pace.closing_ms

    first = pace.ends[skipped - 1] if skipped else 0
    for number, time_ms in enumerate(beats(), first):
        if number >= start:
            yield sheet.frame(time_ms)


def _scripts(figure: Figure, trace: Trace, direction: str, scans: range) -> list[Lines]:
    """What is told of these scans in one pass, of each channel that is shown."""
    words, focus = words_for(figure, direction, trace.layer, trace.layout), None
    channels = records(trace, direction)
    for each in channels:
        check_gradient(figure, each)
    if direction == "backward" and channels[0].grad_output is not None:
        focus = figure.focus or channels[0].tracked()
    write = Numerals.of(channels[0], figure.precision)
    return [Lines(words, each, write, focus, channels, scans) for each in channels]


def _on(
    layout: Layout,
    channels: Sequence[Lines],
    typesetting: Typesetting,
    figure: Figure,
) -> Pass:
    """A pass on a layout, with all channels that are shown."""
    adds = channels[0].record.grad_output is not None
    kind: type[Forward | Backward] = Backward if adds else Forward
    passes = [
        kind.on(replace(layout, boards=(boards,)), lines, typesetting, figure)
        for boards, lines in zip(layout.boards, channels, strict=True)
    ]
    return passes[0] if len(passes) == 1 else Channels.of(layout, passes)


def _counts(pace: Pace, scripts: Mapping[str, Lines]) -> list[str]:
    """What tells the scan, in its longest forms."""
    script, last = next(iter(scripts.values())), pace.drawn[-1].scan
    most = max(drawn.scan - drawn.since for drawn in pace.drawn)
    return [script.opening_count(), script.count(last - most, last)]


def _content(
    figure: Figure, scripts: Sequence[Lines], typesetting: Typesetting, count_columns: int
) -> Content:
    """What the layout has to place, before captions are known."""
    geometry = scripts[0].record.geometry
    page, measure, face = typesetting.page, typesetting.measure, typesetting.label
    labels = [script.label(key) for script in scripts for key in ("source", "result")]

    def width(text: str) -> float:
        return measure(text, page.arrow_size, "sans")

    formulas = [script.formula for script in scripts if script.formula]
    ways = [wraps(script.arrow(), width) for script in scripts]
    rows = range(max(map(len, ways)))
    return Content(
        source=geometry.padded(),
        result=geometry.output(),
        channels=len(scripts[0].records),
        needs=tuple(script.need for script in scripts),
        label_width=max(measure(label, page.label_size, face) for label in labels),
        caption_widths=(0, 0),
        caption_rows=0,
        scale_rows=int(figure.cells in ("heatmap", "both")),
        formula_width=max((typesetting.formula(each).width for each in formulas), default=0),
        way_widths=[
            max(width(part) for way in ways for part in way[min(row, len(way) - 1)]) for row in rows
        ],
        count_columns=count_columns,
    )


def _with_captions(content: Content, passes: Sequence[Pass]) -> Content:
    """The same with room for all captions, now and before."""
    widths = [content.caption_widths, *(each.caption_widths for each in passes)]
    return content._replace(
        caption_widths=(max(source for source, _ in widths), max(result for _, result in widths)),
        caption_rows=max(content.caption_rows, *(each.caption_rows for each in passes)),
        scale_rows=max(content.scale_rows, *(each.scale_rows for each in passes)),
    )
