"""The parameters of a figure that say where its numbers come from. Loads no NumPy."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from poolanim.errors import ParameterError, concerning
from poolanim.grids.fitting import check_bias, check_kernel
from poolanim.grids.kernels import KernelShape, plane_of
from poolanim.grids.layouts import layout_of, sizes
from poolanim.grids.settling import Settled
from poolanim.grids.sources import STDIN, WORDS, is_read, names_file, names_picture
from poolanim.grids.text import rows_of, shape_of
from poolanim.limits import CELLS
from poolanim.parameters.sizes import by, spell

if TYPE_CHECKING:
    from poolanim.grids.layouts import Sizes
    from poolanim.parameters.sizes import Pair
    from poolanim.parameters.source import Source

READ = ("input", "layout", "like", "code", "shape")
"""The parameters on which the shape of the input that is read depends."""
WEIGHED = ("kernel", "kernel_size", "kernel_layout", "filters", "groups", *READ)
"""The parameters on which the shape of the kernel depends, and whether it fits the input."""


class GridSpec(Settled):
    """The parameters of a figure, with what they say about its grids."""

    @property
    def gradient(self) -> Source | None:
        """The source of the output's gradient. The default for a picture is the picture itself."""
        picture = self.input if names_picture(self.input) else None
        return picture if self.grad is None else self.grad

    @property
    def made_shape(self) -> tuple[int, ...]:
        """(height, width) or (height, width, channels) of an input that is made to measure."""
        return self.shape or self.entry.shape

    @property
    def picture_shape(self) -> Pair | None:
        """(height, width) of a picture after shrinking; None if that follows from the picture."""
        if self.shape is None:
            return None
        height, width = self.shape[:2]
        return height, width

    @property
    def made_layout(self) -> str:
        """The layout of an input that is made to measure."""
        if len(self.made_shape) == 2:
            return self.layout_for(self.made_shape)
        layout = self.layout or ("chw" if self._channels_first else "hwc")
        if layout not in ("chw", "hwc"):
            advice = f"give hwc or chw, as shape is {by(self.made_shape)}"
            raise ParameterError.about("layout", layout, advice, depends=READ)
        return layout

    @property
    def _channels_first(self) -> bool:
        """Whether channels precede rows in PyTorch's order, which the figure has."""
        return "torch" in (self.like, self.code)

    def batch_shape(self) -> tuple[Sizes, str] | None:
        """Returns the (N, H, W, C) and the layout of the input; None if it is yet to be read.

        Raises:
            PoolanimError: the numbers are no grid, or the layout does not fit.
        """
        if not is_read(self.input, "input"):
            height, width, channels = (*self.made_shape, 1)[:3]
            return (1, height, width, channels), self.made_layout
        shape = shape_of_source("input", self.input)
        if shape is None:
            return None
        layout = self.layout_for(shape)
        return sizes(layout, shape), layout

    def layout_for(self, shape: tuple[int, ...]) -> str:
        """Returns the layout of an input of this shape. In PyTorch, channels come first.

        Raises:
            PoolanimError: the layout does not fit, or several do.
        """
        with concerning("input" if self.layout is None else "layout", READ):
            return layout_of(shape, self.layout, channels_first=self._channels_first)

    def output_layout(self, layout: str, channels: int) -> str:
        """Returns the layout of an output of so many channels, from that of the input.

        Example:
            >>> from poolanim import Figure
            >>> Figure(layer="conv").output_layout("hw", 2)
            'hwc'
        """
        if channels == 1 or "c" in layout:
            return layout
        images = "n" * layout.startswith("n")
        return f"{images}chw" if self._channels_first else f"{images}hwc"

    @property
    def kernel_order(self) -> str:
        """The order of the axes of a kernel of four: that of the framework, or of the classes."""
        usual = self.entry.usual(self.framework).get("kernel_layout", self.entry.kernel_layout)
        return self.kernel_layout or usual

    def kernel_shape(self, channels: int) -> KernelShape | None:
        """Returns the shape of the kernel; None if it is yet to be read.

        Args:
            channels: of the input, for which a kernel may be made to measure.

        Raises:
            GridError: the numbers are no kernel.
        """
        if is_read(self.kernel, "kernel"):
            shape = shape_of_source("kernel", self.kernel)
            return None if shape is None else self.read_kernel(shape)
        return self.made_kernel(channels)

    def made_kernel(self, channels: int) -> KernelShape:
        """Returns the shape of a kernel that is made to measure for some channels."""
        height, width = self.kernel_size or plane_of(str(self.kernel))
        return KernelShape(height, width, channels, self.filters or self.group_count)

    def read_kernel(self, shape: tuple[int, ...]) -> KernelShape:
        """Returns the shape of a kernel that is read, from that of its array.

        Raises:
            GridError: the array is no kernel.
        """
        with concerning("kernel", WEIGHED):
            own, groups = self.entry.kernel_layout, self.group_count
            return KernelShape.of(shape, self.kernel_order, own, groups)

    def rounds(self, kernel: KernelShape) -> int:
        """Returns how often the scans go over the plane: once for each filter that is drawn.

        Those of a transposed convolution do so once for each channel.
        """
        counts = {"filter": kernel.filters, "channel": kernel.channels}
        own, other = ("channel", "filter") if self.entry.restores else ("filter", "channel")
        if isinstance(getattr(self, own), int):
            return 1
        return counts[own] // (self.group_count if isinstance(getattr(self, other), int) else 1)

    def check_weights(self, kernel: KernelShape, channels: int) -> None:
        """Raises PoolanimError if kernel, bias or filter do not fit each other or the input.

        Args:
            kernel: the shape of the kernel.
            channels: of the input.
        """
        check_kernel(kernel, channels, self.group_count)
        bias = shape_of_source("bias", self.bias)
        if bias is not None:
            check_bias(bias, kernel.filters)
        self._check_number("filter", kernel.filters, f"the kernel has {kernel.filters}")

    def _check_number(self, name: str, count: int, seen: str) -> None:
        """Raises ParameterError if a parameter is the number of a thing that does not exist.

        Args:
            name: of the parameter.
            count: how many things there are.
            seen: says so.
        """
        number = getattr(self, name)
        if isinstance(number, int) and number >= count:
            advice = f"give a whole number from 0 to {count - 1}, as {seen}"
            raise ParameterError.about(name, number, advice, depends=WEIGHED)

    def _check_sources(self) -> None:
        """Raises ParameterError if the sources of numbers do not fit each other."""
        if self.shape is not None:
            self._check_shape(self.shape)
        piped = [name for name in WORDS if getattr(self, name) == STDIN]
        if len(piped) > 1:
            raise ParameterError(
                f"{' and '.join(piped)} are all {STDIN!r}; standard input holds one grid",
                field=piped[0],
            )

    def _check_shape(self, shape: tuple[int, ...]) -> None:
        """Raises ParameterError if the input is not of a shape that can be chosen."""
        picture = names_picture(self.input)
        why = ""
        if is_read(self.input, "input") and not picture:
            why = "the input has its own shape; leave shape out"
        elif picture and len(shape) > 2:
            why = "a picture has one channel, its luminance; give rows and columns"
        elif prod(shape) > CELLS:
            why = f"at most {CELLS:,} numbers are made; give a smaller one"
        if why:
            raise ParameterError(
                f"shape is {spell(shape)}, but {why}",
                field="shape",
                given=shape,
                depends=("input",),
            )


def shape_of_source(name: str, source: Source | None) -> tuple[int, ...] | None:
    """Returns the shape of a grid that is given in numbers; None for any other source.

    Raises:
        GridError: the numbers are no grid.
    """
    if not is_read(source, name) or source == STDIN:
        return None
    if isinstance(source, str) and names_file(name, source):
        return None
    with concerning(name):
        return shape_of(rows_of(name, source))
