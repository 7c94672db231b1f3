"""NPZ: the numbers of a trace as arrays of NumPy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poolanim.formats.format import TraceFormat
from poolanim.formats.json import GRIDS

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from poolanim.figure import Figure
    from poolanim.tracing.record import Pass, Trace


def to_arrays(figure: Figure, trace: Trace) -> dict[str, NDArray[Any]]:
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
    channels = [_arrays(figure, trace, number) for number in range(len(trace.channels))]
    if len(channels) == 1:
        return channels[0]
    return {
        f"{name}_{channel}": array
        for channel, arrays in zip(trace.channels, channels, strict=True)
        for name, array in arrays.items()
    }


def _arrays(figure: Figure, trace: Trace, number: int) -> dict[str, NDArray[Any]]:
    """The arrays of one channel, by its place among those that are traced."""
    import numpy as np

    forward, backward = trace.passes["forward"], trace.passes.get("backward")
    indices = [forward.index(scan) for scan in range(len(forward))]
    windows = [trace.geometry.window(index) for index in indices]
    arrays: dict[str, NDArray[Any]] = {
        "layer": np.array(figure.layer),
        "direction": np.array(figure.direction),
        **{name: np.array(x) for name, x in trace.layer.parameters.items() if x is not None},
        **{name: trace.plane(trace.grids[name], number) for name in GRIDS if name in trace.grids},
        "indices": np.array(indices),
        "windows": np.array([[each.top, each.bottom, each.left, each.right] for each in windows]),
    }
    if forward.scatters:
        _, cells, _ = _added(forward, number)
        arrays["cells"] = cells
    if backward is not None and backward.scatters:
        scans, cells, amounts = _added(backward, number)
        arrays |= {"deltas": amounts, "delta_scans": scans, "delta_cells": cells}
    return arrays


def _added(shown: Pass, number: int) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """What a pass adds to the cells of a channel: scans (n,), cells (n, 2) and amounts (n,)."""
    import numpy as np

    terms = [(scan, *each) for scan in range(len(shown)) for each in shown.added(scan, number)]
    scans, cells, amounts = zip(*terms, strict=True) if terms else ((), (), ())
    return np.array(scans, int), np.array(cells, int).reshape(-1, 2), np.array(amounts, float)


class Npz(TraceFormat):
    """A trace as arrays."""

    name = "npz"
    ending = ".npz"
    holds = "the numbers, for NumPy"

    def write(self, path: Path, figure: Figure, trace: Trace) -> None:
        """Writes a trace."""
        import numpy as np

        with path.open("wb") as file:  # NumPy would add an ending to a mere name
            # Its stub takes each name for that of an option.
            np.savez_compressed(file, **to_arrays(figure, trace))  # type: ignore[arg-type]


FORMAT = Npz()
