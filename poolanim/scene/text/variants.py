"""The variants of sentences that hold in a pass, or in one of its scans."""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from poolanim.layers.axis import Axis
from poolanim.records import frozen
from poolanim.scene.text.arrays import PLANE
from poolanim.scene.text.partial import joins_channels

if TYPE_CHECKING:
    from poolanim.layers.axis import Cell
    from poolanim.scene.text.step import Step
    from poolanim.scene.text.story import Story
    from poolanim.scene.text.view import View

RULES = {"first", "split", "infinite", "sum", "absolute_sum", "elsewhere"}
"""Variants of a pass that are combined with those of a scan, as in `tied_first`."""


@frozen(eq=False)
class Variants:
    """The variants that hold.

    Attributes:
        story: the pass.
    """

    story: Story

    @cached_property
    def settled(self) -> frozenset[str]:
        """The variants that hold in all scans."""
        found = _holding(self._of_layer | self._of_padding)
        rules = found & {"first", "split"}
        tied = [value for view in self.story.views for value in _tied(view, self.story.scans)]
        if tied:
            found |= {"ties", *(f"ties_{rule}" for rule in rules)}
        if any(map(math.isnan, tied)):
            found |= {f"ties_of_nan_{rule}" for rule in rules}
        return frozenset(found)

    @property
    def _of_layer(self) -> dict[str, bool]:
        view = self.story.view
        parameters = view.layer.parameters
        ties, p = getattr(view.layer, "ties", None), parameters.get("p", 0)
        absolute, replaces = bool(parameters.get("absolute")), self.story.numerals.replaces
        return {
            "uneven": view.uneven,
            "overridden": view.overridden,
            "first": ties == "first",
            "split": ties == "split",
            "absolute": absolute,
            "infinite": math.isinf(p),
            "squares": p == 2,
            "sum": p == 1 and not absolute,
            "absolute_sum": p == 1 and absolute,
            "falling": parameters.get("p", 1) < 1,
            "several_biased": joins_channels(view) and "bias" in view.trace.grids,
            "several": joins_channels(view),
            "filters": getattr(view.layer, "filters", 1) > 1,
            "biased": "bias" in view.trace.grids,
            "resumed": self.story.scans.start > 0,
            "elsewhere": replaces and view.read.shape[1] != view.grid(view.covered).shape[1],
            "replaced": replaces and _repeats(view),
            "chanceless": view.shown.weights is not None
            and bool((view.read < 0).any() or (view.values <= 0).any()),
        }

    @property
    def _of_padding(self) -> dict[str, bool]:
        view = self.story.view
        geometry = view.trace.geometry
        inside, declared = map(np.array, map(geometry.counts, (Axis.clipped, Axis.declared)))
        indexed = declared if self.story.padded else inside
        divisors = indexed if view.divisors is None else view.divisors
        return {
            "padded_biased": self.story.padded and "bias" in view.trace.grids,
            "padded": self.story.padded,
            "copied_biased": self.story.copied and "bias" in view.trace.grids,
            "copied": self.story.copied,
            "divided": bool((divisors != indexed).any()),
            "lost": not view.overridden and bool((divisors > inside).any()),
        }

    def of(self, step: Step, *, merged: bool = True) -> frozenset[str]:
        """Returns the variants that hold in a scan.

        Args:
            step: the scan.
            merged: whether the scan is done.
        """
        own = self._of_scan(step) | {"merged": merged}
        found = _holding(own)
        rules = self.settled & RULES
        return frozenset(
            found
            | (self.settled - own.keys())
            | {f"{name}_{rule}" for name in found for rule in rules}
        )

    def _of_scan(self, step: Step) -> dict[str, bool]:
        ties, nan = len(step.taken), math.isnan(step.value)
        p = self.story.view.layer.parameters.get("p", 1)
        return {
            "empty": not step.count,
            "nan": nan,
            "nans": nan and ties > 1,
            "tied": ties > 1,
            "pair": ties == 2,
            "zero": _is_without_sum(step.value, p),
            "endless": step.grad is not None and not math.isfinite(step.grad),
            "drained": -math.inf < p < 0 and self.story.view.trace.geometry.reaches(step.index),
            "lost": step.lost > 0,
            "one_lost": step.lost == 1,
            "single": step.count == 1,
            "again": self._repeats_group(step.index),
        }

    def _repeats_group(self, index: Cell) -> bool:
        """Returns whether the scans of an earlier turn covered the same channels."""
        *plane, turn = index if len(index) > len(PLANE) else (*index, 0)
        view = self.story.view
        before, covered = (*plane, turn - 1), view.covered
        return turn > 0 and view.span(covered, before)[2:] == view.span(covered, index)[2:]


def _tied(view: View, scans: range) -> list[float]:
    """Returns the values for which several cells tie, in consecutive scans."""
    if view.taken is None:
        return []
    counts = np.diff(view.taken.ends[scans.start : scans.stop + 1])
    tied: list[float] = view.values.ravel()[scans.start : scans.stop][counts > 1].tolist()
    return tied


def _repeats(view: View) -> bool:
    """Returns whether several scans of a pass add to one cell of its target."""
    cells = [] if view.received is None else list(view.received.cells())
    return len(set(cells)) < len(cells)


def _is_without_sum(value: float, p: float) -> bool:
    """Returns whether LP pooling gives no gradient: the sum is 0, or NaN if p is 1."""
    return (value == 0 if p > 0 else math.isinf(value)) or (p == 1 and math.isnan(value))


def _holding(variants: dict[str, bool]) -> set[str]:
    return {name for name, holds in variants.items() if holds}
