"""The picture as it stands while a film is composed, and what has changed since its last frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.scene.frames import Frame

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolanim.scene.frames import Place
    from poolanim.scene.marks import Mark


ON_BOARDS = (
    *("source", "result", "ghost", "window", "active", "focus", "way", "flying"),
    *("cell", "name", "dashes", "mask", "beam", "tag"),
)
"""Places that each channel has for itself; all others are told once."""


class Sheet:
    """Places and the marks in them.

    Args:
        places: those that the first frame fills, in order, before all others.

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

    def __init__(self, places: Iterable[Place] = ()) -> None:
        self._standing: dict[Place, tuple[Mark, ...]] = dict.fromkeys(places, ())
        self._changes = dict(self._standing)

    def put(self, place: Place, marks: Iterable[Mark] = ()) -> None:
        """Let these marks stand at a place, and no others."""
        marks = tuple(marks)
        if self._standing.get(place) != marks:
            self._standing[place] = self._changes[place] = marks

    def holds(self, place: Place) -> bool:
        """Whether any marks stand at a place."""
        return bool(self._standing.get(place))

    def of_channel(self, number: int) -> Sheet:
        """The sheet as a channel sees it: further ones have places of their own for their boards.

        Example:
            >>> sheet = Sheet()
            >>> sheet.of_channel(1).put(("source", 0, 0), [])
            >>> sheet.of_channel(1).put("title", [])
            >>> list(sheet.frame(500).changes)
            [('source 1', 0, 0)]
        """
        return _ChannelSheet(self, number) if number else self

    def frame(self, duration_ms: int) -> Frame:
        """A frame with what has changed since the last one."""
        changes, self._changes = self._changes, {}
        return Frame(duration_ms, changes)


class _ChannelSheet(Sheet):
    """A sheet as a further channel sees it."""

    def __init__(self, sheet: Sheet, number: int) -> None:
        super().__init__()
        self._sheet = sheet
        self._number = number

    def put(self, place: Place, marks: Iterable[Mark] = ()) -> None:
        name, *rest = place if isinstance(place, tuple) else (place,)
        if name in ON_BOARDS:
            self._sheet.put((f"{name} {self._number}", *rest), marks)

    def holds(self, place: Place) -> bool:
        return self._sheet.holds((f"{place} {self._number}",))
