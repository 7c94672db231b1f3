"""What arrangements have to place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.records.tuples import NamedTuple
from poolanim.scene.boards.sizing import LeastWidths

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from poolanim.scene.boards.seat import Seat


class Threaded(NamedTuple):
    """Boards of which each channel has a column, and those that these share.

    Attributes:
        axis: what the columns are of, `channel` or `filter`.
        columns: the number of columns.
        upper: the number of the shape of the upper board of a column.
        lower: the number of that of the lower one.
        own: the number of that of the board that a thread joins to all columns.
        aside: the number of that of a board on the thread; None without one.
        hung: the number of that of a board of a column that hangs on another one; None without one.
        host: the number of that of this other one; None without one.
        apart: whether each column has a board `own` instead.
        fans: whether `own` is joined to both boards of a column, and not to the lower one alone.
        owns: the number of boards `own`, of which one is used at a time.
        needs: the least widths of cells of each shape in which numbers can be read.
        title: the width of the longest name of a board that is named above it.
        name: the room of the name of the lower board, at its left.
        hanging: the width of the longest name of a board that hangs on another one.
        tag: the width of the tag between both boards of a column.
        knot: the width of what the thread has for each column.
        pill: the width of the tag at its end.
    """

    axis: str
    columns: int
    upper: int
    lower: int
    own: int
    aside: int | None
    hung: int | None
    host: int | None
    apart: bool
    fans: bool
    owns: int
    needs: tuple[float, ...]
    title: float
    name: float
    hanging: float
    tag: float
    knot: float
    pill: float


class Wanted(NamedTuple):
    """The boards and texts to arrange.

    Attributes:
        shapes: the rows and the columns of each board, padding included.
        gaps: the least width of each gap between two boards side by side.
        code_width: the width of the longest line of code.
        code_rows: the number of lines of code.
        slots: the height of the slots. They may be low ones if boards would be too small.
        slots_width: the width of high slots.
        square: whether all cells are square, as those of pictures are.
        beside: the width of the texts at the right of the code.
        doubled: whether each cell of the last board contains two numbers.
        upper: the number of the upper board, if two are stacked.
        joins: the numbers of the boards that beams join, from source to target.
        hung: the numbers of the boards that hang on others, with those of these.
        deepest: the most rows of a board and of one that hangs on it, together; 0 if none does.
        aside: the columns of a hung board that gets a beam of the source of a fan; 0 without it.
        seats: the boards to place, each of one of the shapes.
        threaded: what columns of boards share; None without columns, or if they share nothing.
        needs: the least widths of cells of each board in which numbers can be read.
        names: the room of the names of boards, if they are at their left.
    """

    shapes: tuple[tuple[range, range], ...]
    gaps: tuple[int, ...]
    code_width: float
    code_rows: int
    slots: int
    square: bool
    slots_width: float = 0
    beside: float = 0
    doubled: bool = False
    upper: int = 1
    seats: tuple[Seat, ...] = ()
    threaded: Threaded | None = None
    needs: tuple[LeastWidths, ...] = ()
    names: float = 0
    joins: tuple[tuple[int, int], ...] = ()
    hung: tuple[tuple[int, int], ...] = ()
    deepest: int = 0
    aside: int = 0

    @property
    def columns(self) -> int:
        """The number of columns of boards."""
        return 1 + max((seat.column or 0 for seat in self.seats), default=0)

    def narrowed(self, columns: int) -> Wanted:
        """Returns the first of its columns alone."""
        seats = tuple(seat for seat in self.seats if (seat.column or 0) < columns)
        threaded = self.threaded and self.threaded._replace(columns=columns)
        return self._replace(seats=seats, threaded=threaded)

    @property
    def chained(self) -> bool:
        """Whether beams join three boards to a chain, the second with both others."""
        pairs = {frozenset(join) for join in self.joins}
        return len(self.shapes) == 3 and pairs == {frozenset((0, 1)), frozenset((1, 2))}

    @property
    def fanned(self) -> bool:
        """Whether all beams of a chain of boards begin at the second."""
        return self.chained and {source for source, _ in self.joins} == {1}

    def standing(self) -> Wanted:
        """Returns what remains to arrange without the boards that hang on others."""
        hung = dict(self.hung)
        standing = [number for number in range(len(self.shapes)) if number not in hung]
        order = {old: new for new, old in enumerate(standing)}
        fanned = [n for n in hung if any(target == n for _, target in self.joins)]
        return self._replace(
            aside=max((len(self.shapes[n][1]) for n in fanned), default=0),
            shapes=tuple(self.shapes[number] for number in standing),
            needs=tuple(need for number, need in enumerate(self.needs) if number not in hung),
            upper=order[self.upper],
            deepest=max(
                (sum(len(self.shapes[n][0]) for n in pair) for pair in self.hung), default=0
            ),
            joins=tuple((order[a], order[b]) for a, b in self.joins if a in order and b in order),
            hung=(),
        )


def widest(each: Sequence[Threaded | None]) -> Threaded | None:
    """Returns what has room for everything that passes with the same boards show."""
    found = [threaded for threaded in each if threaded is not None]
    if not found:
        return None
    needs = tuple(map(max, zip(*(threaded.needs for threaded in found), strict=True)))
    widths = {
        name: max(getattr(threaded, name) for threaded in found)
        for name in ("title", "name", "hanging", "tag", "knot", "pill")
    }
    return found[0]._replace(needs=needs, **widths)


def most_needed(each: Iterable[Sequence[LeastWidths]]) -> tuple[LeastWidths, ...]:
    """Returns the least widths of cells in which the numbers of several passes fit."""
    widths = (zip(*board, strict=True) for board in zip(*each, strict=True))
    return tuple(LeastWidths(*map(max, both)) for both in widths)
