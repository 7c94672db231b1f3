"""The lines of text under the boards: the code that runs, its arithmetic, and the tracked sum."""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import zip_longest
from math import prod
from operator import attrgetter
from typing import TYPE_CHECKING

from poolanim.grids.layouts import in_order
from poolanim.layers.axis import Axis
from poolanim.parameters.sizes import as_text
from poolanim.scene.balance import balance
from poolanim.scene.fields import IN_FLOATS, OF_CELLS, TERMS, ScanFields, kinds, number_fields
from poolanim.scene.numerals import (
    MOST_EXACT_DECIMALS,
    Numeral,
    grouped,
    noise_of,
    numerals,
    shortened,
    sum_of,
)
from poolanim.scene.printed import COMPUTED, RELATIONS, Printed
from poolanim.scene.room import ENDLESS, Room
from poolanim.scene.typesetting import Need

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from poolanim.layers.window import Window
    from poolanim.parameters.sizes import Pair
    from poolanim.scene.adapter import Record, Step
    from poolanim.scene.pace import Stage
    from poolanim.scene.words import Words

MOST_TERMS = 40
ALWAYS_TOLD = ("p", "kernel_size", "stride", "padding", "output_size")
"""Parameters that are told also if they are as they are by default."""
LONGEST_NUMBER = 16
"""Characters of a number in these lines."""
MOST_GIVEN_DECIMALS = 5
"""So many decimals of the numbers of a sum are shown if they are all there are."""


@dataclass(frozen=True, slots=True)
class Numerals:
    """How each kind of number is written in a line.

    Attributes:
        input: the numbers under a window.
        total: sums of them.
        output: what windows become.
        grad_output: the gradients of that.
        delta: what is added to a cell of the input's gradient.
        grad_input: sums of deltas.
    """

    input: Numeral
    total: Numeral
    output: Numeral
    grad_output: Numeral
    delta: Numeral
    grad_input: Numeral

    @classmethod
    def of(cls, record: Record, precision: int | None) -> Numerals:
        """The most telling ways to write a trace's numbers in not too many characters."""

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
    """What a scan does to the tracked cell.

    Attributes:
        scan: its number, from 0.
        grad: the gradient that it brings.
        divisor: what that is divided by, if by anything.
        delta: what the cell gets of it.
        total: the cell's sum after it, added up in scan order as the trace is.
    """

    scan: int
    grad: float
    divisor: float | None
    delta: float
    total: float


@dataclass(frozen=True)
class Lines:
    """What stands under the boards in one pass, as text.

    Attributes:
        words: the pass's sentences.
        record: the trace that they tell of.
        numerals: how numbers are written.
        focus: the tracked cell; None in a pass without one.
        records: the traces of all channels that are shown; what is told is that of `record`.
        scans: the numbers of those that happen in the film, from 0.
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
        """Those of the first so many scans that add to the tracked cell."""
        return self.hits[: bisect_left(self.hits, scans, key=attrgetter("scan"))]

    @property
    def formula(self) -> str:
        """What the layer computes, in TeX; empty if it is not wanted."""
        divisors = self.record.steps.divisors
        even = divisors is None or (divisors == divisors[0, 0]).all()
        divisor = str(self.record.steps[0].divisor) if even else "N_{i,j}"
        return self.words.formula.replace("<divisor>", divisor)

    @cached_property
    def facts(self) -> dict[str, object]:
        """What is known before the first scan."""
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

    def label(self, name: str) -> str:
        """What a board is called, with its channel if there are several."""
        label = self.words.label(name)
        return f"{label} c={self.record.channel}" if len(self.records) > 1 else label

    def index(self, rows: object, columns: object) -> str:
        """The index of cells, an item for each axis, in the order in which the input was read.

        Args:
            rows: a row, or a slice of them.
            columns: likewise.
        """
        channel = "c" if len(self.records) > 1 else self.record.channel
        return self.in_order(self.record.batch_index, rows, columns, channel)

    def name_of(self, cell: Pair) -> str:
        """A cell of the larger board, such as `dA_prev[0, 1]`."""
        index = self.in_order(self.record.batch_index, *cell, self.record.channel)
        return f"{self.words.label('source')}[{index}]"

    def name_of_grid(self, grid: str) -> str:
        """What a grid is called."""
        return self.words.names[grid]

    def plane_shape(self, height: int, width: int) -> str:
        """The shape of a part of one image and channel."""
        sizes = {"h": height, "w": width}
        return ", ".join(str(sizes[axis]) for axis in self.record.layout if axis in sizes)

    def shape_of(self, plane: tuple[int, ...]) -> str:
        """The shape of an array of which one image and channel has this shape."""
        images, channels = self.record.batch_shape
        height, width = plane
        return self.in_order(images, height, width, channels)

    def in_order(self, image: object, rows: object, columns: object, channel: object) -> str:
        """Items of all axes, in the order in which the input was read."""
        items = in_order(self.record.layout, n=image, h=rows, w=columns, c=channel)
        return ", ".join(map(str, items))

    def count(self, since: int, scan: int) -> str:
        """Tells which scans are shown at once, their numbers from 0."""
        key = "count" if since == scan else "count_of_several"
        return self.words.say(key, self.facts | {"since": since + 1, "scan": scan + 1})

    def opening_count(self) -> str:
        """Tells which scans the film shows, or how many there are if it shows them all."""
        scans = len(self.record.steps)
        if len(self.scans) == scans:
            return self.words.say(f"opening_count{'_of_one' * (scans == 1)}", self.facts)
        return self.count(self.scans[0], self.scans[-1])

    @property
    def before(self) -> str:
        """Tells which scans are over before the film; empty if none are."""
        scans = range(self.scans.start)
        return self._others("caption_done", scans) if scans else ""

    @property
    def after(self) -> str:
        """Tells which scans are still to come after the film; empty if none are."""
        scans = range(self.scans.stop, len(self.record.steps))
        return self._others("closing_left", scans) if scans else ""

    def _others(self, key: str, scans: range) -> str:
        """A sentence on scans before or after those of the film."""
        fields = {"since": scans.start + 1, "scan": scans.stop}
        return self.words.say(key, fields, {"one"} if len(scans) == 1 else ())

    def _powers(self) -> dict[str, object]:
        """What LP pooling's sentences say of its power."""
        p = self.record.layer.parameters.get("p")
        if p is None:
            return {}
        spelled = f"({as_text(p)})" if p < 0 else as_text(p)
        less = f"({as_text(p - 1)})" if p < 1 else as_text(p - 1)
        pick, most = ("max", "largest") if p > 0 else ("min", "smallest")
        return {"p": spelled, "q": less, "pick": pick, "most": most}

    @cached_property
    def parameters(self) -> str:
        """The layer's parameters; most go without saying if they are as they are by default."""
        layer = self.record.layer
        shown = [
            self.words.say("parameter", {"parameter": name, "given": as_text(value)})
            for name, value in layer.parameters.items()
            if name in ALWAYS_TOLD or value != getattr(type(layer), name, None)
        ]
        return ", ".join(shown)

    @cached_property
    def counted(self) -> Window:
        """The cells of the board that a divisor counts, if there are divisors."""
        geometry, layer = self.record.geometry, self.record.layer
        if self.record.steps.divisors is None:
            return geometry.padded()
        if layer.parameters.get("count_include_pad"):
            return geometry.declared()
        return geometry.unpadded()

    def arrow(self) -> str:
        """What happens on the way from one board to the other."""
        return self.words.say("arrow", self.facts, self.settled)

    def opening(self) -> list[tuple[str, str]]:
        """The code that runs first, scans that are over, and the layer's parameters."""
        code = self.words.say("opening", self.facts, self.settled)
        before = range(self.scans.start)
        done = self._others("opening_done", before) if before else ""
        parameters = self.parameters
        if any(self.record.geometry.dropped()):
            parameters = f"{parameters} ({self.words.say('ghost', {})})"
        codes = code.splitlines()
        notes = [done, *[""] * (len(codes) - 2), parameters]
        lines = zip_longest(codes, notes, fillvalue="")
        return [line for line in lines if any(line)]

    @cached_property
    def need(self) -> Need:
        """The longest texts of all scans."""
        lines = [("", "")] * self.words.line_count
        for scan in self._various():
            told = self.scan(scan, merged=True, note=ENDLESS, alone=ENDLESS)
            lines = [
                (max(code, longer, key=len), max(note, longest, key=len))
                for (code, note), (longer, longest) in zip(told, lines, strict=True)
            ]
        tracked = "" if self.focus is None else self.tracked(self.hits, ENDLESS)
        longest = max(
            (self.numerals.grad_input(hit.total) for hit in self.hits), key=len, default=""
        )
        shapes = tuple(self.opening()), tuple(lines), tuple(self.closing())
        return Need(*shapes, tracked and f"{tracked}{longest}")

    def _various(self) -> Collection[int]:
        """Scans with the longest texts among them: one of each kind, where kinds are known."""
        scans = range(len(self.record.steps))
        if self.words.line_fields & OF_CELLS:
            return scans
        return dict(zip(kinds(self), scans, strict=True)).values()

    def closing(self) -> list[tuple[str, str]]:
        """What the pass has done, and what became of the gradient."""
        lines = [("", self.words.say("essence", self.facts, self.settled))]
        if self.after:
            lines.append(("", self.after))
        elif "balanced" in self.words.sentences and self.record.grad_output is not None:
            lines.append(("", self._of_channel(self._balance())))
        return lines

    def _of_channel(self, note: str) -> str:
        """What is told, with the channel that it is told of, if there are several."""
        if len(self.records) == 1 or not note:
            return note
        return self.words.say("of_channel", {"channel": self.record.channel, "note": note})

    def _balance(self) -> str:
        """The sums of both gradients, and by name what makes the one of the other."""
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

    def scan(self, number: int, *, merged: bool, note: Room, alone: Room) -> list[tuple[str, str]]:
        """The code and the note of each line, for one scan.

        Args:
            number: of the scan, from 0.
            merged: whether it is in its second beat.
            note: room for a note that goes with code.
            alone: room for one without; long sums are shortened in the middle to fit.
        """
        step = self.record.steps[number]
        fields = ScanFields(self.facts, self, step)
        lines = []
        for unfilled, said, longest in _unfilled(self.words, self.variants(step, merged=merged)):
            code = unfilled.format_map(fields)
            if longest:

                def told(most: int, said: str = longest) -> str:
                    fields.cut(most)
                    return self._of_channel(said.format_map(fields))

                most = most_terms(told, fields.terms, note if code else alone)
                lines.append((code, told(most, said)))
            else:
                lines.append((code, self._of_channel(said.format_map(fields))))
        return lines

    def tracked(self, hits: Sequence[Hit], room: Room) -> str:
        """The sum of the tracked cell, with all its terms. It needs a focus.

        Args:
            hits: the scans that have added to it so far.
            room: for the sum, which is shortened in the middle to fit.
        """
        total = hits[-1].total if hits else 0.0
        write = self.numerals
        result, name = write.grad_input(total), self._names["tracked"]
        terms = [write.grad_output(hit.grad) for hit in hits]
        deltas = [write.delta(hit.delta) for hit in hits]
        divisors = [int(hit.divisor or 1) for hit in hits]
        template = self.words.unfilled("tracked", self.settled)
        if "{deltas}" in template:
            value, whole = Printed.sum(deltas), all(write.delta.shows(hit.delta) for hit in hits)
        else:
            whole = all(write.grad_output.shows(hit.grad) for hit in hits)
            divided = divisors if "{terms}" not in template else [1] * len(hits)
            value = Printed.quotients(terms, divided)
        true, noise = self._true_total(hits), write.grad_input.noise
        leads = "=" if whole and value.near(total, noise) else true.leads_to(result, noise)
        gives = value.gives(result, true, noise)
        after = IN_FLOATS * (gives == COMPUTED)
        quotients = [f"{term}/{divisor}" for term, divisor in zip(terms, divisors, strict=True)]

        def line(most: int) -> str:
            fields = {
                "terms": sum_of(shortened(terms, most)),
                "group": grouped(shortened(terms, most)),
                "deltas": sum_of(shortened(deltas, most)),
                "quotients": sum_of(shortened(quotients, most)),
            }
            formula = template.format_map(self.facts | fields)
            if formula == result:
                return f"{name} {RELATIONS[write.grad_input.shows(total)]} {result}"
            return f"{name} {leads} {formula} {gives} {result}{after}"

        if not hits:
            return f"{name} = {result}"
        return line(most_terms(line, len(terms), room))

    def _true_total(self, hits: Sequence[Hit]) -> Printed:
        """What the tracked cell would hold after some hits, did floats not round."""
        if "{deltas}" in self.words.unfilled("tracked", self.settled):
            return Printed.sum([hit.delta for hit in hits])
        divisors = [int(hit.divisor or 1) for hit in hits]
        return Printed.quotients([hit.grad for hit in hits], divisors)

    def caption(self, scan: int | None, stage: Stage, since: int | None = None) -> str:
        """What is shown, in words.

        Args:
            scan: its number, from 0; None before the first and after the last.
            stage: what of it is shown.
            since: the first of the scans that happen at once with it; itself if None.
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
        """The whole pass in a few words, with its parameters."""
        fields = self.facts | self._names | {"with": ""}
        if self.parameters:
            fields["with"] = self.words.say("with", {"parameters": self.parameters})
        return f"{self.words.say('summary', fields)} {self._outcome()}"

    def _outcome(self) -> str:
        """What the pass did, in words."""
        essence = self.words.say("essence", self.facts, self.settled)
        if self.focus is None:
            return essence
        hits = self.hits_in(self.scans.stop)
        ends = self.scans.stop == len(self.record.steps)
        key = "summary_tracked" if ends else "caption_tracked"
        return f"{essence} {self._tracked(key, hits)}"

    def _tracked(self, key: str, hits: Sequence[Hit]) -> str:
        """A sentence on the tracked cell's sum after some hits."""
        total, write = hits[-1].total if hits else 0.0, self.numerals.grad_input
        true = self._true_total(hits)
        deltas = "{deltas}" in self.words.unfilled("tracked", self.settled)
        # Deltas are no exact numbers themselves.
        is_exact = deltas and true.near(total, write.noise)
        number = number_fields("tracked_total", total, write, true=None if is_exact else true)
        return self.words.say(key, self._names | number)

    @cached_property
    def _names(self) -> dict[str, object]:
        """What sentences call things."""
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
        geometry, divisors = self.record.geometry, self.record.steps.divisors
        parameters = self.record.layer.parameters
        ties, p = getattr(self.record.layer, "ties", None), parameters.get("p", 0)
        cells = geometry.counts(Axis.clipped)
        variants = {
            "clipped": divisors is not None and divisors.tolist() != cells,
            "uneven": divisors is not None and bool(divisors.min() < divisors.max()),
            "irregular": None in (geometry.rows.stride, geometry.columns.stride),
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

    def _is_without_sum(self, value: float) -> bool:
        """Whether LP pooling gives no gradient: the sum of powers is 0, or NaN if p is 1."""
        p = self.record.layer.parameters.get("p", 1)
        return (value == 0 if p > 0 else math.isinf(value)) or (p == 1 and math.isnan(value))

    def variants(self, step: Step, *, merged: bool) -> frozenset[str]:
        """The variants of sentences that hold in a scan."""
        p = self.record.layer.parameters.get("p", 1)
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


@lru_cache(maxsize=64)  # films have thousands of scans, but few variants
def _unfilled(words: Words, variants: frozenset[str]) -> Sequence[tuple[str, str, str]]:
    """The lines of a scan, with names in braces: code, note, and what note decides on its terms.

    Both beats show the terms for which there is room in the second, the longer one. Where a note
    has no terms, that is empty.
    """
    lines = []
    for number in range(words.line_count):
        code, note = (words.line(number, column, variants) for column in ("code", "note"))
        has_terms = any(f"{{{name}}}" in note for name in TERMS)
        longest = words.line(number, "note", variants | {"merged"}) if has_terms else ""
        lines.append((code, note, longest))
    return tuple(lines)


def most_terms(line: Callable[[int], str], terms: int, room: Room) -> int:
    """How many of its terms a line can have to fit, at least 3.

    Example:
        >>> terms = ["1", "2", "3", "4", "5"]
        >>> most_terms(lambda most: "+".join(shortened(terms, most)), 5, Room(7))
        4
    """
    counts = range(min(terms, MOST_TERMS), 3, -1)
    return next((most for most in counts if room.fits(line(most))), 3)
