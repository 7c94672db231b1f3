"""The facts about a film that its formats need before the first frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.records.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection

    import numpy as np
    from numpy.typing import NDArray


class Film(NamedTuple):
    """The size and the colours of a film.

    Attributes:
        width: in pixels.
        height: in pixels.
        colours: the palette, (n, 3) with n up to 255. If some colours are transparent, it is
            (n, 4), and each frame is a whole picture that replaces the one before it.
        beats_ms: all durations of frames, in ms.
        plays: the number of times that the film plays, in formats that store it; 0 for endlessly.
    """

    width: int
    height: int
    colours: NDArray[np.uint8]
    beats_ms: Collection[int]
    plays: int = 0

    @property
    def transparent(self) -> bool:
        """Whether some of the colours are transparent."""
        return bool(self.colours.shape[1] == 4)
