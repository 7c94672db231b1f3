"""A trace: the passes of a layer as scans of terms between named grids."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from poolanim.grids.layouts import reading
from poolanim.layers.terms import Scans

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from poolanim.layers.axis import Cell
    from poolanim.layers.batches import Array
    from poolanim.layers.geometry import Geometry
    from poolanim.layers.layer import Layer
    from poolanim.layers.terms import Finish, Span, Term


@dataclass(frozen=True, slots=True)
class Scan:
    """One position of the window.

    Attributes:
        number: from 0, in scan order.
        index: the cell that the scan belongs to: of the output, or of an unpooling's input.
        spans: by the name of a grid the indices that the scan covers along each axis, in the grid
            and its padding.
        terms: what the scan adds, in the order in which it is added.
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


@dataclass(frozen=True, eq=False, kw_only=True)
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

        Amounts on padding are left out.

        Args:
            target: the name of the grid.
            scan: its number from 0.
            channel: the channel, the last index of a cell, which is left out then; None for cells
                of all channels, or of a grid without channels.
        """
        terms = self.terms[target]
        for (_, cell), _, amount in terms.of_scan(scan):
            inside = all(0 <= i < n for i, n in zip(cell, terms.to.shape, strict=True))
            if inside and channel in (None, cell[-1]):
                yield cell if channel is None else cell[:-1], amount

    def index(self, number: int) -> Cell:
        """Returns the cell that a scan belongs to, without its channel."""
        return tuple(place.item() for place in np.unravel_index(number, self.shape))


@dataclass(frozen=True, eq=False)
class Trace:
    """What a layer does with its grids, scan after scan.

    Attributes:
        layer: the layer.
        geometry: its windows.
        grids: the arrays by name, read-only: (height, width), or (height, width, channels) if all
            channels are traced. `input`, `output`, and with a backward pass `grad_output` and
            `grad_input`; of max unpooling also `pooled`, of which `input` holds the maxima.
        passes: `forward`, and with a gradient `backward`.
        batch_index: the image of the batch.
        channel: the channel of the image; None if all channels are traced.
        batch_shape: (images, channels) of the batch.
        layout: the order of the axes of what was given, such as `hw` for a grid, or `nhwc`.
    """

    layer: Layer
    geometry: Geometry
    grids: Mapping[str, Array]
    passes: Mapping[str, Pass]
    batch_index: int
    channel: int | None
    batch_shape: tuple[int, int]
    layout: str

    @property
    def channels(self) -> list[int]:
        """The channels that are traced."""
        return list(range(self.batch_shape[1])) if self.channel is None else [self.channel]

    def depth(self, number: int) -> int | None:
        """Returns the last index of the cells of a traced channel; None if they have none."""
        return number if self.channel is None else None

    def plane(self, grid: Array, number: int) -> Array:
        """Returns of a grid the plane (height, width) of a traced channel, by its place from 0."""
        return grid if self.channel is not None else grid[:, :, number]

    @property
    def reading(self) -> str:
        """How an input of more than two axes was read; empty for others.

        Example:
            >>> from poolanim import MaxPool, trace
            >>> trace(MaxPool(1), np.ones((2, 4, 5, 3)), channel=2).reading
            'read as NHWC: image 1 of 2, channel 3 of 3, 4x5'
        """
        plane = self.geometry.input_shape
        return reading(self.layout, self.batch_shape, plane, self.batch_index, self.channel)
