"""The rules of a layer over windows, and the scans of a trace that follow from them.

The rules are `terms` and `finish`, or `reduce`, for how a window becomes a value, and `spread` for
how the gradient of a value goes back.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from poolanim.layers.batches import computed, floating, gradient_type, spanned, wide
from poolanim.layers.layer import Layer
from poolanim.layers.listing import Listing, first
from poolanim.layers.scans import Scans
from poolanim.layers.sliding import Windows, folded
from poolanim.layers.terms import Terms
from poolanim.records import frozen
from poolanim.records.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

    from poolanim.layers.batches import Array, Mask
    from poolanim.layers.geometry import Geometry
    from poolanim.layers.layer import Run
    from poolanim.layers.shares import Shares
    from poolanim.layers.terms import Cells, Finish


@frozen
class Rules(Layer):
    """The rules of a pooling layer.

    A floating point input keeps its type. Values and deltas of a float16 input are computed as
    float32, as PyTorch does, and sums of many cells as float64. An input of integers keeps its type
    in a layer that picks cells, such as max pooling. Other layers compute it as float64, and
    gradients of integers are always float64. Booleans count as 0.0 and 1.0.
    """

    picks: ClassVar[bool] = False
    """Whether each value is a cell of its window, unchanged."""
    fold: ClassVar[np.ufunc | None] = None
    """A function of two numbers that folds the cells of a window to a number, which is finished.

    A layer with a `fold` passes few large windows one by one (`poolanim.layers.folding`). Its terms
    are the cells, and its `spread` returns `Every` or `Extremes`.
    """

    @property
    def padding_value(self) -> float:
        """The number that cells outside the input count as."""
        return 0.0

    def terms(self, windows: Windows) -> Sequence[Array]:
        """Returns for each offset what the cells there add to the sums of their windows."""
        return windows.cells

    def finish(self, geometry: Geometry) -> Finish | None:  # noqa: ARG002
        """Returns what turns the sums of windows into values; None if the sums are the values."""
        return None

    def reduce(self, windows: Windows) -> Array:
        """Returns the value of each window, (N, rows, W_out, C): the forward rule."""
        return windows.finished(folded(self.fold or np.add, self.terms(windows)))

    @abstractmethod
    def spread(self, grad_output: Array, windows: Windows) -> Shares:
        """Returns what each value's gradient gives to the cells of its window: the backward rule.

        Args:
            grad_output: the gradients of the values, (N, rows, W_out, C).
            windows: the windows. They have no cells if the layer has a `fold` and windows are few
                and large.
        """

    def taken(self, windows: Windows, value: Array) -> Sequence[Mask] | None:  # noqa: ARG002
        """Returns for each offset whether the value is taken from the cell there.

        None for a layer that takes no cell before another.
        """
        return None

    def weights(self, windows: Windows) -> list[Array]:  # noqa: ARG002
        """Returns for each offset the cells' parts in the value, or chances to be the value.

        Empty for a layer without weights.
        """
        return []

    def batch(self, x: ArrayLike) -> Array:
        """Returns `x` as (N, H, W, C), in the type of the values.

        Raises:
            GridError: `x` has another rank, or holds no real numbers.
        """
        batch = super().batch(x)
        return batch if self.picks and batch.dtype.kind != "b" else floating(batch)

    def windows(self, batch: Array, geometry: Geometry, images: range) -> Windows:
        """Returns the windows over some images of a batch."""
        cells = computed(batch[spanned(images)])
        return Windows.over(cells, geometry, images, self.finish(geometry), self.padding_value)

    def forward_scans(self, run: Run) -> Scans:
        """Returns what each window adds to its value.

        The terms of a layer that takes cells before others are the values themselves, each of which
        comes from the cell that it is taken from.
        """
        made, plane = Pooled.of(self, run), run.plane
        listing, windows = made.listing, made.windows
        if made.taken is None:
            added = listing.covered()
            amounts = wide(plane.by_scan(self.terms(windows)), len(windows.cells))[added]
        else:
            added, _ = made.receivers(made.taken)
            added, amounts = first(added), plane.by_scan([made.value]).ravel()
        terms = Terms(
            listing.own("output", added),
            (listing.cells("input", added),),
            amounts,
            run.operands["input"].dtype,
            start=-0.0,  # changes no number that is added to it, not even a negative zero
            finish=windows.finish,
        )
        return Scans(
            shape=run.geometry.output_shape,
            own="output",
            terms={"output": terms},
            spans=listing.spans("input", "output"),
            chosen=made.chosen("input"),
            weights=made.weights,
        )

    def backward_scans(self, run: Run, grad_output: Array) -> Scans:
        """Returns what the gradient of each value adds to the cells of its window."""
        made, plane = Pooled.of(self, run), run.plane
        listing, windows = made.listing, made.windows
        grads = grad_output[plane.image : plane.image + 1]
        amounts, masks = self.spread(computed(grads), windows).parts(windows)
        getting = None if masks is None else plane.by_scan(masks)
        if getting is None and not self.shares_padding:
            getting = listing.inside()
        received, lost = made.receivers(getting)
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
