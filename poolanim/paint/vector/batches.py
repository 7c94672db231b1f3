"""Orders the pieces of a film so that those that are alike in time and look follow each other."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from poolanim.paint.vector.elements import Element


class Piece:
    """An element that is seen in a span of time.

    Attributes:
        element: the element.
        start: the number of the first frame that shows it.
        end: the number of the first frame after it that does not.
        under: the pieces that are drawn before it.
    """

    def __init__(self, element: Element, start: int, end: int, under: Iterable[Piece] = ()) -> None:
        self.element = element
        self.start = start
        self.end = end
        self.under = tuple(under)


def in_batches(pieces: Sequence[Piece], key: Callable[[Piece], Hashable]) -> Iterator[list[Piece]]:
    """Yields pieces in painting order, in batches of one key.

    The next key is the one of which the largest share of the pieces that are left can be drawn, so
    that few keys come again, and of equal shares the one of which most can.

    Example:
        >>> from poolanim.paint.vector.elements import Element
        >>> low = Piece(Element("h9"), 0, 5)
        >>> pieces = [low, Piece(Element("h8"), 0, 7, [low]), Piece(Element("h7"), 0, 5)]
        >>> [[each.element.markup for each in batch]
        ...  for batch in in_batches(pieces, lambda piece: piece.end)]
        [['h9', 'h7'], ['h8']]
    """
    waiting: dict[Piece, int] = dict.fromkeys(pieces, 0)
    left = Counter(map(key, pieces))
    over: dict[Piece, list[Piece]] = defaultdict(list)
    ready: dict[Hashable, list[Piece]] = defaultdict(list)
    for piece in pieces:
        for each in piece.under:
            if each in waiting:
                waiting[piece] += 1
                over[each].append(piece)
        if not waiting[piece]:
            ready[key(piece)].append(piece)
    while ready:
        chosen = max(ready, key=lambda each: (len(ready[each]) / left[each], len(ready[each])))
        batch = ready.pop(chosen)
        for piece in batch:
            for each in over[piece]:
                waiting[each] -= 1
                if not waiting[each]:
                    (batch if key(each) == chosen else ready[key(each)]).append(each)
        left[chosen] -= len(batch)
        yield batch


def ordered(pieces: Sequence[Piece], *keys: Callable[[Piece], Hashable]) -> Iterator[Piece]:
    """Yields pieces in painting order, those of one key together where they can be.

    Args:
        pieces: the pieces.
        keys: the second orders pieces of which the first is equal, and so on. Pieces of which all
            are equal follow each other column by column, or row by row if they are paths.
    """
    if not keys:
        yield from _in_lines(pieces)
        return
    first, *others = keys
    for batch in in_batches(pieces, first):
        yield from ordered(batch, *others)


def _in_lines(pieces: Sequence[Piece]) -> list[Piece]:
    """Returns pieces in columns, or paths in rows, but each over those that are under it."""
    heights: dict[Piece, int] = {}
    for piece in pieces:
        under = (heights[each] for each in piece.under if each in heights)
        heights[piece] = max(under, default=-1) + 1

    def place(piece: Piece) -> tuple[int, int, int]:
        _, x, y, *_, end = piece.element
        return heights[piece], *((x, y) if end is None else (y, x))

    return sorted(pieces, key=place)
