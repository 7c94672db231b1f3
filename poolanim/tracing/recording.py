"""Runs a layer on one image and records its passes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from poolanim.errors import GridError, ParameterError
from poolanim.layers.layer import (
    Pool,
    as_batch,
    by,
    checked_gradient,
    computed,
    gradient_type,
    silently,
)
from poolanim.layers.sum import wide
from poolanim.layers.unpool import MaxUnpool
from poolanim.parameters import check_apart, check_whole, plain, shown
from poolanim.tracing.record import Pass, Terms, Trace, finished
from poolanim.tracing.windows import Plane, Windows, ends, first

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from poolanim.layers.geometry import Geometry
    from poolanim.layers.layer import Windows as LayerWindows
    from poolanim.tracing.record import Array
    from poolanim.tracing.windows import Mask

ALL = "all"
"""The channels of an image, all of them."""


@silently
def trace(
    layer: Pool | MaxUnpool,
    x: ArrayLike,
    grad_output: ArrayLike | None = None,
    *,
    batch_index: int = 0,
    channel: int | str = 0,
) -> Trace:
    """Runs `layer` forward on `x`, and backward on `grad_output` if it is given.

    Args:
        layer: any pooling layer; max unpooling first pools `x`.
        x: (H, W), or a batch (N, H, W, C), of which one image is traced.
        grad_output: the gradient of the output, (H_out, W_out) or (N, H_out, W_out, C); for max
            unpooling it has the shape of `x`.
        batch_index: the image of a batch.
        channel: the channel of a batch, or `all`.

    Returns:
        The trace. Each pass has one scan for each cell of the output, or of an unpooling's input.

    Raises:
        GridError: a rank or a shape does not fit.
        ParameterError: there is no such layer, image or channel; the window is larger than the
            padded input; or windows of max unpooling overlap.

    Example:
        >>> from poolanim import MaxPool
        >>> traced = trace(MaxPool(kernel_size=2), [[1, 2], [3, 4]], [[5]])
        >>> traced.passes["backward"][0].terms
        (Term(to=('grad_input', (1, 1)), of=(('grad_output', (0, 0)),), amount=5.0),)
        >>> traced.grids["grad_input"]
        array([[0., 0.],
               [0., 5.]])
    """
    if not isinstance(layer, Pool | MaxUnpool):
        raise ParameterError(f"layer is {shown(layer)}; give a layer, such as MaxPool(2)")
    batch = as_batch("input", x)
    if not (len(batch) and batch.shape[3]):
        raise GridError(f"input is {by(batch.shape)}; give it an image and a channel")
    image = check_whole("batch_index", plain(batch_index), 0, len(batch) - 1)
    channels = range(batch.shape[3])
    if channel != ALL:
        number = check_whole("channel", plain(channel), 0, batch.shape[3] - 1)
        channels = channels[number : number + 1]
    plane = Plane(image, channels, deep=channel == ALL)
    if isinstance(layer, MaxUnpool):
        geometry, grids, passes = _unpooling(layer, x, grad_output, plane)
    else:
        geometry, grids, passes = _pooling(layer, x, grad_output, plane)
    for grid in grids.values():
        grid.flags.writeable = False
    return Trace(
        layer,
        geometry,
        grids,
        {each.name: each for each in passes},
        image,
        None if plane.deep else channels.start,
        (len(batch), batch.shape[3]),
        "hw" if np.ndim(x) == 2 else "nhwc",
    )


class Recorded(NamedTuple):
    """What is recorded of a layer.

    Attributes:
        geometry: its windows.
        grids: the arrays by name.
        passes: in the order in which they run.
    """

    geometry: Geometry
    grids: dict[str, Array]
    passes: list[Pass]


class Choice(NamedTuple):
    """Which cells of its window each scan deals with, as masks (scans, channels, offsets).

    Attributes:
        taken: the cells that the value is taken from; None if the layer takes no cell before
            another.
        received: the cells that the gradient goes to, in the input or its padding.
        lost: those of `received` in a window on padding alone, whose gradient is lost.
    """

    taken: Mask | None
    received: Mask
    lost: Mask | None


def _choice(layer: Pool, cells: LayerWindows, value: Array, windows: Windows) -> Choice:
    masks = layer.taken(cells, value)
    if masks is None:
        return Choice(None, windows.declared(), None)
    inside, by_scan = windows.inside(), windows.plane.by_scan
    received = by_scan(layer.receivers(cells, value)) & inside
    lost = first(windows.declared()) & ~received.any(axis=2, keepdims=True)
    return Choice(by_scan(masks) & inside, received | lost, lost)


def _pooling(layer: Pool, x: ArrayLike, grad_output: ArrayLike | None, plane: Plane) -> Recorded:
    """Records a layer that turns windows into values."""
    batch = layer.batch(x)
    windows = Windows(layer.geometry(batch.shape[1:3]), plane)
    cells = layer.windows(batch, windows.geometry, range(len(batch)))
    value = layer.reduce(cells)
    choice, weights = _choice(layer, cells, value, windows), layer.weights(cells)
    shares = plane.by_scan(weights) if weights else None
    if choice.taken is None:
        added = windows.covered()
        amounts = wide(plane.by_scan(layer.terms(cells)), len(cells.cells))[added]
    else:
        added, amounts = first(choice.received), plane.by_scan([value]).ravel()
    terms = Terms(
        ends(added),
        windows.own("output", added),
        (windows.cells("input", added),),
        amounts,
        start=-0.0,  # changes no number that is added to it, not even a negative zero
    )
    finish = layer.finish(windows.geometry)
    output = finished(terms, finish).astype(batch.dtype)
    spans = windows.spans("input", "output")
    chosen = windows.listed("input", choice.taken)
    forward = Pass("forward", "output", output, {"output": terms}, spans, chosen, finish, shares)
    grids = {"input": plane.of(batch), "output": output}
    if grad_output is None:
        return Recorded(windows.geometry, grids, [forward])
    grads = checked_gradient(grad_output, x, windows.geometry)
    deltas = plane.by_scan(list(layer.spread(computed(grads), cells))[::-1])
    grad = plane.of(grads)
    if choice.lost is not None:
        deltas = np.where(choice.lost, plane.by_scan([grads]), deltas)
    terms = Terms(
        ends(choice.received),
        windows.cells("grad_input", choice.received),
        (windows.own("grad_output", choice.received),),
        deltas[choice.received].astype(grads.dtype, copy=False),
    )
    spans = windows.spans("grad_input", "grad_output")
    chosen = windows.listed("grad_input", choice.taken)
    backward = Pass(
        "backward", "grad_output", grad, {"grad_input": terms}, spans, chosen, None, shares
    )
    grids |= {"grad_output": grad, "grad_input": finished(terms, None)}
    return Recorded(windows.geometry, grids, [forward, backward])


def _unpooling(
    layer: MaxUnpool, x: ArrayLike, grad_output: ArrayLike | None, plane: Plane
) -> Recorded:
    """Records max unpooling: the maxima of `x` return to where they were."""
    check_apart(layer.kernel_size, layer.stride)
    pool = layer.pool
    batch = pool.batch(x)
    windows = Windows(pool.geometry(batch.shape[1:3]), plane)
    cells = pool.windows(batch, windows.geometry, range(len(batch)))
    value = pool.reduce(cells)
    places = plane.by_scan(pool.receivers(cells, value)) & windows.inside()
    pooled = plane.of(value.astype(batch.dtype))
    terms = Terms(
        ends(places),
        windows.cells("output", places),
        (windows.own("input", places),),
        pooled.ravel(),
    )
    spans = windows.spans("output", "input")
    forward = Pass(
        "forward", "input", pooled, {"output": terms}, spans, windows.listed("output", places)
    )
    grids = {"input": pooled, "output": finished(terms, None), "pooled": plane.of(batch)}
    if grad_output is None:
        return Recorded(windows.geometry, grids, [forward])
    if np.shape(grad_output) != np.shape(x):
        raise GridError(
            f"grad_output is {by(np.shape(grad_output))}, but the output is {by(np.shape(x))}; "
            "give one gradient for each output cell"
        )
    grad = plane.of(as_batch("grad_output", grad_output).astype(gradient_type(batch.dtype)))
    origins = windows.cells("grad_output", places)
    terms = Terms(
        ends(places),
        windows.own("grad_input", places),
        (origins,),
        grad[origins.indices()],
        start=-0.0,
    )
    grids |= {"grad_output": grad, "grad_input": finished(terms, None)}
    spans = windows.spans("grad_output", "grad_input")
    listed = windows.listed("grad_output", places)
    values = grids["grad_input"]
    backward = Pass("backward", "grad_input", values, {"grad_input": terms}, spans, listed)
    return Recorded(windows.geometry, grids, [forward, backward])
