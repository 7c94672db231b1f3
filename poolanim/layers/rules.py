"""The rules of a layer over windows: how a window becomes a value, how a gradient goes back.

The rules are `terms` and `finish`, or `reduce`, for the forward pass, and `spread` for the backward
pass. Both passes and the trace follow from them.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from poolanim.layers.batches import computed, floating, spanned
from poolanim.layers.layer import Layer
from poolanim.layers.sliding import Windows, folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

    from poolanim.layers.batches import Array, Mask
    from poolanim.layers.geometry import Geometry
    from poolanim.layers.shares import Shares
    from poolanim.layers.terms import Finish


@dataclass(frozen=True)
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
