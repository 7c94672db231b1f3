"""The channels of a pass: side by side in columns of boards, or one after another in turns."""

from __future__ import annotations

from functools import cached_property
from math import prod
from typing import TYPE_CHECKING

from poolanim.layers.layer import CHANNEL, FILTER
from poolanim.records import frozen
from poolanim.scene.text.arrays import PLANE
from poolanim.scene.text.operands import operand
from poolanim.scene.text.values import LETTERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from poolanim.layers.axis import Cell
    from poolanim.scene.text.view import View


@frozen(eq=False)
class Depths:
    """The channels of a pass.

    Each channel of the grid under the windows has a column of boards. Channels of the grid that
    scans belong to take turns: all scans of one come before those of the next. The scans of a layer
    without weights have all channels, and there is one turn.

    Attributes:
        view: the pass.
        grids: the names of the grids that have boards.
        drawn: the number of columns that are drawn; None for all.
        abreast: whether columns stand side by side. Otherwise those of a depthwise convolution,
            each of which has a turn of its own, stand in the same place.
    """

    view: View
    grids: Sequence[str]
    drawn: int | None = None
    abreast: bool = True

    @cached_property
    def column_axis(self) -> str | None:
        """What columns are of, `channel` or `filter`; None without any."""
        axes = self.view.trace.depths[self.view.covered]
        return next((axis for axis in axes if axis != self._turn_axis), None)

    @cached_property
    def _turn_axis(self) -> str | None:
        axes = self.view.trace.depths[self.view.own]
        return axes[0] if len(self.view.shown.shape) > len(PLANE) else None

    @property
    def alone(self) -> bool:
        """Whether no two columns of boards stand side by side."""
        return self._single or (self.apart and not self.abreast)

    @cached_property
    def _single(self) -> bool:
        """Whether there are no columns of boards."""
        deep = (self.view.trace.depths[operand(grid)] for grid in self.grids)
        return self.columns == 1 or not any(self.column_axis in axes for axes in deep)

    @cached_property
    def columns(self) -> int:
        """The number of columns."""
        if self.column_axis is None:
            return 1
        if self.drawn is not None:
            return self.drawn
        trace = self.view.trace
        return len(trace.channels if self.column_axis == CHANNEL else trace.filters)

    @cached_property
    def turns(self) -> int:
        """The number of channels that take turns."""
        return prod(self.view.shown.shape[len(PLANE) :])

    @cached_property
    def _scans_in_turn(self) -> int:
        return prod(self.view.shown.shape[: len(PLANE)])

    def turn_of(self, scan: int) -> int:
        """Returns the turn of a scan."""
        return scan // self._scans_in_turn

    def columns_of(self, turn: int) -> range:
        """Returns the columns that the scans of a turn use: those of its group."""
        _, _, *deep = self.view.spans[self.view.covered]
        return deep[0].of((0, 0, turn)) if deep else range(self.columns)

    def chosen_by(self, turn: int) -> dict[str, int]:
        """Returns by axis the channel or the filter of a turn, and of its first column."""
        chosen = {self._turn_axis: turn, self.column_axis: self.columns_of(turn)[0]}
        return {axis: number for axis, number in chosen.items() if axis is not None}

    @cached_property
    def apart(self) -> bool:
        """Whether each turn has a column of its own, as in a depthwise convolution."""
        return self.columns > 1 and all(
            len(self.columns_of(turn)) == 1 for turn in range(self.turns)
        )

    def seats(self, grid: str) -> Iterator[tuple[int | None, int | None]]:
        """Yields the column and the turn of each board of a grid."""
        axes = self.view.trace.depths[operand(grid)]
        deep = not self._single and self.column_axis in axes
        for turn in range(self.turns) if self._turn_axis in axes else (None,):
            if deep or (self.apart and turn is not None and not self._single):
                columns = range(self.columns) if turn is None else self.columns_of(turn)
                yield from ((column, turn) for column in columns)
            else:
                yield None, turn

    def in_columns(self, grid: str) -> bool:
        """Returns whether the boards of a grid are in columns."""
        return any(column is not None for column, _ in self.seats(grid))

    def place(self, grid: str, column: int | None, turn: int | None) -> Cell:
        """Returns the indices after row and column of the cells on a board."""
        chosen = {self._turn_axis: turn or 0, self.column_axis: column or 0}
        chosen.pop(None, None)
        return self.view.trace.place(grid, **{str(axis): n for axis, n in chosen.items()})

    def role(self, column: int | None, turn: int | None, equals: str = " = ") -> str:
        """Returns the channel or the filter of a board, as at its name; empty if there is one."""
        trace = self.view.trace
        axis, place = (self.column_axis, column) if turn is None else (self._turn_axis, turn)
        if axis is None or place is None:
            return ""
        numbers = {CHANNEL: trace.channels, FILTER: trace.filters}
        return f"{LETTERS[axis]}{equals}{numbers[axis][place]}"
