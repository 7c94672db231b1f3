"""LP pooling."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

from poolanim.layers.extreme import first
from poolanim.layers.finish import Root
from poolanim.layers.placement import Sliding
from poolanim.layers.sliding import equal
from poolanim.layers.sum import added
from poolanim.parameters import PairField, check_power, check_switch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolanim.layers.axis import Pair
    from poolanim.layers.geometry import Geometry
    from poolanim.layers.layer import Array, Mask, Windows


@dataclass(frozen=True)
class Norm:
    """The norm that a window becomes; its power comes first, as in PyTorch."""

    p: float = 2


@dataclass(frozen=True)
class LpPool(Sliding, Norm):
    """LP pooling: a window becomes the p-th root of the sum of its cells' p-th powers.

    A window's value is y, and the gradient of a cell x is x^(p-1) / y^(p-1). It is 0 where the sum
    of powers is 0. PyTorch agrees, except that a 0 in such a window gets NaN there if p < 1. Where
    the sum is NaN, the gradient is NaN, or 0 if p is 1, as in PyTorch. Powers are those of the
    cells themselves, as in PyTorch, or of their absolute values, as in ONNX. They differ if p is
    odd or no whole number. With p = inf, a window becomes its largest absolute value, and with
    p = -inf its least. The first of those that tie gets the gradient, but a NaN gets 0. Padding
    counts as zeros, unless p is -inf. If p is negative and finite, a window with a 0 in it, or with
    padding, becomes 0.

    Args:
        p: the power, a real number other than 0, or inf.
        kernel_size: the window, an int or (height, width).
        stride: from one window to the next, an int or (height, width); None for kernel_size,
            as in PyTorch.
        padding: cells added on each side, an int, (height, width), ((top, bottom), (left, right)),
            or `same-upper`, `same-lower` or `valid`, as in ONNX; less than the window.
        dilation: from one cell of a window to the next, an int or (height, width).
        ceil_mode: whether a last window may reach beyond the padding.
        crop: whether `same-upper` and `same-lower` leave out cells at both ends where windows are
            smaller than the stride, as in ONNX.
        absolute: whether powers are those of absolute values.

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
    kernel_size: PairField[Pair] = PairField(cast("Pair", ()), minimum=1)
    absolute: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        check_power(self.p)
        check_switch("absolute", self.absolute)

    @property
    def padding_value(self) -> float:
        """Zero, which is never the least absolute value of a window."""
        return math.inf if self.p == -math.inf else 0.0

    def reduce(self, windows: Windows) -> Array:
        """The root of the sum of powers of each window."""
        if math.isinf(self.p):
            return self._extreme(windows)
        return Root(self.p)(added(self.terms(windows)))

    def terms(self, windows: Windows) -> list[Array]:
        """Returns the powers of the cells."""
        bases = map(np.abs, windows.cells) if self.absolute else windows.cells
        return [base**self.p for base in bases]

    def finish(self, geometry: Geometry) -> Root | None:  # noqa: ARG002
        """Returns the root; None with p = inf, which takes a cell."""
        return None if math.isinf(self.p) else Root(self.p)

    def spread(self, grad_output: Array, windows: Windows) -> Iterator[Array]:
        """x^(p-1) / y^(p-1) of the gradient to each cell; nothing where the sum is 0."""
        if math.isinf(self.p):
            masks = self.receivers(windows, self.reduce(windows))
            for cell, mask in zip(reversed(windows.cells), reversed(masks), strict=True):
                yield np.where(mask & ~np.isnan(cell), np.sign(cell) * grad_output, 0)
            return
        total = added(self.terms(windows))
        value, nothing = Root(self.p)(total), total == 0
        share = grad_output / value ** (self.p - 1) * ~np.isnan(total)
        for cell in reversed(windows.cells):
            base: Array = np.abs(cell) if self.absolute else cell
            delta = base ** (self.p - 1) * share
            yield np.where(nothing, 0, np.sign(cell) * delta if self.absolute else delta)

    def taken(self, windows: Windows, value: Array) -> list[Mask] | None:
        """With p = inf, where an absolute value equals the largest."""
        if not math.isinf(self.p):
            return None
        masks = [equal(np.abs(cell), value) for cell in windows.cells]
        return [mask & inside for mask, inside in zip(masks, windows.inside, strict=True)]

    def receivers(self, windows: Windows, value: Array) -> list[Mask]:
        """All cells, or with p = inf the first of those that are taken."""
        masks = self.taken(windows, value)
        return super().receivers(windows, value) if masks is None else first(masks)

    def _extreme(self, windows: Windows) -> Array:
        pick = np.maximum if self.p > 0 else np.minimum
        one, *others = map(np.abs, windows.cells)
        for cell in others:
            pick(one, cell, out=one)
        return one
