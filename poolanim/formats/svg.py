"""SVG: vectors that play wherever a page can show a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.formats.format import SceneFormat

if TYPE_CHECKING:
    from pathlib import Path

    from poolanim.figure import Figure
    from poolanim.scene.frames import Scene
    from poolanim.tracing.record import Trace


class Svg(SceneFormat):
    """A film, or one picture, as vectors."""

    name = "svg"
    ending = ".svg"
    plays = True
    single = True
    follows = True

    def write(self, path: Path, scene: Scene, figure: Figure, record: Trace) -> None:  # noqa: ARG002
        """Writes a film, or one picture."""
        from poolanim.paint.vector.svg import to_svg

        path.write_text(to_svg(scene, figure), "utf-8")


FORMAT = Svg()
