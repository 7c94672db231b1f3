"""JSON: the numbers of a trace, for other programs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from poolanim.formats.format import TraceFormat

if TYPE_CHECKING:
    from pathlib import Path

    from poolanim.figure import Figure
    from poolanim.tracing.record import Trace


def to_json(figure: Figure, trace: Trace) -> str:
    """Returns a trace as JSON text, one line for each key, row and scan.

    NaN and infinities are the strings `NaN`, `Infinity` and `-Infinity`. `grad_output` and
    `grad_input` are null without a backward pass. For an input of more than two axes, `layout` is
    its layout, and `reading` describes the part of it that the grids contain.
    """
    head: dict[str, object] = {
        "layer": figure.layer,
        "direction": figure.direction,
        **trace.layer.parameters,
    }
    if trace.reading:
        head |= {"layout": trace.layout, "reading": trace.reading}
    channels = [_fields(trace, *each) for each in enumerate(trace.channels)]
    head |= {"channels": channels} if len(channels) > 1 else channels[0]
    return "{\n" + ",\n".join(f'"{key}": {_text(value)}' for key, value in head.items()) + "\n}\n"


GRIDS = ("input", "output", "grad_output", "grad_input")
"""The grids that are written first, in this order."""


def _fields(trace: Trace, number: int, channel: int) -> dict[str, object]:
    """Returns the grids and scans of one channel.

    Args:
        trace: the trace.
        number: the place of the channel among the traced ones, from 0.
        channel: the number of the channel in the input.
    """
    place = {"batch_index": trace.batch_index, "channel": channel} if trace.reading else {}
    grids = dict.fromkeys(GRIDS) | dict(trace.grids)
    return {
        **place,
        **{
            name: None if grid is None else _numbers(trace.plane(grid, number).tolist())
            for name, grid in grids.items()
        },
        "scans": [_scan(trace, scan, number) for scan in range(len(trace.passes["forward"]))],
    }


def _scan(trace: Trace, scan: int, number: int) -> dict[str, object]:
    """Returns one scan of a channel, from both passes."""
    forward, backward = trace.passes["forward"], trace.passes.get("backward")
    index, depth = forward.index(scan), trace.depth(number)
    fields: dict[str, object] = {
        "index": list(index),
        "window": trace.geometry.bounds(index),
        "value": _number(trace.plane(forward.values, number)[index].item()),
    }
    if forward.scatters:
        fields["cell"] = next(list(cell) for cell, _ in forward.added("output", scan, depth))
    if backward is not None:
        fields["grad"] = _number(trace.plane(backward.values, number)[index].item())
        for target in backward.targets if backward.scatters else ():
            added = backward.added(target, scan, depth)
            name = "deltas" if target == "grad_input" else f"{target}_deltas"
            fields[name] = [[*cell, _number(amount)] for cell, amount in added]
    return fields


def _numbers(grid: Any) -> Any:
    """Returns the numbers of nested lists."""
    return [_numbers(part) for part in grid] if isinstance(grid, list) else _number(grid)


def _number(number: float) -> float | str:
    if math.isfinite(number):
        return number
    return "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"


def _text(value: Any) -> str:
    """Returns JSON. Items of a list that are lists or objects get a line each."""
    import json

    if isinstance(value, list) and any(isinstance(item, list | dict) for item in value):
        return "[\n  " + ",\n  ".join(json.dumps(item) for item in value) + "\n]"
    return json.dumps(value)


class Json(TraceFormat):
    """A trace as JSON."""

    name = "json"
    ending = ".json"
    holds = "the numbers"

    def write(self, path: Path, figure: Figure, trace: Trace) -> None:
        """Writes a trace."""
        path.write_text(to_json(figure, trace), "utf-8")


FORMAT = Json()
