"""Where the windows of convolutions lie, by their parameters. Loads no NumPy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poolanim.errors import ParameterError
from poolanim.layers.geometry import Geometry
from poolanim.layers.placement import KERNEL_SIZE, Placement
from poolanim.parameters.domains import Choice
from poolanim.parameters.numbers import Whole
from poolanim.parameters.parameter import REQUIRED, PaddingField, PairField, Parameter, Plain
from poolanim.parameters.sizes import (
    CAUSAL,
    PADDING_WORDS,
    SAME,
    Padding,
    Pair,
    Size,
    by,
    sides_of,
    spell,
)
from poolanim.records import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import NoReturn

    from poolanim.layers.axis import Cell

ZEROS, REFLECT, REPLICATE, CIRCULAR = "zeros", "reflect", "replicate", "circular"

STRIDE: PairField[Pair] = Parameter(
    Size(1), (1, 1), "from one window to the next, an int or (height, width)."
)
PADDING: PaddingField[Pair] = Parameter(
    Padding((*PADDING_WORDS, CAUSAL)),
    (0, 0),
    "cells added on each side, an int, (height, width), ((top, bottom), (left, right)), or "
    "`same-upper`, `same-lower` or `valid`, as in ONNX; or `causal` for a kernel of one row, which "
    "then reads no cell after its own.",
)
DILATION: PairField[Pair] = Parameter(
    Size(1), (1, 1), "from one cell of a window to the next, an int or (height, width)."
)
GROUPS: Plain[int] = Parameter(
    Whole(1, 10**9), 1, "into how many groups channels and filters are divided."
)
PADDING_MODE: Plain[str] = Parameter(
    Choice((ZEROS, REFLECT, REPLICATE, CIRCULAR)), ZEROS, "what cells of padding hold."
)


@frozen
class Correlated(Placement):
    """The windows of a convolution over its input."""

    kernel_size: PairField[Pair] = Parameter(Size(1), REQUIRED, KERNEL_SIZE)
    stride: PairField[Pair] = STRIDE
    padding: PaddingField[Pair] = PADDING
    dilation: PairField[Pair] = DILATION
    padding_mode: Plain[str] = PADDING_MODE

    @staticmethod
    def check(parameters: Mapping[str, Any], like: str | None) -> None:
        """Raises ParameterError if the framework of a figure, or of its code, refuses parameters.

        With a stride over 1, PyTorch refuses `same`, and Keras dilation.
        """
        if like == "torch" and parameters["padding"] in SAME and max(parameters["stride"]) > 1:
            stride = spell(parameters["stride"])
            advice = f"torch refuses it with a stride of {stride}; give numbers, or a stride of 1"
            refuse("padding", parameters, advice)
        check_dilation(parameters, like)

    def geometry(self, shape: Cell) -> Geometry:
        """Returns the windows.

        Raises:
            ParameterError: the kernel is larger than the padded input; it has several rows, and
                padding is causal; or padding is larger than its mode allows.
        """
        if self.padding == CAUSAL and self.kernel_size[0] > 1:
            raise ParameterError(
                f"padding is {CAUSAL}, but the kernel is {by(self.kernel_size)}; give a kernel of "
                "one row, or another padding",
                field="padding",
                given=self.padding,
                depends=("kernel_size",),
            )
        sides = sides_of(self.padding)
        geometry = Geometry.over(shape, self.kernel_size, self.stride, sides, self.dilation)
        short = {REFLECT: 1, CIRCULAR: 0}.get(self.padding_mode)
        if short is not None:
            most = tuple(size - short for size in shape)
            if any(max(a.padding) > size for a, size in zip(geometry.axes, most, strict=True)):
                raise ParameterError(
                    f"padding is {spell(self.padding)}; with padding_mode {self.padding_mode} and "
                    f"an input of {by(shape)} it must be at most {spell(most)}",
                    field="padding",
                    given=self.padding,
                    depends=("padding_mode",),
                )
        return geometry


def check_dilation(parameters: Mapping[str, Any], like: str | None) -> None:
    """Raises ParameterError if a figure like Keras has dilation and a stride over 1."""
    if like == "keras" and max(parameters["dilation"]) > 1 and max(parameters["stride"]) > 1:
        stride = spell(parameters["stride"])
        advice = f"keras refuses it with a stride of {stride}; give 1 for one of them"
        refuse("dilation", parameters, advice)


def refuse(name: str, parameters: Mapping[str, Any], advice: str) -> NoReturn:
    """Raises ParameterError about a parameter that a framework does not take."""
    depends = "stride", "like", "code"
    raise ParameterError.about(name, parameters[name], advice, depends=depends, spelled=spell)
