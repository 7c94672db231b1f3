"""The film: its passes one after another, each with an opening frame and one or two beats a scan.

In the first beat the window arrives; in the second its value appears (forward), or the deltas that
it brought merge into the sums (backward). With one beat all of that is one frame.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from poolanim.scene.layout import Content, lay_out
from poolanim.scene.lines import Lines, Numerals
from poolanim.scene.marks import Scene
from poolanim.scene.page import Page
from poolanim.scene.passes import Backward, Beat, Forward
from poolanim.scene.sheet import Sheet
from poolanim.scene.typesetting import typeset, wraps
from poolanim.scene.words import words_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from poolanim.figure import Figure
    from poolanim.scene.marks import Frame
    from poolanim.scene.passes import Pass
    from poolanim.scene.typesetting import Measure
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
    scans = len(record.steps)
    drawn = [*range(0, scans - 1, figure.every), scans - 1]
    page = Page.of(figure, len(drawn))
    all_words = [script.words for script in scripts.values()]
    count = next(iter(scripts.values())).count(scans)
    typesetting = typeset(figure, all_words, count, page, measure)
    content = _content(list(scripts.values()), page, measure)

    def stage(content: Content) -> list[Pass]:
        layout = lay_out(content, page)
        return [
            PASSES[direction].on(layout, lines, typesetting, figure.precision)
            for direction, lines in scripts.items()
        ]

    shown = stage(content)
    # Captions take room, so cells get smaller, which may bring another caption.
    while (widths := _caption_widths(shown, content)) != content.caption_widths:
        content = content._replace(caption_widths=widths)
        shown = stage(content)

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
        width=page.width,
        height=page.height,
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


def _content(scripts: Sequence[Lines], page: Page, measure: Measure) -> Content:
    """What the layout has to place, before captions are known."""
    geometry = scripts[0].record.geometry
    labels = [script.words.label(key) for script in scripts for key in ("source", "result")]

    def width(text: str) -> float:
        return measure(text, page.arrow_size, "sans")

    ways = [wraps(script.words.say("arrow", script.facts), width) for script in scripts]
    rows = range(max(map(len, ways)))
    return Content(
        source=geometry.padded(),
        result=geometry.output(),
        channels=1,
        needs=[script.need for script in scripts],
        label_width=max(measure(label, page.label_size, "mono") for label in labels),
        caption_widths=(0, 0),
        way_widths=[
            max(width(part) for way in ways for part in way[min(row, len(way) - 1)]) for row in rows
        ],
    )


def _caption_widths(passes: Sequence[Pass], content: Content) -> tuple[float, float]:
    """The widest that stand under the source and the result, now and before."""
    widths = [content.caption_widths, *(each.caption_widths for each in passes)]
    return max(source for source, _ in widths), max(result for _, result in widths)
