"""Runs a layer on one image and records its passes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from poolanim.errors import GridError, ParameterError, shown
from poolanim.layers.batches import as_batch, checked_gradient, silently
from poolanim.layers.layer import Layer
from poolanim.layers.listing import Plane
from poolanim.parameters.domains import plain
from poolanim.parameters.numbers import Whole
from poolanim.parameters.sizes import by
from poolanim.tracing.record import Pass, Trace

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from poolanim.layers.batches import Array
    from poolanim.layers.terms import Scans

ALL = "all"
"""The channels of an image, all of them."""


@silently
def trace(
    layer: Layer,
    x: ArrayLike,
    grad_output: ArrayLike | None = None,
    *,
    batch_index: int = 0,
    channel: int | str = 0,
    **operands: ArrayLike,
) -> Trace:
    """Runs `layer` forward on `x`, and backward on `grad_output` if it is given.

    Args:
        layer: any layer; max unpooling first pools `x`.
        x: (H, W), or a batch (N, H, W, C), of which one image is traced.
        grad_output: the gradient of the output, (H_out, W_out) or (N, H_out, W_out, C); for max
            unpooling it has the shape of `x`.
        batch_index: the image of a batch.
        channel: the channel of a batch, or `all`.
        operands: the further operands of the layer by name. Pooling layers have none.

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
    if not isinstance(layer, Layer):
        raise ParameterError(f"layer is {shown(layer)}; give a layer, such as MaxPool(2)")
    if set(operands) != set(layer.operands):
        names = " and ".join(layer.operands) or "nothing"
        raise ParameterError(f"operands are {shown([*operands])}; give {names} besides the input")
    shape = as_batch("input", x).shape
    plane = _plane(shape, batch_index, channel)
    run = layer.run(x, plane, **operands)
    grids, passes = dict(run.grids), {}
    passes["forward"] = _run("forward", layer.forward_scans(run), grids)
    if grad_output is not None:
        grads = checked_gradient(grad_output, x, layer.traced_shape(shape))
        grids["grad_output"] = run.output_plane.of(grads)
        passes["backward"] = _run("backward", layer.backward_scans(run, grads), grids)
    for grid in grids.values():
        grid.flags.writeable = False
    return Trace(
        layer,
        run.geometry,
        grids,
        passes,
        plane.image,
        None if plane.deep else plane.channels.start,
        (shape[0], shape[-1]),
        "hw" if np.ndim(x) == 2 else "nhwc",
    )


def _plane(shape: tuple[int, ...], batch_index: int, channel: int | str) -> Plane:
    """Returns the part of a batch of `shape` that is traced."""
    images, *_, count = shape
    if not (images and count):
        raise GridError(f"input is {by(shape)}; give it an image and a channel")
    image = Whole(0, images - 1).check("batch_index", plain(batch_index))
    if channel == ALL:
        return Plane(image, range(count), deep=True)
    number = Whole(0, count - 1).check("channel", plain(channel))
    return Plane(image, range(number, number + 1), deep=False)


def _run(name: str, scans: Scans, grids: dict[str, Array]) -> Pass:
    """Returns a pass, once its targets are added up and are among the grids."""
    for target, terms in scans.terms.items():
        grids[target] = terms.grid(scans.finish)
    return Pass(name=name, values=grids[scans.own], **vars(scans))
