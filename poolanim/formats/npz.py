"""NPZ: the numbers of a trace as arrays of NumPy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poolanim.formats.deltas import BIAS, depth_of, gathered, has_weights, parts, targets
from poolanim.formats.format import TraceFormat

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from poolanim.figure import Figure
    from poolanim.tracing.record import Pass, Trace


def to_arrays(figure: Figure, trace: Trace) -> dict[str, NDArray[Any]]:
    """Returns a trace as arrays.

    Returns:
        `layer` and `direction`; the layer's parameters, sizes as (2,); `input` (H, W) and `output`
        (H_out, W_out); the `indices` (scans, 2) of all scans in the output, and their `windows`
        (scans, 4): top, bottom, left, right. For a backward pass also `grad_output`, `grad_input`,
        and the `deltas` (n,) of all scans in order, with the scan (`delta_scans`, (n,)) and the
        input cell (`delta_cells`, (n, 2)) of each. For max unpooling, the `cells` (scans, 2) of the
        output to which values return. If there are several channels, each name ends with `_` and
        the number of the channel.

        For a layer with weights also `weight`, `bias`, `wrt`, the numbers of the `channels` and the
        `filters` that are drawn, the `parts` (scans, channels) of the values by channel, and with a
        backward pass `grad_weight`, `grad_bias`, `weight_deltas` and `bias_deltas`, with their
        scans and cells. Several channels or filters are further axes of its grids, and further
        indices of cells and scans.

        Of a backward pass that has two forms also the `form`. One that gathers has scans of its
        own: `gather_indices` (scans, 2), and the `gathers` (n,) of all, with their scans and the
        cells that they come from. That of a transposed convolution's bias has `grad_indices`
        (scans, 2), the cells of `grad_output` to which its scans belong.

    Example:
        >>> from poolanim import Figure
        >>> from poolanim.pipeline import run
        >>> figure = Figure(layer="max", kernel_size=2, input="1 3; 4 2", grad="5")
        >>> arrays = to_arrays(figure, run(figure))
        >>> arrays["deltas"], arrays["delta_cells"]
        (array([5.]), array([[1, 0]]))
    """
    if has_weights(trace):
        return _weighted(figure, trace)
    channels = [_arrays(figure, trace, number) for number in range(len(trace.channels))]
    if len(channels) == 1:
        return channels[0]
    return {
        f"{name}_{channel}": array
        for channel, arrays in zip(trace.channels, channels, strict=True)
        for name, array in arrays.items()
    }


def _weighted(figure: Figure, trace: Trace) -> dict[str, NDArray[Any]]:
    """Returns the arrays of a layer with weights."""
    import numpy as np

    forward = trace.passes["forward"]
    bias = {name: grid.ravel() for name, grid in trace.grids.items() if name in BIAS}
    arrays = {**_common(figure, trace), **trace.grids, **bias}
    arrays |= {"channels": np.array(trace.channels), "filters": np.array(trace.filters)}
    if figure.wrt is not None:
        arrays["wrt"] = np.array(figure.wrt)
    if not forward.scatters:
        arrays["parts"] = np.array([parts(trace, scan) for scan in range(len(forward))])
    for shown in trace.passes.values():
        arrays |= _deltas(shown)
    return arrays | _apart(trace)


def _arrays(figure: Figure, trace: Trace, number: int) -> dict[str, NDArray[Any]]:
    """Returns the arrays of one channel; `number` is its place among the traced ones."""
    forward, backward = trace.passes["forward"], trace.passes.get("backward")
    arrays = _common(figure, trace)
    arrays |= {name: trace.board(name, number) for name in trace.grids}
    depth = depth_of(trace, number)
    if forward.scatters:
        _, cells, _ = _added(forward, "output", depth)
        arrays["cells"] = cells
    if backward is not None:
        arrays |= _deltas(backward, depth) | _apart(trace, depth)
    return arrays


def _common(figure: Figure, trace: Trace) -> dict[str, NDArray[Any]]:
    """Returns the arrays that are the same for all channels."""
    import numpy as np

    forward = trace.passes["forward"]
    indices = [forward.index(scan) for scan in range(len(forward))]
    return {
        "layer": np.array(figure.layer),
        "direction": np.array(figure.direction),
        **({} if figure.form is None else {"form": np.array(figure.form)}),
        **{name: np.array(x) for name, x in trace.layer.parameters.items() if x is not None},
        "indices": np.array(indices),
        "windows": np.array([trace.geometry.bounds(index[:2]) for index in indices]),
    }


def _deltas(shown: Pass, depth: int | None = None) -> dict[str, NDArray[Any]]:
    """Returns what a pass adds to each grid but those whose cells the scans belong to."""
    arrays: dict[str, NDArray[Any]] = {}
    for target, name in targets(shown):
        scans, cells, amounts = _added(shown, target, depth)
        arrays |= {f"{name}s": amounts, f"{name}_scans": scans, f"{name}_cells": cells}
    return arrays


def _apart(trace: Trace, depth: int | None = None) -> dict[str, NDArray[Any]]:
    """Returns the scans that a backward pass has of its own, and what they gather if they do."""
    import numpy as np

    shown = trace.apart
    if shown is None:
        return {}
    indices = np.array([shown.index(scan) for scan in range(len(shown))])
    if shown.scatters:
        return {"grad_indices": indices}
    each = [(scan, *term) for scan in range(len(shown)) for term in gathered(shown, scan, depth)]
    scans, cells, amounts = zip(*each, strict=True) if each else ((), (), ())
    return {
        "gather_indices": indices,
        "gathers": np.array(amounts, float),
        "gather_scans": np.array(scans, int),
        "gather_cells": np.array(cells, int).reshape(len(cells), -1),
    }


def _added(
    shown: Pass, target: str, depth: int | None
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Returns what a pass adds to a channel of a grid: scans (n,), cells (n, 2), amounts (n,)."""
    import numpy as np

    each = ((scan, shown.added(target, scan, depth)) for scan in range(len(shown)))
    terms = [(scan, *term) for scan, added in each for term in added]
    scans, cells, amounts = zip(*terms, strict=True) if terms else ((), (), ())
    axes = len(shown.terms[target].to.shape) - (depth is not None)
    return np.array(scans, int), np.array(cells, int).reshape(-1, axes), np.array(amounts, float)


class Npz(TraceFormat):
    """A trace as arrays."""

    name = "npz"
    ending = ".npz"
    holds = "the numbers, for NumPy"

    def write(self, path: Path, figure: Figure, trace: Trace) -> None:
        """Writes a trace."""
        import numpy as np

        with path.open("wb") as file:  # NumPy would add an ending to a path
            # NumPy's stub reads each keyword as an option.
            np.savez_compressed(file, **to_arrays(figure, trace))  # type: ignore[arg-type]


FORMAT = Npz()
