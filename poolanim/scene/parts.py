"""Makes the boards of a pass, one for each channel where a grid has several."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poolanim.layers.scans import Along
from poolanim.records import frozen
from poolanim.scene.boards.part import Part
from poolanim.scene.boards.seat import Seat
from poolanim.scene.text.operands import GRADIENT, operand

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolanim.scene.depths import Depths
    from poolanim.scene.text.telling import Telling

WEIGHTS = ("weight", "flipped")
"""The operands whose boards show weights."""


@frozen(eq=False)
class Parts:
    """The grids of a pass as boards.

    Attributes:
        telling: the texts of the pass.
        depths: its channels.
        abreast: whether there are columns of boards.
    """

    telling: Telling
    depths: Depths
    abreast: bool

    def of(self, kind: int, grid: str, under: str, roles: tuple[str, ...]) -> Iterator[Part]:
        """Yields the boards of a grid.

        Args:
            kind: the number of the grid among those that have boards.
            grid: its name.
            under: the name of the grid of small numbers in the same cells; may be empty.
            roles: a few words about the grid, the longest first, which a channel replaces. Where
                there are columns, weights have the filter alone, since the name over a column has
                its channel, and biases have none.
        """
        hosts = self.telling.hosts
        for column, turn in self.depths.seats(grid):
            deep = self.depths.role(column, turn)
            said = (deep,) if deep else roles
            if self.abreast and operand(grid) in WEIGHTS:
                said = (self.depths.role(None, turn, equals=""),)
            if self.abreast and (column is None or grid in hosts) and grid != self.telling.owner:
                said = ()
            yield self._part(Seat(kind, column, turn), grid, under, said)

    def _part(self, seat: Seat, grid: str, under: str, roles: tuple[str, ...]) -> Part:
        story, view = self.telling.story, self.telling.story.view
        grids, place = view.trace.grids, self.depths.place(grid, seat.column, seat.turn)
        index: Any = (..., *place)
        name, values = story.words.names[grid], grids[grid][index]
        spans, made = self._spans(grid), view.shown.made.get(grid)
        windowed = grid != self.telling.owner and bool(spans)
        rows, columns = cells = range(values.shape[0]), range(values.shape[1])
        if made is not None:
            cells = made.cells[0], made.cells[1]
        elif windowed and spans[0].axis is not None and not view.gathers:
            axes = view.trace.geometry.axes
            rows, columns = (axis.shown for axis in axes)
            # Windows may reach beyond the padding.
            spans = tuple(Along(axis.windows, number) for number, axis in enumerate(axes))
            name += story.suffix
        return Part(
            grid,
            seat,
            place,
            name,
            # Labels may be the words of roles: "input", not "input input".
            tuple(role.removeprefix(f"{name}, ") for role in roles if role and role != name),
            values,
            cells,
            grids[under][index] if under else None,
            grid in view.shown.targets,
            rows,
            columns,
            spans,
            windowed,
            grid in story.words.stage["signed"],
            story.border,
        )

    def _spans(self, grid: str) -> tuple[Along, ...]:
        """Returns what scans cover of a grid, or else of its gradient, or of what it is of."""
        spans, bare = self.telling.story.view.shown.spans, operand(grid)
        names = (name for name in (grid, bare, GRADIENT + bare) if name in spans)
        return spans[name][:2] if (name := next(names, "")) else ()
