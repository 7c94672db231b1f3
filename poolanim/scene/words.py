"""What figures say: sentences from `templates/words`, filled in for each scan."""

from __future__ import annotations

import tomllib
import unicodedata
from collections import ChainMap
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from poolanim.errors import ParameterError
from poolanim.figure import LABELLED, Figure
from poolanim.resources import templates
from poolanim.scene.formulas import formula, symbol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from poolanim.layers.pool import Pool

    Fields = Mapping[str, object]


NO_WIDTH = "\u2060"
ISOLATE, END_OF_ISOLATE = "\u2068", "\u2069"
"""Characters that are not seen: the first keeps words together, the others keep what is between
them, from right to left or not, apart from what is around."""


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences of one layer's pass in one direction.

    Attributes:
        layer: its name on the figure.
        sentences: by key; `lines` holds those of a scan, each with a `code` and a `note`.
        labels: what the four grids are called, by `input`, `output`, `grad_output`, `grad_input`.
        formula: what the layer computes, in TeX, with a `<divisor>`; empty if it is not wanted.
    """

    layer: str
    sentences: Mapping[str, Any]
    labels: Mapping[str, str]
    formula: str = ""

    def say(self, key: str, fields: Fields) -> str:
        """A sentence, with its fields filled in."""
        return self._filled(self.sentences[key], fields)

    def say_all(self, key: str, fields: Fields) -> list[str]:
        """All sentences of a list, likewise."""
        return [self._filled(sentence, fields) for sentence in self.sentences[key]]

    def label(self, place: str) -> str:
        """What the grid at a place is called: `source`, `result`, or their `small_` numbers."""
        return self.say(place, {})

    @property
    def line_count(self) -> int:
        """How many lines a scan has."""
        return len(self.sentences["lines"])

    def line(self, number: int, column: str, fields: Fields, variants: Collection[str]) -> str:
        """What a line says in its `code` or `note` column, in the first variant that it has."""
        return self._filled(
            _first_of(self.sentences["lines"][number].get(column, {}), variants), fields
        )

    def caption(self, fields: Fields, variants: Collection[str]) -> str:
        """What a scan does, in words, in the first variant that the layer has."""
        return self._filled(_first_of(self.sentences["caption"], variants), fields)

    def _filled(self, sentence: str, fields: Fields) -> str:
        return sentence.format_map(ChainMap({}, fields, self.labels))  # type: ignore[arg-type]


def words_for(figure: Figure, direction: str, layer: Pool) -> Words:
    """The sentences of a figure in `forward` or `backward`.

    Args:
        figure: names the layer, the code that is shown, and the labels.
        direction: of the pass.
        layer: has the parameters that the code tells.

    Raises:
        ParameterError: the framework has no such layer, or not with these parameters.

    Example:
        >>> from poolanim import AvgPool
        >>> words = words_for(Figure(layer="avg", labels="X,Y,dY,dX"), "forward", AvgPool(3))
        >>> words.say("arrow", {"divisor": 9}), words.label("source")
        ('mean of 9', 'X')
    """
    common, own = _read("common"), _read(figure.layer)
    if isinstance(figure.labels, str):
        labels = common["labels"][figure.labels]
    else:
        labels = dict(zip(LABELLED, map(_for_code, figure.labels), strict=True))
    sentences = common | common[direction] | own[direction]
    if figure.code == "none":
        said = [{"note": line["note"]} for line in sentences["lines"] if "note" in line]
        sentences |= {"opening": "", "lines": said}
    elif figure.code != "numpy":
        if figure.code not in own:
            raise ParameterError(
                f"code is {figure.code!r}, which has no {figure.layer} layer; use numpy or none"
            )
        written = common["code"][figure.code][direction]
        call = _call(figure, own[figure.code], labels, layer)
        sentences |= written | {"lines": _with_code(written["lines"], sentences["lines"])}
        labels = labels | {"call": call}
    tex = _formula(figure, direction, labels) if figure.math else ""
    return Words(own["name"], sentences, labels, tex)


def _for_code(label: str) -> str:
    """A label of one's own, such that it has as many characters as columns, and a way of its own.

    Example:
        >>> len(_for_code("dY")), len(_for_code("出力")), len(_for_code("פלט"))
        (2, 4, 5)
    """
    if any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in label):
        return f"{ISOLATE}{label}{END_OF_ISOLATE}"
    wide = (letter for letter in label if unicodedata.east_asian_width(letter) in "WF")
    return label.translate({ord(letter): letter + NO_WIDTH for letter in wide})


def _formula(figure: Figure, direction: str, labels: Mapping[str, str]) -> str:
    """The formula of a layer, with its symbols filled in, but for the divisor."""
    formulas = _read("formulas")
    if figure.layer not in formulas:
        raise ParameterError(f"math: there is no formula of the {figure.layer} layer; leave it out")
    symbols = {name: symbol(labels[name]) for name in LABELLED}
    if figure.labels == "article":
        symbols = formulas["symbols"]["article"]
    return formula(formulas[figure.layer][direction], symbols | {"divisor": "<divisor>"})


def _with_code(code: Sequence[str], lines: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A framework's lines of code, with the notes of others beside them."""
    notes = [line.get("note", {}) for line in lines]
    pairs = zip_longest(code, notes, fillvalue=None)
    return [{"code": {"plain": text or ""}, "note": note or {}} for text, note in pairs]


def _call(figure: Figure, words: Mapping[str, Any], labels: Fields, layer: Pool) -> str:
    """How a framework runs a layer, with those parameters that are not as they are by default."""
    template: str = words["call"]
    parameters = layer.parameters
    options = ""
    for name, value in parameters.items():
        if f"{{{name}}}" in template or value == getattr(type(layer), name, None):
            continue
        if name not in words.get("options", ()):
            raise ParameterError(
                f"{name} is {_spelled(value)}, but {figure.code}'s {figure.layer} layer has no "
                f"{name}; leave it out, or use code numpy or none"
            )
        options += f", {name}={_spelled(value)}"
    spelled = {name: _spelled(value) for name, value in parameters.items()}
    return template.format_map({**labels, **spelled, "options": options})


def _spelled(value: object) -> str:
    """A parameter as Python spells it; a pair of equal numbers as one.

    Example:
        >>> _spelled((3, 3)), _spelled((3, 2)), _spelled("same"), _spelled(True)
        ('3', '(3, 2)', "'same'", 'True')
    """
    if isinstance(value, tuple) and len(set(value)) == 1:
        value = value[0]
    return repr(value)


def _first_of(options: Mapping[str, str], variants: Collection[str]) -> str:
    key = next((key for key in options if key in variants), "plain")
    return options.get(key, "")


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((templates() / "words" / f"{name}.toml").read_text("utf-8"))
