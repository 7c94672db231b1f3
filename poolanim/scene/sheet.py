"""The picture as it stands while a film is composed, and what has changed since its last frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.scene.marks import Frame

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolanim.scene.marks import Mark, Place


class Sheet:
    """Places and the marks in them.

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

    def __init__(self) -> None:
        self._standing: dict[Place, tuple[Mark, ...]] = {}
        self._changes: dict[Place, tuple[Mark, ...]] = {}

    def put(self, place: Place, marks: Iterable[Mark] = ()) -> None:
        """Let these marks stand at a place, and no others."""
        marks = tuple(marks)
        if self._standing.get(place) != marks:
            self._standing[place] = self._changes[place] = marks

    def holds(self, place: Place) -> bool:
        """Whether any marks stand at a place."""
        return bool(self._standing.get(place))

    def frame(self, duration_ms: int) -> Frame:
        """A frame with what has changed since the last one."""
        changes, self._changes = self._changes, {}
        return Frame(duration_ms, changes)
