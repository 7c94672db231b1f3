"""The marks of a place, as an artist of matplotlib."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poolanim.fonts import unconfigured  # noqa: F401  # must be imported before matplotlib

# isort: split
from matplotlib.artist import Artist

from poolanim.paint.artists.pen import Pen
from poolanim.paint.hatching import with_hatches
from poolanim.theme.shades import hatched

if TYPE_CHECKING:
    from poolanim.scene.marks import Mark
    from poolanim.theme import Theme


class MarksArtist(Artist):
    """The marks of one place of a picture, as an artist of an Axes.

    Args:
        theme: gives the colours of roles.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._hatched = hatched(theme.colours)
        self._marks: tuple[Mark, ...] = ()
        self.set_in_layout(False)  # the Axes has the size of the picture

    def show(self, marks: tuple[Mark, ...]) -> None:
        """Replaces the marks."""
        self._marks = marks
        self.stale = True

    def draw(self, renderer: Any) -> None:
        """Draws the marks. matplotlib calls it."""
        if self.get_visible() and self.axes is not None:
            pen = Pen(renderer, self, self._theme)
            for mark in with_hatches(self._marks, self._hatched):
                pen.draw(mark)
        self.stale = False
