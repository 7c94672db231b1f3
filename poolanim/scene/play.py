"""A pass on its boards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from poolanim.records import frozen

if TYPE_CHECKING:
    from poolanim.scene.boards.paint import Paint
    from poolanim.scene.canvas import Canvas
    from poolanim.scene.casting import Cast
    from poolanim.scene.marks import Mark
    from poolanim.scene.overlay.over import Overlay
    from poolanim.scene.side.side import Side


@frozen
class Play:
    """A pass on its boards.

    Attributes:
        cast: the grids.
        paints: the objects that draw the boards, in the order of the parts.
        overlay: what lies over the boards.
        side: the text beside the boards.
    """

    cast: Cast
    paints: tuple[Paint, ...]
    overlay: Overlay
    side: Side

    @property
    def canvas(self) -> Canvas:
        """The canvas of the figure."""
        return self.overlay.canvas

    def name(self, number: int) -> list[Mark]:
        """Returns the name of a board and its role."""
        return self.overlay.name(number)

    def dashes(self, number: int) -> list[Mark]:
        """Returns the dashed lines of a board's padding, and of windows that ceil mode drops."""
        return [*self.paints[number].dashes(), *self.overlay.dropped(number)]

    @property
    def dotted(self) -> bool:
        """Whether dots show the number of windows that covered each cell.

        They do if words say so, if these numbers differ, and if the dots have room.
        """
        if not self.cast.telling.say("dots"):
            return False
        counted = {
            number: part.coverage[np.ix_(*part.cells)]
            for number in self.cast.counted
            for part in [self.cast.parts[number]]
        }
        if all(counts.min() == counts.max() for counts in counted.values()):
            return False
        return all(self.paints[number].has_dots(int(c.max())) for number, c in counted.items())
