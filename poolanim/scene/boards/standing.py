"""Which boards stand: those that take turns may share a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from poolanim.scene.boards.board import Board


class Standing:
    """The boards that stand, one at each place.

    Args:
        boards: all boards. A place is the number of the first board that is there.

    Attributes:
        places: the place of each board.
        boards: the number of the board at each place.

    Example:
        >>> from poolanim.scene.boards.board import Board
        >>> here, there = (Board(range(1), range(1), x, 0, 9, 9) for x in (0, 9))
        >>> standing = Standing([here, there, there])
        >>> standing.boards, standing.enter([0, 2]), standing.boards
        ({0: 0, 1: 1}, {1: 2}, {0: 0, 1: 2})
    """

    def __init__(self, boards: Sequence[Board]) -> None:
        self.places = list(map(boards.index, boards))
        self.boards = {place: place for place in self.places}

    def enter(self, numbers: Iterable[int]) -> dict[int, int]:
        """Places boards, and returns those that did not stand yet, by their places."""
        new = {self.places[n]: n for n in numbers if self.boards[self.places[n]] != n}
        self.boards = self.boards | new
        return new
