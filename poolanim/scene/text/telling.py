"""The texts of a pass on the stage: code, tags, the tracked sum, the closing sentences."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from poolanim.records import frozen
from poolanim.records.tuples import NamedTuple
from poolanim.scene.runs import plain
from poolanim.scene.text.captions import Captions
from poolanim.scene.text.closing import Closing
from poolanim.scene.text.fields import ScanFields
from poolanim.scene.text.partial import by_channel, filling
from poolanim.scene.text.program import Program
from poolanim.scene.text.sentences import chosen
from poolanim.scene.text.variants import Variants

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from poolanim.parameters.sizes import Pair
    from poolanim.scene.text.step import Step
    from poolanim.scene.text.story import Story

MOST_KEPT = 64
"""The number of scans whose texts are kept, which is that of most films."""


class Place(NamedTuple):
    """What has a slot: a number that a window reads, or that is added to a sum.

    Attributes:
        text: the number as text.
        number: the number.
        taken: whether the value of a scan is taken from it.
        factors: the numbers that it is the product of, as text; empty if it is none.
    """

    text: str
    number: float
    taken: bool = False
    factors: str = ""


@frozen(eq=False)
class ScanTexts:
    """The texts of a scan.

    Attributes:
        story: the pass.
        step: the scan.
        variants: the variants of sentences that hold in it.
        program: the code of the pass.
    """

    story: Story
    step: Step
    variants: frozenset[str]
    program: Program

    @cached_property
    def fields(self) -> ScanFields:
        """The fields of its sentences."""
        return ScanFields(self.story, self.step)

    def say(self, key: str) -> str:
        """Returns a sentence of the stage."""
        return self.story.words.on_stage(key, self.fields, self.variants)

    @cached_property
    def code(self) -> list[str]:
        """The lines of code, with tags."""
        return self.program.of_scan(self.fields, self.variants)

    @property
    def nodes(self) -> list[tuple[str, float]]:
        """What each channel under the window gets times, or adds to the value; text and number."""
        view, numerals = self.story.view, self.story.numerals
        if text := self.say("node"):
            count = len(view.span(view.covered, self.step.index)[-1])
            return [(text, self.step.grad or 0.0)] * count
        sums = map(sum, by_channel(filling(view), self.step.number).values())
        write = numerals.delta if view.computes else numerals.value
        return [(write.signed(number), number) for number in sums]

    @property
    def reads(self) -> list[Place]:
        """The numbers under the window, or what is computed of these."""
        view, numerals = self.story.view, self.story.numerals
        if view.computes:
            computed = view.computed(self.step.number) if len(self.nodes) == 1 else []
            return [
                Place(numerals.delta(number), number, factors=numerals.product(factors))
                for number, factors in computed
            ]
        write, grid, taken = numerals.read, view.read, set(self.step.taken)
        numbers = ((cell, float(grid[cell])) for cell in self.step.cells())
        return [Place(write(number), number, cell in taken) for cell, number in numbers]


@frozen(eq=False)
class Telling:
    """The texts of a pass.

    Attributes:
        story: the pass.
    """

    story: Story

    @property
    def boards(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """The boards of the pass from left to right: grid, small grid (may be empty), roles."""
        return [
            (grid, under, tuple(role.format_map(self.story.facts) for role in roles))
            for grid, under, roles, *_ in self._boards
        ]

    @property
    def hosts(self) -> dict[str, str]:
        """The grids whose boards hang on boards of others, with these."""
        return {grid: host for grid, _, _, *hosts in self._boards for host in hosts}

    @property
    def _boards(self) -> list[list[Any]]:
        grids = self.story.view.trace.grids
        return [board for board in self.story.words.stage["boards"] if board[0] in grids]

    @cached_property
    def owner(self) -> str:
        """The grid of which each scan has one cell: what scans bring, or else what they fill."""
        view, shown = self.story.view, [grid for grid, *_ in self.boards]
        return view.brought if view.brought in shown else view.shown.own

    @property
    def joins(self) -> list[tuple[str, str, str, str]]:
        """The grids that beams join, from source to target, and the keys of the texts of a tag."""
        return [tuple(join) for join in self.story.words.stage["beams"]]

    @cached_property
    def variants(self) -> Variants:
        """The variants of sentences that hold."""
        return Variants(self.story)

    @cached_property
    def captions(self) -> Captions:
        """The descriptions of frames."""
        return Captions(self.story, self.variants)

    @cached_property
    def program(self) -> Program:
        """The code."""
        return Program(self.story, self.variants.settled)

    @cached_property
    def closing(self) -> Closing:
        """The sentences of the closing frame."""
        return Closing(self.story, self.variants.settled)

    @cached_property
    def scan(self) -> Callable[[int], ScanTexts]:
        """Returns the texts of a scan, by its number from 0."""

        @lru_cache(MOST_KEPT)
        def scan(number: int) -> ScanTexts:
            step = self.story.view[number]
            return ScanTexts(self.story, step, self.variants.of(step), self.program)

        return scan

    def own(self, scan: int) -> float:
        """Returns the number of the cell that a scan belongs to."""
        view = self.story.view
        return float(view.grid(self.owner)[view.shown.index(scan)])

    def tag(self, scan: int, tag: str, note: str) -> tuple[list[str], str]:
        """Returns the texts of a scan's tag, the longest first, and the words under it, by keys."""
        return self.ways(scan, tag), self.scan(scan).say(note)

    def ways(self, scan: int, tag: str) -> list[str]:
        """Returns the texts of a scan's tag by its key, the longest first."""
        texts = self.scan(scan)
        ways: Sequence[str] = chosen(self.story.words.stage[tag], texts.variants)
        return [way.format_map(texts.fields) for way in ways]

    def mask(self, scan: int, count: int) -> Sequence[str]:
        """Returns the two words at the arrow of the mask, or of the weights; empty without one.

        Args:
            scan: its number from 0.
            count: the number of cells that the value was taken from.
        """
        stage = self.story.words.stage
        words = chosen(stage["mask" if count else "weights"], self.scan(scan).variants)
        mask: Sequence[str] = words[min(count, 2) - 1] if count and words else words
        return mask

    def say(self, key: str) -> str:
        """Returns a sentence of the stage that is not about a scan."""
        return self.story.words.on_stage(key, self.story.facts, self.variants.settled)

    def longest_codes(self, scans: Iterable[int]) -> list[str]:
        """Returns the longest form of each line of code in some scans."""
        rows: list[str] = []
        for number in scans:
            for row, code in enumerate(self.scan(number).code):
                if row == len(rows):
                    rows.append(code)
                rows[row] = max(rows[row], code, key=lambda each: len(plain(each)))
        return rows

    def shared_code(self) -> list[str]:
        """Returns the code of all scans of the film, with words for what differs between them.

        Returns no code if the lines of two scans are not alike.
        """
        from poolanim.scene.text.shared import in_words, merged

        lines = [
            [in_words(code, self.scan(scan).step.index) for code in self.scan(scan).code]
            for scan in self.story.scans
        ]
        if len({len(each) for each in lines}) > 1:
            return []
        shared = [merged(codes) for codes in zip(*lines, strict=True)]
        return shared if all(shared) else []

    @cached_property
    def added(self) -> list[Place]:
        """The number that each scan adds to the tracked cell."""
        write, hits = self.story.numerals, self.story.hits
        if self.say("slots") == "grads":
            return [Place(write.grad(hit.grad), hit.grad) for hit in hits]
        return [
            Place(write.delta(hit.delta), hit.delta, factors=write.product(hit.factors))
            for hit in hits
        ]

    def slots_in(self, scans: Iterable[int]) -> list[list[Place]]:
        """Returns what has slots: what each scan reads, or all that a cell is the sum of."""
        if self.story.focus is not None:
            return [self.added]
        return [self.scan(scan).reads for scan in scans]

    def name_of(self, cell: Pair) -> str:
        """Returns the name of the tracked cell in code."""
        return self.story.code_name_of(cell)
