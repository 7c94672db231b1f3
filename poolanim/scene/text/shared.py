"""Writes the code of several scans as one, with words for the places in which they differ."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

SLICES = re.compile(r"\[(?=[^\[\]]*\d)[\d:, ]*:[\d:, ]*?((?:, c)?)\]")
"""The place of a window in an array."""
PLACE = re.compile(r"\[(\d+(?:, \d+)+)((?:, c)?)\]")
"""The place of a cell in an array."""
NUMBER = re.compile(r"(\d+)")


def in_words(code: str, index: Sequence[int]) -> str:
    """Returns code with words for places: `window`, `i, j` for the own cell of a scan, and `cell`.

    Example:
        >>> in_words("dA_prev[1:4, 1:4] += dA[1, 1] / 9", (1, 1))
        'dA_prev[window] += dA[i, j] / 9'
        >>> in_words("A[3, 1] = A_prev[1, 0]", (1, 0))
        'A[cell] = A_prev[i, j]'
    """
    own = ", ".join(map(str, index[:2]))
    code = SLICES.sub(r"[window\1]", code)
    return PLACE.sub(lambda found: f"[{'i, j' if found[1] == own else 'cell'}{found[2]}]", code)


def merged(codes: Sequence[str]) -> str:
    """Returns lines that differ in numbers as one, with `n` for these; else an empty text.

    Example:
        >>> merged(["a[i, j] / 9", "a[i, j] / 6"]), merged(["mask = 1", "first = 2"])
        ('a[i, j] / n', '')
    """
    parts = [NUMBER.split(code) for code in codes]
    if len({tuple(each[::2]) for each in parts}) > 1:
        return ""
    return "".join(found[0] if len(set(found)) == 1 else "n" for found in zip(*parts, strict=True))
