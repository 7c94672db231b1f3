"""What is said of a pass in words: its captions, its summary, its balance."""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cached_property
from math import prod
from operator import attrgetter
from typing import TYPE_CHECKING

from poolanim.grids.layouts import in_order
from poolanim.parameters.sizes import as_text
from poolanim.scene.balance import balance
from poolanim.scene.fields import ScanFields, number_fields
from poolanim.scene.numerals import (
    MOST_EXACT_DECIMALS,
    Numeral,
    noise_of,
    numerals,
)
from poolanim.scene.printed import Printed

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from poolanim.parameters.sizes import Pair
    from poolanim.scene.adapter import Record, Step
    from poolanim.scene.phases import Stage
    from poolanim.scene.words import Words

ALWAYS_TOLD = ("p", "kernel_size", "stride", "padding", "output_size")
"""The parameters that are named even if they have their defaults."""
LONGEST_NUMBER = 16
"""The most characters of a number in these lines."""
MOST_GIVEN_DECIMALS = 5
"""Terms of a sum with at most this many decimals are shown without rounding."""


@dataclass(frozen=True, slots=True)
class Numerals:
    """The formats of the numbers in a line.

    Attributes:
        input: for the numbers in a window.
        total: for sums of these.
        output: for the values of windows.
        grad_output: for the gradients of the output.
        delta: for the numbers that are added to the gradient of the input.
        grad_input: for sums of deltas.
    """

    input: Numeral
    total: Numeral
    output: Numeral
    grad_output: Numeral
    delta: Numeral
    grad_input: Numeral

    @classmethod
    def of(cls, record: Record, precision: int | None) -> Numerals:
        """Returns the formats with the most digits in which a trace's numbers are short enough."""

        def choose(numbers: Collection[float], most_exact: int = MOST_EXACT_DECIMALS) -> Numeral:
            for numeral in numerals(numbers, precision, most_exact):
                if max(map(len, map(numeral, numbers)), default=0) <= LONGEST_NUMBER:
                    break
            return replace(numeral, whole=precision is None)

        given, deltas = record.input.ravel().tolist(), record.deltas()
        noise = 0.0 if record.takes else noise_of(given)
        write_input = choose(given, MOST_GIVEN_DECIMALS)
        write_delta = choose(record.sums | deltas)
        return cls(
            input=write_input,
            total=replace(write_input, noise=noise_of(given)),
            output=replace(choose(record.output.ravel().tolist()), noise=noise),
            grad_output=choose(record.grads(), MOST_GIVEN_DECIMALS),
            delta=write_delta,
            grad_input=replace(write_delta, noise=noise_of(deltas)),
        )


@dataclass(frozen=True, slots=True)
class Hit:
    """A scan that adds to the tracked cell.

    Attributes:
        scan: the number of the scan, from 0.
        grad: its gradient of the output.
        divisor: the divisor of the gradient; None if it is not divided.
        delta: the part that is added to the cell.
        total: the sum of the cell after the scan, added in scan order as in the trace.
    """

    scan: int
    grad: float
    divisor: float | None
    delta: float
    total: float


@dataclass(frozen=True)
class Lines:
    """The lines of text under the boards in one pass.

    Attributes:
        words: the sentences of the pass.
        record: the trace that the lines describe.
        numerals: the formats of numbers.
        focus: the tracked cell; None in a pass without one.
        records: the traces of all channels that are shown. The lines describe only `record`.
        scans: the numbers of the scans in the film, from 0.
    """

    words: Words
    record: Record
    numerals: Numerals
    focus: Pair | None
    records: tuple[Record, ...]
    scans: range

    @cached_property
    def hits(self) -> list[Hit]:
        """The scans that add to the tracked cell."""
        hits: list[Hit] = []
        if self.focus is None or self.record.grad_output is None:
            return hits
        divisors = self.record.steps.divisors
        for scan, delta in self.record.receipts(self.focus):
            total = (hits[-1].total if hits else 0.0) + delta
            divisor = None if divisors is None else divisors.flat[scan].item()
            grad = float(self.record.grad_output.flat[scan])
            hits.append(Hit(scan, grad, divisor, delta, total))
        return hits

    def hits_in(self, scans: int) -> list[Hit]:
        """Returns the scans that add to the tracked cell, among the first `scans` scans."""
        return self.hits[: bisect_left(self.hits, scans, key=attrgetter("scan"))]

    @property
    def formula(self) -> str:
        """The formula of the layer, in TeX; empty if the figure shows none."""
        divisors = self.record.steps.divisors
        even = divisors is None or (divisors == divisors[0, 0]).all()
        divisor = str(self.record.steps[0].divisor) if even else "N_{i,j}"
        return self.words.formula.replace("<divisor>", divisor)

    @cached_property
    def facts(self) -> dict[str, object]:
        """The fields that do not depend on a scan."""
        geometry = self.record.geometry
        (in_height, in_width), (out_height, out_width) = geometry.input_shape, geometry.output_shape
        return {
            "scans": len(self.record.steps),
            "in_height": in_height,
            "in_width": in_width,
            "out_height": out_height,
            "out_width": out_width,
            "cells": prod(geometry.kernel_shape),
            "divisor": self.record.steps[0].divisor,
            "divisor_override": self.record.layer.parameters.get("divisor_override"),
            **self._powers(),
            "in_shape": self.shape_of(geometry.input_shape),
            "out_shape": self.shape_of(geometry.output_shape),
        }

    def index(self, rows: object, columns: object) -> str:
        """Returns the index of cells, an item for each axis of the input, in the input's order.

        Args:
            rows: a row, or a slice of rows.
            columns: a column, or a slice of columns.
        """
        channel = "c" if len(self.records) > 1 else self.record.channel
        return self.in_order(self.record.batch_index, rows, columns, channel)

    def name_of(self, cell: Pair) -> str:
        """Returns the name of a cell of the source board, such as `dA_prev[0, 1]`."""
        index = self.in_order(self.record.batch_index, *cell, self.record.channel)
        return f"{self.words.say('source', {})}[{index}]"

    def name_of_grid(self, grid: str) -> str:
        """Returns the label of a grid."""
        return self.words.names[grid]

    def shape_of(self, plane: tuple[int, ...]) -> str:
        """Returns the shape of an array whose images and channels have this shape, as text."""
        images, channels = self.record.batch_shape
        height, width = plane
        return self.in_order(images, height, width, channels)

    def in_order(self, image: object, rows: object, columns: object, channel: object) -> str:
        """Returns the items of all axes, in the order of the input's axes."""
        items = in_order(self.record.layout, n=image, h=rows, w=columns, c=channel)
        return ", ".join(map(str, items))

    def count(self, since: int, scan: int) -> str:
        """Returns a text with the numbers of a frame's scans. The arguments count from 0."""
        key = "count" if since == scan else "count_of_several"
        return self.words.say(key, self.facts | {"since": since + 1, "scan": scan + 1})

    def opening_count(self) -> str:
        """Returns a text with the scans of the film, or with their number if it shows all."""
        scans = len(self.record.steps)
        if len(self.scans) == scans:
            return self.words.say(f"opening_count{'_of_one' * (scans == 1)}", self.facts)
        return self.count(self.scans[0], self.scans[-1])

    @property
    def before(self) -> str:
        """A sentence about the scans before the film; empty if there are none."""
        scans = range(self.scans.start)
        return self._others("caption_done", scans) if scans else ""

    @property
    def after(self) -> str:
        """A sentence about the scans after the film; empty if there are none."""
        scans = range(self.scans.stop, len(self.record.steps))
        return self._others("closing_left", scans) if scans else ""

    def _others(self, key: str, scans: range) -> str:
        """Returns a sentence about scans that the film does not show."""
        fields = {"since": scans.start + 1, "scan": scans.stop}
        return self.words.say(key, fields, {"one"} if len(scans) == 1 else ())

    def _powers(self) -> dict[str, object]:
        """Returns the fields about the power of LP pooling."""
        p = self.record.layer.parameters.get("p")
        if p is None:
            return {}
        spelled = f"({as_text(p)})" if p < 0 else as_text(p)
        less = f"({as_text(p - 1)})" if p < 1 else as_text(p - 1)
        pick, most = ("max", "largest") if p > 0 else ("min", "smallest")
        return {"p": spelled, "q": less, "pick": pick, "most": most}

    @cached_property
    def parameters(self) -> str:
        """The layer's parameters. Most are left out if they have their defaults."""
        layer = self.record.layer
        shown = [
            self.words.say("parameter", {"parameter": name, "given": as_text(value)})
            for name, value in layer.parameters.items()
            if name in ALWAYS_TOLD or value != getattr(type(layer), name, None)
        ]
        return ", ".join(shown)

    def balance(self) -> str:
        """Returns the sums of both gradients after the last scan, or the scans that are left."""
        if self.after:
            return self.after
        if "balanced" in self.words.sentences and self.record.grad_output is not None:
            return self._of_channel(self._balance())
        return ""

    def _of_channel(self, note: str) -> str:
        """Returns a note, preceded by its channel if there are several."""
        if len(self.records) == 1:
            return note
        return self.words.say("of_channel", {"channel": self.record.channel, "note": note})

    def _balance(self) -> str:
        """Returns a sentence with the sums of both gradients, and the reasons why they differ."""
        record = self.record
        grads, sums, changes, exact = balance(record)
        write = next(numerals([grads, sums, *changes.values()]))
        fields = number_fields("grads", grads, write, true=exact.get("grads"))
        fields |= number_fields("sums", sums, write, true=exact.get("sums"))
        if not changes:
            same = write(grads) == write(sums)
            return self.words.say("balanced" if same else "unequal", fields)
        reasons = []
        for name, change in changes.items():
            true = exact.get(name)
            told = number_fields("change", change, write, true=true)
            told |= number_fields("lost", -change, write, true=true and -true)
            reasons.append(self.words.say(f"by_{name}", self.facts | told, self.settled))
        return self.words.say("changed", fields | {"reasons": ", ".join(reasons)})

    @property
    def _adds_deltas(self) -> bool:
        """Whether the tracked sum adds parts as computed, not gradients over their divisors."""
        return self.words.say("tracked", {}, self.settled) == "deltas"

    def _true_total(self, hits: Sequence[Hit]) -> Printed:
        """Returns the exact sum of the tracked cell after some hits, without rounding of floats."""
        if self._adds_deltas:
            return Printed.sum([hit.delta for hit in hits])
        divisors = [int(hit.divisor or 1) for hit in hits]
        return Printed.quotients([hit.grad for hit in hits], divisors)

    def caption(self, scan: int | None, stage: Stage, since: int | None = None) -> str:
        """Returns a description of a frame in words.

        Args:
            scan: the number of its scan, from 0; None before the first and after the last scan.
            stage: the stage of the scan that is shown.
            since: the first of the scans that the frame shows at once; `scan` if None.
        """
        fields = self._names
        if scan is None:
            if stage != "opening":
                return self._outcome()
            caption = self.words.say("caption_opening", fields, self.settled)
            return f"{self.before} {caption}" if self.before else caption
        merged = stage == "merged"
        step = self.record.steps[scan]
        fields = ScanFields(fields | self.facts | {"scan": scan + 1}, self, step)
        variants = self.variants(step, merged=merged)
        key = "caption_empty" if "empty" in variants else "caption"
        caption = self.words.say(key, fields, variants)
        since = scan if since is None else since
        if since < scan:
            caption = f"{caption} {self._others('caption_skipped', range(since, scan))}"
        hits = self.hits_in(scan + merged)
        if not hits or hits[-1].scan < since:
            return caption
        return f"{caption} {self._tracked('caption_tracked', hits)}"

    def summary(self) -> str:
        """Returns a summary of the pass, with its parameters."""
        fields = self.facts | self._names | {"with": ""}
        if self.parameters:
            fields["with"] = self.words.say("with", {"parameters": self.parameters})
        return f"{self.words.say('summary', fields)} {self._outcome()}"

    def _outcome(self) -> str:
        """Returns a sentence about the result of the pass."""
        essence = self.words.say("essence", self.facts, self.settled)
        if self.focus is None:
            return essence
        hits = self.hits_in(self.scans.stop)
        ends = self.scans.stop == len(self.record.steps)
        key = "summary_tracked" if ends else "caption_tracked"
        return f"{essence} {self._tracked(key, hits)}"

    def _tracked(self, key: str, hits: Sequence[Hit]) -> str:
        """Returns a sentence about the sum of the tracked cell after some hits."""
        total, write = hits[-1].total if hits else 0.0, self.numerals.grad_input
        true = self._true_total(hits)
        # Deltas are no exact numbers themselves.
        is_exact = self._adds_deltas and true.near(total, write.noise)
        number = number_fields("tracked_total", total, write, true=None if is_exact else true)
        return self.words.say(key, self._names | number)

    @cached_property
    def _names(self) -> dict[str, object]:
        """The names of things in sentences."""
        names: dict[str, object] = {
            "layer": self.words.layer,
            "name": self.words.sentences["name"],
            "count": self.opening_count(),
        }
        if self.focus is not None:
            names["tracked"] = self.name_of(self.focus)
        return names

    @cached_property
    def settled(self) -> set[str]:
        """The variants of sentences that hold in all scans."""
        divisors, parameters = self.record.steps.divisors, self.record.layer.parameters
        ties, p = getattr(self.record.layer, "ties", None), parameters.get("p", 0)
        variants = {
            "uneven": divisors is not None and bool(divisors.min() < divisors.max()),
            "overridden": parameters.get("divisor_override") is not None,
            "first": ties == "first",
            "split": ties == "split",
            "absolute": bool(parameters.get("absolute")),
            "infinite": math.isinf(p),
            "squares": p == 2,
            "sum": p == 1 and not parameters.get("absolute"),
            "absolute_sum": p == 1 and bool(parameters.get("absolute")),
            "resumed": self.scans.start > 0,
            "chanceless": self.record.steps.weights is not None
            and bool((self.record.input < 0).any() or (self.record.output <= 0).any()),
        }
        found = {name for name, holds in variants.items() if holds}
        rules = found & {"first", "split"}
        tied = [value for record in self.records for value in record.steps.ties(self.scans)]
        if tied:
            found |= {"ties", *(f"ties_{rule}" for rule in rules)}
        if any(map(math.isnan, tied)):
            found |= {f"ties_of_nan_{rule}" for rule in rules}
        return found

    @cached_property
    def _p(self) -> float:
        """The power of LP pooling; 1 for other layers."""
        p: float = self.record.layer.parameters.get("p", 1)
        return p

    def _is_without_sum(self, value: float) -> bool:
        """Returns whether LP pooling gives no gradient: the sum is 0, or NaN if p is 1."""
        p = self._p
        return (value == 0 if p > 0 else math.isinf(value)) or (p == 1 and math.isnan(value))

    def variants(self, step: Step, *, merged: bool) -> frozenset[str]:
        """Returns the variants of sentences that hold in a scan."""
        p = self._p
        variants = {
            "empty": not (step.window.rows and step.window.columns),
            "nan": math.isnan(step.value),
            "nans": math.isnan(step.value) and len(step.taken) > 1,
            "tied": len(step.taken) > 1,
            "zero": self._is_without_sum(step.value),
            "endless": step.grad is not None and not math.isfinite(step.grad),
            "drained": -math.inf < p < 0 and self.record.geometry.reaches(step.index),
            "merged": merged,
        }
        found = {name for name, holds in variants.items() if holds}
        rules = self.settled & {"first", "split", "infinite", "sum", "absolute_sum"}
        return frozenset(
            found | self.settled | {f"{name}_{rule}" for name in found for rule in rules}
        )
