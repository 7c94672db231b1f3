"""A trace: the passes of a layer as scans of terms between named grids."""

from __future__ import annotations

from functools import cached_property
from math import prod
from typing import TYPE_CHECKING, Any, cast

from poolanim.grids.layouts import reading
from poolanim.layers.layer import CHANNEL, FILTER
from poolanim.layers.scans import Scans
from poolanim.records import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from poolanim.layers.axis import Cell
    from poolanim.layers.batches import Array
    from poolanim.layers.geometry import Geometry
    from poolanim.layers.kernel import Kernel
    from poolanim.layers.layer import Layer
    from poolanim.layers.terms import Cells, Finish, Span, Term


@frozen
class Scan:
    """One position of the window.

    Attributes:
        number: from 0, in scan order.
        index: the cell that the scan belongs to: of the output, or of an unpooling's input.
        spans: by the name of a grid the indices that the scan covers along each axis, in the grid
            and its padding.
        terms: what the scan adds, in the order in which it is added; or, in the forward pass of
            unpooling, what takes the place of a number.
        chosen: the cells that the value is taken from, several if they tie; empty for a layer that
            takes no cell before another, and for a window on padding alone.
        value: the number of the cell `index`.
        finish: what becomes of the sum of the terms; None if it stays as it is.
    """

    number: int
    index: Cell
    spans: Mapping[str, Span]
    terms: tuple[Term, ...]
    chosen: tuple[Cell, ...]
    value: Any
    finish: Finish | None


@frozen(eq=False, kw_only=True)
class Pass(Scans):
    """A pass: scans that add terms to grids. A scan is made when it is asked for.

    Attributes:
        name: `forward` or `backward`.
        values: the grid whose cells the scans belong to.
    """

    name: str
    values: Array

    def __len__(self) -> int:
        return prod(self.shape)

    def __iter__(self) -> Iterator[Scan]:
        return map(self.__getitem__, range(len(self)))

    def __getitem__(self, number: int) -> Scan:
        number = range(len(self))[number]
        index = self.index(number)
        return Scan(
            number=number,
            index=index,
            spans={
                name: tuple(along.of(index) for along in axes) for name, axes in self.spans.items()
            },
            terms=tuple(term for each in self.terms.values() for term in each.of_scan(number)),
            chosen=() if self.chosen is None else tuple(self.chosen.of(number)),
            value=self.values[index].tolist(),
            finish=self.finish and self.finish[index],
        )

    def added(
        self, target: str, scan: int, channel: int | None = None
    ) -> Iterator[tuple[Cell, Any]]:
        """Returns the cells that a scan adds to, and the amounts.

        Amounts on padding go to the cells that it copies, so that a cell may come several times, or
        else are left out.

        Args:
            target: the name of the grid.
            scan: its number from 0.
            channel: the channel, the last index of a cell, which is left out then; None for cells
                of all channels, or of a grid without channels.
        """
        terms = self.terms[target]
        for (_, place), _, amount in terms.of_scan(scan):
            cell = place if terms.border is None else terms.border.copied(place)
            inside = all(0 <= i < n for i, n in zip(cell, terms.to.shape, strict=True))
            if inside and channel in (None, cell[-1]):
                yield cell if channel is None else cell[:-1], amount

    def index(self, number: int) -> Cell:
        """Returns the cell that a scan belongs to, without the channel if scans have all."""
        index = [*self.shape]
        for axis in self._innermost_first:
            number, index[axis] = divmod(number, self.shape[axis])
        return tuple(index)

    @cached_property
    def _innermost_first(self) -> Sequence[int]:
        return (self.order or range(len(self.shape)))[::-1]


@frozen(eq=False)
class Trace:
    """What a layer does with its grids, scan after scan.

    Attributes:
        layer: the layer.
        geometry: its windows.
        grids: the arrays by name, read-only: (height, width), and after these axes those that
            `depths` names. `input`, `output`, and with a backward pass `grad_output` and
            `grad_input`; of max unpooling also `pooled`, of which `input` holds the maxima; of a
            layer with weights also `weight`, `grad_weight`, and (1, 1) `bias` and `grad_bias`.
        passes: `forward`, and with a gradient `backward`.
        depths: by the name of a grid the names of its axes after those of rows and columns,
            `channel` or `filter`. An axis is left out where one channel, or filter, is traced. A
            gradient has the axes of its grid.
        batch_index: the image of the batch.
        channels: the channels of the input that are traced.
        filters: the channels of the output that are traced.
        batch_shape: (images, channels) of the batch.
        size: (height, width) of the input.
        layout: the order of the axes of the input, such as `hw` for a grid, or `nhwc`.
        output_layout: that of the output, which may have channels where the input has none.
        made: whether the input was made to measure, and not read.
        kernel_layout: the order of the axes of a kernel of four that was read; empty for others.
        notes: how a kernel of more than two axes was read, and what was left out of tables.
    """

    layer: Layer
    geometry: Geometry
    grids: Mapping[str, Array]
    passes: Mapping[str, Pass]
    depths: Mapping[str, tuple[str, ...]]
    batch_index: int
    channels: range
    filters: range
    batch_shape: tuple[int, int]
    size: tuple[int, int]
    layout: str
    output_layout: str
    made: bool = False
    kernel_layout: str = ""
    notes: tuple[str, ...] = ()

    @property
    def apart(self) -> Pass | None:
        """The backward pass, if it has scans of its own, which belong to cells under the windows.

        Scans of others belong to windows, as those of the forward pass do.
        """
        forward, backward = self.passes["forward"], self.passes.get("backward")
        if backward is None or backward.own.removeprefix("grad_") == forward.own:
            return None
        return backward

    @property
    def channel(self) -> int | None:
        """The channel of the input that is traced; None if several are."""
        return None if len(self.channels) > 1 else self.channels.start

    def place(self, name: str, channel: int = 0, filter: int = 0) -> Cell:  # noqa: A002
        """Returns the indices after row and column of the cells of a grid.

        Args:
            name: of the grid.
            channel: the place of the channel among those that are traced.
            filter: the place of the filter among those that are traced.

        Example:
            >>> import numpy as np
            >>> from poolanim import Conv, trace
            >>> traced = trace(Conv(np.ones((3, 3, 2, 4))), np.ones((1, 5, 5, 2)))
            >>> [traced.place(name, 1, 3) for name in ("input", "weight", "output")]
            [(1,), (1, 3), (3,)]
        """
        sizes = self.grids[name].shape[2:]
        depths = self.depths.get(name.removeprefix("grad_"), ())
        chosen = {CHANNEL: channel, FILTER: filter}
        # A grouped kernel has the channels of one group alone.
        return tuple(chosen[axis] % size for axis, size in zip(depths, sizes, strict=True))

    def board(self, name: str, channel: int = 0, filter: int = 0) -> Array:  # noqa: A002
        """Returns the plane (height, width) of a grid; the arguments are those of `place`."""
        index: Any = (..., *self.place(name, channel, filter))
        plane: Array = self.grids[name][index]
        return plane

    def numbers(self, cells: Cells) -> Array:
        """Returns the numbers in cells of a grid of a layer with weights, (n,)."""
        grid = self.grids[cells.grid]
        if cells.padded_shape != cells.shape:
            from poolanim.layers.places import Operand

            border = cast("Kernel", self.layer).border(self.geometry)
            grid = Operand(cells.grid, grid).padded(border).array
        numbers: Array = grid.reshape(-1)[cells.flat]
        return numbers

    @property
    def reading(self) -> str:
        """How arrays of more than two axes and tables were read; empty for others.

        Example:
            >>> import numpy as np
            >>> from poolanim import MaxPool, trace
            >>> trace(MaxPool(1), np.ones((2, 4, 5, 3)), channel=2).reading
            'read as NHWC: image 1 of 2, channel 3 of 3, 4x5'
        """
        place = self.batch_index, self.channels
        of_input = reading(self.layout, self.batch_shape, self.size, *place)
        return "; ".join(filter(None, ["" if self.made else of_input, *self.notes]))
