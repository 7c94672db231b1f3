"""Two boards that a beam or an arrow joins."""

from __future__ import annotations

from poolanim.records.tuples import NamedTuple


class Join(NamedTuple):
    """Two boards that a beam or an arrow joins, by their numbers.

    Attributes:
        source: the number of the board at which it begins.
        target: the number of the board at which it ends.
        tag: the key of the texts of its tag; empty for an arrow.
        note: the key of the words at its tag; empty for an arrow.
        column: the column of boards that it is in.
    """

    source: int
    target: int
    tag: str = ""
    note: str = ""
    column: int = 0

    @property
    def boards(self) -> tuple[int, int]:
        """The numbers of both boards."""
        return self.source, self.target


class Thread(NamedTuple):
    """What joins columns of boards with a board that they share, by their numbers.

    Attributes:
        nodes: for each column the boards that it is joined with there.
        columns: the numbers of these columns.
        own: the board that the columns share.
        tag: the key of the texts of the tag at that board.
        back: whether it leads from that board to the columns.
    """

    nodes: tuple[tuple[int, ...], ...]
    columns: tuple[int, ...]
    own: int
    tag: str
    back: bool
