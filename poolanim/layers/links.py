"""Which cells and weights the scans of a layer with weights multiply.

Each scan belongs to a cell of one grid (`own`), and joins it by weights to cells of another grid
(`covered`). A pass gathers the products of covered cells and weights in own cells, or scatters
those of own cells and weights to covered cells; each weight gets those of own and covered cells.
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from poolanim.layers.listing import flat_windows
from poolanim.layers.places import Operand, Places, Side
from poolanim.layers.scans import Along, Scans
from poolanim.layers.terms import Cells, Terms
from poolanim.records import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from poolanim.layers.axis import Cell
    from poolanim.layers.batches import Array
    from poolanim.layers.borders import Border
    from poolanim.layers.geometry import Geometry
    from poolanim.layers.terms import Finish


@frozen(eq=False)
class Links:
    """What the scans of a layer with weights join.

    Attributes:
        shape: the number of scans along each axis of their indices.
        order: of the scans, as of `Scans`: those of one channel after those of another.
        covered: (scans, n), the cells under the windows, or in their padding.
        weight: (scans, n), the weight of each of them.
        own: (scans, 1), the cell that the scan belongs to.
        unit: (scans, 1), the place of the own channel in a grid (1, 1), such as that of a bias.
        groups: for each own channel the covered channels that it meets.
    """

    shape: Cell
    order: Cell | None
    covered: Places
    weight: Places
    own: Places
    unit: Places
    groups: tuple[range, ...]

    @classmethod
    def over(cls, geometry: Geometry, kernel: Cell, channels: int) -> Links:
        """Returns what windows join by a kernel.

        A grid has an axis for its channels where there are several.

        Args:
            geometry: the windows.
            kernel: (height, width, channels of a group, own channels) of the kernel.
            channels: of the covered grid.
        """
        *window, depth, count = kernel
        own = np.arange(count, dtype=np.int32).reshape(-1, 1, 1, 1)
        group = own // (count * depth // channels)
        inner = np.arange(depth, dtype=np.int32).reshape(-1, 1)
        offsets = np.arange(prod(window), dtype=np.int32)
        covered = flat_windows(geometry) * channels + group * depth + inner
        weight = np.broadcast_to((offsets * depth + inner) * count + own, covered.shape)
        cells = np.arange(covered.shape[1], dtype=np.int32) * count + own[:, :, 0, 0]
        units = np.broadcast_to(own[:, :, 0, 0], cells.shape)
        axis = 2 if count > 1 else None
        groups = tuple(range(g * depth, (g + 1) * depth) for g in group.ravel().tolist())
        under = [Side(channels, range(channels), Along(groups, axis))] * (channels > 1)
        deep = [Side.single(count, 2)] * (count > 1)
        kernels = [*map(Side.whole, window), *[Side.whole(depth)] * (channels > 1), *deep]
        shape = geometry.output_shape
        owners = [*(Side.single(size, number) for number, size in enumerate(shape)), *deep]
        scans = cells.size
        return cls(
            tuple(side.size for side in owners),
            None if axis is None else (2, 0, 1),
            Places((*_sides(geometry), *under), covered.reshape(scans, -1)),
            Places(tuple(kernels), weight.reshape(scans, -1)),
            Places(tuple(owners), cells.reshape(scans, 1)),
            Places((Side.whole(1), Side.whole(1), *deep), units.reshape(scans, 1)),
            groups,
        )

    def scans(self, own: str, terms: Mapping[str, Terms], spans: Mapping[str, Places]) -> Scans:
        """Returns the scans of a pass.

        Args:
            own: the name of the grid whose cells the scans belong to.
            terms: what is added to each target, by the target's name.
            spans: by the name of a grid the places that scans cover.
        """
        along = {name: places.spans for name, places in spans.items()}
        return Scans(shape=self.shape, own=own, terms=terms, spans=along, order=self.order)

    def gathered(
        self, to: str, covered: Operand, weight: Operand, bias: Operand | None, kind: np.dtype[Any]
    ) -> Terms:
        """Returns what own cells get: their windows' cells times weights, and at last a bias."""
        amounts = self.covered.of(covered.array) * self.weight.of(weight.array)
        joined = [self.covered.cells(covered.name), self.weight.cells(weight.name)]
        if bias is not None:
            count = amounts.shape[1]
            amounts = np.append(amounts, self.unit.of(bias.array), axis=1)
            joined = [
                self.covered.among(0, 1).cells(covered.name),
                self.weight.among(0, 1).cells(weight.name),
                self.unit.among(count, 0).cells(bias.name),
            ]
        own = self.own.repeated(amounts.shape[1]).cells(to)
        return Terms(own, tuple(joined), amounts.ravel(), kind)

    def scattered(
        self,
        to: str,
        own: Operand,
        weight: Operand,
        kind: np.dtype[Any],
        border: Border | None = None,
        finish: Finish | None = None,
    ) -> Terms:
        """Returns what the cells of windows get: weights times the own cell."""
        weights = self.weight.of(weight.array)
        of = self.own.repeated(weights.shape[1]).cells(own.name), self.weight.cells(weight.name)
        amounts = (weights * self.own.of(own.array)).ravel()
        cells = self.covered.cells(to)
        return Terms(cells, of, amounts, kind, border=border, finish=finish)

    def weighed(self, to: str, covered: Operand, own: Operand, kind: np.dtype[Any]) -> Terms:
        """Returns what weights get: the covered cells that they join to own cells, times these."""
        cells = self.covered.of(covered.array)
        of = self.covered.cells(covered.name), self.own.repeated(cells.shape[1]).cells(own.name)
        amounts = (cells * self.own.of(own.array)).ravel()
        return Terms(self.weight.cells(to), of, amounts, kind)

    def counted(self, to: str, own: Operand, kind: np.dtype[Any]) -> Terms:
        """Returns what biases of own cells get: these cells."""
        amounts = self.own.of(own.array).ravel()
        return Terms(self.unit.cells(to), (self.own.cells(own.name),), amounts, kind)

    def counted_once(
        self, to: str, covered: Operand, geometry: Geometry, kind: np.dtype[Any]
    ) -> Terms:
        """Returns what biases of covered channels get: each covered cell, from one scan alone.

        A scan of the first channel of its group adds the cells that its window is the first to
        reach (`Axis.reached`).

        Args:
            to: the name of the grid (1, 1) of the biases.
            covered: the grid under the windows, without its padding.
            geometry: the windows.
            kind: of the result.
        """
        firsts = [
            next(number for number, group in enumerate(self.groups) if channel in group)
            for channel in range(self.groups[-1].stop)
        ]
        rows, columns = (
            np.repeat(np.arange(len(axis.windows)), list(map(len, axis.reached)))
            for axis in geometry.axes
        )
        height, width = geometry.output_shape
        scans = np.add.outer(
            np.add.outer(rows * width, columns), np.multiply(firsts, height * width)
        )
        order = scans.ravel().argsort(kind="stable")
        ends = np.cumsum([0, *np.bincount(scans.ravel(), minlength=prod(self.shape))])

        def cells(name: str, sides: Iterable[Side], flat: Array) -> Cells:
            shape = tuple(side.size for side in sides)
            return Cells(name, shape, tuple(map(range, shape)), flat.astype(np.int32), ends)

        of = cells(covered.name, self.covered.sides, order)
        units = cells(to, self.covered_unit.sides, order % len(firsts))
        return Terms(units, (of,), covered.array.ravel()[order], kind)

    @property
    def covered_unit(self) -> Places:
        """(scans, n), the places of covered channels in a grid (1, 1), as of their biases."""
        scans = len(self.own.flat) // len(self.groups)
        flat = np.repeat(np.array(self.groups, np.int32), scans, axis=0)
        return Places((Side.whole(1), Side.whole(1), *self.covered.sides[2:]), flat)


def _sides(geometry: Geometry) -> list[Side]:
    """Returns the axes of the grid under windows."""
    return [
        Side(
            axis.size,
            axis.extent,
            Along(tuple(map(axis.declared, range(len(axis.windows)))), number),
        )
        for number, axis in enumerate(geometry.axes)
    ]
