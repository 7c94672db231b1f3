from __future__ import annotations

import numpy as np
import pytest

from poolanim.scene.text.unread import uncovered

WORDS = {
    "row": ["the last row", "the last {count} rows"],
    "column": ["the last column", "the last {count} columns"],
    "cell": ["one cell", "{count} cells"],
    "and": " and ",
}


@pytest.mark.parametrize(
    ("coverage", "words"),
    [
        ([[1, 2], [3, 1]], ""),
        ([[1, 2], [0, 0]], "the last row"),
        ([[1, 0, 0], [1, 0, 0]], "the last 2 columns"),
        ([[1, 1, 0], [1, 2, 0], [0, 0, 0]], "the last row and the last column"),
        ([[1, 0, 1]], "one cell"),
        ([[1, 0, 1], [0, 0, 0], [1, 0, 1]], "5 cells"),
        ([[0, 1], [0, 0]], "3 cells"),
    ],
)
def test_cells_without_windows_are_the_last_lines_or_counted(coverage, words):
    assert uncovered(np.array(coverage), WORDS, str) == words
