"""The film: its passes one after another, each with an opening frame and two beats a scan.

In the first beat the window arrives; in the second its value appears (forward), or the deltas that
it brought merge into the sums (backward).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.scene import layout as at
from poolanim.scene.lines import Lines, Numerals
from poolanim.scene.marks import Scene
from poolanim.scene.passes import Backward, Forward
from poolanim.scene.sheet import Sheet
from poolanim.scene.typesetting import typeset
from poolanim.scene.words import words_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from poolanim.figure import Figure
    from poolanim.scene.layout import Layout, Measure
    from poolanim.scene.marks import Frame
    from poolanim.scene.passes import Pass
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
            words_for(figure.layer, direction),
            record,
            write,
            focus if direction == "backward" else None,
        )
        for direction in PASSES
        if figure.direction in (direction, "both")
    }
    typesetting = typeset(figure.title, list(scripts.values()), measure)

    def stage(caption_width: float) -> list[Pass]:
        layout = _layout(list(scripts.values()), typesetting.line_count, measure, caption_width)
        return [
            PASSES[direction].on(layout, lines, typesetting, figure.precision)
            for direction, lines in scripts.items()
        ]

    shown = stage(caption_width=0)
    # Captions take room, so cells get smaller, which may bring another caption.
    while (width := max(each.caption_width for each in shown)) > shown[0].layout.caption_width:
        shown = stage(caption_width=width)

    def frames() -> Iterator[Frame]:
        sheet = Sheet()
        for each in shown:
            yield from _frames(each, sheet, figure.step_ms, figure.hold_ms)

    scans = len(record.steps)
    last_beat = figure.step_ms - figure.step_ms // 2
    duration_ms = 2 * figure.hold_ms + scans * figure.step_ms - last_beat
    return Scene(
        width=at.WIDTH,
        height=at.HEIGHT,
        frame_count=len(shown) * (1 + 2 * scans),
        duration_ms=len(shown) * duration_ms,
        beats_ms=frozenset({figure.hold_ms, figure.step_ms // 2, last_beat}),
        inks=sorted({pair for each in shown for pair in each.inks}),
        scales=sorted(
            {panel.heat.scale for each in shown for panel in each.panels if not panel.main}
        ),
        frames=frames,
    )


def _frames(shown: Pass, sheet: Sheet, step_ms: int, hold_ms: int) -> Iterator[Frame]:
    """The frames of one pass. The last one holds the whole result."""
    numbers = shown.numbers()
    standing = next(numbers)
    shown.opening(sheet, standing)
    yield sheet.frame(hold_ms)
    last = len(shown.record.steps) - 1
    for scan in range(last + 1):
        shown.arrive(sheet, standing, scan)
        yield sheet.frame(step_ms // 2)
        standing = next(numbers)
        shown.merge(sheet, standing, scan)
        yield sheet.frame(hold_ms if scan == last else step_ms - step_ms // 2)


def _layout(
    scripts: Sequence[Lines], line_count: int, measure: Measure, caption_width: float
) -> Layout:
    geometry = scripts[0].record.geometry
    labels = [script.words.sentences[key] for script in scripts for key in ("source", "result")]
    ways = [script.words.say("arrow", script.facts) for script in scripts]
    return at.lay_out(
        geometry.padded(),
        geometry.output(),
        label_width=max(measure(label, at.LABEL_SIZE, "mono") for label in labels),
        caption_width=caption_width,
        way_width=max(measure(way, at.ARROW_TEXT_SIZE, "sans") for way in ways),
        lines=line_count,
    )
