"""The look of a cell at a moment."""

from __future__ import annotations

from poolanim.records.tuples import NamedTuple


class Look(NamedTuple):
    """The look of a cell at a moment.

    Attributes:
        lit: whether the window lies over it.
        dim: whether its number is soft, since it lies outside the window.
        bold: whether its number is bold.
        tracked: whether it is the tracked cell.
        spot: whether it is the winner.
        delta: the number that a scan adds to it; None if no scan does.
        struck: whether its number is lost, and struck out.
        won: whether its number is the winner's.
        dots: the number of dots, one for each window that covered it; 0 if none are shown.
        apart: how far its number is from its middle, on the way to make room for a delta, over 0 to
            1.
        awaiting: whether the delta is still on its way to it.
    """

    lit: bool = False
    dim: bool = False
    bold: bool = False
    tracked: bool = False
    spot: bool = False
    delta: float | None = None
    struck: bool = False
    won: bool = False
    dots: int = 0
    apart: float = 1.0
    awaiting: bool = False


PLAIN = Look()
