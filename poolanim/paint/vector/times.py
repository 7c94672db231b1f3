"""When the groups of a film are seen: a class for each change, and its rules."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from poolanim.paint.vector.names import OWN
from poolanim.paint.vector.numbers import number

if TYPE_CHECKING:
    from collections.abc import Sequence

SHOWN = "visibility:inherit"
HIDDEN = "visibility:hidden"
WITHIN = f"#{OWN} "
"""What every selector begins with: the id of the SVG."""
CHANGE = "t"
"""What the classes of changes begin with. The number of the frame follows."""
ENDS, HIDES = "e_", "h_"
"""The classes of groups that end at their change, and of those that the poster hides."""

EXACT_MS = 10
"""Keyframes are at most so many ms off, as the frames of a GIF are."""


class Times:
    """The classes that show groups in spans of time, and their rules.

    A group with the class of a change is shown from then on, or up to then if it has that of ends,
    too. Where films cannot play, what the poster shows is shown.

    Args:
        times_ms: the durations of the frames, in ms.
        poster: the number of the poster's frame.
    """

    def __init__(self, times_ms: Sequence[int], poster: int) -> None:
        self._poster = poster
        self._starts_ms = list(accumulate(times_ms, initial=0))
        self._changes: set[int] = set()

    def since(self, frame: int) -> str:
        """Returns the classes of a start; none for the film's own."""
        return self._classes(frame, ends=False)

    def until(self, frame: int) -> str:
        """Returns the classes of an end; none for the film's own."""
        return self._classes(frame, ends=True)

    def _classes(self, frame: int, *, ends: bool) -> str:
        if frame in (0, len(self._starts_ms) - 1):
            return ""
        self._changes.add(frame)
        is_hidden = ends == (frame <= self._poster)
        return f"{CHANGE}{frame}" + f" {ENDS}" * ends + f" {HIDES}" * is_hidden

    @property
    def rules(self) -> str:
        """The rules of all classes so far.

        A frame has a single keyframe, which hides. With `step-start`, that holds up to the time of
        the frame, and with `step-end` from then on.
        """
        if not self._changes:
            return ""
        frames = sorted(self._changes)
        total_ms = self._starts_ms[-1]
        digits = len(str(total_ms // (2 * EXACT_MS * 100)))
        plays = f"animation:{number(total_ms / 1000, 3)}s step-start infinite"
        rules = [
            f"{WITHIN}.{HIDES}{{{HIDDEN}}}",
            "@media(prefers-reduced-motion:no-preference){",
            f"{WITHIN}[class]{{{SHOWN};{plays}}}",
            f"{WITHIN}.{ENDS}{{animation-timing-function:step-end}}}}",
        ]
        for frame in frames:
            share = number(100 * self._starts_ms[frame] / total_ms, digits)
            rules.append(f"{WITHIN}.{CHANGE}{frame}{{animation-name:{OWN}{frame}}}")
            rules.append(f"@keyframes {OWN}{frame}{{{share}%{{{HIDDEN}}}}}")
        return "".join(rules)
