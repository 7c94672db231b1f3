"""The film: its passes one after another, each with an opening frame and two beats a scan.

In the first beat the window arrives; in the second its value appears (forward), or the deltas that
it brought merge into the sums (backward).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from poolanim.layers.pool import silently
from poolanim.scene import layout as at
from poolanim.scene.lines import Lines, Numerals
from poolanim.scene.marks import Scene
from poolanim.scene.numerals import Numeral, numerals
from poolanim.scene.panel import panel
from poolanim.scene.passes import Backward, Forward, Pass, Typesetting
from poolanim.scene.sheet import Sheet
from poolanim.scene.words import words_for

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from poolanim.figure import Figure
    from poolanim.geometry import Geometry
    from poolanim.layers.pool import Array
    from poolanim.scene.layout import Layout, Measure
    from poolanim.scene.marks import Frame
    from poolanim.tracing import Trace

GAP = 3
"""Characters between the longest code and the notes beside it."""
LONGEST_NUMBER = 16
"""Characters of a number in these lines."""


def compose(figure: Figure, record: Trace, measure: Measure) -> Scene:
    """The film of a figure.

    Args:
        figure: its spec.
        record: the trace of its layer, with a backward pass unless the direction is `forward`.
        measure: gives widths of texts.

    Raises:
        ParameterError: the grids are too large to be drawn.
    """
    focus = figure.focus or record.geometry.most_covered()
    directions = ("forward", "backward") if figure.direction == "both" else (figure.direction,)
    scripts = {
        direction: Lines(
            words_for(figure.layer, direction),
            record,
            _numerals(record, figure.precision),
            focus if direction == "backward" else None,
        )
        for direction in directions
    }
    typesetting = _typesetting(figure, list(scripts.values()), measure)

    def stage(*, captions: bool) -> list[Pass]:
        layout = _layout(record.geometry, list(scripts.values()), typesetting, measure, captions)
        kinds = {"forward": _forward, "backward": _backward}
        return [
            kinds[direction](lines, layout, typesetting, measure, figure.precision)
            for direction, lines in scripts.items()
        ]

    shown = stage(captions=False)
    if any(each.has_captions for each in shown):
        shown = stage(captions=True)

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
        frames=frames,
    )


def _frames(shown: Pass, sheet: Sheet, step_ms: int, hold_ms: int) -> Iterator[Frame]:
    """The frames of one pass. The last one holds the whole result."""
    numbers = shown.numbers_before()
    shown.opening(sheet, numbers)
    yield sheet.frame(hold_ms)
    last = len(shown.record.steps) - 1
    for scan in range(last + 1):
        shown.arrive(sheet, numbers, scan)
        yield sheet.frame(step_ms // 2)
        shown.merge(sheet, numbers, scan)
        yield sheet.frame(hold_ms if scan == last else step_ms - step_ms // 2)


def _forward(
    lines: Lines, layout: Layout, typesetting: Typesetting, measure: Measure, precision: int | None
) -> Forward:
    record = lines.record
    peaks = any(step.taken for step in record.steps)
    source = panel(layout.source, measure, _all(record.input), precision=precision, peaks=peaks)
    result = panel(layout.result, measure, _all(record.output), precision=precision)
    return Forward(record, lines, layout, source, result, typesetting, measure, None)


def _backward(
    lines: Lines, layout: Layout, typesetting: Typesetting, measure: Measure, precision: int | None
) -> Backward:
    record = lines.record
    peaks = any(step.taken for step in record.steps)
    source = panel(
        layout.source,
        measure,
        _sums(record),
        precision=precision,
        deltas=_deltas(record),
        small=_all(record.input) if peaks else (),
        peaks=peaks,
        diverging=True,
    )
    result = panel(
        layout.result,
        measure,
        _grads(record),
        precision=precision,
        small=_all(record.output) if peaks else (),
        diverging=True,
    )
    return Backward(record, lines, layout, source, result, typesetting, measure, lines.focus)


def _numerals(record: Trace, precision: int | None) -> Numerals:
    """How numbers are written in the lines under the boards."""

    def choose(numbers: Collection[float]) -> Numeral:
        for numeral in numerals(numbers, precision):
            if max(map(len, map(numeral, numbers)), default=0) <= LONGEST_NUMBER:
                break
        return numeral

    return Numerals(
        input=choose(_all(record.input)),
        output=choose(_all(record.output)),
        grad_output=choose(_grads(record)),
        grad_input=choose(_sums(record) | _deltas(record)),
    )


def _all(grid: Array) -> list[float]:
    numbers: list[float] = grid.ravel().tolist()
    return numbers


def _grads(record: Trace) -> set[float]:
    return {step.grad for step in record.steps if step.grad is not None}


def _deltas(record: Trace) -> set[float]:
    return {delta for step in record.steps for *_, delta in step.deltas}


@silently
def _sums(record: Trace) -> set[float]:
    """All that a cell of grad_input will ever hold."""
    numbers = np.zeros_like(record.input)
    seen = {0.0}
    for step in record.steps:
        for row, column, delta in step.deltas:
            numbers[row, column] += delta
            seen.add(float(numbers[row, column]))
    return seen


def _typesetting(figure: Figure, scripts: list[Lines], measure: Measure) -> Typesetting:
    """Sizes of texts, from the longest that will ever stand in each place."""
    room = at.RIGHT - at.MARGIN
    title = scripts[0].words.layer if figure.title is None else figure.title
    title = " ".join(title.split())
    facts = scripts[0].facts
    count = scripts[0].words.say("count", facts | {"scan": facts["scans"]})
    beside = measure(count, at.COUNTER_SIZE, "sans") + at.COUNTER_SIZE
    name = max((script.words.sentences["name"] for script in scripts), key=len)

    def title_width(text: str, size: float) -> float:
        return measure(text, size, "bold") + measure(f" {name}", size, "sans")

    sizes = range(at.TITLE_SIZE, at.LEAST_TITLE_SIZE - 1, -1)
    size = next((s for s in sizes if title_width(title, s) <= room - beside), sizes[-1])
    if title_width(title, size) > room - beside:
        while title and title_width(f"{title}…", size) > room - beside:
            title = title[:-1]
        title = f"{title.rstrip()}…"

    character = measure("0", 1, "mono")
    most = int(room / at.LEAST_LINE_SIZE / character)
    beside_code = [
        (len(code), len(note))
        for script in scripts
        for scan in range(len(script.record.steps))
        for code, note in script.scan(scan, merged=True, room=most, note_room=most)
        if code
    ]
    longest_code = max(code for code, _ in beside_code)
    longest_note = max(note for _, note in beside_code)
    characters = longest_code + GAP + longest_note
    line_size = max(min(at.LARGEST_LINE_SIZE, room / characters / character), at.LEAST_LINE_SIZE)
    return Typesetting(
        title=title,
        title_size=size,
        line_size=line_size,
        line_count=max(script.count + (script.focus is not None) for script in scripts),
        note_x=at.MARGIN + (longest_code + GAP) * character * line_size,
        room=int(room / line_size / character),
        note_room=int(room / line_size / character) - longest_code - GAP,
    )


def _layout(
    geometry: Geometry,
    scripts: list[Lines],
    typesetting: Typesetting,
    measure: Measure,
    captions: bool,
) -> Layout:
    labels = [script.words.sentences[key] for script in scripts for key in ("source", "result")]
    ways = [script.words.say("arrow", script.facts) for script in scripts]
    return at.lay_out(
        geometry.input_shape,
        geometry.padding,
        geometry.output_shape,
        text_width=max(measure(label, at.LABEL_SIZE, "mono") for label in labels),
        way_width=max(measure(way, at.ARROW_TEXT_SIZE, "sans") for way in ways),
        lines=typesetting.line_count,
        captions=captions,
    )
