"""Several channels at once: a pass for each, with a pair of boards of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from poolanim.scene.passes import Pass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Self

    from poolanim.layers.batches import Array
    from poolanim.parameters.sizes import Pair
    from poolanim.scene.layout import Layout
    from poolanim.scene.marks import Arrow, Mark
    from poolanim.scene.pace import Drawn, Pace, Stage, Tween
    from poolanim.scene.panel import Panel
    from poolanim.scene.passes import Moment
    from poolanim.scene.sheet import Sheet


@dataclass(frozen=True)
class Channels(Pass):
    """The passes of all channels, which scan together. What is told is that of the first.

    Attributes:
        each: the channels' own passes.
    """

    each: tuple[Pass, ...] = ()

    @classmethod
    def of(cls, layout: Layout, passes: Sequence[Pass]) -> Self:
        """These passes together, on the layout of all of them."""
        first = passes[0]
        told = first.lines, first.typesetting, first.source, first.result
        return cls(layout, *told, tuple(passes))

    @property
    def panels(self) -> tuple[Panel, ...]:
        """All boards."""
        return tuple(panel for each in self.each for panel in each.panels)

    def numbers(self) -> Callable[[int], Array]:
        """Gives what the inputs' boards hold after so many scans: (C, H, W)."""
        all_numbers = [each.numbers() for each in self.each]
        return lambda scans: np.stack([numbers(scans) for numbers in all_numbers])

    def samples(self) -> list[int]:
        """Scans that bring marks of all kinds in any channel."""
        return sorted({scan for each in self.each for scan in each.samples()})

    def opening(self, sheet: Sheet, numbers: Array, pace: Pace) -> None:
        """Put everything in its place before the first scan."""
        for each, own, part in self._parts(sheet, numbers):
            each.opening(part, own, pace)

    def resume(self, sheet: Sheet, numbers: Array, pace: Pace, drawn: Drawn) -> None:
        """Put everything as it stands after a scan."""
        for each, own, part in self._parts(sheet, numbers):
            each.resume(part, own, pace, drawn)

    def closing(self, sheet: Sheet, numbers: Array, scan: int) -> None:
        """Let the last scan be over."""
        for each, own, part in self._parts(sheet, numbers):
            each.closing(part, own, scan)

    def move(self, sheet: Sheet, numbers: Array, drawn: Drawn, stage: Stage) -> None:
        """Let the windows move on."""
        for each, own, part in self._parts(sheet, numbers):
            each.move(part, own, drawn, stage)

    def tween(self, sheet: Sheet, numbers: Array, drawn: Drawn, tween: Tween, share: float) -> None:
        """Show what moves on the way to a stage of a scan."""
        for each, own, part in self._parts(sheet, numbers):
            each.tween(part, own, drawn, tween, share)

    def tell(self, sheet: Sheet, numbers: Array, scan: int, stage: Stage) -> None:
        """Show a scan, what it brings, or what became of that."""
        for each, own, part in self._parts(sheet, numbers):
            each.tell(part, own, scan, stage)

    def source_cell(self, cell: Pair, number: float, moment: Moment) -> tuple[Mark, ...]:
        """A cell of the first channel's input."""
        return self.each[0].source_cell(cell, number, moment)

    def result_cell(self, cell: Pair, moment: Moment) -> tuple[Mark, ...]:
        """A cell of the first channel's output."""
        return self.each[0].result_cell(cell, moment)

    def arrow(self) -> Arrow:
        """The arrow between the first channel's boards."""
        return self.each[0].arrow()

    def _parts(self, sheet: Sheet, numbers: Array) -> Iterator[tuple[Pass, Array, Sheet]]:
        """Each channel's pass, its numbers, and the sheet as it sees it."""
        for number, (each, own) in enumerate(zip(self.each, numbers, strict=True)):
            yield each, own, sheet.of_channel(number)
