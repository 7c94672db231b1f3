"""When the groups of a film are seen: a class for each start and each end, and its rules."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from poolanim.paint.vector.names import OWN
from poolanim.paint.vector.numbers import number

if TYPE_CHECKING:
    from collections.abc import Sequence

SHOWN = "visibility:visible"
HIDDEN = "visibility:hidden"
INHERITED = "visibility:inherit"
WITHIN = f"#{OWN} "
"""What every selector begins with: the id of the SVG."""
END = "_"
"""What the class of every end begins with. No other class has it."""


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
        self._starts: dict[int, str] = {}
        self._ends: dict[int, str] = {}

    def since(self, frame: int) -> str:
        """Returns the class of a start; none for the film's own."""
        return self._starts.setdefault(frame, f"s{len(self._starts)}") if frame else ""

    def until(self, frame: int) -> str:
        """Returns the class of an end; none for the film's own."""
        if frame == len(self._starts_ms) - 1:
            return ""
        return self._ends.setdefault(frame, f"{END}{len(self._ends)}")

    @property
    def rules(self) -> str:
        """The rules of all classes so far.

        A change has a single keyframe: with `step-start` its value holds up to its time, and then
        that of the style sheet does.
        """
        if not self._starts and not self._ends:
            return ""
        absent = [name for frame, name in self._ends.items() if frame <= self._poster]
        absent += [name for frame, name in self._starts.items() if frame > self._poster]
        hidden = ",".join(f"{WITHIN}.{name}" for name in absent)
        rules = [f"{hidden}{{{HIDDEN}}}"] if hidden else []
        total_ms = self._starts_ms[-1]
        plays = (
            f"{WITHIN}*{{animation:{number(total_ms / 1000, 3)}s step-start infinite}}"
            f"{WITHIN}[class]{{{INHERITED}}}{WITHIN}[class*={END}]{{{HIDDEN}}}"
        )
        rules.append(f"@media(prefers-reduced-motion:no-preference){{{plays}}}")
        for times, before in ((self._starts, HIDDEN), (self._ends, SHOWN)):
            for frame, name in times.items():
                share = number(100 * self._starts_ms[frame] / total_ms, 3)
                rules.append(f"{WITHIN}.{name}{{animation-name:{OWN}{name}}}")
                rules.append(f"@keyframes {OWN}{name}{{{share}%{{{before}}}}}")
        return "".join(rules)
