"""The current picture while a film is composed, and its changes since the last frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.scene.frames import OVER_ALL, Frame
from poolanim.scene.lettering import lettered

if TYPE_CHECKING:
    from collections.abc import Iterable

    from poolanim.scene.frames import Place
    from poolanim.scene.marks import Mark


ON_BOARDS = ("cell", "name", "dashes", *OVER_ALL)
"""The places that each channel has for itself. All channels share the other places."""


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

    def of_channel(self, number: int) -> Sheet:
        """Returns the sheet for a channel. Channels after the first have places of their own.

        Example:
            >>> sheet = Sheet()
            >>> sheet.of_channel(1).put(("cell", 0, 0, 0), [])
            >>> sheet.of_channel(1).put("title", [])
            >>> list(sheet.frame(500).changes)
            [('cell 1', 0, 0, 0)]
        """
        return _ChannelSheet(self, number) if number else self

    def frame(self, duration_ms: int) -> Frame:
        """Returns a frame with the changes since the last frame."""
        changes, self._changes = self._changes, {}
        return Frame(duration_ms, changes)


class _ChannelSheet(Sheet):
    """The sheet of a channel after the first."""

    def __init__(self, sheet: Sheet, number: int) -> None:
        super().__init__()
        self._sheet = sheet
        self._number = number

    def put(self, place: Place, marks: Iterable[Mark] = ()) -> None:
        name, *rest = place if isinstance(place, tuple) else (place,)
        if name in ON_BOARDS:
            self._sheet.put((f"{name} {self._number}", *rest), marks)
