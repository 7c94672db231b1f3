"""Where the windows of a layer lie, by its parameters."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from poolanim.layers.fitting import check_padding, span
from poolanim.layers.geometry import Geometry
from poolanim.layers.pool import Pool
from poolanim.parameters.domains import SWITCH
from poolanim.parameters.parameter import PaddingField, PairField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.layers.axis import Cell
    from poolanim.parameters.sizes import Pair


@dataclass(frozen=True)
class Strided(Pool):
    """Windows of one size that lie evenly.

    Args:
        kernel_size: the window, an int or (height, width).
        stride: from one window to the next, an int or (height, width); None for kernel_size,
            as in PyTorch.
    """

    kernel_size: PairField[Pair] = PairField(minimum=1)
    stride: PairField[None] = PairField(None, minimum=1)

    def geometry(self, shape: Cell) -> Geometry:
        """Returns the windows over a grid of (height, width)."""
        return self.over(shape)

    def over(
        self,
        shape: Cell,
        padding: Sequence[int | Pair] | str = (),
        dilation: Pair = (1, 1),
        *,
        ceil_mode: bool = False,
        crop: bool = False,
    ) -> Geometry:
        """Returns the windows over a grid of (height, width) with its padding."""
        stride, options = self.stride or self.kernel_size, {"ceil_mode": ceil_mode, "crop": crop}
        return Geometry.over(shape, self.kernel_size, stride, padding, dilation, **options)

    def span(self, dilation: Pair) -> Pair:
        """Returns (height, width) of a window from its first cell to its last."""
        return span(self.kernel_size, dilation)


@dataclass(frozen=True)
class Sliding(Strided):
    """Windows that lie evenly, also over padding, and whose cells may lie apart.

    Args:
        kernel_size: the window, an int or (height, width).
        stride: from one window to the next, an int or (height, width); None for kernel_size,
            as in PyTorch.
        padding: cells added on each side, an int, (height, width), ((top, bottom), (left, right)),
            or `same-upper`, `same-lower` or `valid`, as in ONNX; less than the window.
        dilation: from one cell of a window to the next, an int or (height, width).
        ceil_mode: whether a last window may reach beyond the padding. It is dropped if it starts
            behind the input, as in PyTorch. Padding by a word ignores it.
        crop: whether `same-upper` and `same-lower` leave out cells at both ends of the input where
            windows are smaller than the stride, as in ONNX. Other frameworks leave out cells at
            the end alone.

    Raises:
        ParameterError: a parameter is out of its limits.
    """

    padding: PaddingField[Pair] = PaddingField((0, 0))
    dilation: PairField[Pair] = PairField((1, 1), minimum=1)
    ceil_mode: bool = False
    crop: bool = field(default=False, kw_only=True)

    def __post_init__(self) -> None:
        super().__post_init__()
        SWITCH.check("ceil_mode", self.ceil_mode)
        SWITCH.check("crop", self.crop)
        window = self.span(self.dilation)
        most = window[0] - 1, window[1] - 1
        check_padding(self.padding, window, most, "less than the window")

    def geometry(self, shape: Cell) -> Geometry:
        """Returns the windows over a grid of (height, width)."""
        options = {"ceil_mode": self.ceil_mode, "crop": self.crop}
        return self.over(shape, self.padding, self.dilation, **options)


@dataclass(frozen=True)
class Whole(Pool):
    """One window, which is the whole input."""

    def geometry(self, shape: Cell) -> Geometry:
        """Returns the window over a grid of (height, width)."""
        return Geometry.adaptive(shape, (1, 1))


@dataclass(frozen=True)
class Adaptive(Pool):
    """Windows of about the same size, as many as are wanted, that cover the input.

    Window i of o over n cells begins at floor(i n / o) and ends before ceil((i + 1) n / o), as in
    PyTorch; where o does not divide n, windows overlap.

    Args:
        output_size: how many windows there are, an int or (height, width).
    """

    output_size: PairField[Pair] = PairField(minimum=1)

    def geometry(self, shape: Cell) -> Geometry:
        """Returns the windows over a grid of (height, width)."""
        return Geometry.adaptive(shape, self.output_size)
