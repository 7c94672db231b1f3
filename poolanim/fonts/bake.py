"""Draws the ready-made letters: `python -m poolanim.fonts.bake` writes `templates/atlas`."""

from __future__ import annotations

import json

from poolanim.files.resources import templates
from poolanim.fonts import outlines
from poolanim.fonts.atlas import CHARACTERS, packed, page_path
from poolanim.scene.marks import SIZES

SCALES = (1, 2)
"""Scales with ready-made letters. A picture whose width is not that of its aspect needs others."""


def write_atlas() -> None:
    """Writes the metrics, the outlines, and a page for each face and size at each scale."""
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
    write_atlas()
