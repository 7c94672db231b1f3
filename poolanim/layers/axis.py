"""Where windows lie along one axis. Free of NumPy, so that a figure can be checked without it.

Cells of an axis are counted from the first one of the input, so those of padding before it are
negative. A window is the range of its cells.
"""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from poolanim.parameters.sizes import CAUSAL, SAME
from poolanim.records import frozen

if TYPE_CHECKING:
    from collections.abc import Callable

    from poolanim.parameters.sizes import Pair

Cell = tuple[int, ...]
"""A size or an index for each axis of a grid. Indices of padding before the grid are negative."""


def within(cells: range, start: int, stop: int) -> range:
    """Returns those of `cells` that lie in the half-open span from `start` to `stop`.

    The result stops right after its last cell. An empty result lies in the span too.

    Example:
        >>> within(range(-3, 8, 2), 0, 6), within(range(-1, 2, 2), 0, 1), within(range(5, 7), 0, 3)
        (range(1, 6, 2), range(1, 1, 2), range(3, 3))
    """
    first = min(max(cells.start, start + (cells.start - start) % cells.step), stop)
    inside = range(first, min(cells.stop, stop), cells.step)
    return range(first, inside[-1] + 1 if inside else first, cells.step)


@frozen
class Axis:
    """The windows along one axis.

    Attributes:
        size: the number of input cells.
        windows: the cells of each window. Those outside the input are padding, or lie beyond it.
        padding: the number of cells added before and after the input.
        stride: the distance from one window to the next; None if windows lie unevenly.
        dropped: the window that ceil mode adds and that starts behind the input, if there is one.
    """

    size: int
    windows: tuple[range, ...]
    padding: Pair = (0, 0)
    stride: int | None = None
    dropped: range | None = None

    @classmethod
    def sliding(
        cls,
        size: int,
        kernel: int,
        stride: int = 1,
        padding: Pair | str = (0, 0),
        dilation: int = 1,
        *,
        ceil_mode: bool = False,
        crop: bool = False,
    ) -> Axis:
        """Returns windows that lie evenly.

        Args:
            size: the number of input cells.
            kernel: the number of cells in a window.
            stride: the distance from one window to the next.
            padding: the number of cells (before, after) the input, or one of `PADDING_WORDS`, or
                `CAUSAL`.
            dilation: the distance from one cell of a window to the next.
            ceil_mode: whether a last window may reach beyond the padding if it starts before the
                end of the input. Padding by a word ignores it.
            crop: whether padding by one of `SAME` may be negative, as in ONNX. Windows smaller than
                the stride then skip cells at both ends of the input.

        Example:
            >>> Axis.sliding(5, 2, 2, ceil_mode=True).windows
            (range(0, 2), range(2, 4), range(4, 6))
            >>> Axis.sliding(3, 1, 3, "same-upper", crop=True).windows
            (range(1, 2),)
        """
        span = dilation * (kernel - 1) + 1
        if isinstance(padding, str):
            total = (-(-size // stride) - 1) * stride + span - size
            padding = ends(padding, total if crop else max(total, 0), span)
            ceil_mode = False
        before, after = padding
        reach = stride - 1 if ceil_mode else 0
        count = (before + size + after - span + reach) // stride + 1
        starts = range(-before, count * stride - before, stride)
        windows = [range(start, start + span, dilation) for start in starts]
        dropped = None
        if ceil_mode and windows and windows[-1].start >= size:
            dropped = windows.pop()
        added = max(before, 0), max(after, 0)
        return cls(size, tuple(windows), added, stride, dropped)

    @classmethod
    def adaptive(cls, size: int, count: int) -> Axis:
        """Returns `count` windows of about the same size that cover all input cells.

        Example:
            >>> Axis.adaptive(5, 3).windows
            (range(0, 2), range(1, 4), range(3, 5))
        """
        if size and size % count == 0:
            return cls.sliding(size, size // count, size // count)
        return cls(
            size,
            tuple(range(i * size // count, -(-(i + 1) * size // count)) for i in range(count)),
        )

    @classmethod
    def fractional(cls, size: int, kernel: int, count: int, sample: float) -> Axis:
        """Returns `count` windows of `kernel` cells from the first input cell to the last.

        The distances between them are two neighbouring whole numbers in a pseudo-random order. The
        `sample`, a number from [0, 1), decides the order.

        Example:
            >>> Axis.fractional(7, 2, 3, 0.1).windows
            (range(0, 2), range(2, 4), range(5, 7))
        """
        starts = [size - kernel]
        if count > 1:
            step = (size - kernel) / (count - 1)
            first = int(sample * step)
            starts = [int((i + sample) * step) - first for i in range(count - 1)] + starts
        return cls(size, tuple(range(start, start + kernel) for start in starts))

    @classmethod
    def disjoint(cls, size: int, count: int, sample: float) -> Axis:
        """Returns `count` windows, each of which begins where the one before ends.

        Their sizes are two neighbouring whole numbers in a pseudo-random order. The `sample`, a
        number from [0, 1), decides the order.

        Example:
            >>> Axis.disjoint(7, 4, 0.5).windows
            (range(0, 2), range(2, 4), range(4, 6), range(6, 7))
        """
        part, whole = sample.as_integer_ratio()  # rounded products could leave a window empty
        ends = [(i * whole + part) * size // (whole * count) for i in range(count + 1)]
        starts = [end - ends[0] for end in ends]
        return cls(size, tuple(map(range, starts, starts[1:])))

    @cached_property
    def kernel(self) -> int:
        """The number of cells in the largest window."""
        return max(map(len, self.windows))

    @property
    def extent(self) -> range:
        """The cells of the input, its padding, and whatever windows cover beyond it."""
        before, after = self.padding
        return range(-before, max(self.size + after, self.windows[-1].stop))

    @property
    def shown(self) -> range:
        """The `extent` and the cells of the dropped window."""
        stops = [self.extent.stop, *([self.dropped.stop] if self.dropped else [])]
        return range(self.extent.start, max(stops))

    @property
    def repeats(self) -> bool:
        """Whether two windows start at the same cell."""
        return any(one.start == other.start for one, other in pairwise(self.windows))

    def declared(self, index: int) -> range:
        """Returns the cells of window `index` in the input and its padding."""
        return within(self.windows[index], -self.padding[0], self.size + self.padding[1])

    def clipped(self, index: int) -> range:
        """Returns the cells of window `index` in the input."""
        return within(self.windows[index], 0, self.size)

    def counting(
        self, counted: Callable[[Axis, int], range], indices: range | None = None
    ) -> list[list[bool]]:
        """Returns for some windows, or all, at which offsets they have a cell that counts.

        Example:
            >>> Axis.sliding(3, 2, padding=(1, 0)).counting(Axis.clipped)
            [[False, True], [True, True], [True, True]]
        """
        found, kernel = [], self.kernel
        for index in range(len(self.windows)) if indices is None else indices:
            window, cells = self.windows[index], counted(self, index)
            short = [False] * (kernel - len(window))
            found.append([*(cell in cells for cell in window), *short])
        return found

    @property
    def reached(self) -> list[range]:
        """The cells of the input that each window is the first to reach, whichever it skips.

        They are those up to its end; the last window has all that remain.

        Example:
            >>> Axis.sliding(6, 3, 2).reached
            [range(0, 3), range(3, 6)]
        """
        ends = [min(max(window[-1] + 1, 0), self.size) for window in self.windows[:-1]]
        return list(map(range, [0, *ends], [*ends, self.size]))

    def coverage(self, cell: int) -> int:
        """Returns how many windows cover an input cell."""
        return sum(cell in window for window in self.windows)

    def most_covered(self) -> list[int]:
        """Returns the input cells that most windows cover."""
        counts = [self.coverage(cell) for cell in range(self.size)]
        return [cell for cell, count in enumerate(counts) if count == max(counts)]

    def places(self, offset: int) -> slice | list[int]:
        """Returns where in the `extent` the cells at `offset` of all windows lie.

        A window without such a cell gets the place after the last one of the extent.
        """
        before = self.padding[0]
        if self.stride is not None:
            first = self.windows[0][offset] + before
            return slice(first, first + (len(self.windows) - 1) * self.stride + 1, self.stride)
        return [
            window[offset] + before if offset < len(window) else len(self.extent)
            for window in self.windows
        ]


def ends(word: str, total: int, span: int) -> Pair:
    """Returns the cells (before, after) an axis that a word stands for.

    Args:
        word: one of `PADDING_WORDS`, or `CAUSAL`.
        total: the cells that `same` stands for.
        span: the cells from the first one of a window to its last.
    """
    if word in SAME:
        less = total // 2
        return (less, total - less) if word == SAME[0] else (total - less, less)
    return (span - 1 if word == CAUSAL else 0), 0
