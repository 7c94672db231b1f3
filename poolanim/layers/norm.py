"""LP pooling."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, cast

import numpy as np

from poolanim.layers.placement import KERNEL_SIZE, Sliding
from poolanim.layers.pool import Pool
from poolanim.layers.shares import Parts, divided
from poolanim.layers.sliding import equal, firsts, folded
from poolanim.parameters.domains import SWITCH, TIES
from poolanim.parameters.numbers import POWER
from poolanim.parameters.parameter import PairField, Parameter, Plain, described
from poolanim.parameters.sizes import Size
from poolanim.records import frozen

if TYPE_CHECKING:
    from poolanim.layers.axis import Cell
    from poolanim.layers.batches import Array, Mask
    from poolanim.layers.geometry import Geometry
    from poolanim.layers.sliding import Windows
    from poolanim.parameters.sizes import Pair


@frozen
class Root:
    """Takes the p-th root of each sum.

    Attributes:
        p: the power, a real number other than 0.
    """

    p: float

    def __call__(self, sums: Array) -> Array:
        """Returns the roots, of the shape and the type of `sums`.

        A zero is positive, as in PyTorch, so the root of a negative power of it is infinite.
        """
        roots: Array = (sums + 0.0) ** (1 / self.p)
        return roots

    def __getitem__(self, index: slice | Cell) -> Root:
        """Returns itself, since the root is the same in every scan."""
        return self


@frozen
class Norm:
    """The norm that a window becomes; its power comes first, as in PyTorch."""

    p: Plain[float] = Parameter(POWER, 2, "the power, a real number other than 0, or inf.")


@described
@frozen
class LpPool(Pool, Sliding, Norm):
    """LP pooling: a window becomes the p-th root of the sum of its cells' p-th powers.

    A window's value is y, and the gradient of a cell x is x^(p-1) / y^(p-1). It is 0 where the sum
    of powers is 0. PyTorch agrees, except that a 0 in such a window gets NaN there if p < 1. Where
    the sum is NaN, the gradient is NaN, or 0 if p is 1, as in PyTorch. Powers are those of the
    cells themselves, as in PyTorch, or of their absolute values, as in ONNX. They differ if p is
    odd or no whole number. With p = inf, a window becomes its largest absolute value, and with
    p = -inf its least, which gets the gradient with its sign; a NaN gets 0. Padding counts as
    zeros, unless p is -inf. If p is negative and finite, a window with a 0 in it, or with
    padding, becomes 0.

    Raises:
        ParameterError: a parameter is out of its limits.

    Example:
        >>> layer = LpPool(p=2, kernel_size=(1, 2), stride=1)
        >>> layer.forward([[3, -4, 0]])
        array([[5., 4.]])
        >>> layer.backward([[10, 10]], [[3, -4, 0]])
        array([[  6., -18.,   0.]])
    """

    # After a field with a default it must have one, but it has to be given: this one is refused.
    kernel_size: PairField[Pair] = Parameter(Size(1), cast("Pair", ()), KERNEL_SIZE)
    absolute: Plain[bool] = Parameter(SWITCH, False, "whether powers are those of absolute values.")
    ties: Plain[str] = Parameter(
        TIES,
        "first",
        "who gets the gradient of absolute values that tie, if p is infinite: the `first` alone, "
        "as in PyTorch; `all` the whole; or all an equal part, `split`.",
    )

    @property
    def padding_value(self) -> float:
        """Zero, or infinity if the smallest absolute value is taken."""
        return math.inf if self.p == -math.inf else 0.0

    def terms(self, windows: Windows) -> list[Array]:
        """Returns the powers of the cells; with p = inf their absolute values."""
        if math.isinf(self.p):
            return [np.abs(cell) for cell in windows.cells]
        return [self._base(cell) ** self.p for cell in windows.cells]

    def finish(self, geometry: Geometry) -> Root | None:  # noqa: ARG002
        """Returns the root; None with p = inf, which takes a cell."""
        return None if math.isinf(self.p) else Root(self.p)

    def reduce(self, windows: Windows) -> Array:
        """Returns the root of the sum of each window's powers; with p = inf an absolute value."""
        extreme = np.maximum if self.p > 0 else np.minimum
        fold = extreme if math.isinf(self.p) else np.add
        return windows.finished(folded(fold, self.terms(windows)))

    def spread(self, grad_output: Array, windows: Windows) -> Parts:
        """Returns x^(p-1) / y^(p-1) of the gradient for each cell; 0 where the sum is 0."""
        if math.isinf(self.p):
            return self._signed(grad_output, windows)
        total = folded(np.add, self.terms(windows))
        nothing, slope = total == 0, windows.finished(total) ** (self.p - 1)
        share = grad_output / slope * ~np.isnan(total)
        amounts = []
        for cell in windows.cells:
            amount = self._base(cell) ** (self.p - 1) * share
            amount = np.sign(cell) * amount if self.absolute else amount
            amounts.append(np.where(nothing, 0, amount))
        return Parts(amounts)

    def _signed(self, share: Array, windows: Windows) -> Parts:
        """Returns the gradient for the absolute values that are taken, with the cells' signs."""
        masks = self._equal(windows, self.reduce(windows))
        if self.ties == "first":
            masks = firsts(masks)
        if self.ties == "split":
            share = divided(share, masks)
        amounts = [np.where(np.isnan(cell), 0, np.sign(cell) * share) for cell in windows.cells]
        return Parts(amounts, masks)

    def taken(self, windows: Windows, value: Array) -> list[Mask] | None:
        """Returns for each offset, with p = inf, where an absolute value equals the largest."""
        return self._equal(windows, value) if math.isinf(self.p) else None

    def _equal(self, windows: Windows, value: Array) -> list[Mask]:
        masks = [equal(np.abs(cell), value) for cell in windows.cells]
        return [mask & inside for mask, inside in zip(masks, windows.inside, strict=True)]

    def _base(self, cell: Array) -> Array:
        return np.abs(cell) if self.absolute else cell
