"""What a pass tells of a scan beside its boards: code, the tag on the beam, the tracked sum."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from poolanim.parameters.sizes import as_text
from poolanim.scene.fields import ScanFields, sliced
from poolanim.scene.lines import ALWAYS_TOLD
from poolanim.scene.runs import plain

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from poolanim.parameters.sizes import Pair
    from poolanim.scene.adapter import Step
    from poolanim.scene.lines import Hit, Lines

Variants = frozenset[str]


@dataclass
class Telling:
    """What a pass tells, in the words of `templates/words`.

    Attributes:
        lines: the sentences, the trace, and how its numbers are written.
        code_room: the width of the longest line of code.
    """

    lines: Lines
    code_room: float = 0

    @cached_property
    def _stage(self) -> Mapping[str, Any]:
        stage: Mapping[str, Any] = self.lines.words.sentences["stage"]
        return stage

    @property
    def boards(self) -> list[tuple[str, str, str]]:
        """The boards of the pass from left to right: grid, small grid or nothing, role."""
        return [
            (grid, under, role.format_map(self.lines.facts))
            for grid, under, role in self._stage["boards"]
        ]

    @cached_property
    def padding(self) -> tuple[int, int, int, int]:
        """The cells that windows cover above, below, left and right of the input."""
        geometry = self.lines.record.geometry
        reached, inside = geometry.reached(), geometry.unpadded()
        return (
            inside.top - reached.top,
            reached.bottom - inside.bottom,
            inside.left - reached.left,
            reached.right - inside.right,
        )

    @property
    def padded(self) -> bool:
        """Whether code indexes the padded array."""
        return any(self.padding)

    def fields(self, step: Step, number: int) -> ScanFields:
        """Returns the fields of a scan."""
        lines = self.lines
        facts = lines.facts | {"scan": number + 1, "suffix": "_pad" if self.padded else ""}
        fields = ScanFields(facts, lines, step)
        fields["at"] = self.slices(step)
        count = step.window.height and len(list(step.window.cells()))
        delta = step.deltas[0][2] if step.deltas else step.grad or 0.0
        fields["sign"] = "plus" if delta > 0 else "minus" if delta < 0 else "zero"
        whole = self.lines.record.geometry.whole_window(step.index)
        cells = len(whole.rows) * len(whole.columns)
        fields["whole"], fields["lost"] = self.number_word(cells), self.number_word(cells - count)
        fields["count"] = count
        fields["counted"] = self.number_word(count)
        return fields

    def number_word(self, number: int) -> str:
        """Returns a small number as a word.

        Larger ones are digits.
        """
        words: Sequence[str] = self.lines.words.sentences["numbers"]
        return words[number] if number < len(words) else f"{number:,}"

    def slices(self, step: Step) -> str:
        """Returns the window of a scan as slices of the array that code indexes."""
        window = self.lines.record.geometry.whole_window(step.index)
        top, _, left, _ = self.padding
        rows = range(window.rows.start + top, window.rows.stop + top, window.rows.step)
        columns = range(
            window.columns.start + left, window.columns.stop + left, window.columns.step
        )
        return self.lines.index(sliced(rows), sliced(columns))

    def say(self, key: str, fields: Mapping[str, object], variants: Collection[str] = ()) -> str:
        """Returns a sentence of the stage, in the first variant that it has; empty without one."""
        return self._first(self._stage.get(key, ""), variants).format_map(fields)

    def code(self, fields: Mapping[str, object], variants: Collection[str]) -> list[str]:
        """Returns the lines of code of a scan, with tags."""
        codes = (self._first(line, variants) for line in self._stage["code"])
        return [code.format_map(fields) for code in codes if code]

    def tags(self, fields: Mapping[str, object], variants: Collection[str]) -> list[str]:
        """Returns what a tag may say, the fullest first."""
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
        """Returns the code that runs before the first scan."""
        fields = self.lines.facts | self._pads()
        codes = (
            self._first(line, self.settled).format_map(fields) for line in self._stage["opening"]
        )
        return [code for code in codes if code]

    def closing_code(self) -> str:
        """Returns the code that runs after the last scan; empty if there is none."""
        return self.say("crop", self.lines.facts | self._pads(), self.settled)

    @cached_property
    def settled(self) -> Variants:
        """The variants that hold in all scans."""
        return frozenset(self.lines.settled | ({"padded"} if self.padded else set()))

    def _pads(self) -> dict[str, object]:
        """Returns how the padded array is made, and cropped."""
        top, bottom, left, right = self.padding
        geometry = self.lines.record.geometry
        rows, columns = geometry.input_shape
        lines = self.lines
        around = lines.in_order("(0, 0)", (top, bottom), (left, right), "(0, 0)")
        padded = lines.shape_of((rows + top + bottom, columns + left + right))
        crop = lines.in_order(":", f"{top}:{top + rows}", f"{left}:{left + columns}", ":")
        return {"around": around, "padded_shape": padded, "crop": crop}

    def longest_codes(self) -> list[str]:
        """Returns for each line of code the longest that the film shows, about so long at least."""
        steps = self.lines.record.steps
        seen = {0, len(steps) - 1, *self._odd(len(steps))}
        rows: list[str] = []
        for number in sorted(seen):
            step = steps[number]
            for row, code in enumerate(self.code(self.fields(step, number), self.variants(step))):
                if row == len(rows):
                    rows.append(code)
                rows[row] = max(rows[row], code, key=lambda each: len(plain(each)))
        return rows

    @staticmethod
    def _odd(scans: int) -> range:
        """Returns some scans, evenly chosen."""
        return range(0, scans, max(scans // 8, 1))

    def variants(self, step: Step) -> Variants:
        """Returns the variants that hold in a scan."""
        reaches = self.lines.record.geometry.reaches(step.index)
        found = self.lines.variants(step, merged=True) | self.settled
        return found | {"reaches"} if reaches else found

    def closing_fields(self) -> dict[str, object]:
        """Returns the fields of the closing frame."""
        facts = self.lines.facts
        divisor = facts["divisor"]
        parts = self.number_word(int(divisor)) if isinstance(divisor, int) else "equal"
        return {**facts, "parts": parts, "counted": self.number_word(int(str(facts["cells"])))}

    def remarks(self, fields: Mapping[str, object], *, summed: bool, dotted: bool) -> list[str]:
        """Returns what the closing frame says under its sentence.

        Args:
            fields: of the closing frame.
            summed: whether the sums of the gradients stand elsewhere.
            dotted: whether the cells have dots.
        """
        balanced = [] if summed else [note for _, note in self.lines.closing()[1:]]
        dots = [self.say("dots", fields, self.settled)] * dotted
        return [*balanced, *dots, self.closing_code()]

    def parameters(self, *, short: bool = False) -> str:
        """Returns the layer's parameters in words, or in as few characters as possible."""
        names = self.lines.words.sentences["parameters"]
        layer = self.lines.record.layer
        told = []
        for name, value in layer.parameters.items():
            usual = getattr(type(layer), name, None)
            if name not in ALWAYS_TOLD and value == usual:
                continue
            if name in names.get("unsaid", ()) or (name == "padding" and as_text(value) == "0"):
                continue
            word = names["short" if short else "long"].get(name, name.replace("_", " "))
            told.append(f"{word}{'' if short else ' '}{as_text(value)}")
        return (" " if short else ", ").join(told)

    def slot_texts(self, hits: Sequence[Hit]) -> list[tuple[str, float]]:
        """Returns what each scan adds to the tracked cell, as text and as a number."""
        write = self.lines.numerals
        if self._stage["slots"] == "grads":
            return [(write.grad_output(hit.grad), hit.grad) for hit in hits]
        return [(write.delta(hit.delta), hit.delta) for hit in hits]

    def name_of(self, cell: Pair) -> str:
        """Returns the name of the tracked cell, as code has it."""
        top, _, left, _ = self.padding
        name, bracket, index = self.lines.name_of((cell[0] + top, cell[1] + left)).partition("[")
        return f"{name}{'_pad' * self.padded}{bracket}{index}"
