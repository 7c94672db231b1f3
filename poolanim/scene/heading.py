"""The texts in the head of a pass: its name, the layer's parameters, and the count of scans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.records.tuples import NamedTuple
from poolanim.scene.text.given import headed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from poolanim.scene.boards.setting import Measure
    from poolanim.scene.canvas import Canvas
    from poolanim.scene.text.story import Story

ARROWS = {"forward": "→", "backward": "←"}


class Heading(NamedTuple):
    """The texts in the head of a pass.

    Attributes:
        what: the name of the pass, with its arrow; may be empty.
        ways: texts of the layer's parameters, which may be empty: all, and those alone that the
            rest of the figure does not show.
        story: the pass.
    """

    what: str
    ways: tuple[str, str]
    story: Story

    @classmethod
    def of(cls, story: Story) -> Heading:
        """Returns the texts of a pass."""
        name = story.words.sentences["heading"]
        what = f"{ARROWS[story.view.shown.name]} {name}" if name else ""
        return cls(what, (headed(story), headed(story, whole=False)), story)

    @property
    def scans(self) -> int:
        """The number of scans of the pass."""
        return len(self.story.view.shown)

    def counted(self, done: int, when: str) -> tuple[str, str]:
        """Returns the count of scans: its bold part, and the rest.

        Args:
            done: the number of scans that are over or shown.
            when: `opening`, `scan` or `closing`.
        """
        story, scans = self.story, self.scans
        if when == "opening" and len(story.scans) < scans:
            return "", story.opening_count()
        if when == "closing" and story.after:
            when = "scan"
        word = story.number_word(scans)
        counts = story.words.sentences["counts"]
        said: Sequence[str] = (counts["single"] if scans == 1 else counts)[when]
        number, rest = (text.format(done=done, scans=scans, word=word) for text in said)
        return number, rest

    def count_width(self, canvas: Canvas, measure: Measure) -> float:
        """Returns the width of the longest count."""
        texts = ("".join(self.counted(self.scans, w)) for w in ("opening", "scan", "closing"))
        return max(measure(text, canvas.label, "number-bold") for text in texts)
