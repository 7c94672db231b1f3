"""PDF: a page of vectors for each frame, for LaTeX and Beamer.

Letters are outlines, so the file has no font that a publisher could refuse. Each letter is stored
once, as a form that the pages use. The file has no date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.errors import ParameterError
from poolanim.paint.vector.numbers import number
from poolanim.paint.vector.objects import CATALOG, INFO, PAGES, RESOURCES, Objects
from poolanim.paint.vector.pen import Pen, form, row
from poolanim.paint.vector.svg import description
from poolanim.scene.marks import Box
from poolanim.theme import load_theme

if TYPE_CHECKING:
    from pathlib import Path

    from poolanim.figure import Figure
    from poolanim.scene.frames import Place, Scene

MOST_PAGES = 1000
POINTS = 0.75
"""Points in a pixel: an inch has 96 pixels, and 72 points."""


def write_pdf(path: Path, scene: Scene, figure: Figure) -> None:
    """Writes a film, or one picture, as a PDF file.

    Raises:
        ParameterError: the film has too many frames.
    """
    if scene.frame_count > MOST_PAGES:
        raise ParameterError(
            f"the film has {scene.frame_count} frames, and a .pdf at most {MOST_PAGES} pages; "
            "draw fewer scans with every"
        )
    pen = Pen(load_theme(figure.theme), transparent=figure.is_transparent)
    points = POINTS * scene.zoom
    width, height, scale = scene.width * points, scene.height * points, number(points, 6)
    page = (
        f"<</Type/Page/Parent {PAGES} 0 R/Resources {RESOURCES} 0 R"
        f"/MediaBox[0 0 {row(width, height)}]/Contents"
    )
    # From units with y pointing down to points with y pointing up.
    ground = f"{scale} 0 0 -{scale} 0 {number(height)} cm\n"
    ground += pen.drawn(Box(0, 0, scene.width, scene.height, "paper"))
    standing: dict[Place, str] = {}
    with path.open("wb") as file:
        objects = Objects(file)
        pages = []
        for frame in scene.frames():
            for place, marks in frame.changes.items():
                standing[place] = "".join(map(pen.drawn, marks))
            content = objects.add_stream("", ground + "".join(standing.values()))
            pages.append(objects.add(f"{page} {content} 0 R>>"))
        forms = [
            f"/{name} {objects.add_stream(*form(*glyph))} 0 R" for glyph, name in pen.glyphs.items()
        ]
        title, subject = _text(scene.title), _text(description(scene))
        kids = " ".join(f"{page} 0 R" for page in pages)
        objects.add(f"<</Type/Catalog/Pages {PAGES} 0 R>>", CATALOG)
        objects.add(f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>", PAGES)
        objects.add(f"<</Title {title}/Subject {subject}>>", INFO)
        states = "".join(f"/{name}<</CA {row(part)}>>" for part, name in pen.opacities.items())
        objects.add(f"<</XObject<<{''.join(forms)}>>/ExtGState<<{states}>>>>", RESOURCES)
        objects.finish()


def _text(text: str) -> str:
    """Returns a text string of PDF in UTF-16."""
    return f"<feff{text.encode('utf-16-be').hex()}>"
