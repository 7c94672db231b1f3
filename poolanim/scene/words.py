"""What figures say: sentences from `templates/words`, filled in for each scan."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from poolanim.resources import templates

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    Fields = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences of one layer's pass in one direction.

    Attributes:
        layer: its name on the figure.
        sentences: by key; `lines` holds those of a scan, each with a `code` and a `note`.
    """

    layer: str
    sentences: Mapping[str, Any]

    def say(self, key: str, fields: Fields) -> str:
        """A sentence, with its fields filled in."""
        sentence: str = self.sentences[key]
        return sentence.format_map(fields)

    @property
    def line_count(self) -> int:
        """How many lines a scan has."""
        return len(self.sentences["lines"])

    def line(self, number: int, column: str, fields: Fields, variants: Collection[str]) -> str:
        """What a line says in its `code` or `note` column, in the first variant that it has."""
        options: Mapping[str, str] = self.sentences["lines"][number].get(column, {})
        key = next((key for key in options if key in variants), "plain")
        return options.get(key, "").format_map(fields)


def words_for(layer: str, direction: str) -> Words:
    """The sentences of a layer, by its command's name, in `forward` or `backward`.

    Example:
        >>> words_for("avg", "forward").say("arrow", {"divisor": 9})
        'mean of 9'
    """
    common, own = _read("common"), _read(layer)
    return Words(own["name"], common | common[direction] | own[direction])


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((templates() / "words" / f"{name}.toml").read_text("utf-8"))
