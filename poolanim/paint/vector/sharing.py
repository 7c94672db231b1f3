"""Finds what comes often in a film, so that it is defined once: shapes, and rows of elements."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import chain
from typing import TYPE_CHECKING

from poolanim.paint.vector.elements import USE, Element, place, with_attributes
from poolanim.records.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Define = Callable[[str], str]
    Alike = Sequence[Sequence[Element]]

SHOWN = 22
"""Characters that show a definition, without its place."""
PLACED = 8
"""Characters of an x, or of a y."""
DEFINED = 12
"""Characters that make a definition of an element."""


class Row(NamedTuple):
    """A row of elements, at one or several heights.

    Attributes:
        parts: what each element shows, and its x, counted from the first.
        first: the first element.
        ys: the heights.
    """

    parts: tuple[tuple[str, int], ...]
    first: Element
    ys: tuple[int, ...]

    def is_worth(self, count: int) -> bool:
        """Whether a definition of it, shown so many times, is shorter than its elements."""
        length = sum(len(markup) + PLACED for markup, _ in self.parts)
        saved = length + PLACED * (len(self.parts) - 2) - SHOWN
        return len(self.parts) > 1 and count * saved > length + len("<g></g>") + DEFINED


def shapes_shared(groups: Alike, define: Define) -> list[list[Element]]:
    """Returns elements, of which those that come often show definitions.

    Args:
        groups: the elements of a film that are alike in time and look.
        define: keeps a definition, and returns what shows it.
    """
    counts = Counter(
        each.markup
        for each in chain.from_iterable(groups)
        if each.end is None and not each.markup.startswith(USE)
    )
    often = {
        markup: define(markup)
        for markup, count in counts.items()
        if count * (len(markup) - SHOWN) > len(markup) + DEFINED
    }
    return [
        [each._replace(markup=often.get(each.markup, each.markup)) for each in group]
        for group in groups
    ]


def rows_shared(groups: Alike, define: Define) -> list[list[Element]]:
    """Returns elements, of which rows that come often show definitions. A path is in no row.

    Args:
        groups: as in `shapes_shared`.
        define: likewise.
    """
    rows = [list(_rows(group)) for group in groups]
    counts: Counter[tuple[tuple[str, int], ...]] = Counter()
    for row in chain.from_iterable(rows):
        counts[row.parts] += len(row.ys)
    return [
        [each for row in group for each in _placed(row, counts[row.parts], define)]
        for group in rows
    ]


def _rows(group: Sequence[Element]) -> Iterator[Row]:
    """Yields elements as rows. Those are in one row that stand at the same heights."""
    heights: dict[Element, list[int]] = defaultdict(list)
    for each in group:
        heights[each if each.end else each._replace(y=0)].append(each.y)
    rows: dict[object, list[Element]] = defaultdict(list)
    for each, ys in heights.items():
        rows[tuple(ys), each if each.end else None].append(each)
    for row in rows.values():
        first, *_ = row = sorted(row, key=lambda each: each.x)
        yield Row(
            tuple((each.markup, each.x - first.x) for each in row), first, tuple(heights[first])
        )


def _placed(row: Row, count: int, define: Define) -> Iterator[Element]:
    """Yields a row that comes often as what shows its definition, others as they are."""
    parts = row.parts
    if row.is_worth(count):
        placed = (with_attributes(markup, place(x, 0)) for markup, x in parts)
        parts = ((define(f"<g>{''.join(placed)}</g>"), 0),)
    for markup, x in parts:
        for y in row.ys:
            yield row.first._replace(markup=markup, x=row.first.x + x, y=y)
