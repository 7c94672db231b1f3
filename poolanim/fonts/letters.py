"""Texts: how wide they are, and how much of each pixel they cover."""

from __future__ import annotations

import json
import re
import zlib
from functools import cache, lru_cache
from hashlib import sha256
from importlib.util import find_spec
from math import floor
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from poolanim.contents import content_of
from poolanim.errors import ParameterError, reason
from poolanim.fonts.atlas import (
    CHARACTERS,
    PARTS,
    Sprite,
    kept,
    packed,
    page,
    page_path,
    unpacked,
)
from poolanim.fonts.coverage import FULL
from poolanim.limits import BINARY_BYTES
from poolanim.resources import templates
from poolanim.scene.marks import MONO_ADVANCE, SIZES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from poolanim.fonts.coverage import Levels
    from poolanim.scene.marks import Face

EIGHT_ONES = np.uint64(0x0101010101010101)
UNITS_PER_EM = 2048
"""Of the bundled font."""
WORD = re.compile(r"\S+")
READY = re.compile(f"[{re.escape(CHARACTERS)}]*")
PLACE = {character: place for place, character in enumerate(CHARACTERS)}


class Lettering(NamedTuple):
    """A text on pixels.

    Attributes:
        left: its first column, counted from the pen's.
        top: its first row, counted from the first one under the baseline.
        levels: (rows, columns), 0 to FULL.
    """

    left: int
    top: int
    levels: Levels


class Boxes(NamedTuple):
    """Monospaced letters in boxes of one size, so that a text is a row of these.

    Attributes:
        top: their first row, counted from the first one under the baseline.
        levels: (rows, letters, columns), 0 to FULL; the letters are those of PLACE.
    """

    top: int
    levels: Levels


def text_width(text: str, size: float, face: Face) -> float:
    """The width of a text in units of the layout.

    Raises:
        ParameterError: the font lacks a character, which only what the user wrote can hold; or the
            user's font cannot be read.

    Example:
        >>> text_width("00", 2048, "mono")
        2466.0
    """
    return _width_em(text, settled(text, face)) * size


def letters(text: str, face: Face, size_px: float) -> Lettering:
    """A text whose pen starts on the edge of a pixel."""
    boxes = boxes_of(text, face, size_px)
    if boxes is not None:
        return _in_columns(text, boxes)
    return _drawn(text, settled(text, face), size_px)


def settled(text: str, face: Face) -> Face:
    """Of several faces the first alone, if that has all letters ready-made.

    Example:
        >>> settled("code", ("mono", "other.ttf")), settled("code", ("other.ttf", "mono"))
        ('mono', ('other.ttf', 'mono'))
    """
    if isinstance(face, str):
        return face
    first = next((each for each in SIZES if each == face[0]), None)
    return first if first is not None and is_ready(text, first) else face


@lru_cache(maxsize=512)  # once when a text is measured, and again when it is painted
def is_ready(text: str, face: Face) -> bool:
    """Whether a text can be composed of ready-made letters."""
    return face in SIZES and READY.fullmatch(text) is not None


@lru_cache(maxsize=256)  # numbers come again and again
def _drawn(text: str, face: Face, size_px: float) -> Lettering:
    if not is_ready(text, face):
        return _whole_pixels(_foreign(text, face, size_px))
    starts = dict(enumerate(pens(text, face)))
    words = [_word(found[0], face, size_px, starts[found.start()]) for found in WORD.finditer(text)]
    return words[0] if len(words) == 1 else Lettering(*_laid(words))


@lru_cache(maxsize=1024)  # in texts that change most words do not
def _word(word: str, face: Face, size_px: float, start: int) -> Lettering:
    """A word that starts where the pen has come to, in the font's units."""
    return _whole_pixels(_composed(word, face, size_px, start))


@lru_cache(maxsize=512)
def _width_em(text: str, face: Face) -> float:
    if is_ready(text, face):
        if face == "mono":
            return len(text) * _metrics(face)[0][0] / UNITS_PER_EM
        *_, end = pens(text, face)
        return end / UNITS_PER_EM

    def measured() -> bytes:
        from poolanim.fonts import outlines

        return zlib.compress(np.float64(outlines.width_em(text, face)).tobytes())

    content = kept(cache_name("width", text, face), measured)
    return float(np.frombuffer(zlib.decompress(content))[0])


def pens(text: str, face: Face) -> Iterator[int]:
    """Where the pen stands at each letter of a text, and after the last, in the font's units."""
    advances, kerning = _metrics(face)
    pen, before = 0, ""
    for letter in text:
        pen += kerning.get(before + letter, 0)
        yield pen
        pen += advances[PLACE[letter]]
        before = letter
    yield pen


@cache
def _metrics(face: Face) -> tuple[list[int], Mapping[str, int]]:
    """How far each of CHARACTERS moves the pen, and how far pairs of them move together."""
    content = json.loads((templates() / "atlas" / "metrics.json").read_text("utf-8"))
    return content[face]["advances"], content[face]["kerning"]


def _composed(word: str, face: Face, size_px: float, begin: int) -> Sprite:
    """A word from the letters of a page."""
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
    """Letters, or words, as one; each is its first column, its first row, and its levels."""
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
    """A sprite whose columns are pixels."""
    rows, columns = sprite.levels.shape
    left, before = divmod(sprite.left, PARTS)
    width = -(-(before + columns) // PARTS)
    parts = np.zeros((rows, width * PARTS), np.uint8)
    parts[:, before : before + columns] = sprite.levels
    # Eight bytes are one number, and this product's highest byte is their sum.
    sums = parts.view(np.uint64) * EIGHT_ONES >> np.uint64(56)
    return Lettering(left, sprite.top, ((sums + PARTS // 2) // PARTS).astype(np.uint8))


def boxes_of(text: str, face: Face, size_px: float) -> Boxes | None:
    """The boxes of which a text is a row; None for one whose letters are not so."""
    face = settled(text, face)
    if face == "mono" and is_ready(text, face) and _pitch(size_px).is_integer():
        return _boxes(size_px)
    return None


def _in_columns(text: str, boxes: Boxes) -> Lettering:
    """A text from monospaced letters, one look-up for all."""
    chosen = boxes.levels.take([PLACE[letter] for letter in text], axis=1)
    return Lettering(0, boxes.top, chosen.reshape(len(chosen), -1))


def _pitch(size_px: float) -> float:
    """Width of a monospaced letter, without what floats may lack of a whole pixel."""
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
    """The letters of a size: ready-made, or drawn once where it does not come along."""
    if page_path(face, size_px).is_file():
        return page(face, size_px)

    def drawn() -> bytes:
        from poolanim.fonts import outlines

        return packed(outlines.sprites(CHARACTERS, face, size_px))

    return unpacked(kept(cache_name("page", "", face, size_px), drawn))


def _foreign(text: str, face: Face, size_px: float) -> Sprite:
    """A text with letters that are on no page, drawn whole."""

    def drawn() -> bytes:
        from poolanim.fonts import outlines

        return packed(outlines.sprites([text], face, size_px))

    [sprite] = unpacked(kept(cache_name("sprite", text, face, size_px), drawn))
    return sprite


def cache_name(kind: str, text: str, face: Face, *facts: object) -> str:
    """A file's name that tells these facts, and what fonts and what matplotlib there are."""
    told = kind, text, *_told(face), *facts, _drawn_by()
    return sha256(repr(told).encode()).hexdigest()[:32]


def _told(face: Face) -> Iterator[object]:
    """What tells one face from another: its name, and of fonts in files their content."""
    for name in (face,) if isinstance(face, str) else face:
        yield name if name in SIZES or name == "math" else _digest(name)


@cache
def _digest(file: str) -> str:
    try:
        return sha256(content_of(file, BINARY_BYTES)).hexdigest()
    except OSError as error:
        raise ParameterError(f"font {file}: {reason(error)}; give a .ttf or .otf file") from None


@cache
def _drawn_by() -> tuple[str, ...]:
    """What tells one matplotlib, with its fonts, from another, without importing it."""
    spec = find_spec("matplotlib")
    assert spec is not None
    assert spec.origin is not None
    fonts = Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf"
    digests = (sha256(path.read_bytes()).hexdigest() for path in sorted(fonts.glob("DejaVuSans*")))
    version = Path(spec.origin).with_name("_version.py").read_text("utf-8")
    return (version, *digests)
