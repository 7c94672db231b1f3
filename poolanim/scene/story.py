"""The film: its passes one after another, each with an opening frame and one or two beats a scan.

In the first beat the window arrives; in the second its value appears (forward), or the deltas that
it brought merge into the sums (backward). With one beat all of that is one frame.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from poolanim.scene import layout as at
from poolanim.scene.lines import Lines, Numerals
from poolanim.scene.marks import Scene
from poolanim.scene.passes import Backward, Beat, Forward
from poolanim.scene.sheet import Sheet
from poolanim.scene.typesetting import typeset
from poolanim.scene.words import words_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from poolanim.figure import Figure
    from poolanim.scene.layout import Layout, Measure
    from poolanim.scene.marks import Frame
    from poolanim.scene.passes import Pass
    from poolanim.scene.typesetting import Typesetting
    from poolanim.tracing import Trace

PASSES: dict[str, type[Pass]] = {"forward": Forward, "backward": Backward}


def compose(figure: Figure, record: Trace, measure: Measure) -> Scene:
    """The film of a figure.

    Args:
        figure: its spec.
        record: the trace of its layer, with a backward pass unless the direction is `forward`.
        measure: gives widths of texts.

    Raises:
        ParameterError: the grids are too large to be drawn.
    """
    focus = figure.focus or record.tracked()
    write = Numerals.of(record, figure.precision)
    scripts = {
        direction: Lines(
            words_for(figure, direction, record.layer),
            record,
            write,
            focus if direction == "backward" else None,
        )
        for direction in PASSES
        if figure.direction in (direction, "both")
    }
    typesetting = typeset(figure.title, figure.caption, list(scripts.values()), measure)

    def stage(caption_width: float) -> list[Pass]:
        layout = _layout(list(scripts.values()), typesetting, caption_width)
        return [
            PASSES[direction].on(layout, lines, typesetting, figure.precision)
            for direction, lines in scripts.items()
        ]

    shown = stage(caption_width=0)
    # Captions take room, so cells get smaller, which may bring another caption.
    while (width := max(each.caption_width for each in shown)) > shown[0].layout.caption_width:
        shown = stage(caption_width=width)

    scans = len(record.steps)
    drawn = [*range(0, scans - 1, figure.every), scans - 1]
    frame_count = 1 + figure.beats * len(drawn)
    last_beat = figure.step_ms - (figure.step_ms // 2 if figure.beats == 2 else 0)
    beats_ms = {figure.hold_ms, last_beat, figure.step_ms - last_beat} - {0}

    def frames(start: int = 0) -> Iterator[Frame]:
        sheet = Sheet()
        for number, each in enumerate(shown):
            first = number * frame_count
            if start < first + frame_count:
                yield from _frames(each, sheet, figure, drawn, max(start - first, 0))

    def beats() -> Iterator[Beat]:
        for each in shown:
            yield Beat(each, None, merged=False)
            for scan in drawn:
                for merged in (False, True)[-figure.beats :]:
                    yield Beat(each, scan, merged)

    def samples() -> Iterator[Frame]:
        for each in shown:
            yield from _frames(each, Sheet(), figure, each.samples(), start=0)

    return Scene(
        width=at.WIDTH,
        height=at.HEIGHT,
        frame_count=len(shown) * frame_count,
        duration_ms=len(shown) * (2 * figure.hold_ms + len(drawn) * figure.step_ms - last_beat),
        beats_ms=frozenset(beats_ms),
        scales=sorted(
            {panel.heat.scale for each in shown for panel in each.panels if not panel.main}
        ),
        samples=samples,
        frames=frames,
        beats=beats,
    )


def _frames(
    shown: Pass, sheet: Sheet, figure: Figure, drawn: Sequence[int], start: int
) -> Iterator[Frame]:
    """The frames of one pass, from number `start` on; the first of them fills every place.

    Args:
        shown: the pass.
        sheet: takes its marks.
        figure: gives beats and times.
        drawn: numbers of the scans that have frames.
        start: the first frame that is wanted.
    """
    skipped = max(start - 1, 0) // figure.beats  # drawn scans that are over by then
    before = drawn[skipped - 1] if skipped else -1
    numbers = shown.numbers()
    first_beat = figure.step_ms // 2 if figure.beats == 2 else 0
    standing = next(islice(numbers, before + 1, None))

    def beats() -> Iterator[int]:
        """Put what each frame shows, and give its time."""
        nonlocal before, standing
        if not skipped:
            shown.opening(sheet, standing)
            yield figure.hold_ms
        else:
            shown.resume(sheet, standing, before)
        for scan in drawn[skipped:]:
            for _ in range(scan - before - 1):  # those that are not drawn
                standing = next(numbers)
            shown.move(sheet, standing, scan, before)
            if figure.beats == 2:
                shown.tell(sheet, standing, scan, merged=False)
                yield first_beat
            standing = next(numbers)
            shown.tell(sheet, standing, scan, merged=True)
            yield figure.hold_ms if scan == drawn[-1] else figure.step_ms - first_beat
            before = scan

    first = 1 + skipped * figure.beats if skipped else 0
    for number, time_ms in enumerate(beats(), first):
        if number >= start:
            yield sheet.frame(time_ms)


def _layout(scripts: Sequence[Lines], typesetting: Typesetting, caption_width: float) -> Layout:
    measure = typesetting.measure
    geometry = scripts[0].record.geometry
    labels = [script.words.label(key) for script in scripts for key in ("source", "result")]
    ways = [script.words.say("arrow", script.facts) for script in scripts]
    return at.lay_out(
        geometry.padded(),
        geometry.output(),
        label_width=max(measure(label, at.LABEL_SIZE, "mono") for label in labels),
        caption_width=caption_width,
        way_width=max(measure(way, at.ARROW_TEXT_SIZE, "sans") for way in ways),
        page=typesetting.page,
        lines=typesetting.line_count,
    )
