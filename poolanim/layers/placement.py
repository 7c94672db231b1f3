"""Where the windows of a layer lie, by its parameters. Loads no NumPy."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cached_property
from typing import TYPE_CHECKING, Any

from poolanim.errors import ParameterError
from poolanim.layers.geometry import Geometry
from poolanim.parameters.domains import SWITCH
from poolanim.parameters.parameter import REQUIRED, PaddingField, PairField, Parameter, Plain
from poolanim.parameters.sizes import Padding, Size, both_ends, sides_of, spell
from poolanim.records import fields, frozen

if TYPE_CHECKING:
    from collections.abc import Mapping
    from dataclasses import KW_ONLY

    from poolanim.layers.axis import Cell
    from poolanim.parameters.sizes import Pair, Sides

KERNEL_SIZE = "the window, an int or (height, width)."
OUTPUT_SIZE = "how many windows there are, an int or (height, width)."


@frozen
class Placement(ABC):
    """Where windows lie. The fields are parameters, of the layer and of figures alike."""

    @cached_property
    def parameters(self) -> dict[str, Any]:
        """The parameters by name."""
        return {name: getattr(self, name) for name in fields(self)}

    @abstractmethod
    def geometry(self, shape: Cell) -> Geometry:
        """Returns the windows over a grid.

        Args:
            shape: (height, width) of the grid that is given to a trace.

        Raises:
            ParameterError: the windows do not fit the grid.
        """

    def scans(self, shape: Cell) -> Cell:
        """Returns how many windows there are along each axis of a grid, if they fit it."""
        return self.geometry(shape).output_shape

    @staticmethod  # noqa: B027
    def check(parameters: Mapping[str, Any], like: str | None) -> None:
        """Raises ParameterError if parameters of a figure, which is like a framework, clash."""


@frozen
class Whole(Placement):
    """One window, which is the whole input."""

    def geometry(self, shape: Cell) -> Geometry:
        """Returns the window."""
        return Geometry.adaptive(shape, (1, 1))


@frozen
class Adaptive(Placement):
    """Windows of about the same size, as many as are wanted, that cover the input."""

    output_size: PairField[Pair] = Parameter(Size(1), REQUIRED, OUTPUT_SIZE)

    def geometry(self, shape: Cell) -> Geometry:
        """Returns the windows."""
        return Geometry.adaptive(shape, self.output_size)


@frozen
class Strided(Placement):
    """Windows of one size that lie evenly."""

    kernel_size: PairField[Pair] = Parameter(Size(1), REQUIRED, KERNEL_SIZE)
    stride: PairField[None] = Parameter(
        Size(1),
        None,
        "from one window to the next, an int or (height, width); None for kernel_size, as in "
        "PyTorch.",
    )

    @property
    def sizes(self) -> tuple[Pair, Pair]:
        """The window, and from one to the next: (height, width) of both."""
        return self.kernel_size, self.stride or self.kernel_size

    def geometry(self, shape: Cell) -> Geometry:
        """Returns the windows."""
        return Geometry.over(shape, *self.sizes)


@frozen
class Padded(Strided):
    """Windows that lie evenly, also over padding."""

    padding: PaddingField[Pair] = Parameter(
        Padding(),
        (0, 0),
        "cells added on each side, an int, (height, width), ((top, bottom), (left, right)), or "
        "`same-upper`, `same-lower` or `valid`, as in ONNX; less than the window.",
    )

    def __post_init__(self) -> None:
        check_padding(self.padding, self.span, half=False)

    @property
    def sides(self) -> Sides | str:
        """The padding before and after each axis, or a word."""
        return sides_of(self.padding)

    @property
    def span(self) -> Pair:
        """(height, width) of a window from its first cell to its last."""
        return self.sizes[0]

    def geometry(self, shape: Cell) -> Geometry:
        """Returns the windows."""
        return Geometry.over(shape, *self.sizes, self.sides)

    @staticmethod
    def check(parameters: Mapping[str, Any], like: str | None) -> None:
        """Raises ParameterError if padding is too large for a window.

        ONNX takes padding of less than the window, others of at most half of it.
        """
        window = span(parameters["kernel_size"], parameters.get("dilation", (1, 1)))
        check_padding(parameters["padding"], window, half=like != "onnx")


@frozen
class Sliding(Padded):
    """Windows that lie evenly, also over padding, and whose cells may lie apart."""

    dilation: PairField[Pair] = Parameter(
        Size(1), (1, 1), "from one cell of a window to the next, an int or (height, width)."
    )
    ceil_mode: Plain[bool] = Parameter(
        SWITCH,
        False,
        "whether a last window may reach beyond the padding. It is dropped if it starts behind the "
        "input, as in PyTorch. Padding by a word ignores it.",
    )
    _: KW_ONLY
    crop: Plain[bool] = Parameter(
        SWITCH,
        False,
        "whether `same-upper` and `same-lower` leave out cells at both ends of the input where "
        "windows are smaller than the stride, as in ONNX. Other frameworks leave out cells at the "
        "end alone.",
    )

    @property
    def span(self) -> Pair:
        """(height, width) of a window from its first cell to its last."""
        return span(self.sizes[0], self.dilation)

    def geometry(self, shape: Cell) -> Geometry:
        """Returns the windows."""
        return Geometry.over(
            shape, *self.sizes, self.sides, self.dilation, ceil_mode=self.ceil_mode, crop=self.crop
        )


def check_padding(padding: Pair | Sides | str, window: Pair, *, half: bool) -> None:
    """Raises ParameterError if padding is as large as the window, or larger than its half."""
    if isinstance(padding, str):
        return
    most, limit = [side - 1 for side in window], "less than the window"
    if half:
        most, limit = [side // 2 for side in window], "half of it"
    if any(max(both_ends(padding[axis])) > most[axis] for axis in (0, 1)):
        raise ParameterError(
            f"padding is {spell(padding)}; with a window of {spell(window)} it must be at most "
            f"{spell(most)}, {limit}",
            field="padding",
            given=padding,
            depends=("kernel_size", "dilation", "like"),
        )


def span(kernel_size: Pair, dilation: Pair) -> Pair:
    """Returns (height, width) of a window from its first cell to its last."""
    height, width = (d * (k - 1) + 1 for d, k in zip(dilation, kernel_size, strict=True))
    return height, width
