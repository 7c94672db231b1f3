"""The scans of pooling layers, which follow from the rules of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from poolanim.layers.batches import computed, gradient_type, wide
from poolanim.layers.listing import Listing, first
from poolanim.layers.terms import Scans, Terms

if TYPE_CHECKING:
    from poolanim.layers.batches import Array, Mask
    from poolanim.layers.layer import Run
    from poolanim.layers.rules import Rules
    from poolanim.layers.sliding import Windows
    from poolanim.layers.terms import Cells


class Pooled(NamedTuple):
    """What an image becomes, and where its windows lie.

    Attributes:
        windows: over the image.
        listing: of the cells of the windows.
        value: of each window, (1, H_out, W_out, C).
        taken: (scans, channels, offsets), the cells that values are taken from; None if the layer
            takes no cell before another.
        weights: (scans, channels, offsets), as of `Scans`.
    """

    windows: Windows
    listing: Listing
    value: Array
    taken: Mask | None
    weights: Array | None

    @classmethod
    def of(cls, layer: Rules, run: Run) -> Pooled:
        """Returns what a layer makes of the image that is traced."""
        plane, listing = run.plane, Listing(run.geometry, run.plane)
        windows = layer.windows(run.operands["input"], run.geometry, plane.images)
        value, weights = layer.reduce(windows), layer.weights(windows)
        masks = layer.taken(windows, value)
        return cls(
            windows,
            listing,
            value,
            None if masks is None else plane.by_scan(masks) & listing.inside(),
            plane.by_scan(weights) if weights else None,
        )

    def chosen(self, grid: str) -> Cells | None:
        """Returns the cells of a grid that values are taken from, if they are taken from cells."""
        return None if self.taken is None else self.listing.cells(grid, self.taken)

    def receivers(self, masks: Mask | None) -> tuple[Mask, Mask]:
        """Returns the cells that gradients go to, in the input or its padding.

        Args:
            masks: (scans, channels, offsets), the cells that receive shares; None for all.

        Returns:
            two masks (scans, channels, offsets): all these cells, and those of windows on padding
            alone, each of which loses its gradient to its first cell.
        """
        declared = self.listing.declared()
        if masks is None:
            return declared, np.zeros_like(declared)
        received = masks & self.listing.inside()
        lost = first(declared) & ~received.any(axis=2, keepdims=True)
        return received | lost, lost


def forward_scans(layer: Rules, run: Run) -> Scans:
    """Returns what each window adds to its value.

    The terms of a layer that takes cells before others are the values themselves, each of which
    comes from the cell that it is taken from.
    """
    made, plane = Pooled.of(layer, run), run.plane
    listing, windows = made.listing, made.windows
    if made.taken is None:
        added = listing.covered()
        amounts = wide(plane.by_scan(layer.terms(windows)), len(windows.cells))[added]
    else:
        added, _ = made.receivers(made.taken)
        added, amounts = first(added), plane.by_scan([made.value]).ravel()
    terms = Terms(
        listing.own("output", added),
        (listing.cells("input", added),),
        amounts,
        run.operands["input"].dtype,
        start=-0.0,  # changes no number that is added to it, not even a negative zero
    )
    return Scans(
        shape=run.geometry.output_shape,
        own="output",
        terms={"output": terms},
        spans=listing.spans("input", "output"),
        chosen=made.chosen("input"),
        finish=windows.finish,
        weights=made.weights,
    )


def backward_scans(layer: Rules, run: Run, grad_output: Array) -> Scans:
    """Returns what the gradient of each value adds to the cells of its window."""
    made, plane = Pooled.of(layer, run), run.plane
    listing, windows = made.listing, made.windows
    grads = grad_output[plane.image : plane.image + 1]
    amounts, masks = layer.spread(computed(grads), windows).parts(windows)
    received, lost = made.receivers(None if masks is None else plane.by_scan(masks))
    deltas = np.where(lost, plane.by_scan([grads]), plane.by_scan(amounts))
    kind = gradient_type(run.operands["input"].dtype)
    terms = Terms(
        listing.cells("grad_input", received),
        (listing.own("grad_output", received),),
        deltas[received].astype(kind, copy=False),
        kind,
    )
    return Scans(
        shape=run.geometry.output_shape,
        own="grad_output",
        terms={"grad_input": terms},
        spans=listing.spans("grad_input", "grad_output"),
        chosen=made.chosen("grad_input"),
        weights=made.weights,
    )
