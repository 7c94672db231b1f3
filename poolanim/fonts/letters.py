"""Letters as pixels: how much of each pixel a text covers."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from math import floor
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from poolanim.fonts.atlas import (
    CHARACTERS,
    PARTS,
    Sprite,
    packed,
    page,
    page_path,
    unpacked,
)
from poolanim.fonts.cache import cache_name, kept
from poolanim.fonts.coverage import FULL
from poolanim.fonts.metrics import PLACE, UNITS_PER_EM, is_ready, pens, settled
from poolanim.scene.marks import MONO_ADVANCE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.fonts.coverage import Levels
    from poolanim.scene.marks import Face

EIGHT_ONES = np.uint64(0x0101010101010101)
WORD = re.compile(r"\S+")


class Lettering(NamedTuple):
    """A text on pixels.

    Attributes:
        left: its first column, counted from the pen.
        top: its first row, counted from the row under the baseline.
        levels: (rows, columns), 0 to FULL.
    """

    left: int
    top: int
    levels: Levels


class Boxes(NamedTuple):
    """Monospaced letters in boxes of one size. A text is a row of boxes.

    Attributes:
        top: their first row, counted from the row under the baseline.
        levels: (rows, letters, columns), 0 to FULL, with the letters in the order of PLACE.
    """

    top: int
    levels: Levels


def lettering_of(text: str, face: Face, size_px: float) -> Lettering:
    """Returns a text whose pen starts on the edge of a pixel."""
    boxes = boxes_of(text, face, size_px)
    if boxes is not None:
        return _in_columns(text, boxes)
    return _drawn(text, settled(text, face), size_px)


@lru_cache(maxsize=256)  # numbers are repeated often
def _drawn(text: str, face: Face, size_px: float) -> Lettering:
    if not is_ready(text, face):
        return _whole_pixels(_foreign(text, face, size_px))
    starts = dict(enumerate(pens(text, face)))
    words = [_word(found[0], face, size_px, starts[found.start()]) for found in WORD.finditer(text)]
    return words[0] if len(words) == 1 else Lettering(*_laid(words))


@lru_cache(maxsize=1024)  # when a text changes, most of its words stay
def _word(word: str, face: Face, size_px: float, start: int) -> Lettering:
    """Returns a word that starts at a place of the pen, in units of the font."""
    return _whole_pixels(_composed(word, face, size_px, start))


def _composed(word: str, face: Face, size_px: float, begin: int) -> Sprite:
    """Composes a word from the letters of a page."""
    sprites = _page(face, size_px)
    placed = []
    for letter, pen in zip(word, pens(word, face), strict=False):
        left, top, levels = sprites[PLACE[letter]]
        if levels.size:
            start = floor((begin + pen) * size_px / UNITS_PER_EM * PARTS + 0.5)
            placed.append((start + left, top, levels))
    left, top, levels = _laid(placed)
    return Sprite(left, top, np.minimum(levels, FULL))


def _laid(placed: Sequence[tuple[int, int, Levels]]) -> tuple[int, int, Levels]:
    """Joins letters, or words. Each is its first column, its first row, and its levels."""
    if not placed:
        return 0, 0, np.zeros((0, 0), np.uint8)
    left, top = min(each[0] for each in placed), min(each[1] for each in placed)
    right = max(x + levels.shape[1] for x, _, levels in placed)
    bottom = max(y + len(levels) for _, y, levels in placed)
    whole = np.zeros((bottom - top, right - left), np.uint8)
    for x, y, levels in placed:
        rows, columns = levels.shape
        whole[y - top : y - top + rows, x - left : x - left + columns] += levels
    return left, top, whole


def _whole_pixels(sprite: Sprite) -> Lettering:
    """Returns a sprite with whole pixels as columns."""
    rows, columns = sprite.levels.shape
    left, before = divmod(sprite.left, PARTS)
    width = -(-(before + columns) // PARTS)
    parts = np.zeros((rows, width * PARTS), np.uint8)
    parts[:, before : before + columns] = sprite.levels
    # Eight bytes are one number, and this product's highest byte is their sum.
    sums = parts.view(np.uint64) * EIGHT_ONES >> np.uint64(56)
    return Lettering(left, sprite.top, ((sums + PARTS // 2) // PARTS).astype(np.uint8))


def boxes_of(text: str, face: Face, size_px: float) -> Boxes | None:
    """Returns the boxes of a monospaced text; None if its letters are no whole pixels wide."""
    face = settled(text, face)
    if face == "mono" and is_ready(text, face) and _pitch(size_px).is_integer():
        return _boxes(size_px)
    return None


def _in_columns(text: str, boxes: Boxes) -> Lettering:
    """Returns a text composed of boxes."""
    chosen = boxes.levels.take([PLACE[letter] for letter in text], axis=1)
    return Lettering(0, boxes.top, chosen.reshape(len(chosen), -1))


def _pitch(size_px: float) -> float:
    """Returns the width of a monospaced letter in pixels, without the rounding error of floats."""
    return round(MONO_ADVANCE * size_px, 6)


@cache
def _boxes(size_px: float) -> Boxes:
    sprites = [_whole_pixels(sprite) for sprite in _page("mono", size_px)]
    pitch = int(_pitch(size_px))
    top = min(sprite.top for sprite in sprites)
    bottom = max(sprite.top + len(sprite.levels) for sprite in sprites)
    letters = np.zeros((bottom - top, len(sprites), pitch), np.uint8)
    for number, (left, first, levels) in enumerate(sprites):
        rows, columns = levels.shape
        letters[first - top : first - top + rows, number, left : left + columns] = levels
    return Boxes(top, letters)


@cache
def _page(face: Face, size_px: float) -> list[Sprite]:
    """Returns the letters of a size: ready-made ones, or letters that are drawn once and kept."""
    if page_path(face, size_px).is_file():
        return page(face, size_px)

    def drawn() -> bytes:
        from poolanim.fonts import outlines

        return packed(outlines.sprites(CHARACTERS, face, size_px))

    return unpacked(kept(cache_name("page", "", face, size_px), drawn))


def _foreign(text: str, face: Face, size_px: float) -> Sprite:
    """Draws a text as a whole, since some of its letters are on no page."""

    def drawn() -> bytes:
        from poolanim.fonts import outlines

        return packed(outlines.sprites([text], face, size_px))

    [sprite] = unpacked(kept(cache_name("sprite", text, face, size_px), drawn))
    return sprite
