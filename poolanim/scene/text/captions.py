"""Describes a pass and its frames in words, for readers who do not see them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from poolanim.records import frozen
from poolanim.scene.text.fields import ScanFields
from poolanim.scene.text.given import headed
from poolanim.scene.text.numbers import Said
from poolanim.scene.text.printed import Printed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.scene.phases import Stage
    from poolanim.scene.text.story import Hit, Story
    from poolanim.scene.text.variants import Variants


@frozen(eq=False)
class Captions:
    """The descriptions of a pass and of its frames.

    Attributes:
        story: the pass.
        variants: the variants of sentences that hold.
    """

    story: Story
    variants: Variants

    def __call__(self, scan: int | None, stage: Stage, since: int | None = None) -> str:
        """Returns a description of a frame in words.

        Args:
            scan: the number of its scan, from 0; None before the first and after the last scan.
            stage: the stage of the scan that is shown.
            since: the first of the scans that the frame shows at once; `scan` if None.
        """
        if scan is None:
            return self._opening() if stage == "opening" else self._outcome()
        merged, since = stage == "merged", scan if since is None else since
        caption = self._of_scan(scan, merged=merged)
        if since < scan:
            caption = f"{caption} {self.story.others('caption_skipped', range(since, scan))}"
        hits = self.story.hits_in(scan + merged)
        if not hits or hits[-1].scan < since:
            return caption
        return f"{caption} {self._tracked('caption_tracked', hits)}"

    def _opening(self) -> str:
        story = self.story
        caption = story.words.say("caption_opening", self._names, self.variants.settled)
        return f"{story.before} {caption}" if story.before else caption

    def _of_scan(self, scan: int, *, merged: bool) -> str:
        step = self.story.view[scan]
        variants = self.variants.of(step, merged=merged)
        key = "caption" if step.count else "caption_empty"
        return self.story.words.say(key, ScanFields(self.story, step), variants)

    def summary(self) -> str:
        """Returns a summary of the pass, with its parameters."""
        words, given = self.story.words, headed(self.story)
        fields = {**self.story.facts, **self._names, "with": ""}
        if given:
            fields["with"] = words.say("with", {"parameters": given})
        return f"{words.say('summary', fields)} {self._outcome()}"

    @property
    def essence(self) -> str:
        """What each scan does, in a sentence."""
        return self.story.words.say("essence", self.story.facts, self.variants.settled)

    def _outcome(self) -> str:
        """Returns a sentence about the result of the pass."""
        story, essence = self.story, self.essence
        if story.focus is None:
            return essence
        view, key = story.view, "caption_tracked" if story.after else "summary_tracked"
        if story.after or not view.shown.terms[view.target].finishes:
            return f"{essence} {self._tracked(key, story.hits_in(story.scans.stop))}"
        ends = view.trace.board(view.target, view.number)
        said = Said.of(ends[story.focus].item(), story.numerals.sum)
        return f"{essence} {story.words.say(key, {**self._names, 'tracked_total': said})}"

    def _tracked(self, key: str, hits: Sequence[Hit]) -> str:
        """Returns a sentence about the sum of the tracked cell after some hits."""
        total, write = hits[-1].total if hits else 0.0, self.story.numerals.sum
        true = self._true_total(hits)
        # Deltas are no exact numbers themselves.
        is_exact = self._adds_deltas and true.near(total, write.noise)
        said = Said.of(total, write, None if is_exact else true)
        return self.story.words.say(key, {**self._names, "tracked_total": said})

    @property
    def _adds_deltas(self) -> bool:
        """Whether the tracked sum adds parts as computed, not gradients over their divisors."""
        return self.story.words.say("tracked", {}, self.variants.settled) == "deltas"

    def _true_total(self, hits: Sequence[Hit]) -> Printed:
        """Returns what the tracked cell holds after some hits, without rounding of floats."""
        if self.story.numerals.replaces:
            hits = hits[-1:]
        if self._adds_deltas:
            return Printed.sum([hit.delta for hit in hits])
        return Printed.quotients([hit.grad for hit in hits], [hit.divisor or 1 for hit in hits])

    @cached_property
    def _names(self) -> dict[str, object]:
        """The names of things in sentences."""
        story = self.story
        names: dict[str, object] = {
            "layer": story.words.layer,
            "name": story.words.sentences["name"],
            "count": story.opening_count(),
        }
        if story.focus is not None:
            names["tracked"] = story.name_of(story.focus)
        return names
