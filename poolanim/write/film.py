"""What every format of film is given: the picture's size and colours, then patch by patch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection

    import numpy as np
    from numpy.typing import NDArray

    from poolanim.render.painter import Patch


@dataclass(frozen=True, slots=True, eq=False)
class Film:
    """What is known before the first picture.

    Attributes:
        width: in pixels.
        height: in pixels.
        colours: the palette, (n, 3) with n up to 255.
        beats_ms: every duration that a picture has.
    """

    width: int
    height: int
    colours: NDArray[np.uint8]
    beats_ms: Collection[int]


class Writer(Protocol):
    """Takes the pictures of a film, one after another."""

    def add(self, patch: Patch, duration_ms: int) -> None:
        """Append a picture, told by what is new in it, and how long it stands."""
