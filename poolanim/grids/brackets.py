"""Counts the elements of lists in a text before it is parsed, which takes much longer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_BRACKET = re.compile(r"[][]")


def list_lengths(text: str) -> Iterator[tuple[int, int]]:
    """Yields the depth of a list and the least number of its elements, at each bracket of a text.

    Args:
        text: JSON without strings.

    Example:
        >>> list(list_lengths("[[1, 2, 3], [4]]"))
        [(0, 1), (1, 1), (2, 3), (1, 2), (2, 1), (1, 2)]
    """
    counts = [1]  # of each list that is open, and of what is outside of all
    end = 0
    for bracket in _BRACKET.finditer(text):
        counts[-1] += text.count(",", end, bracket.start())
        end = bracket.end()
        yield len(counts) - 1, counts[-1]
        if bracket[0] == "[":
            counts.append(1)
        elif len(counts) > 1:
            counts.pop()
