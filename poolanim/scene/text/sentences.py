"""The sentences of a pass, with fields that are filled in for each scan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from poolanim.records import frozen

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


class Fields(Protocol):
    """The values of the names in braces."""

    def __getitem__(self, name: str, /) -> object:
        """Returns the value of a name."""


@frozen(eq=False)
class Words:
    """The sentences of one layer's pass in one direction.

    Attributes:
        layer: its name on the figure.
        sentences: the sentences by key, with the labels filled in. `stage` contains the texts on
            the figure; the others describe it beside it.
        names: the labels of the grids.
        formula: the formula of the layer, in TeX, with a `<divisor>`; empty if none is shown.
    """

    layer: str
    sentences: Mapping[str, Any]
    names: Mapping[str, str]
    formula: str = ""

    @property
    def stage(self) -> Mapping[str, Any]:
        """The texts on the figure."""
        stage: Mapping[str, Any] = self.sentences["stage"]
        return stage

    def say(self, key: str, fields: Fields, variants: Collection[str] = ()) -> str:
        """Returns a sentence in the first variant that it has, with its fields filled in."""
        return _said(self.sentences[key], fields, variants)

    def on_stage(self, key: str, fields: Fields, variants: Collection[str]) -> str:
        """Returns a text on the figure, likewise."""
        return _said(self.stage[key], fields, variants)

    def say_all(self, key: str, fields: Fields) -> list[str]:
        """Returns all sentences of a list, with their fields filled in."""
        return [sentence.format_map(fields) for sentence in self.sentences[key]]


def _said(said: Any, fields: Fields, variants: Collection[str]) -> str:
    text: str = chosen(said, variants)
    return text.format_map(fields)


def chosen(said: Any, variants: Collection[str]) -> Any:
    """Returns of a table of variants the first that holds, or `plain`, or ""; all else as it is.

    Example:
        >>> chosen({"tied": "twice", "plain": "once"}, ["tied"]), chosen({"tied": "twice"}, [])
        ('twice', '')
    """
    if not isinstance(said, dict):
        return said
    key = next((key for key in said if key in variants), "plain")
    return said.get(key, "")
