"""What the scans of a trace add, for the formats that contain its numbers.

Loads no NumPy, since all formats are loaded for their names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poolanim.layers.entry import PLAIN, WEIGHTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from poolanim.layers.axis import Cell
    from poolanim.tracing.record import Pass, Trace

BIAS = ("bias", "grad_bias")
"""The grids with one number for each filter."""


def has_weights(trace: Trace) -> bool:
    """Returns whether the layer of a trace has weights, which join its channels."""
    return "weight" in trace.grids


def depth_of(trace: Trace, number: int) -> int | None:
    """Returns the last index of the cells of a channel, by its place from 0; None without one."""
    return next(iter(trace.place("output", number)), None)


def names_of(trace: Trace) -> tuple[str, ...]:
    """Returns the names of the grids that a trace of its kind has, in the usual order."""
    return WEIGHTED if has_weights(trace) else PLAIN


def targets(shown: Pass) -> Iterator[tuple[str, str]]:
    """Yields the names of the grids that scans add to, apart from their own, and of what they add.

    Example:
        >>> from poolanim import Conv, trace
        >>> traced = trace(Conv([[1, 2]]), [[1, 2, 3]], [[1, 1]])
        >>> [name for _, name in targets(traced.passes["backward"])]
        ['delta', 'weight_delta', 'bias_delta']
    """
    for target in shown.targets:
        if target != shown.own:
            name = target.removeprefix("grad_")
            yield target, "delta" if name == "input" else f"{name}_delta"


def gathered(shown: Pass, scan: int, depth: int | None = None) -> Iterator[tuple[Cell, Any]]:
    """Yields the cells that a scan gathers from, and what comes from them.

    Args:
        shown: a pass whose scans gather.
        scan: the number of the scan.
        depth: the last index of a channel's cells, which is left out; None for cells of all.
    """
    terms = shown.terms[shown.own]
    amounts = terms.amounts[terms.to.part(scan)].tolist()
    for to, cell, amount in zip(terms.to.of(scan), terms.of[0].of(scan), amounts, strict=True):
        if depth in (None, to[-1]):
            yield cell if depth is None else cell[:-1], amount


def parts(trace: Trace, scan: int) -> NDArray[Any]:
    """Returns the sums of a scan's products, one for each channel of the input that it reads."""
    import numpy as np

    terms = trace.passes["forward"].terms["output"]
    part = terms.to.part(scan)
    read = next(cells for cells in terms.of if cells.grid == "input")
    products = read.flat[part] >= 0  # the bias comes from no cell of the input
    channels = read.indices(part)[2:]
    amounts = terms.amounts[part][products].astype(float)
    if not channels:
        return np.bincount(np.zeros(len(amounts), int), amounts)
    found, place = np.unique(channels[0][products], return_inverse=True)
    return np.bincount(place, amounts, len(found))


def places(trace: Trace, shown: Pass, index: Cell) -> dict[str, int]:
    """Returns the channel or the filter of a scan whose index has one, after row and column."""
    from poolanim.layers.layer import CHANNEL, FILTER

    numbers = {CHANNEL: trace.channels, FILTER: trace.filters}
    depths = trace.depths.get(shown.own.removeprefix("grad_"), ())
    return {axis: numbers[axis][place] for axis, place in zip(depths, index[2:], strict=False)}
