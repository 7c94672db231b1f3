"""The free room between the numbers of a board, in which plates ride."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.records import frozen
from poolanim.records.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from poolanim.parameters.sizes import Pair
    from poolanim.scene.boards.board import Board
    from poolanim.scene.marks import Bounds

CLEAR = 1
"""The least distance between a plate and the numbers that it passes."""
UNDER = 8
"""How far plates may extend under the last row of a board."""


class Room(NamedTuple):
    """A free room between two lines of numbers.

    Attributes:
        low: where it begins.
        high: where it ends.
    """

    low: float
    high: float

    @property
    def size(self) -> float:
        """The distance between both ends; negative if numbers are too close."""
        return self.high - self.low

    def near(self, middle: float, size: float) -> float:
        """Returns the middle that is nearest to a place, for something that fits into the room.

        Example:
            >>> Room(10, 40).near(12, 10), Room(10, 40).near(20, 10)
            (15.0, 20)
        """
        return min(max(middle, self.low + size / 2), self.high - size / 2)


@frozen
class Lanes:
    """The room between the numbers of a board.

    Attributes:
        board: the places of its cells.
        numbers: what the digits in each cell cover. Cells without a number are left out.
    """

    board: Board
    numbers: Mapping[Pair, Bounds]

    def under(self, cell: Pair, columns: Iterable[int]) -> Room:
        """Returns the room under the numbers of a cell's row, and above those of the next row.

        Args:
            cell: the cell.
            columns: the columns whose numbers count.
        """
        (row, column), numbers, columns = cell, self.numbers, [*columns]
        last = row == self.board.rows[-1]
        low = self.board.cell(*cell).top
        high = self.board.rect.bottom + UNDER if last else self.board.cell(row + 1, column).bottom
        ends = (numbers[row, each][3] for each in columns if (row, each) in numbers)
        starts = (numbers[row + 1, each][1] for each in columns if (row + 1, each) in numbers)
        return Room(max([low, *ends]) + CLEAR, min([high, *starts]) - CLEAR)
