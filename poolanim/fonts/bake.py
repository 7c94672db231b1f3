"""Draw the letters that come along: `python -m poolanim.fonts.bake` fills `templates/atlas`."""

from __future__ import annotations

import json

from poolanim.fonts import outlines
from poolanim.fonts.atlas import CHARACTERS, packed, page_path
from poolanim.resources import templates
from poolanim.scene.marks import SIZES

SCALES = (1, 2)
"""Pictures of other widths than their aspect's have letters of other sizes, drawn when needed."""


def bake() -> None:
    """Write a page for each face and each size that it needs at some scale, metrics, outlines."""
    metrics, glyphs = {}, {}
    for face, sizes in SIZES.items():
        glyphs[face] = [outlines.glyph(character, face) for character in CHARACTERS]
        metrics[face] = {
            "advances": outlines.advances(CHARACTERS, face),
            "kerning": outlines.kerning(CHARACTERS, face),
        }
        for size_px in sorted({size * scale for size in sizes for scale in SCALES}):
            sprites = outlines.sprites(CHARACTERS, face, size_px)
            page_path(face, size_px).write_bytes(packed(sprites))
    for name, content in (("metrics", metrics), ("outlines", glyphs)):
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        (templates() / "atlas" / f"{name}.json").write_text(text, "utf-8")


if __name__ == "__main__":
    bake()
