"""The current picture while a film is composed, and its changes since the last frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.scene.frames import Frame
from poolanim.scene.lettering import lettered

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolanim.scene.frames import Place
    from poolanim.scene.marks import Mark


class Sheet:
    """Places and the marks in them.

    Args:
        places: those that the first frame fills, in order, before all others.
        font: the user's font, for letters that the faces of words and code lack.

    Example:
        >>> from poolanim.scene.marks import Dot
        >>> sheet = Sheet()
        >>> sheet.put("spot", [Dot(1, 1, 1)])
        >>> list(sheet.frame(500).changes)
        ['spot']
        >>> sheet.put("spot", [Dot(1, 1, 1)])
        >>> sheet.frame(500).changes
        {}
    """

    def __init__(self, places: Iterable[Place] = (), font: str | None = None) -> None:
        self._font = font
        self._standing: dict[Place, tuple[Mark, ...]] = dict.fromkeys(places, ())
        self._changes = dict(self._standing)

    def put(self, place: Place, marks: Iterable[Mark] = ()) -> None:
        """Replaces the marks at a place."""
        font = self._font
        marks = tuple([lettered(mark, font) for mark in marks] if font else marks)
        if self._standing.get(place) != marks:
            self._standing[place] = self._changes[place] = marks

    def at(self, place: Place) -> tuple[Mark, ...]:
        """Returns the marks at a place."""
        return self._standing.get(place, ())

    def frame(self, duration_ms: int) -> Frame:
        """Returns a frame with the changes since the last frame."""
        changes, self._changes = self._changes, {}
        return Frame(duration_ms, changes)
