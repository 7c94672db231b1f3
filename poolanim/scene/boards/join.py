"""Two boards that a beam or an arrow joins."""

from __future__ import annotations

from typing import NamedTuple


class Join(NamedTuple):
    """Two boards that a beam or an arrow joins, by their numbers.

    Attributes:
        source: the number of the board at which it begins.
        target: the number of the board at which it ends.
        tag: the key of the texts of its tag; empty for an arrow.
        note: the key of the words at its tag; empty for an arrow.
    """

    source: int
    target: int
    tag: str = ""
    note: str = ""

    @property
    def boards(self) -> tuple[int, int]:
        """The numbers of both boards."""
        return self.source, self.target
