"""HTML: the player, a page that loads no other file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.formats.format import LooksFormat

if TYPE_CHECKING:
    from pathlib import Path

    from poolanim.formats.looks import Views


class Html(LooksFormat):
    """A film as a player."""

    name = "html"
    ending = ".html"
    holds = "the player"
    plays = True
    opaque = True
    follows = True

    def write(self, path: Path, views: Views) -> None:
        """Writes a film as a player."""
        from poolanim.formats.player import to_html

        path.write_text(to_html(views), "utf-8")


FORMAT = Html()
