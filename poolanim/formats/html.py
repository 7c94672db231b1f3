"""HTML: the player, a page that loads no other file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.formats.format import SceneFormat

if TYPE_CHECKING:
    from pathlib import Path

    from poolanim.figure import Figure
    from poolanim.scene.frames import Scene
    from poolanim.tracing.record import Trace


class Html(SceneFormat):
    """A film as a player."""

    name = "html"
    ending = ".html"
    holds = "the player"
    plays = True
    opaque = True

    def write(self, path: Path, scene: Scene, figure: Figure, record: Trace) -> None:  # noqa: ARG002
        """Writes a film as a player."""
        from poolanim.formats.player import to_html

        path.write_text(to_html(scene, figure), "utf-8")


FORMAT = Html()
