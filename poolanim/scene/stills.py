"""One frame of a film, as a film of one frame."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from poolanim.errors import ParameterError
from poolanim.parameters.filmed import FIRST, LAST
from poolanim.records import replace
from poolanim.scene.frames import Frame
from poolanim.scene.posters import poster

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


def frame_of(scene: Scene, named: int | str, chosen: int | str | None) -> int:
    """Returns the number, from 0, of a frame.

    Args:
        scene: the film.
        named: the number of the frame from 1, `first`, `last` or `poster`.
        chosen: the parameter `poster` of its figure.

    Raises:
        ParameterError: the number is greater than that of the last frame.
    """
    if isinstance(named, str):
        return poster(scene, named if named in (FIRST, LAST) else chosen)
    if named > scene.frame_count:
        raise ParameterError(
            f"still is {named}, but the film has {scene.frame_count} frames; "
            f"give 1 to {scene.frame_count}, first, last or poster"
        )
    return named - 1
