"""The boards that scans use, and what joins them: the same for all scans of a turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.records import frozen
from poolanim.records.tuples import NamedTuple
from poolanim.scene.boards.join import Join, Thread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.scene.boards.part import Part
    from poolanim.scene.depths import Depths
    from poolanim.scene.text.telling import Telling


class Turn(NamedTuple):
    """The boards that some scans use, by their numbers.

    Attributes:
        used: all of them.
        own: those on which each scan has one cell.
        covered: those of which scans cover a window.
        targets: those of these to whose cells scans add.
        filled: all that get numbers: these, and own ones.
        joins: those that beams join, column by column.
        thread: what joins the columns with a board that they share; None if nothing does.
    """

    used: tuple[int, ...]
    own: tuple[int, ...]
    covered: tuple[int, ...]
    targets: tuple[int, ...]
    filled: tuple[int, ...]
    joins: tuple[Join, ...]
    thread: Thread | None

    @property
    def source(self) -> int:
        """The first of the boards with windows to whose cells scans add, or else that they read."""
        return (self.targets or self.covered)[0]

    def gives(self, join: Join) -> bool:
        """Whether the numbers that a scan adds go along a beam: the last beam to their board."""
        last = [each for each in self.joins if each.target == join.target][-1]
        return join == last and join.target in self.filled


@frozen(eq=False)
class Turns:
    """Finds the boards of turns.

    Attributes:
        parts: all boards.
        depths: the channels of the pass.
        telling: its texts.
    """

    parts: Sequence[Part]
    depths: Depths
    telling: Telling

    def __getitem__(self, number: int) -> Turn:
        view = self.telling.story.view
        columns = (None, *self.depths.columns_of(number))
        used = tuple(
            board
            for board, part in enumerate(self.parts)
            if part.seat.turn in (None, number) and part.seat.column in columns
        )
        own = tuple(self._boards(self.telling.owner, used))
        covered = tuple(board for board in used if self.parts[board].windowed)
        targets = tuple(board for board in covered if self.parts[board].target)
        targets = targets if view.scatters else ()
        filled = *targets, *(board for board in own if self.parts[board].target)
        thread = self._thread(used)
        joins = self._joins(used)
        if thread is not None:  # boards that columns share are on the thread
            joins = tuple(each for each in joins if self.parts[each.source].seat.column is not None)
        return Turn(used, own, covered, targets, filled, joins, thread)

    def _boards(self, grid: str, used: Sequence[int]) -> list[int]:
        return [board for board in used if self.parts[board].grid == grid]

    def _joins(self, used: Sequence[int]) -> tuple[Join, ...]:
        """Returns the beams of a turn, those of a column after those of another."""
        joins = [
            Join(*ends, tag, note, self.parts[ends[0]].column)
            for source, target, tag, note in self.telling.joins
            for ends in self._pairs(source, target, used)
        ]
        return tuple(sorted(joins, key=lambda join: join.column))

    def _pairs(self, source: str, target: str, used: Sequence[int]) -> list[tuple[int, int]]:
        """Returns the boards of two grids that beams join: both of a column, or both of none."""
        return [
            (one, other)
            for one in self._boards(source, used)
            for other in self._boards(target, used)
            if self.parts[one].seat.column == self.parts[other].seat.column
        ]

    def _thread(self, used: Sequence[int]) -> Thread | None:
        """Returns what joins columns with the board that they share."""
        joined = []
        for source, target, tag, _ in self.telling.joins:
            others = self._boards(source if target == self.telling.owner else target, used)
            meets = self._pairs(source, target, used)
            if self.telling.owner in (source, target) and others and not meets:
                joined.append((others, tag, source == self.telling.owner))
        if not joined:
            return None
        (own,), (_, tag, back) = self._boards(self.telling.owner, used), joined[0]
        nodes = tuple(zip(*(boards for boards, *_ in joined), strict=True))
        columns = tuple(self.parts[node[0]].column for node in nodes)
        return Thread(nodes, columns, own, tag, back)
