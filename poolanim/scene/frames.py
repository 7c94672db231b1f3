"""A film as frames of marks.

A frame says what changes against the one before: a mapping from places to the marks that now stand
there. The first frame fills every place, in the order in which they are painted; later frames never
add one. Those of the kinds in `OVER_ALL` come after all others, and a painter holds on to that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterator, Mapping

    from poolanim.scene.marks import Mark
    from poolanim.scene.passes import Beat

    Place = Hashable
    Picture = Mapping[Place, tuple[Mark, ...]]


OVER_ALL = ("window", "active", "focus", "flying")
"""Kinds of places that lie over all others. Most of them move, and what they leave is as it was."""


def kind_of(place: Place) -> str | None:
    """The kind of a place: its name, or the first part of that.

    Example:
        >>> kind_of("title"), kind_of(("source", 0, 1)), kind_of(("window 1",))
        ('title', 'source', 'window')
    """
    name = place[0] if isinstance(place, tuple) else place
    return name.partition(" ")[0] if isinstance(name, str) else None


@dataclass(frozen=True, slots=True)
class Frame:
    """What changes, and how long the picture then stands.

    Attributes:
        duration_ms: time in ms.
        changes: for each place that changes, the marks that now stand there.
    """

    duration_ms: int
    changes: Picture


class FramesFrom(Protocol):
    """Gives the frames of a film."""

    def __call__(self, start: int = 0) -> Iterator[Frame]:
        """The frames from number `start` on."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A film.

    Attributes:
        width: of the layout, in units.
        height: of the layout, in units.
        zoom: pixels in a unit, in a picture of scale 1.
        frame_count: how many frames there are.
        duration_ms: their time in all.
        beats_ms: every duration that a frame has.
        scales: names of the heat maps' scales whose colours it shows.
        samples: gives frames in which marks of all kinds stand that it shows, but few frames: what
            depends on all colours of the film need not wait for its end.
        frames: gives the frames anew at each call, so that no film need be held whole: from the
            number on that it is called with, the first of them filling every place.
        beats: gives for each frame what it tells.
    """

    width: int
    height: int
    zoom: float
    frame_count: int
    duration_ms: int
    beats_ms: frozenset[int]
    scales: Collection[str]
    samples: Callable[[], Iterator[Frame]]
    frames: FramesFrom
    beats: Callable[[], Iterator[Beat]]

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of a picture of scale 1; even, as video needs it."""
        return 2 * round(self.width * self.zoom / 2), 2 * round(self.height * self.zoom / 2)
