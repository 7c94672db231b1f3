"""The lines of text under the boards: the code that runs, its arithmetic, and the tracked sum."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property, partial, reduce
from math import prod
from operator import add
from typing import TYPE_CHECKING

from poolanim.geometry import Axis
from poolanim.parameters import as_text
from poolanim.scene.balance import balance
from poolanim.scene.numerals import ELLIPSIS, MINUS, Numeral, grouped, numerals, shortened, sum_of
from poolanim.scene.room import ENDLESS, Room
from poolanim.scene.typesetting import Need

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from poolanim.geometry import Pair, Window
    from poolanim.scene.pace import Stage
    from poolanim.scene.words import Words
    from poolanim.tracing import Step, Trace

MOST_TERMS = 40
RELATIONS = {True: "=", False: "≈"}
"""What stands before a number, by whether it and those it comes from are shown whole."""
NEARLY, ABOUT = {True: "", False: "≈ "}, {True: "", False: "about "}
"""The same where no relation is needed: in a note, and in words."""
ALWAYS_TOLD = ("p", "kernel_size", "stride", "padding", "output_size")
"""Parameters that are told also if they are as they are by default."""
LONGEST_NUMBER = 16
"""Characters of a number in these lines."""
WEIGHT = Numeral(2)
"""How weights and probabilities are written."""


@dataclass(frozen=True, slots=True)
class Numerals:
    """How each kind of number is written in a line."""

    input: Numeral
    output: Numeral
    grad_output: Numeral
    grad_input: Numeral

    @classmethod
    def of(cls, record: Trace, precision: int | None) -> Numerals:
        """The most telling ways to write a trace's numbers in not too many characters."""

        def choose(numbers: Collection[float]) -> Numeral:
            for numeral in numerals(numbers, precision):
                if max(map(len, map(numeral, numbers)), default=0) <= LONGEST_NUMBER:
                    break
            return replace(numeral, whole=precision is None)

        return cls(
            input=choose(record.input.ravel().tolist()),
            output=choose(record.output.ravel().tolist()),
            grad_output=choose(record.grads()),
            grad_input=choose(record.sums | record.deltas()),
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
    record: Trace
    numerals: Numerals
    focus: Pair | None
    records: tuple[Trace, ...]
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
            **self._place(),
            **({"c": ", c", "first_c": "c, "} if len(self.records) > 1 else {}),
        }

    def label(self, name: str) -> str:
        """What a board is called, with its channel if there are several."""
        label = self.words.label(name)
        return f"{label} c={self.record.channel}" if len(self.records) > 1 else label

    def _place(self) -> dict[str, str]:
        """What indices of an image and a channel add to the code, if there are any."""
        record, (images, channels) = self.record, self.record.batch_shape
        whole, deep = record.rank == 4, record.rank > 2
        return {
            "m": f"{record.batch_index}, " if whole else "",
            "c": f", {record.channel}" if deep else "",
            "first_c": f"{record.channel}, " if deep else "",
            "images": f"{images}, " if whole else "",
            "channels": f", {channels}" if deep else "",
        }

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
        return self.words.say("arrow", self.facts, self._settled)

    def opening(self) -> list[tuple[str, str]]:
        """The code that runs first, scans that are over, and the layer's parameters."""
        code = self.words.say("opening", self.facts, self._settled)
        before = range(self.scans.start)
        done = self._others("opening_done", before) if before else ""
        parameters = self.parameters
        if any(self.record.geometry.dropped()):
            parameters = f"{parameters} ({self.words.say('ghost', {})})"
        lines = [(code, done), ("", parameters)]
        return [line for line in lines if any(line)]

    @cached_property
    def need(self) -> Need:
        """The longest texts of all scans."""
        lines = [("", "")] * self.words.line_count
        for scan in range(len(self.record.steps)):
            told = self.scan(scan, merged=True, note=ENDLESS, alone=ENDLESS)
            lines = [
                (max(code, longer, key=len), max(note, longest, key=len))
                for (code, note), (longer, longest) in zip(told, lines, strict=True)
            ]
        tracked = "" if self.focus is None else self.tracked(len(self.record.steps), ENDLESS)
        longest = max(
            (self.numerals.grad_input(hit.total) for hit in self.hits), key=len, default=""
        )
        shapes = tuple(self.opening()), tuple(lines), tuple(self.closing())
        return Need(*shapes, tracked and f"{tracked}{longest}")

    def closing(self) -> list[tuple[str, str]]:
        """What the pass has done, and what became of the gradient."""
        lines = [("", self.words.say("essence", self.facts, self._settled))]
        after = range(self.scans.stop, len(self.record.steps))
        if after:
            lines.append(("", self._others("closing_left", after)))
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
        grads, sums, changes = balance(self.record)
        write = next(numerals([grads, sums, *changes.values()]))
        fields = _number("grads", grads, write) | _number("sums", sums, write)
        if not changes:
            return self.words.say("balanced", fields)
        reasons = [
            self.words.say(
                f"by_{name}",
                self.facts | _number("change", change, write) | _number("lost", -change, write),
                self._settled,
            )
            for name, change in changes.items()
        ]
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
        variants = self._variants(step, merged=merged)
        fields = self.facts | self._fields(step)
        terms = [self.numerals.input(self.record.input[cell]) for cell in step.window.cells()]
        weights = [WEIGHT(weight) for weight in step.weights]

        def told(line: int, variants: Collection[str], most: int) -> str:
            few = shortened(terms, most)
            pairs = zip(shortened(weights, most), few, strict=False)
            said = fields | {
                "group": grouped(few),
                "list": ", ".join(few),
                "sum": sum_of(few),
                "weighted": " + ".join(w if w == ELLIPSIS else f"{w}×{x}" for w, x in pairs),
                "norm": self._norm(few),
            }
            note = self.words.line(line, "note", said, variants)
            return self._of_channel(note)

        lines = []
        for line in range(self.words.line_count):
            code = self.words.line(line, "code", fields, variants)
            # Both beats show the terms for which there is room in the second, the longer one.
            longest = partial(told, line, variants | {"merged"})
            most = most_terms(longest, len(terms), note if code else alone)
            lines.append((code, told(line, variants, most)))
        return lines

    def tracked(self, scans: int, room: Room) -> str:
        """The sum of the tracked cell after so many scans, with all its terms. It needs a focus.

        Args:
            scans: how many scans have been merged.
            room: for the sum, which is shortened in the middle to fit.
        """
        assert self.focus is not None
        hits = [hit for hit in self.hits if hit.scan < scans]
        total = hits[-1].total if hits else 0.0
        write = self.numerals
        result = write.grad_input(total)
        name = self._names["tracked"]
        grads_exact = all(write.grad_output.shows(hit.grad) for hit in hits)
        deltas_exact = all(write.grad_input.shows(hit.delta) for hit in hits)
        of_deltas = "{deltas}" in self.words.unfilled("tracked", self._settled)
        exact = deltas_exact if of_deltas else grads_exact
        relation = RELATIONS[exact and write.grad_input.shows(total)]
        terms = [write.grad_output(hit.grad) for hit in hits]
        deltas = [write.grad_input(hit.delta) for hit in hits]
        quotients = [f"{write.grad_output(hit.grad)}/{hit.divisor}" for hit in hits]

        def line(most: int) -> str:
            fields = {
                "terms": sum_of(shortened(terms, most)),
                "group": grouped(shortened(terms, most)),
                "deltas": sum_of(shortened(deltas, most)),
                "quotients": sum_of(shortened(quotients, most)),
            }
            formula = self.words.say("tracked", self.facts | fields, self._settled)
            if formula == result:
                return f"{name} {relation} {result}"
            return f"{name} {RELATIONS[exact]} {formula} {relation} {result}"

        if not hits:
            return f"{name} = {result}"
        return line(most_terms(line, len(terms), room))

    def caption(self, scan: int | None, stage: Stage) -> str:
        """What is shown, in words.

        Args:
            scan: its number, from 0; None before the first and after the last.
            stage: what of it is shown.
        """
        fields = self._names
        if scan is None:
            if stage != "opening":
                return self._outcome()
            caption = self.words.say("caption_opening", fields, self._settled)
            before = range(self.scans.start)
            return f"{self._others('caption_done', before)} {caption}" if before else caption
        merged = stage == "merged"
        step = self.record.steps[scan]
        fields = fields | self.facts | self._fields(step) | {"scan": scan + 1}
        caption = self.words.say("caption", fields, self._variants(step, merged=merged))
        hit = next((hit for hit in self.hits if hit.scan == scan), None)
        if hit is None or not merged:
            return caption
        return f"{caption} {self._tracked('caption_tracked', hit.total)}"

    def summary(self) -> str:
        """The whole pass in a few words, with its parameters."""
        fields = self.facts | self._names | {"with": ""}
        if self.parameters:
            fields["with"] = self.words.say("with", {"parameters": self.parameters})
        return f"{self.words.say('summary', fields)} {self._outcome()}"

    def _outcome(self) -> str:
        """What the pass did, in words."""
        essence = self.words.say("essence", self.facts, self._settled)
        if self.focus is None:
            return essence
        hits = [hit for hit in self.hits if hit.scan < self.scans.stop]
        ends = self.scans.stop == len(self.record.steps)
        key = "summary_tracked" if ends else "caption_tracked"
        return f"{essence} {self._tracked(key, hits[-1].total if hits else 0.0)}"

    def _tracked(self, key: str, total: float) -> str:
        """A sentence on the tracked cell's sum."""
        number = _number("tracked_total", total, self.numerals.grad_input)
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
            at = self._place()
            cell = f"{at['m']}{self.focus[0]}, {self.focus[1]}{at['c']}"
            names["tracked"] = f"{self.words.label('source')}[{cell}]"
        return names

    def _fields(self, step: Step) -> dict[str, object]:
        window, write = step.window, self.numerals
        cells = [float(self.record.input[cell]) for cell in window.cells()]
        total = reduce(add, cells)
        terms_exact = all(map(write.input.shows, cells))
        total_exact = terms_exact and write.input.shows(total)
        taken = [(row, column) for row, column, _ in step.deltas] or list(step.taken)
        row, column = taken[0] if step.taken else (None, None)
        chances = dict(zip(window.cells(), step.weights, strict=False))
        grad = 0.0 if step.grad is None else step.grad
        delta = step.deltas[0][2] if step.deltas else 0.0
        delta_exact = write.grad_output.shows(grad) and write.grad_input.shows(delta)
        chance = chances.get(taken[0], 1.0) if taken else 1.0
        return {
            "i": step.index[0],
            "j": step.index[1],
            "rows": sliced(window.rows),
            "columns": sliced(window.columns),
            "height": len(window.rows),
            "width": len(window.columns),
            "divisor": step.divisor,
            "ties": len(step.taken),
            **_number("chance", chance, WEIGHT),
            **_number("value", step.value, write.output),
            "value_is": RELATIONS[total_exact and write.output.shows(step.value)],
            "terms_are": RELATIONS[terms_exact],
            **_number("total", total, write.input),
            "total_is": RELATIONS[total_exact],
            **_number("grad", grad, write.grad_output),
            **_number("delta", delta, write.grad_input),
            "delta_is": RELATIONS[delta_exact],
            **_number("added", delta, write.grad_input, write.grad_input.signed),
            "row": row,
            "column": column,
        }

    def _norm(self, terms: list[str]) -> str:
        """The norm of terms, as LP pooling has it."""
        parameters, power = self.record.layer.parameters, self.facts.get("p")
        if "sum" in self._settled:
            return sum_of(terms)
        left, right = "||" if parameters.get("absolute") else ("(", ")")
        bases = [
            f"{left}{term}{right}" if left == "|" or term.startswith(MINUS) else term
            for term in terms
        ]
        if "absolute_sum" in self._settled:
            return " + ".join(ELLIPSIS if ELLIPSIS in base else base for base in bases)
        powers = [ELLIPSIS if ELLIPSIS in base else f"{base}^{power}" for base in bases]
        return f"({' + '.join(powers)})^(1/{power})"

    @cached_property
    def _settled(self) -> set[str]:
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
        }
        found = {name for name, holds in variants.items() if holds}
        if any(record.steps.tie(self.scans) for record in self.records):
            found |= {"ties", *(f"ties_{name}" for name in ("first", "split") if name in found)}
        return found

    def _variants(self, step: Step, *, merged: bool) -> set[str]:
        """The variants of sentences that hold in a scan."""
        variants = {
            "nan": math.isnan(step.value),
            "tied": len(step.taken) > 1,
            "zero": step.value == 0,
            "merged": merged,
        }
        found = {name for name, holds in variants.items() if holds}
        if "first" in self._settled:
            found |= {f"{name}_first" for name in ("nan", "tied") if name in found}
        return found | self._settled


def _number(
    name: str, number: float, write: Numeral, text: Callable[[float], str] | None = None
) -> dict[str, str]:
    """A number as fields of sentences: bare, and with what says that it is rounded."""
    said, exact = (text or write)(number), write.shows(number)
    return {
        name: said,
        f"nearly_{name}": f"{NEARLY[exact]}{said}",
        f"about_{name}": f"{ABOUT[exact]}{said}",
    }


def sliced(cells: range) -> str:
    """Cells as NumPy spells a slice of them.

    Example:
        >>> sliced(range(1, 4)), sliced(range(0, 5, 2))
        ('1:4', '0:5:2')
    """
    step = f":{cells.step}" if cells.step > 1 and len(cells) > 1 else ""
    return f"{cells.start}:{cells.stop}{step}"


def most_terms(line: Callable[[int], str], terms: int, room: Room) -> int:
    """How many of its terms a line can have to fit, at least 3.

    Example:
        >>> terms = ["1", "2", "3", "4", "5"]
        >>> most_terms(lambda most: "+".join(shortened(terms, most)), 5, Room(7))
        4
    """
    counts = range(min(terms, MOST_TERMS), 3, -1)
    return next((most for most in counts if room.fits(line(most))), 3)
