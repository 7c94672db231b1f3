"""The trace as arrays of NumPy, so that others can check and reuse the numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from poolanim.figure import Figure
    from poolanim.tracing import Trace


def write(path: Path, figure: Figure, record: Trace) -> None:
    """Write a trace as an NPZ file."""
    with path.open("wb") as file:  # NumPy would add an ending to a mere name
        # Its stub takes each name for that of an option.
        np.savez_compressed(file, **to_arrays(figure, record))  # type: ignore[arg-type]


def to_arrays(figure: Figure, record: Trace) -> dict[str, NDArray[Any]]:
    """A trace as arrays.

    Returns:
        `layer` and `direction`; the layer's parameters, sizes as (2,); `input` (H, W), `output`
        (H_out, W_out); of all scans their `indices` (scans, 2) in the output and their
        `windows` (scans, 4): top, bottom, left, right. With a backward pass also `grad_output`,
        `grad_input`, and the `deltas` (n,) of all scans in their order, with the `delta_scans` (n,)
        that they belong to, and the `delta_cells` (n, 2) of the input that they are added to. Of
        max unpooling, the `cells` (scans, 2) of the output to which values return. Of several
        channels each name ends with `_` and the number of the channel.

    Example:
        >>> from poolanim import Figure
        >>> from poolanim.pipeline import run
        >>> figure = Figure(layer="max", kernel_size=2, input="1 3; 4 2", grad="5")
        >>> arrays = to_arrays(figure, run(figure))
        >>> arrays["deltas"], arrays["delta_cells"]
        (array([5.]), array([[1, 0]]))
    """
    if record.channels:
        return {
            f"{name}_{each.channel}": array
            for each in record.channels
            for name, array in to_arrays(figure, each).items()
        }
    windows = [step.window for step in record.steps]
    arrays: dict[str, NDArray[Any]] = {
        "layer": np.array(figure.layer),
        "direction": np.array(figure.direction),
        **{name: np.array(x) for name, x in record.layer.parameters.items() if x is not None},
        **{name: grid for name, grid in record.grids().items() if grid is not None},
        "indices": np.array([step.index for step in record.steps]),
        "windows": np.array([[each.top, each.bottom, each.left, each.right] for each in windows]),
    }
    if figure.layer == "unpool":
        return arrays | {"cells": np.array([step.taken[0] for step in record.steps])}
    if record.grad_output is None:
        return arrays
    deltas = [
        (scan, row, column, delta)
        for scan, step in enumerate(record.steps)
        for row, column, delta in step.deltas
    ]
    return arrays | {
        "deltas": np.array([delta for *_, delta in deltas], float),
        "delta_scans": np.array([scan for scan, *_ in deltas], int),
        "delta_cells": np.array([cell for _, *cell, _ in deltas], int).reshape(-1, 2),
    }
