"""Where the windows of transposed convolutions lie, by their parameters. Loads no NumPy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poolanim.errors import ParameterError
from poolanim.layers.axis import Axis, ends
from poolanim.layers.correlation import DILATION, STRIDE, check_dilation, refuse
from poolanim.layers.geometry import Geometry, check_filled
from poolanim.layers.placement import KERNEL_SIZE, Placement, span
from poolanim.parameters.parameter import REQUIRED, PaddingField, PairField, Parameter
from poolanim.parameters.sizes import (
    SAME,
    Padding,
    Pair,
    Size,
    between,
    by,
    sides_of,
    spell,
)
from poolanim.records import frozen, replace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from poolanim.layers.axis import Cell

CROP: PaddingField[Pair] = Parameter(
    Padding(),
    (0, 0),
    "cells cropped from each side of the output, an int, (height, width), ((top, bottom), (left, "
    "right)), or `same-upper`, `same-lower` or `valid`, as in ONNX.",
)
OUTPUT_PADDING: PairField[Pair] = Parameter(
    Size(0),
    (0, 0),
    "cells that are cropped less from the bottom and the right, an int or (height, width).",
)


@frozen
class Transposed(Placement):
    """The windows of a transposed convolution over its output."""

    kernel_size: PairField[Pair] = Parameter(Size(1), REQUIRED, KERNEL_SIZE)
    stride: PairField[Pair] = STRIDE
    padding: PaddingField[Pair] = CROP
    output_padding: PairField[Pair] = OUTPUT_PADDING
    dilation: PairField[Pair] = DILATION

    def __post_init__(self) -> None:
        steps = zip(self.stride, self.dilation, strict=True)
        most = tuple(max(step) - 1 for step in steps)
        if any(given > least for given, least in zip(self.output_padding, most, strict=True)):
            raise ParameterError(
                f"output_padding is {spell(self.output_padding)}; with stride {spell(self.stride)} "
                f"and dilation {spell(self.dilation)} it must be at most {spell(most)}, less than "
                "the larger of them",
                field="output_padding",
                given=self.output_padding,
                depends=("stride", "dilation"),
            )

    @staticmethod
    def check(parameters: Mapping[str, Any], like: str | None) -> None:
        """Raises ParameterError if the framework of a figure, or of its code, refuses parameters.

        PyTorch refuses words. Keras refuses dilation with a stride over 1, and an output_padding
        that is not less than the stride.
        """
        if like == "torch" and isinstance(parameters["padding"], str):
            refuse("padding", parameters, "torch refuses words; give numbers")
        check_dilation(parameters, like)
        pairs = zip(parameters["output_padding"], parameters["stride"], strict=True)
        if like == "keras" and any(added and added >= step for added, step in pairs):
            stride = spell(parameters["stride"])
            advice = f"keras refuses it with a stride of {stride}; give less than the stride"
            refuse("output_padding", parameters, advice)

    def geometry(self, shape: Cell) -> Geometry:
        """Returns the windows, one for each cell of an input of (height, width).

        Its `input_shape` is the size of the output, and its `output_shape` that of the input.

        Raises:
            ParameterError: the input or the output has no cell.
        """
        check_filled(shape)
        axes = self._axes(shape)
        size = tuple(axis.size for axis in axes)
        if min(size) < 1:
            whole = tuple(axis.size + sum(axis.padding) for axis in axes)
            raise ParameterError(
                f"padding is {spell(self.padding)}, which crops all of an output of {by(whole)}; "
                "crop fewer cells, so that one is left",
                field="padding",
                given=self.padding,
                depends=("kernel_size", "output_padding"),
            )
        return Geometry(axes)

    def sized(self, shape: Cell, output_size: object) -> Transposed:
        """Returns the windows over an output of another size.

        Args:
            shape: (height, width) of the input.
            output_size: (height, width) of the output: from that without `output_padding` to less
                than the larger of stride and dilation more; with `same`, to `stride` times the
                input from less than a stride less.

        Returns:
            The placement with numbers as `padding`, and with another `output_padding`.

        Raises:
            ParameterError: `output_size` is out of its limits.

        Example:
            >>> Transposed((3, 3), 2, 1).sized((4, 4), 8)
            Transposed(kernel_size=(3, 3), stride=(2, 2), padding=(1, 1), output_padding=(1, 1), \
dilation=(1, 1))
        """
        check_filled(shape)
        wanted = Size(1).check("output_size", output_size)
        plain = replace(self, output_padding=(0, 0))
        usual = tuple(axis.size for axis in plain._axes(shape))
        reach = [max(step) - 1 for step in zip(self.stride, self.dilation, strict=True)]
        least, most = usual, tuple(map(sum, zip(usual, reach, strict=True)))
        if self.padding in SAME:
            least = tuple(size - step + 1 for size, step in zip(usual, self.stride, strict=True))
            most = usual
        pairs = zip(wanted, least, most, strict=True)
        if not all(low <= size <= high for size, low, high in pairs):
            raise ParameterError(
                f"output_size is {spell(wanted)}; for an input of {by(shape)} it must be "
                f"{between(least, most)}",
                field="output_size",
                given=wanted,
            )
        sides, added = zip(*map(plain._cropped, (0, 1), shape, wanted), strict=True)
        return replace(self, padding=sides, output_padding=added)

    def _axes(self, shape: Cell) -> tuple[Axis, ...]:
        return tuple(map(self._axis, (0, 1), shape))

    def _axis(self, number: int, count: int) -> Axis:
        """Returns the windows of `count` input cells along an axis.

        The `size` of the axis is that of the output, less than 1 if nothing remains.
        """
        (before, after), added = self._cropped(number, count)
        stride, dilation = self.stride[number], self.dilation[number]
        reach = span(self.kernel_size, self.dilation)[number]
        starts = [cell * stride - before for cell in range(count)]
        windows = tuple(range(start, start + reach, dilation) for start in starts)
        size = windows[-1].start + reach + added - after
        return Axis(size, windows, (before, max(0, after - added)), stride)

    def _cropped(self, number: int, count: int, size: int | None = None) -> tuple[Pair, int]:
        """Returns how many cells are cropped (before, after) an axis, and how many are added.

        Args:
            number: of the axis.
            count: the number of input cells along it.
            size: the number of output cells along it; None for what follows from the others.
        """
        stride, added = self.stride[number], self.output_padding[number]
        reach = span(self.kernel_size, self.dilation)[number]
        whole, sides = (count - 1) * stride + reach, sides_of(self.padding)
        if isinstance(sides, str):
            size = count * stride if size is None and sides in SAME else size
            cropped = ends(sides, max(0, whole + added - (size or 0)), reach)
        else:
            cropped = sides[number]
        return cropped, added if size is None else size + sum(cropped) - whole
