"""One frame of a film, as a film of one frame."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from poolanim.records import replace
from poolanim.scene.frames import Frame

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolanim.scene.frames import Scene, Told


def still(scene: Scene, number: int) -> Scene:
    """Returns the frame of a number, counted from 0, as a film.

    Its only frame has the duration 0.
    """
    frame = Frame(0, next(iter(scene.frames(number))).changes)
    what = next(islice(scene.told(), number, None))

    def frames(start: int = 0) -> Iterator[Frame]:
        return islice((frame,), start, None)

    def told() -> Iterator[Told]:
        return iter((what,))

    return replace(
        scene,
        frame_count=1,
        duration_ms=0,
        beats_ms=frozenset({0}),
        frames=frames,
        acts=(what.act,),
        told=told,
    )
