"""What every format of film is given: the picture's size and colours, then frame by frame.

A module of a format has two functions: `encode(patch, film)`, which is the work, and may run in
another process, and `writer(path, film)`, which opens a file; what that gives has a method
`add(frame, duration_ms)`, which takes the frames in order as `encode` made them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    import numpy as np
    from numpy.typing import NDArray

    from poolanim.paint.patch import Patch


@dataclass(frozen=True, slots=True, eq=False)
class Film:
    """What is known before the first picture.

    Attributes:
        width: in pixels.
        height: in pixels.
        colours: the palette, (n, 3) with n up to 255; if some are transparent (n, 4). A frame then
            is a whole picture, in place of the one before.
        beats_ms: every duration that a picture has.
        plays: how many times it is shown, in formats that can tell; 0 for without end.
    """

    width: int
    height: int
    colours: NDArray[np.uint8]
    beats_ms: Collection[int]
    plays: int = 0

    @property
    def transparent(self) -> bool:
        """Whether something shows through."""
        return bool(self.colours.shape[1] == 4)


def unencoded(patch: Patch, film: Film) -> Patch:  # noqa: ARG001
    """A patch as it is, for a format in which each frame is encoded after the one before."""
    return patch
