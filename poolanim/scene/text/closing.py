"""The sentences of the closing frame: a rule, and what the gradients sum to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from poolanim.records import frozen
from poolanim.scene.numerals import numerals_for
from poolanim.scene.text.balance import balance_of, balances, factors_of
from poolanim.scene.text.numbers import Said
from poolanim.scene.text.unread import uncovered

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from poolanim.scene.text.printed import Printed
    from poolanim.scene.text.story import Story


@frozen(eq=False)
class Closing:
    """The sentences of the closing frame.

    Attributes:
        story: the pass.
        settled: the variants that hold in all scans.
    """

    story: Story
    settled: Collection[str]

    @property
    def rule(self) -> str:
        """What every scan does."""
        return self._say("rule", self._fields)

    def remarks(self, *, summed: bool, dotted: bool) -> list[Sequence[str]]:
        """Returns the sentences under the rule, each with shorter forms of it.

        Args:
            summed: whether the sums of the gradients are elsewhere.
            dotted: whether the cells have dots.
        """
        remarks = [] if summed else [self.sums]
        remarks.append([self._uncovered()])
        dots = self._say("dots", self._fields)
        return [each for each in (*remarks, [dots] if dotted else []) if any(each)]

    def _say(self, key: str, fields: Mapping[str, object]) -> str:
        return self.story.words.on_stage(key, fields, self.settled)

    @property
    def _fields(self) -> dict[str, object]:
        """The facts, with numbers of cells as words."""
        facts = self.story.facts
        divisor, number_word = facts["divisor"], self.story.number_word
        parts = number_word(divisor) if isinstance(divisor, int) else "equal"
        return {**facts, "parts": parts, "counted": number_word(int(str(facts["cells"])))}

    @property
    def sums(self) -> Sequence[str]:
        """What the gradients sum to and why, or the scans that are left; then shorter forms."""
        story = self.story
        if story.after:
            return [story.after]
        view, sums = story.view, story.words.stage["sums"]
        if not sums or not balances(view):
            return list(filter(None, [self._say("summed", self._fields)]))
        told = self._balance()
        if len(story.views) > 1:
            channel = view.trace.channels[view.number]
            told = [
                story.words.say("of_channel", {"channel": channel, "note": each}) for each in told
            ]
        return told

    def _uncovered(self) -> str:
        """Returns which cells no window covers; empty if there are none."""
        story = self.story
        coverage = np.array(story.view.trace.geometry.coverage())
        words = story.words.sentences["uncovered"]
        cells = uncovered(coverage, words, story.number_word)
        return self._say("uncovered", {**self._fields, "cells": cells}) if cells else ""

    def _balance(self) -> list[str]:
        """Returns a sentence with the sums of both gradients, and the reasons why they differ."""
        story = self.story
        words: Mapping[str, Any] = story.words.stage["sums"]
        grads, sums, changes, exact = balance_of(story.view)
        factors = factors_of(story.view)
        fields: dict[str, object] = {
            "grads": _said(grads, exact.get("grads")),
            "sums": _said(sums, exact.get("sums")),
            **{name: _said(factor) for name, factor in factors.items()},
        }
        if not changes:
            write = next(numerals_for([grads, sums]))
            same = write(grads) == write(sums)
            return [words["balanced" if same else "unequal"].format_map(fields)]
        reasons = []
        for name, change in changes.items():
            true = exact.get(name)
            told = {
                "change": _said(change, true),
                "lost": _said(-change, true and -true),
            }
            reasons.append(words["reasons"][name].format_map({**story.facts, **told}))
        fields["reasons"] = ", ".join(reasons)
        return [words[key].format_map(fields) for key in ("changed", "briefly")]


def _said(number: float, true: Printed | None = None) -> Said:
    """Returns a sum as it is said: with as many decimals as it needs, whatever others have."""
    return Said.of(number, next(numerals_for([number])), true)
