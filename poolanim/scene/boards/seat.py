"""The boards of a pass: which grid each shows, of which channel, and when."""

from __future__ import annotations

from poolanim.records.tuples import NamedTuple


class Seat(NamedTuple):
    """A board of a pass.

    Attributes:
        kind: the number of its grid among the grids that have boards.
        column: the column of boards that it belongs to; None for one that all columns share.
        turn: the turn whose scans use it; None for one of all scans.
    """

    kind: int
    column: int | None = None
    turn: int | None = None
