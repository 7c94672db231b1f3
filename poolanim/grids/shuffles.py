"""Random inputs that show a layer's rule: small whole numbers, chosen by its windows.

In an input each window has one greatest number (one least number in a layer that takes the least),
the windows have different ones, and one cell has that of several windows, as far as windows allow
it. Numbers depend on the seed, the shape and the windows alone, so that figures of several layers
with the same windows show the same numbers.
"""

from __future__ import annotations

import math
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from poolanim.records.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from poolanim.layers.geometry import Geometry
    from poolanim.layers.layer import Layer
    from poolanim.parameters.sizes import Pair

    Grid = NDArray[np.float64]
    Numbers = Sequence[int]

GREATEST = 9
"""An input has the whole numbers from 0 to this."""
DECK = tuple(number for number in range(GREATEST + 1) for _ in range(GREATEST + 1 - number))
"""The numbers of an input in parts of it. Great ones are rare, so that windows differ in theirs."""
ENOUGH = 3
"""The different outputs, and the windows won by one cell, that show a rule."""
FIRST_SHAPE = (5, 5)
FIRST_INPUT = (3, 1, 4, 6, 1, 1, 9, 3, 1, 3, 1, 6, 2, 0, 2, 3, 7, 0, 0, 4, 8, 5, 0, 5, 2)
"""The first numbers of seed 0 of that shape, which show the rule of windows of many sizes."""
PLACES = (3, 2, 1)
"""Of the middle cell in the order of numbers, by turns: it beats most cells, but not all."""
SHUFFLES = 12
"""The most shuffles of a search."""
EDGES_FROM, SHARED_FROM = 3, 6
"""The shuffles from which on the greatest numbers are those of cells that few windows cover, and
from which on they may share windows: what windows that share most of their cells need."""
SEARCHED, SETTLED = 2_000, 36_000
"""The cells of windows, counted in each window, that all shuffles of a search look at, and over
which ties are avoided at all. More take too long."""


def random_input(shape: Pair, seed: int, layer: Layer, channel: int = 0) -> Grid:
    """Returns the first of some grids that shows all that windows allow, or else the best.

    Args:
        shape: (height, width).
        seed: of the numbers.
        layer: whose windows the input is for.
        channel: the number of the channel, which has numbers of its own.

    Example:
        >>> from poolanim import MaxPool
        >>> layer = MaxPool(kernel_size=3, stride=1)
        >>> layer.forward(random_input((5, 5), 0, layer))
        array([[9., 9., 6.],
               [9., 9., 4.],
               [8., 7., 5.]])
    """
    windows = Windows.of(layer.reading(shape))
    best: Numbers = ()
    most = Shown(-1, 0, 0)
    for numbers in candidates(shape, (seed, channel), windows):
        shown = windows.shown(numbers)
        if shown > most:
            best, most = numbers, shown
        if shown == windows.most_shown:
            break
    grid = np.array(best, np.float64).reshape(shape)
    return GREATEST - grid if layer.padding_value == math.inf else grid


def candidates(shape: Pair, seed: Pair, windows: Windows) -> Iterator[Numbers]:
    """Returns the grids to choose from, each row by row: at most a dozen shuffles.

    Args:
        shape: (height, width).
        seed: of the numbers, and the number of the channel.
        windows: over the grid.
    """
    if (shape, seed) == (FIRST_SHAPE, (0, 0)):
        yield FIRST_INPUT
    random, count = np.random.default_rng([seed[0], 0, seed[1]]), shape[0] * shape[1]
    for turn in range(min(SHUFFLES, 1 + SEARCHED // windows.size)):
        order = random.permutation(count).tolist()
        if turn >= EDGES_FROM:
            order.sort(key=windows.coverage(count).__getitem__)
        if turn < SHARED_FROM:
            order = spread(order, windows)
        if windows.cells:
            order.remove(windows.middle)
            order.insert(PLACES[turn % len(PLACES)], windows.middle)
        yield settled(order, windows)


class Shown(NamedTuple):
    """What a grid shows of a layer's rule. The more, the greater.

    Attributes:
        unique: how many windows have one greatest number.
        outputs: how many different greatest numbers windows have, up to `ENOUGH`.
        won: how many windows have theirs in one cell, which a figure tracks, up to `ENOUGH`.
    """

    unique: int
    outputs: int
    won: int


class Windows(NamedTuple):
    """The windows over a plane whose cells are counted row by row.

    Attributes:
        cells: those of each window in the input; nothing if they are too many to look at.
        middle: the cell that most windows cover.
        most_shown: what a grid can show at most.
    """

    cells: Sequence[Numbers]
    middle: int
    most_shown: Shown

    @classmethod
    def of(cls, geometry: Geometry) -> Windows:
        """Returns the windows of a geometry that cover any cell."""
        width = geometry.columns.size
        rows, columns = (
            [axis.clipped(index) for index in range(len(axis.windows))]
            for axis in (geometry.rows, geometry.columns)
        )
        if sum(map(len, rows)) * sum(map(len, columns)) > SETTLED:
            return cls([], 0, Shown(0, 0, 0))
        cells = [
            tuple(row * width + column for row in down for column in across)
            for down in rows
            for across in columns
            if down and across
        ]
        row, column = geometry.most_covered()[0]
        coverage = geometry.rows.coverage(row) * geometry.columns.coverage(column)
        outputs = min(ENOUGH, len(set(cells)))
        won = min(ENOUGH, coverage, len(cells) - outputs + 1)
        return cls(cells, row * width + column, Shown(len(cells), outputs, won))

    @property
    def size(self) -> int:
        """The cells of all windows, and one more."""
        return 1 + sum(map(len, self.cells))

    def coverage(self, count: int) -> list[int]:
        """Returns how many windows cover each of `count` cells; `count` for none."""
        counts = Counter(chain.from_iterable(self.cells))
        return [counts[cell] or count for cell in range(count)]

    def shown(self, numbers: Numbers) -> Shown:
        """Returns what a grid shows."""
        winners = [max(window, key=numbers.__getitem__) for window in self.cells]
        unique = sum(
            [numbers[cell] for cell in window].count(numbers[winner]) == 1
            for window, winner in zip(self.cells, winners, strict=True)
        )
        outputs, wins = len({numbers[winner] for winner in winners}), Counter(winners)
        won = max(wins.values(), default=0)
        return Shown(unique, min(outputs, ENOUGH), min(won, ENOUGH))


def settled(order: Numbers, windows: Windows) -> list[int]:
    """Returns numbers from 0 to `GREATEST`, without ties in windows where that can be.

    They are as frequent as in `DECK`, but for those that give way to the greatest of a window.

    Args:
        order: the cells, from that with the greatest number on.
        windows: in each of which the first cell of that order gets the one greatest number.

    Example:
        >>> pairs = Windows([(0, 1), (1, 2)], 1, Shown(2, 2, 1))
        >>> settled([2, 1, 0], pairs)
        [1, 4, 9]
    """
    place = {cell: number for number, cell in enumerate(order)}
    beaten: dict[int, set[int]] = {}
    for window in windows.cells:
        beaten.setdefault(min(window, key=place.__getitem__), set()).update(window)
    least, most = [0] * len(order), [GREATEST] * len(order)
    for winner in sorted(beaten, key=place.__getitem__, reverse=True):
        beaten[winner].discard(winner)
        steps = 1 + max((least[cell] for cell in beaten[winner]), default=-1)
        least[winner] = min(steps, GREATEST)
    numbers = [0] * len(order)
    for cell, number in place.items():
        dealt = DECK[-1 - number * len(DECK) // len(order)]
        numbers[cell] = max(least[cell], min(dealt, most[cell]))
        for other in beaten.get(cell, ()):
            most[other] = min(most[other], numbers[cell] - 1)
    return numbers


def spread(shuffled: Numbers, windows: Windows) -> list[int]:
    """Returns cells in an order in which ten numbers suffice to have no ties in windows.

    First come cells of which no two share a window, then such cells of the windows without one of
    these, and so on. The numbers of each of these groups do not depend on one another.

    Args:
        shuffled: the cells in a random order, which holds within each group.
        windows: over the cells.

    Example:
        >>> spread([0, 1, 2, 3], Windows([(0, 1), (1, 2), (2, 3)], 1, Shown(3, 3, 1)))
        [0, 2, 1, 3]
    """
    order: dict[int, None] = {}
    left = set(range(len(windows.cells)))
    while left:
        having: dict[int, list[int]] = {}
        for index in sorted(left):
            for cell in windows.cells[index]:
                having.setdefault(cell, []).append(index)
        for cell in shuffled:
            if cell in having and left.issuperset(having[cell]):
                order[cell] = None
                left.difference_update(having[cell])
    return list(order | dict.fromkeys(shuffled))
