"""Monospaced letters that become others: most of what changes in the texts of a film.

A text that stands alone on the paper need not be painted anew when another takes its place: letters
are laid on the paper once, and only those that differ are copied.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

import numpy as np

from poolanim.render.letters import PLACE
from poolanim.render.patch import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from poolanim.render.letters import Boxes
    from poolanim.render.palette import Canvas, Palette

NEAR = 2
"""Letters that change are one piece up to this far from each other; more would not be worth it."""


class Retyping:
    """Letters of one size and ink on the paper.

    Args:
        boxes: the letters.
        ink: role of their colour.
        palette: the colours.
    """

    def __init__(self, boxes: Boxes, ink: str, palette: Palette) -> None:
        self._letters = np.full_like(boxes.levels, palette.entry["paper"])
        palette.blend(self._letters, ink, boxes.levels)
        inked = np.any(boxes.levels, axis=2)
        height, blank = len(inked), ~inked.any(axis=0)
        first = np.where(blank, height, inked.argmax(axis=0)).tolist()
        after = np.where(blank, 0, height - inked[::-1].argmax(axis=0)).tolist()
        self._rows = list(zip(first, after, strict=True))

    def retype(self, canvas: Canvas, old: str, new: str, left: int, top: int) -> Iterator[Piece]:
        """Let a text on the canvas become another, and tell what changes.

        Args:
            canvas: takes the new letters.
            old: what stands there.
            new: what then does.
            left: first column of both.
            top: first row of their boxes.
        """
        pitch = self._letters.shape[2]
        pairs = list(zip_longest(old, new, fillvalue=" "))
        others = [number for number, (was, now) in enumerate(pairs) if was != now]
        while others:
            first = last = others.pop(0)
            while others and others[0] - last <= NEAR:
                last = others.pop(0)
            piece = self._typed(canvas, pairs[first : last + 1], left + first * pitch, top)
            if piece is not None:
                yield piece

    def _typed(
        self, canvas: Canvas, run: Sequence[tuple[str, str]], left: int, top: int
    ) -> Piece | None:
        """Put letters that follow each other on the canvas, in place of others."""
        rows = [self._rows[PLACE[letter]] for pair in run for letter in pair]
        first, after = min(row for row, _ in rows), max(row for _, row in rows)
        if first >= after:  # all are blank
            return None
        letters = self._letters[first:after].take([PLACE[now] for _, now in run], axis=1)
        pixels = letters.reshape(after - first, -1)
        here = canvas[top + first : top + after, left : left + pixels.shape[1]]
        changed = here != pixels
        here[...] = pixels
        return Piece(left, top + first, pixels, changed)
