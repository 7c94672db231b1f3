"""Where windows lie along one axis. Free of NumPy, so that a figure can be checked without it.

Cells of an axis are counted from the first one of the input, so those of padding before it are
negative. A window is the range of its cells.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

Pair = tuple[int, int]
"""(height, width), or (row, column)."""
Sides = tuple[Pair, Pair]
"""((top, bottom), (left, right))."""
SAME = ("same-upper", "same-lower")
"""Padding for ceil(size / stride) windows, an odd cell of it after the input or before it."""
PADDING_WORDS = ("valid", *SAME)


def spell(value: Pair | Sides | str) -> str:
    """A size or a padding as people write it.

    Example:
        >>> spell((3, 3)), spell((3, 2)), spell(((0, 1), (2, 2))), spell("valid")
        ('3', '3x2', '0:1x2', 'valid')
    """
    if isinstance(value, str):
        return value
    texts = [
        str(side)
        if isinstance(side, int)
        else str(side[0])
        if side[0] == side[1]
        else f"{side[0]}:{side[1]}"
        for side in value
    ]
    return texts[0] if texts[0] == texts[1] else "x".join(texts)


def both_ends(padding: int | Pair) -> Pair:
    """The padding (before, after) an axis, of which one number is both."""
    return (padding, padding) if isinstance(padding, int) else padding


def within(cells: range, start: int, stop: int) -> range:
    """Those of `cells` that lie in the half-open span from `start` to `stop`.

    The result stops right after its last cell. Where no cell is left it is empty and lies in the
    span.

    Example:
        >>> within(range(-3, 8, 2), 0, 6), within(range(-1, 2, 2), 0, 1), within(range(5, 7), 0, 3)
        (range(1, 6, 2), range(1, 1, 2), range(3, 3))
    """
    first = min(max(cells.start, start + (cells.start - start) % cells.step), stop)
    inside = range(first, min(cells.stop, stop), cells.step)
    return range(first, inside[-1] + 1 if inside else first, cells.step)


@dataclass(frozen=True, slots=True)
class Axis:
    """The windows along one axis.

    Attributes:
        size: number of input cells.
        windows: the cells of each; those outside the input are padding, or lie beyond it.
        padding: cells that are added before and after the input.
        stride: cells from one window to the next; None where they lie unevenly.
        dropped: the window that ceil mode would add, but that starts behind the input.
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
        """Windows of `kernel` cells that lie `dilation` apart, one every `stride` cells.

        Args:
            size: number of input cells.
            kernel: cells in a window.
            stride: from one window to the next.
            padding: cells (before, after) the input, or one of `PADDING_WORDS`.
            dilation: from one cell of a window to the next.
            ceil_mode: whether a last window may reach beyond the padding, as long as it starts
                before the end of the input. Padding by a word has no use for it.
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
            total = 0
            if padding in SAME:
                total = (-(-size // stride) - 1) * stride + span - size
                total = total if crop else max(total, 0)
            less = total // 2
            padding = (less, total - less) if padding == SAME[0] else (total - less, less)
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
        """So many windows, of about the same size, that cover all input cells.

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
        """So many windows of `kernel` cells, spread from the first input cell to the last.

        The steps between them are two neighbouring whole numbers in a pseudo-random order, which a
        `sample` from [0, 1) decides.

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

    @property
    def kernel(self) -> int:
        """Cells in the largest window."""
        return max(map(len, self.windows))

    @property
    def extent(self) -> range:
        """The cells of input and padding, and further ones where a window reaches beyond."""
        before, after = self.padding
        return range(-before, max(self.size + after, self.windows[-1].stop))

    @property
    def shown(self) -> range:
        """The `extent`, and what the dropped window covers."""
        stops = [self.extent.stop, *([self.dropped.stop] if self.dropped else [])]
        return range(self.extent.start, max(stops))

    @property
    def repeats(self) -> bool:
        """Whether two windows start at the same cell."""
        return any(one.start == other.start for one, other in pairwise(self.windows))

    def declared(self, index: int) -> range:
        """The cells of window `index` in input and padding, without those beyond."""
        return within(self.windows[index], -self.padding[0], self.size + self.padding[1])

    def clipped(self, index: int) -> range:
        """The cells of window `index` in the input."""
        return within(self.windows[index], 0, self.size)

    def cell(self, index: int, offset: int) -> int | None:
        """The input cell at `offset` in window `index`; None if there is none."""
        window = self.windows[index]
        inside = offset < len(window) and 0 <= window[offset] < self.size
        return window[offset] if inside else None

    def coverage(self, cell: int) -> int:
        """How many windows cover an input cell."""
        return sum(cell in window for window in self.windows)

    def most_covered(self) -> list[int]:
        """The input cells that most windows cover."""
        counts = [self.coverage(cell) for cell in range(self.size)]
        return [cell for cell, count in enumerate(counts) if count == max(counts)]

    def places(self, offset: int) -> slice | list[int]:
        """Where in the `extent` the cells at `offset` of all windows lie.

        A window that has no such cell is sent to one more place after the last.
        """
        before = self.padding[0]
        if self.stride is not None:
            first = self.windows[0][offset] + before
            return slice(first, first + (len(self.windows) - 1) * self.stride + 1, self.stride)
        return [
            window[offset] + before if offset < len(window) else len(self.extent)
            for window in self.windows
        ]
