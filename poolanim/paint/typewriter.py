"""Exchanges monospaced letters in a row of text.

Most changes in the texts of a film are of this sort. The letters are painted on the paper once.
When a text changes that overlaps nothing else, only the letters that differ are copied.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from poolanim.fonts.metrics import PLACE, is_ready
from poolanim.paint.patch import Piece

if TYPE_CHECKING:
    from poolanim.fonts.letters import Boxes
    from poolanim.paint.areas import Area
    from poolanim.paint.palette import Canvas, Palette
    from poolanim.scene.marks import Text


class Typewriter:
    """Letters of one size and ink on the paper.

    Args:
        boxes: the letters.
        ink: the role of their colour.
        palette: the colours.

    Attributes:
        letters: (rows, letters, columns) entries of the palette, with the letters in the order of
            PLACE.
        inked: for each letter the first row that it covers, and the row after the last.
    """

    def __init__(self, boxes: Boxes, ink: str, palette: Palette) -> None:
        self.letters = np.full_like(boxes.levels, palette.entry["paper"])
        palette.blend(self.letters, ink, boxes.levels)
        inked = np.any(boxes.levels, axis=2)
        height, blank = len(inked), ~inked.any(axis=0)
        first = np.where(blank, height, inked.argmax(axis=0)).tolist()
        after = np.where(blank, 0, height - inked[::-1].argmax(axis=0)).tolist()
        self.inked = dict(zip(PLACE, zip(first, after, strict=True), strict=True))


class Row(NamedTuple):
    """A row of letters on the canvas.

    Attributes:
        typewriter: the letters.
        left: first column.
        top: first row.
        room: the largest number of letters.
    """

    typewriter: Typewriter
    left: int
    top: int
    room: int

    @property
    def area(self) -> Area:
        """The rectangle of the longest text."""
        rows, _, pitch = self.typewriter.letters.shape
        return self.left, self.top, self.left + self.room * pitch, self.top + rows

    def takes(self, old: Text, new: Text) -> bool:
        """Whether a text fits, and differs from the present one in its letters only."""
        alike = old[:2] == new[:2] and old[3:7] == new[3:7] and old.anchor == new.anchor
        return alike and len(new.text) <= self.room and is_ready(new.text, "mono")

    def retype(self, canvas: Canvas, old: str, new: str) -> Piece | None:
        """Paints a text over another, and returns what changed; None if nothing visible did.

        Args:
            canvas: the picture.
            old: the present text.
            new: the next text.
        """
        letters, inked = self.typewriter.letters, self.typewriter.inked
        if len(old) != len(new):
            length = max(len(old), len(new))
            old, new = old.ljust(length), new.ljust(length)
        others = [n for n, (was, now) in enumerate(zip(old, new, strict=True)) if was != now]
        covered = [inked[text[number]] for number in others for text in (old, new)]
        first = min((row for row, _ in covered), default=0)
        after = max((row for _, row in covered), default=0)
        if first >= after:  # only blanks differ, if anything
            return None
        run = new[others[0] : others[-1] + 1]
        typed = letters[first:after].take([PLACE[letter] for letter in run], axis=1)
        pixels = typed.reshape(after - first, -1)
        left, top = self.left + others[0] * letters.shape[2], self.top + first
        here = canvas[top : top + after - first, left : left + pixels.shape[1]]
        changed = here != pixels
        here[...] = pixels
        return Piece(left, top, pixels, changed)
