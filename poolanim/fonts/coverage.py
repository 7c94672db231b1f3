"""How much of a pixel a letter or a shape covers, in whole steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Levels = NDArray[np.uint8]

FULL = 15
"""Level of a pixel that is covered whole. Level 0 is a pixel that is not covered."""
