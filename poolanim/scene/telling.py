"""The texts of a scan: code, the tag on the beam, the tracked sum."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from poolanim.layers.axis import Axis
from poolanim.scene.fields import CODED, ScanFields, kinds, sliced
from poolanim.scene.runs import plain

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from poolanim.parameters.sizes import Pair
    from poolanim.scene.adapter import Step
    from poolanim.scene.lines import Hit, Lines

Variants = frozenset[str]


@dataclass
class Telling:
    """The texts of a pass, with the words of `templates/words`.

    Attributes:
        lines: the sentences, the trace, and the formats of its numbers.
    """

    lines: Lines

    @cached_property
    def _stage(self) -> Mapping[str, Any]:
        stage: Mapping[str, Any] = self.lines.words.sentences["stage"]
        return stage

    @property
    def boards(self) -> list[tuple[str, str, str]]:
        """The boards of the pass from left to right: grid, small grid (may be empty), role."""
        return [
            (grid, under, role.format_map(self.lines.facts))
            for grid, under, role in self._stage["boards"]
        ]

    @property
    def joins(self) -> list[tuple[str, str]]:
        """The grids that beams join, from source to target."""
        return [(source, target) for source, target in self._stage["beams"]]

    @cached_property
    def padding(self) -> tuple[int, int, int, int]:
        """The cells above, below, left and right of the input in the array that code indexes."""
        if not self._stage["suffix"] or self.lines.record.layer.padding_value is None:
            return 0, 0, 0, 0
        (top, bottom), (left, right) = (axis.padding for axis in self.lines.record.geometry.axes)
        return top, bottom, left, right

    @property
    def padded(self) -> bool:
        """Whether code indexes the padded array."""
        return any(self.padding)

    @property
    def suffix(self) -> str:
        """The end of the names of padded arrays; empty if there are none."""
        suffix: str = self._stage["suffix"]
        return suffix * self.padded

    def fields(self, step: Step, number: int) -> ScanFields:
        """Returns the fields of a scan."""
        lines = self.lines
        facts = lines.facts | {"scan": number + 1, "suffix": self.suffix}
        fields = ScanFields(facts, lines, step)
        count = len(step.window.rows) * len(step.window.columns)
        delta = step.deltas[0][2] if step.deltas else step.grad or 0.0
        fields["sign"] = "plus" if delta > 0 else "minus" if delta < 0 else "zero"
        fields["at"] = self._slices(step)
        fields["place"] = self._place(step)
        fields["counted"] = self.number_word(count)
        fields["parts"] = self.number_word(int(step.divisor or 0))
        fields["lost"] = self.number_word(self._lost(step))
        fields["tied"] = self.number_word(len(step.taken))
        return fields

    def number_word(self, number: int) -> str:
        """Returns a small number as a word, and a larger number in digits."""
        words: Sequence[str] = self.lines.words.sentences["numbers"]
        return words[number] if number < len(words) else f"{number:,}"

    def _slices(self, step: Step) -> str:
        """Returns the window of a scan as slices of the array that code indexes.

        They leave out what lies beyond that; and all padding if it equals the extreme, which is
        never taken from there.
        """
        record, (row, column) = self.lines.record, step.index
        geometry = record.geometry
        rows, columns = geometry.rows.declared(row), geometry.columns.declared(column)
        equal = step.deltas and step.taken and step.value == record.layer.padding_value
        if equal or not self.padded:
            rows, columns = step.window.rows, step.window.columns
        top, bottom, left, right = self.padding
        height, width = geometry.input_shape
        return self.lines.index(
            _slice(rows, top, top + height + bottom), _slice(columns, left, left + width + right)
        )

    def _place(self, step: Step) -> str:
        """Returns the index of the cell that gives a value, or that gets a gradient.

        For a gradient that is lost, it is the first cell of its window.
        """
        geometry, (row, column) = self.lines.record.geometry, step.index
        declared = geometry.rows.declared(row), geometry.columns.declared(column)
        first = tuple(cells.start for cells in declared)
        cells = [*(cell[:2] for cell in step.deltas[:1]), *step.taken, first]
        top, _, left, _ = self.padding
        return self.lines.index(cells[0][0] + top, cells[0][1] + left)

    def _lost(self, step: Step) -> int:
        """Returns the number of parts on padding, of those that a divisor counts."""
        if step.divisor is None or "overridden" in self.lines.settled:
            return 0
        return int(step.divisor) - len(step.window.rows) * len(step.window.columns)

    def say(self, key: str, fields: Mapping[str, object], variants: Collection[str] = ()) -> str:
        """Returns a sentence of the stage, in the first variant that it has."""
        return self._first(self._stage[key], variants).format_map(fields)

    def code(self, fields: Mapping[str, object], variants: Collection[str]) -> list[str]:
        """Returns the lines of code of a scan, with tags."""
        codes = (self._first(line, variants) for line in self._stage["code"])
        return [code.format_map(fields) for code in codes if code]

    def tags(self, fields: Mapping[str, object], variants: Collection[str]) -> list[str]:
        """Returns the possible texts of a tag, the longest first."""
        ways = self._stage["tag"]
        chosen = ways if isinstance(ways, list) else self._variant(ways, variants)
        return [way.format_map(fields) for way in chosen]

    @staticmethod
    def _variant(ways: Mapping[str, Any], variants: Collection[str]) -> Any:
        return next((ways[name] for name in ways if name in variants), ways.get("plain", ""))

    def _first(self, said: Any, variants: Collection[str]) -> str:
        text: str = said if isinstance(said, str) else self._variant(said, variants)
        return text

    def opening(self) -> list[str]:
        """Returns the code that runs before the first scan, if the film shows that."""
        if self.lines.before:
            return []
        fields = self.lines.facts | self._pads()
        codes = (
            self._first(line, self.settled).format_map(fields) for line in self._stage["opening"]
        )
        return [code for code in codes if code]

    def closing_code(self) -> str:
        """Returns the code that runs after the last scan; empty if none does in the film."""
        if self.lines.after:
            return ""
        return self.say("crop", self.lines.facts | self._pads(), self.settled)

    @cached_property
    def settled(self) -> Variants:
        """The variants that hold in all scans."""
        record, found = self.lines.record, set(self.lines.settled)
        inside, declared = map(np.array, map(record.geometry.counts, (Axis.clipped, Axis.declared)))
        divisors = declared if record.steps.divisors is None else record.steps.divisors
        if self.padded:
            found.add("padded")
        if (divisors != declared).any():
            found.add("divided")
        if "overridden" not in found and (divisors > inside).any():
            found.add("lost")
        if record.layer.parameters.get("p", 1) < 1:
            found.add("falling")
        return frozenset(found)

    def variants(self, step: Step) -> Variants:
        """Returns the variants that hold in a scan."""
        lost, count = self._lost(step), len(step.window.rows) * len(step.window.columns)
        own = {
            "lost": lost > 0,
            "one_lost": lost == 1,
            "single": count == 1,
            "pair": len(step.taken) == 2,
        }
        found = {name for name, holds in own.items() if holds}
        return self.lines.variants(step, merged=True) | (self.settled - own.keys()) | found

    def _pads(self) -> dict[str, object]:
        """Returns the fields of the code that pads and crops arrays."""
        top, bottom, left, right = self.padding
        lines, (rows, columns) = self.lines, self.lines.record.geometry.input_shape
        around = lines.in_order("(0, 0)", (top, bottom), (left, right), "(0, 0)")
        alike = lines.record.layout == "hw" and len(set(self.padding)) == 1
        filled = CODED.get(str(lines.record.layer.padding_value), "")
        whole = filled and lines.record.input.dtype.kind != "f"
        return {
            "around": f"{top if alike else f'({around})'}",
            "filled": filled and f", constant_values={filled}",
            "as_float": ".astype(float)" if whole else "",
            "padded_shape": lines.shape_of((rows + top + bottom, columns + left + right)),
            "crop": lines.in_order(":", f"{top}:{top + rows}", f"{left}:{left + columns}", ":"),
        }

    def longest_codes(self) -> list[str]:
        """Returns the longest form of each line of code in the film."""
        steps = self.lines.record.steps
        seen = dict(zip(kinds(self.lines), range(len(steps)), strict=True)).values()
        rows: list[str] = []
        for number in seen:
            step = steps[number]
            for row, code in enumerate(self.code(self.fields(step, number), self.variants(step))):
                if row == len(rows):
                    rows.append(code)
                rows[row] = max(rows[row], code, key=lambda each: len(plain(each)))
        return rows

    def closing_fields(self) -> dict[str, object]:
        """Returns the fields of the closing frame."""
        facts = self.lines.facts
        divisor = facts["divisor"]
        parts = self.number_word(int(divisor)) if isinstance(divisor, int) else "equal"
        return {**facts, "parts": parts, "counted": self.number_word(int(str(facts["cells"])))}

    def remarks(
        self, fields: Mapping[str, object], *, summed: bool, dotted: bool
    ) -> list[Sequence[str]]:
        """Returns the texts under the sentence of the closing frame, each with shorter forms of it.

        Args:
            fields: the fields of the closing frame.
            summed: whether the sums of the gradients are elsewhere.
            dotted: whether the cells have dots.
        """
        remarks = [] if summed else self._balance()
        dots = self.say("dots", fields, self.settled)
        return [*remarks, [dots]] if dots and dotted else remarks

    def _balance(self) -> list[Sequence[str]]:
        """Returns the sums of the gradients and why they differ, in the words of the stage."""
        words = self.lines.words
        own = {key: said for key, said in self._stage.items() if key.startswith("by_")}
        full = {**words.sentences, **own}
        brief = {**full, "changed": self._stage["changed"]}
        told = [
            replace(self.lines, words=replace(words, sentences=sentences)).balance()
            for sentences in (full, brief)
        ]
        return [told] if all(told) else []

    def tag(self, scan: int) -> tuple[list[str], str]:
        """Returns the texts of a scan's tag, the longest first, and the words under it."""
        step = self.lines.record.steps[scan]
        fields, variants = self.fields(step, scan), self.variants(step)
        return self.tags(fields, variants), self.say("note", fields, variants)

    def mask(self, scan: int, count: int) -> Sequence[str]:
        """Returns the two words at the arrow of the mask, or of the weights; empty without one.

        Args:
            scan: its number from 0.
            count: the number of cells that the value was taken from.
        """
        words: Any = self._stage["mask" if count else "weights"]
        if isinstance(words, dict):
            words = self._variant(words, self.variants(self.lines.record.steps[scan]))
        chosen: Sequence[str] = words[min(count, 2) - 1] if count and words else words
        return chosen

    def slot_texts(self, hits: Sequence[Hit]) -> list[tuple[str, float]]:
        """Returns the number that each scan adds to the tracked cell, as text and as a number."""
        write = self.lines.numerals
        if self.say("slots", {}, self.settled) == "grads":
            return [(write.grad_output(hit.grad), hit.grad) for hit in hits]
        return [(write.delta(hit.delta), hit.delta) for hit in hits]

    def name_of(self, cell: Pair) -> str:
        """Returns the name of the tracked cell in code."""
        top, _, left, _ = self.padding
        name, bracket, index = self.lines.name_of((cell[0] + top, cell[1] + left)).partition("[")
        return f"{name}{self.suffix}{bracket}{index}"


def _slice(cells: range, padding: int, size: int) -> str:
    """Returns the cells of an axis as a slice of an array with padding before them.

    Example:
        >>> _slice(range(-1, 2), 1, 7), _slice(range(5), 0, 5)
        ('0:3', ':')
    """
    shifted = range(cells.start + padding, cells.stop + padding, cells.step)
    return ":" if shifted == range(size) else sliced(shifted)
