"""Runs a layer on one image and records its passes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from poolanim.errors import ParameterError, shown
from poolanim.layers.batches import as_batch, silently
from poolanim.layers.layer import Choice, Layer
from poolanim.parameters import domains
from poolanim.parameters.domains import BIAS, FORMS, GATHER, SCATTER
from poolanim.tracing.record import Pass, Trace

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from poolanim.layers.batches import Array
    from poolanim.layers.scans import Scans
    from poolanim.parameters.sizes import Pair


FORM = domains.Choice((*FORMS, BIAS))
"""The forms of a backward pass."""


@silently
def trace(
    layer: Layer,
    x: ArrayLike,
    grad_output: ArrayLike | None = None,
    *,
    batch_index: int = 0,
    channel: int | str | Pair | None = None,
    filter: int | str | Pair | None = None,  # noqa: A002
    form: str = SCATTER,
) -> Trace:
    """Runs `layer` forward on `x`, and backward on `grad_output` if it is given.

    Args:
        layer: any layer; max unpooling first pools `x`.
        x: (H, W), or a batch (N, H, W, C), of which one image is traced.
        grad_output: the gradient of the output, of its shape.
        batch_index: the image of a batch.
        channel: the channel of a batch, (first, last) of several, or `all`. The first by default;
            of a layer with weights, all. Those of such a layer are traced with their part of the
            weights alone.
        filter: the same of the filters of a layer with weights; all by default. They are traced
            with the channels that they read.
        form: of the backward pass: `scatter`; `gather` with a scan for each cell of the input,
            which adds the same terms; or `bias` with a scan for each number of `grad_output`, as
            scatter has, but for a transposed convolution, of which it has no other gradient.

    Returns:
        The trace. Each pass has one scan for each cell of the output, or of an unpooling's or a
        transposed convolution's input; with several filters, first all scans of the first one.

    Raises:
        GridError: a rank or a shape does not fit.
        ParameterError: there is no such layer, image, channel or filter; the window is larger than
            the padded input; a parameter does not fit the input; or the layer has no such form.

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
    FORM.check("form", form)
    run = layer.run(x, Choice(batch_index, channel, filter))
    grids, passes = dict(run.grids), {}
    passes["forward"] = _run("forward", layer.forward_scans(run), grids)
    if grad_output is not None:
        grads = layer.output_gradient(grad_output, x)
        grids["grad_output"] = run.output_plane.of(grads)
        rules = {GATHER: layer.gathered_scans, BIAS: layer.bias_scans}
        scans = rules.get(form, layer.backward_scans)(run, grads)
        passes["backward"] = _run("backward", scans, grids)
    made = {name: each.of for shown in passes.values() for name, each in shown.made.items()}
    depths = {name: run.depths[of.removeprefix("grad_")] for name, of in made.items()}
    for grid in grids.values():
        grid.flags.writeable = False
    shape, filters = as_batch("input", x).shape, layer.traced_shape(layer.batch(x).shape)[-1]
    return Trace(
        layer,
        run.geometry,
        grids,
        passes,
        {**run.depths, **depths},
        run.plane.image,
        run.plane.channels,
        run.output_plane.channels,
        (shape[0], shape[-1]),
        (shape[1], shape[2]),
        *_layouts(np.ndim(x), filters),
    )


def _layouts(rank: int, filters: int) -> tuple[str, str]:
    """Returns the layouts of an input of so many axes, and of its output."""
    if rank > 2:
        return "nhwc", "nhwc"
    return "hw", "hw" if filters == 1 else "hwc"


def _run(name: str, scans: Scans, grids: dict[str, Array]) -> Pass:
    """Returns a pass, once what it makes and adds up is among the grids."""
    grids |= {name: made.array(grids[made.of]) for name, made in scans.made.items()}
    for target, terms in scans.terms.items():
        grids[target] = terms.grid()
    return Pass(name=name, values=grids[scans.own], **vars(scans))
