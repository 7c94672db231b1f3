"""The cells that no window covers, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

AXES = ("row", "column")


def uncovered(
    coverage: NDArray[Any], words: Mapping[str, Any], number_word: Callable[[int], str]
) -> str:
    """Returns the cells that no window covers: the last rows and columns, or else how many.

    Args:
        coverage: the number of windows that cover each cell: (H, W).
        words: the words for rows, for columns and for cells.
        number_word: returns a number as a word.

    Returns:
        the words; empty if each cell is covered.
    """
    covered = coverage > 0
    if covered.all():
        return ""
    last = [_last(list(map(any, lines))) for lines in (covered, covered.T)]
    height, width = covered.shape
    if not covered[: height - last[0], : width - last[1]].all():
        count = int((~covered).sum())
        said: str = words["cell"][count > 1].format(count=number_word(count))
        return said
    ends = [
        words[axis][count > 1].format(count=number_word(count))
        for axis, count in zip(AXES, last, strict=True)
        if count
    ]
    joined: str = words["and"].join(ends)
    return joined


def _last(covered: list[bool]) -> int:
    """Returns how many lines at the end are not covered."""
    return covered[::-1].index(True) if any(covered) else len(covered)
