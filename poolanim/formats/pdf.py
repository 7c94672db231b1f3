"""PDF: vectors, a page for each frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.formats.format import SceneFormat

if TYPE_CHECKING:
    from pathlib import Path

    from poolanim.figure import Figure
    from poolanim.scene.frames import Scene
    from poolanim.tracing.record import Trace


class Pdf(SceneFormat):
    """Pages of vectors."""

    name = "pdf"
    ending = ".pdf"
    holds = "a page a frame"
    single = True
    has_pages = True

    def write(self, path: Path, scene: Scene, figure: Figure, record: Trace) -> None:  # noqa: ARG002
        """Writes a film, or one picture."""
        from poolanim.paint.vector.pdf import write_pdf

        write_pdf(path, scene, figure)


FORMAT = Pdf()
