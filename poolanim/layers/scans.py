"""The scans of a pass, as a layer describes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from poolanim.records import frozen
from poolanim.records.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from poolanim.layers.axis import Cell
    from poolanim.layers.batches import Array
    from poolanim.layers.terms import Cells, Finish, Span, Terms


class Along(NamedTuple):
    """What scans cover along one axis of a grid.

    Attributes:
        windows: the indices along the axis, of one scan after another.
        axis: the axis of the scans' indices that the windows go along; None for a single window
            that all scans share.
    """

    windows: tuple[range, ...]
    axis: int | None = None

    def of(self, scan: Cell) -> range:
        """Returns what the scan of these indices covers."""
        return self.windows[0 if self.axis is None else scan[self.axis]]


class Made(NamedTuple):
    """A grid that a pass makes of the cells of another one, with zeros in all other cells.

    Attributes:
        of: the name of the other grid.
        shape: of the grid.
        cells: the indices along each axis to which cells of the other grid go.
        source: the indices of these cells in the other grid.
    """

    of: str
    shape: Cell
    cells: Span
    source: Span

    def array(self, grid: Array) -> Array:
        """Returns the grid that is made of `grid`, of the same type."""
        made = np.zeros(self.shape, grid.dtype)
        made[np.ix_(*self.cells)] = grid[np.ix_(*self.source)]
        return made


@frozen(eq=False, kw_only=True)
class Scans:
    """The scans of a pass, as a layer describes them.

    Attributes:
        shape: the number of scans along each axis of their indices.
        own: the name of the grid whose cells the scans belong to.
        terms: what is added to each target, by the target's name.
        spans: by the name of a grid, for each of its axes what the scans cover.
        order: the axes of the scans' indices from the slowest to the fastest; None for their own
            order, the last axis fastest.
        chosen: the cells that each scan takes its value from; None if the layer takes no cell
            before another.
        weights: (scans, channels, offsets), for each cell of a window its part in the value, or
            its chance to be the value; None for a layer without weights.
        made: by their names the grids that the pass makes of others before its first scan.
    """

    shape: Cell
    own: str
    terms: Mapping[str, Terms]
    spans: Mapping[str, tuple[Along, ...]]
    order: Cell | None = None
    chosen: Cells | None = None
    weights: Array | None = None
    made: Mapping[str, Made] = {}

    def __post_init__(self) -> None:
        if self.weights is not None:
            self.weights.flags.writeable = False

    @property
    def targets(self) -> tuple[str, ...]:
        """The names of the grids that the pass computes."""
        return tuple(self.terms)

    @property
    def finish(self) -> Finish | None:
        """What becomes of the sums of scans that add to their own cells; None if they stay."""
        return None if self.scatters else self.terms[self.own].finish

    @property
    def scatters(self) -> bool:
        """Whether scans add to other grids than the one whose cells they belong to."""
        return self.own not in self.terms
