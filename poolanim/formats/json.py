"""JSON: the numbers of a trace, for other programs."""

from __future__ import annotations

import math
from itertools import product
from typing import TYPE_CHECKING, Any

from poolanim.formats.deltas import (
    BIAS,
    depth_of,
    gathered,
    has_weights,
    names_of,
    parts,
    places,
    targets,
)
from poolanim.formats.format import TraceFormat
from poolanim.parameters.table import ALL

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from poolanim.figure import Figure
    from poolanim.layers.batches import Array
    from poolanim.tracing.record import Pass, Trace


def to_json(figure: Figure, trace: Trace) -> str:
    """Returns a trace as JSON text, one line for each key, row and scan.

    NaN and infinities are the strings `NaN`, `Infinity` and `-Infinity`. Grids that there are not,
    such as `grad_input` without a backward pass, are null. `reading` describes how an input or a
    kernel of more than two axes was read, and what was left out of a table. Channels of a pooling
    layer are an object each. Those of a layer with weights are the last axis of its grids, or the
    last but one. A backward pass that gathers has scans of its own, `gathers`, whose terms add up
    to the value; one of a transposed convolution's bias has `grads`, a scan for each gradient.
    """
    head: dict[str, object] = {
        "layer": figure.layer,
        "direction": figure.direction,
        **trace.layer.parameters,
    }
    if figure.form is not None:
        head["form"] = figure.form
    if len(trace.layout) > 2:
        head["layout"] = trace.layout
    if trace.reading:
        head["reading"] = trace.reading
    if trace.kernel_layout:
        head["kernel_layout"] = trace.kernel_layout
    if has_weights(trace):
        head |= {"wrt": figure.wrt, **_whole(trace)}
    else:
        channels = [_channel(trace, *each) for each in enumerate(trace.channels)]
        head |= {"channels": channels} if len(channels) > 1 else channels[0]
    return "{\n" + ",\n".join(f'"{key}": {_text(value)}' for key, value in head.items()) + "\n}\n"


def _whole(trace: Trace) -> dict[str, object]:
    """Returns the grids and scans of a layer with weights."""
    return {
        "batch_index": trace.batch_index,
        "channel": _drawn(trace.channels, trace.batch_shape[1]),
        "filter": _drawn(trace.filters, getattr(trace.layer, "filters", 1)),
        **_grids(trace, trace.grids),
        **_scans(trace),
    }


def _drawn(numbers: range, count: int) -> int | str | list[int]:
    """Returns the number of a channel or a filter, those of several, or `all`."""
    if len(numbers) == 1:
        return numbers.start
    return ALL if len(numbers) == count else list(numbers)


def _channel(trace: Trace, number: int, channel: int) -> dict[str, object]:
    """Returns the grids and scans of one channel of a layer without weights.

    Args:
        trace: the trace.
        number: the place of the channel among the traced ones, from 0.
        channel: the number of the channel in the input.
    """
    several = len(trace.layout) > 2
    place = {"batch_index": trace.batch_index, "channel": channel} if several else {}
    planes = {name: trace.board(name, number) for name in trace.grids}
    return {**place, **_grids(trace, planes), **_scans(trace, depth_of(trace, number))}


def _scans(trace: Trace, depth: int | None = None) -> dict[str, object]:
    """Returns all scans; those of a backward pass apart if they gather.

    Args:
        trace: the trace.
        depth: the last index of the channel's cells; None if the cells are those of all channels.
    """
    fields: dict[str, object] = {
        "scans": [_scan(trace, scan, depth) for scan in range(len(trace.passes["forward"]))]
    }
    if (shown := trace.apart) is not None:
        key, told = ("grads", _grad) if shown.scatters else ("gathers", _gather)
        fields[key] = [told(trace, shown, scan, depth) for scan in range(len(shown))]
    return fields


def _grad(trace: Trace, shown: Pass, scan: int, depth: int | None) -> dict[str, object]:
    """Returns a scan of a single gradient, with what it adds to the bias."""
    index = shown.index(scan)
    return {
        "index": list(index[:2]),
        **places(trace, shown, index),
        "grad": _number(shown.values[index].item()),
        **_deltas(shown, scan, depth),
    }


def _gather(trace: Trace, shown: Pass, scan: int, depth: int | None) -> dict[str, object]:
    """Returns a scan that gathers, with the cells that its terms come from."""
    index = shown.index(scan)
    own = index if depth is None else (*index, depth)
    return {
        "index": list(index[:2]),
        **places(trace, shown, index),
        "value": _number(shown.values[own].item()),
        "terms": [[*cell, _number(amount)] for cell, amount in gathered(shown, scan, depth)],
    }


def _grids(trace: Trace, found: Mapping[str, Array]) -> dict[str, object]:
    """Returns grids as lists, in the usual order; null for one that there is not."""
    grids: dict[str, Array | None] = dict.fromkeys(names_of(trace)) | dict(found)
    return {
        name: None if grid is None else _numbers((grid.ravel() if name in BIAS else grid).tolist())
        for name, grid in grids.items()
    }


def _scan(trace: Trace, scan: int, depth: int | None = None) -> dict[str, object]:
    """Returns one scan, from both passes.

    Args:
        trace: the trace.
        scan: the number of the scan.
        depth: the last index of the channel's cells; None if the cells are those of all channels.
    """
    forward, backward = trace.passes["forward"], trace.passes.get("backward")
    index = forward.index(scan)
    own = index if depth is None else (*index, depth)
    fields: dict[str, object] = {
        "index": list(index[:2]),
        **places(trace, forward, index),
        "window": trace.geometry.bounds(index[:2]),
        "value": _number(forward.values[own].item()),
    }
    if forward.chosen is not None and forward.scatters:
        fields["cell"] = next(list(cell) for cell, _ in forward.added("output", scan, depth))
    elif has_weights(trace):
        if not forward.scatters:
            fields["parts"] = _numbers(parts(trace, scan).tolist())
        fields |= _deltas(forward, scan)
    if backward is not None and trace.apart is None:
        fields["grad"] = _number(backward.values[own].item())
        fields |= _deltas(backward, scan, depth)
    return fields


def _deltas(shown: Pass, scan: int, depth: int | None = None) -> dict[str, object]:
    """Returns what a scan adds to each grid but its own.

    To the bias it is one number, or a list of one for each filter under its window, if they are
    several.
    """
    fields: dict[str, object] = {}
    for target, name in targets(shown):
        added = [(cell, amount) for cell, amount in shown.added(target, scan, depth)]
        if target in BIAS:
            deep = [along.of(shown.index(scan)) for along in shown.spans[target][2:]]
            sums = dict.fromkeys(product(*deep), 0.0)
            for cell, amount in added:
                sums[cell[2:]] += amount
            numbers = _numbers(list(sums.values()))
            fields[name] = numbers if len(numbers) > 1 else numbers[0]
        else:
            fields[f"{name}s"] = [[*cell, _number(amount)] for cell, amount in added]
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
