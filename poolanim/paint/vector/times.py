"""When the groups of a film are seen: a class for each start and each end, and its rules."""

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
START, END = "s", "_"
"""What the classes of starts and of ends begin with. No other class has the latter."""


class Times:
    """The classes that show groups in spans of time, and their rules.

    A group with the class of an end is shown up to then, and one with the class of a start from
    then on. Where films cannot play, what the poster shows is shown.

    Args:
        times_ms: the durations of the frames, in ms.
        poster: the number of the poster's frame.
    """

    def __init__(self, times_ms: Sequence[int], poster: int) -> None:
        self._poster = poster
        self._starts_ms = list(accumulate(times_ms, initial=0))
        self._changes: set[int] = set()

    def since(self, frame: int) -> str:
        """Returns the class of a start; none for the film's own."""
        return self._class(START, frame)

    def until(self, frame: int) -> str:
        """Returns the class of an end; none for the film's own."""
        return self._class(END, frame)

    def _class(self, name: str, frame: int) -> str:
        if frame in (0, len(self._starts_ms) - 1):
            return ""
        self._changes.add(frame)
        return f"{name}{frame}"

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
        plays = f"animation:{number(total_ms / 1000, 3)}s step-start infinite"
        absent = [f"{END if frame <= self._poster else START}{frame}" for frame in frames]
        rules = [
            ",".join(f"{WITHIN}.{name}" for name in absent) + f"{{{HIDDEN}}}",
            "@media(prefers-reduced-motion:no-preference){",
            f"{WITHIN}[class]{{{SHOWN};{plays}}}",
            f"{WITHIN}[class*={END}]{{animation-timing-function:step-end}}}}",
        ]
        for frame in frames:
            share = number(100 * self._starts_ms[frame] / total_ms, 3)
            both = ",".join(f"{WITHIN}.{name}{frame}" for name in (START, END))
            rules.append(f"{both}{{animation-name:{OWN}{frame}}}")
            rules.append(f"@keyframes {OWN}{frame}{{{share}%{{{HIDDEN}}}}}")
        return "".join(rules)
