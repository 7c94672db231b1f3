"""The trace as JSON, so that others can check and reuse the numbers."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from poolanim.figure import Figure
    from poolanim.layers.pool import Array
    from poolanim.tracing import Step, Trace


def write(path: Path, figure: Figure, record: Trace) -> None:
    """Write a trace as a JSON file."""
    path.write_text(to_json(figure, record), "utf-8")


def to_json(figure: Figure, record: Trace) -> str:
    """A trace as JSON text, one line for each key, row and scan.

    NaN and infinities are the strings `NaN`, `Infinity` and `-Infinity`. `grad_output` and
    `grad_input` are null without a backward pass. An input of more than two axes has its `layout`,
    and `reading` says in words which part of it the grids are.
    """
    head: dict[str, object] = {
        "layer": figure.layer,
        "direction": figure.direction,
        **record.layer.parameters,
    }
    if record.reading:
        head |= {"layout": record.layout, "reading": record.reading}
    if record.channels:
        head["channels"] = [_fields(figure, each) for each in record.channels]
    else:
        head |= _fields(figure, record)
    return "{\n" + ",\n".join(f'"{key}": {_text(value)}' for key, value in head.items()) + "\n}\n"


def _fields(figure: Figure, record: Trace) -> dict[str, object]:
    """The grids and scans of one channel."""
    return {
        **_place(record),
        **{name: _rows(grid) for name, grid in record.grids().items()},
        "scans": _unpooled(record) if figure.layer == "unpool" else list(map(_scan, record.steps)),
    }


def _place(record: Trace) -> dict[str, int]:
    """Which plane of a batch it is, if there are several."""
    if record.layout == "hw":
        return {}
    return {"batch_index": record.batch_index, "channel": record.channel}


def _scan(step: Step) -> dict[str, object]:
    window = step.window
    scan: dict[str, object] = {
        "index": list(step.index),
        "window": [window.top, window.bottom, window.left, window.right],
        "value": _number(step.value),
    }
    if step.grad is not None:
        scan["grad"] = _number(step.grad)
        scan["deltas"] = [[row, column, _number(delta)] for row, column, delta in step.deltas]
    return scan


def _unpooled(record: Trace) -> list[dict[str, object]]:
    """The scans of max unpooling: each with the cell to which its value returns."""
    scans: list[dict[str, object]] = []
    for number, step in enumerate(record.steps):
        scan = {**_scan(step), "cell": list(step.taken[0])}
        del scan["deltas"], scan["grad"]
        if record.back is not None:
            scan["grad"] = _number(record.back.steps[number].value)
        scans.append(scan)
    return scans


def _rows(grid: Array | None) -> list[list[float | str]] | None:
    return None if grid is None else [[_number(cell) for cell in row] for row in grid.tolist()]


def _number(number: float) -> float | str:
    if math.isfinite(number):
        return number
    return "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"


def _text(value: Any) -> str:
    """JSON, with the items of a list on lines of their own if they are composed themselves."""
    if isinstance(value, list) and any(isinstance(item, list | dict) for item in value):
        return "[\n  " + ",\n  ".join(json.dumps(item) for item in value) + "\n]"
    return json.dumps(value)
