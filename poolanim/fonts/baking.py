"""Writes `templates/letters` from the font files of IBM Plex: `python -m poolanim.fonts.baking`.

The files come with the extra `bake`. Sans Condensed is the variable Sans at its least width, which
has the digits of the family's own files and also Greek and Cyrillic letters.
"""

from __future__ import annotations

import unicodedata
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np
from fontTools.pens.basePen import decomposeQuadraticSegment
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from poolanim.fonts.typefaces import COMMON, PAGES, Page, packed, path_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    Point = tuple[float, float]
    Curve = tuple[Point, Point, Point]

SANS = "ibm_plex_sans", "IBMPlexSans[wdth,wght]"
AXES = {
    "text": {"wght": 400, "wdth": 100},
    "text-medium": {"wght": 500, "wdth": 100},
    "text-strong": {"wght": 600, "wdth": 100},
    "number": {"wght": 400, "wdth": 75},
    "number-bold": {"wght": 700, "wdth": 75},
}
MONO = {"code": "Regular", "code-strong": "SemiBold"}
BLOCKS = (
    (0x20, 0x7F),  # ASCII
    (0xA0, 0x180),  # Latin
    (0x370, 0x400),  # Greek
    (0x400, 0x460),  # Cyrillic
    (0x2000, 0x2500),  # punctuation, superscripts, arrows, mathematics
    (0x25A0, 0x2800),  # shapes
)
"""The ranges of the baked characters. Characters that a font lacks are left out."""


def bake() -> None:
    """Writes the faces and their licence."""
    for face, axes in AXES.items():
        write(face, instantiateVariableFont(opened(*SANS), axes))
    for face, style in MONO.items():
        write(face, opened("ibm_plex_mono", f"IBMPlexMono-{style}"))
    licence = files("fontpkg_ibm_plex_sans") / "LICENSE"
    path_of("text", PAGES[0]).with_name("LICENSE").write_bytes(licence.read_bytes())


def opened(family: str, name: str) -> TTFont:
    """Opens a font file."""
    return TTFont(str(files(f"fontpkg_{family}") / "files" / f"{name}.ttf"))


def write(face: str, font: TTFont) -> None:
    """Writes the letters of a font as the pages of a face."""
    names: dict[int, str] = font.getBestCmap()
    codes = [code for block in BLOCKS for code in range(*block) if code in names]
    if face not in MONO:
        from fontTools.ttLib.removeOverlaps import removeOverlaps  # in the extra `bake`

        removeOverlaps(font, [names[code] for code in codes])
    for name in PAGES:
        chosen = [code for code in codes if (chr(code) in COMMON) == (name == PAGES[0])]
        path = path_of(face, name)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(packed(page(font, {chr(code): names[code] for code in chosen})))


def page(font: TTFont, names: dict[str, str]) -> Page:
    """Returns letters of a font as a page. Its glyphs are known by names."""
    glyphs = font.getGlyphSet()
    outlines = [list(curves(glyphs, name)) for name in names.values()]
    moves = kerning(font, list(names.values()))
    tabular = [unicodedata.category(letter) in ("Nd", "Sm") or letter == "-" for letter in names]
    moves[tabular], moves[:, tabular] = 0, 0
    left, rows = np.unique(moves, axis=0, return_inverse=True)
    found, columns = np.unique(left, axis=1, return_inverse=True)
    points = [curve for outline in outlines for curve in outline]
    return Page(
        {letter: place for place, letter in enumerate(names)},
        [font["hmtx"][name][0] for name in names.values()],
        rows.ravel().tolist(),
        columns.ravel().tolist(),
        found.tolist(),
        [0, *np.cumsum([len(outline) for outline in outlines]).tolist()],
        np.array(points).reshape(-1, 6) * np.tile([1, -1], 3),
    )


def curves(glyphs: Any, name: str) -> Iterator[Curve]:
    """Yields the curves of a glyph: start, control point and end, with y pointing up."""
    pen = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(pen)
    first = here = (0.0, 0.0)
    for step, points in pen.value:
        if step == "moveTo":
            first = here = points[0]
        elif step == "lineTo":
            yield here, here, points[0]
            here = points[0]
        elif step == "qCurveTo":
            if points[-1] is None:  # the contour has control points only
                (x, y), (to_x, to_y) = points[-2], points[0]
                first = here = (x + to_x) / 2, (y + to_y) / 2
                points = (*points[:-1], first)
            for control, end in decomposeQuadraticSegment(points):
                yield here, control, end
                here = end
        elif here != first:  # closePath
            yield here, here, first


def kerning(font: TTFont, names: list[str]) -> Any:
    """Returns the kerning of each glyph (rows) with each next glyph (columns)."""
    moves = np.zeros((len(names), len(names)), int)
    if "GPOS" not in font:
        return moves
    table = font["GPOS"].table
    chosen = {
        index
        for feature in table.FeatureList.FeatureRecord
        if feature.FeatureTag == "kern"
        for index in feature.Feature.LookupListIndex
    }
    for index in sorted(chosen):
        done = np.zeros_like(moves, bool)
        for subtable in table.LookupList.Lookup[index].SubTable:
            for row, column, move in pairs(getattr(subtable, "ExtSubTable", subtable), names):
                if not done[row, column]:
                    moves[row, column] += move
                    done[row, column] = True
    return moves


def pairs(subtable: Any, names: list[str]) -> Iterator[tuple[int, int, int]]:
    """Yields the pairs of a subtable: two places in `names`, and their kerning."""
    place = {name: number for number, name in enumerate(names)}
    for number, left in enumerate(subtable.Coverage.glyphs):
        if left not in place:
            continue
        if subtable.Format == 1:
            for record in subtable.PairSet[number].PairValueRecord:
                if record.SecondGlyph in place:
                    yield place[left], place[record.SecondGlyph], advance(record.Value1)
            continue
        record = subtable.Class1Record[subtable.ClassDef1.classDefs.get(left, 0)]
        for right, column in place.items():
            of = subtable.ClassDef2.classDefs.get(right, 0)
            yield place[left], column, advance(record.Class2Record[of].Value1)


def advance(value: Any) -> int:
    """Returns the advance in a record of values."""
    return getattr(value, "XAdvance", 0) if value else 0


if __name__ == "__main__":
    bake()
