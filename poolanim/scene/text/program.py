"""The code of a pass: what runs before its scans, in each of them, and after them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.records import frozen
from poolanim.scene.text.sentences import chosen
from poolanim.scene.text.values import CODED

if TYPE_CHECKING:
    from collections.abc import Collection

    from poolanim.scene.text.fields import ScanFields
    from poolanim.scene.text.sentences import Fields
    from poolanim.scene.text.story import Story

NUMPY_MODES = {"reflect": "reflect", "replicate": "edge", "circular": "wrap"}
"""NumPy's names of the ways in which padding copies cells."""


@frozen(eq=False)
class Program:
    """The code of a pass.

    Attributes:
        story: the pass.
        settled: the variants that hold in all scans.
    """

    story: Story
    settled: Collection[str]

    def opening(self) -> list[str]:
        """Returns the code that runs before the first scan, if the film shows that."""
        if self.story.before:
            return []
        return self._lines("opening", self._facts, self.settled)

    def closing(self) -> str:
        """Returns the code that runs after the last scan; empty if none does in the film."""
        if self.story.after:
            return ""
        return self.story.words.on_stage("crop", self._facts, self.settled)

    def of_scan(self, fields: ScanFields, variants: Collection[str]) -> list[str]:
        """Returns the lines of code of a scan, with tags."""
        return self._lines("code", fields, variants)

    def _lines(self, key: str, fields: Fields, variants: Collection[str]) -> list[str]:
        codes = (chosen(line, variants) for line in self.story.words.stage[key])
        return [code.format_map(fields) for code in codes if code]

    @property
    def _facts(self) -> dict[str, object]:
        """The fields of the code that pads and crops arrays."""
        view = self.story.view
        filled = CODED.get(str(view.layer.padding_value), "")
        whole = filled and view.read.dtype.kind != "f"
        mode = NUMPY_MODES.get(view.layer.parameters.get("padding_mode", ""))
        return {
            **self.story.facts,
            "filled": filled and f", constant_values={filled}",
            "mode": f', mode="{mode}"' if mode else "",
            "as_float": ".astype(float)" if whole else "",
        }
