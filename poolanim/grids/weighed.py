"""The parameters of a figure with what they say about its kernel and its bias. Loads no NumPy."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from poolanim.errors import ParameterError, concerning, counted
from poolanim.files.limits import PRODUCTS
from poolanim.grids.kernels import KernelShape, plane_of
from poolanim.grids.lines import along_line
from poolanim.grids.settling import Settled
from poolanim.grids.sources import STDIN, is_read, names_file
from poolanim.parameters.domains import KERNEL_LAYOUTS
from poolanim.parameters.numbers import Whole
from poolanim.parameters.sizes import by

if TYPE_CHECKING:
    from poolanim.parameters.sizes import Pair
    from poolanim.parameters.source import Source

READ = ("input", "layout", "like", "code", "shape")
"""The parameters on which the shape of the input that is read depends."""
WEIGHED = ("kernel", "kernel_size", "kernel_layout", "filters", "groups", *READ)
"""The parameters on which the shape of the kernel depends, and whether it fits the input."""
PLACED = ("layer", "stride", "padding", "dilation", "output_padding", "output_size", *WEIGHED)
"""The parameters on which the shape of the output depends."""


class Weighed(Settled):
    """The parameters of a figure, of which some are about weights."""

    @property
    def kernel_order(self) -> str:
        """The order of the axes of a kernel of four: that of the framework, or of the classes."""
        usual = self.entry.usual(self.framework).get("kernel_layout", self.entry.kernel_layout)
        return self.kernel_layout or usual

    def kernel_shape(self, plane: Pair, channels: int) -> KernelShape | None:
        """Returns the shape of the kernel; None if it is yet to be read.

        Args:
            plane: (height, width) of the input, for which a kernel may be made to measure.
            channels: of the input.

        Raises:
            PoolanimError: the numbers are no kernel.
        """
        if is_read(self.kernel, "kernel"):
            shape = shape_of_source("kernel", self.kernel)
            return None if shape is None else self.read_kernel(shape, self.kernel_order)
        return self.made_kernel(plane, channels)

    def made_kernel(self, plane: Pair, channels: int) -> KernelShape:
        """Returns the shape of a kernel that is made to measure for an input."""
        own = along_line({"kernel_size": self.kernel_size}, plane)["kernel_size"]
        height, width = own or plane_of(str(self.kernel))
        return KernelShape(height, width, channels, self.filters or self.group_count)

    def read_kernel(self, shape: tuple[int, ...], order: str) -> KernelShape:
        """Returns the shape of a kernel that is read.

        Args:
            shape: of its array.
            order: of the axes of an array of four.

        Raises:
            ParameterError: the array is no kernel, or has no layout but one is given.
        """
        if len(shape) < 3 and self.kernel_layout is not None:
            raise ParameterError(
                f"kernel_layout is {self.kernel_layout}, but the kernel is {by(shape)}, without "
                "axes of channels and filters; leave kernel_layout out",
                field="kernel_layout",
                given=self.kernel_layout,
                depends=("kernel",),
            )
        with concerning("kernel", WEIGHED):
            own, groups = self.entry.kernel_layout, self.group_count
            return KernelShape.of(shape, order, own, groups)

    def other_orders(self, shape: tuple[int, ...], channels: int) -> tuple[str, ...]:
        """Returns the orders, other than that in which it is read, in which a kernel would fit.

        Args:
            shape: of the kernel of four axes.
            channels: of the input.
        """
        return tuple(
            order
            for order in KERNEL_LAYOUTS
            if order != self.kernel_order and self._fits(shape, order, channels)
        )

    def _fits(self, shape: tuple[int, ...], order: str, channels: int) -> bool:
        from poolanim.grids.fitting import check_kernel

        own, groups = self.entry.kernel_layout, self.group_count
        try:
            check_kernel(KernelShape.of(shape, order, own, groups), channels, groups)
        except ParameterError:
            return False
        return True

    def rounds(self, kernel: KernelShape) -> tuple[int, int]:
        """Returns how often the scans go over the plane, and with how many planes each adds.

        They do so once for each filter that is drawn, and a scan adds the products of all its
        channels. Those of a transposed convolution do so once for each channel, and add to the
        planes of all its filters.
        """
        own, other = ("channel", "filter") if self.entry.restores else ("filter", "channel")
        counts = {"filter": kernel.filters, "channel": kernel.channels}
        drawn = {name: _count(getattr(self, name), counts[name]) for name in counts}
        of_group = {name: count // self.group_count for name, count in counts.items()}
        rounds = min(drawn[own], of_group[own] if drawn[other] == 1 else counts[own])
        return rounds, min(drawn[other], of_group[other])

    def check_products(self, kernel: KernelShape, scans: Pair) -> None:
        """Raises ParameterError if a pass has too many scans or products.

        Args:
            kernel: the shape of the kernel.
            scans: how many scans there are along rows and columns.
        """
        rounds, planes = self.rounds(kernel)
        self.check_scans(prod(scans) * rounds)
        count = prod(scans) * rounds * planes * prod(kernel.plane)
        if count > PRODUCTS:
            raise ParameterError(
                f"the pass has {count:,} products, and at most {PRODUCTS:,} are drawn; choose a "
                "channel and a filter, or a smaller shape",
                field="kernel",
                depends=("channel", "filter", *WEIGHED),
            )

    def check_scans(self, count: int) -> None:
        """Raises ParameterError if `scans` or `poster` names a scan that the film does not have."""
        if self.scans is not None and self.scans[1] > count:
            first, last = self.scans
            raise ParameterError(
                f"scans is {first}:{last}, but there are {count}; give numbers up to {count}",
                field="scans",
                given=self.scans,
                depends=PLACED,
            )
        first, last = self.scans or (1, count)
        if isinstance(self.poster, int) and not first <= self.poster <= last:
            raise ParameterError(
                f"poster is {self.poster}, but the film shows scans {first} to {last}; give one of "
                "them",
                field="poster",
                given=self.poster,
                depends=(*PLACED, "scans"),
            )

    def check_weights(self, kernel: KernelShape, channels: int) -> None:
        """Raises PoolanimError if kernel, bias or filter do not fit each other or the input.

        Args:
            kernel: the shape of the kernel.
            channels: of the input.
        """
        from poolanim.grids.fitting import check_bias, check_kernel

        check_kernel(kernel, channels, self.group_count, read=is_read(self.kernel, "kernel"))
        bias = shape_of_source("bias", self.bias)
        if bias is not None:
            check_bias(bias, kernel.filters)
        seen = f"the kernel has {counted(kernel.filters, 'filter')}"
        self._check_number("filter", kernel.filters, seen)

    def _check_number(self, name: str, count: int, seen: str) -> None:
        """Raises ParameterError if a parameter is the number of a thing that does not exist.

        Args:
            name: of the parameter.
            count: how many things there are.
            seen: says so.
        """
        given = getattr(self, name)
        number = given[1] if isinstance(given, tuple) else given
        if isinstance(number, int) and number >= count:
            raise ParameterError(
                f"{name} is {number}, but {seen}; give {Whole(0, count - 1).described}",
                field=name,
                given=given,
                depends=WEIGHED,
            )


def _count(chosen: object, count: int) -> int:
    """Returns how many of a number of channels or filters are chosen: one, several or all."""
    if isinstance(chosen, tuple):
        return int(chosen[1] - chosen[0] + 1)
    return 1 if isinstance(chosen, int) else count


def shape_of_source(name: str, source: Source | None) -> tuple[int, ...] | None:
    """Returns the shape of a grid that is given in numbers; None for any other source.

    Raises:
        GridError: the numbers are no grid.
    """
    if not is_read(source, name) or source == STDIN:
        return None
    if isinstance(source, str) and names_file(name, source):
        return None
    from poolanim.grids.text import rows_of, shape_of

    with concerning(name):
        return shape_of(rows_of(name, source))
