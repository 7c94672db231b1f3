"""Reads the sentences of a figure from `templates/words`."""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, cast

from poolanim.errors import ParameterError
from poolanim.files.resources import templates
from poolanim.layers.table import LAYERS
from poolanim.parameters.domains import GATHER
from poolanim.parameters.table import ALL, CHANNEL
from poolanim.scene.runs import plain
from poolanim.scene.text.calls import call, weights_in
from poolanim.scene.text.labels import FIELD, can_be_names, for_code
from poolanim.scene.text.sentences import Words, chosen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from poolanim.figure import Figure
    from poolanim.layers.kernel import Kernel
    from poolanim.layers.layer import Layer

NOT_SAID = ("forward", "backward", GATHER, "labels", "code")
"""The tables in the words of all layers that are not shared by all passes, or are no sentences."""
NO_CODE: dict[str, Any] = {"opening": [], "code": [], "crop": "", "suffix": ""}
"""What a stage says in code of its own."""
CODED = ("opening", "code", "crop")
"""What of that has names of arrays."""


def words_for(figure: Figure, direction: str, layer: Layer, layout: str) -> Words:
    """Returns the sentences of a figure for one pass.

    Args:
        figure: the figure, with the layer's name, the code and the labels.
        direction: `forward` or `backward`.
        layer: the layer, whose parameters the code contains.
        layout: the layout of the input, which the code uses.

    Raises:
        ParameterError: the framework has no such layer, or not with these parameters.

    Example:
        >>> from poolanim import AvgPool, Figure
        >>> figure = Figure(layer="avg", labels="X,Y,dY,dX")
        >>> words = words_for(figure, "forward", AvgPool(3), "hw")
        >>> words.names["input"], words.say("essence", {})
        ('X', 'Each scan gives the mean of the numbers under the window.')
    """
    common, own = _read("common"), _own(figure.layer)
    if isinstance(figure.labels, str):
        labels = _labels(figure.layer, figure.labels)
    else:
        labels = dict(zip(figure.entry.grids, map(for_code, figure.labels), strict=True))
    shared = {key: said for key, said in common.items() if key not in NOT_SAID}
    part = GATHER if direction == "backward" and figure.form == GATHER else direction
    told = own[part]
    if part == "backward" and "wrt" in own:
        told = _merged(told, own["wrt"].get(figure.wrt, {}))
    sentences = shared | common[part] | told
    stage = _merged(common[part]["stage"], told.get("stage", {}))
    sentences["stage"] = stage | _coded(figure, direction, layer, layout)
    sentences["shape"] = own.get("shape", "")
    sentences["heading"] = _heading(figure, sentences["name"])
    tex = _formula(figure, direction, layer, labels) if figure.math else ""
    sentences = _named(sentences, labels, _labels(figure.layer, "article"), own.get("nouns", {}))
    return Words(own["name"], sentences, labels | sentences["made"], tex)


def _labels(layer: str, names: str) -> dict[str, str]:
    """Returns the labels of a layer's grids, such as those of the article."""
    shared, own = _read("common")["labels"][names], _own(layer).get("labels", {})
    return {**shared, **own.get(names, {})}


def _heading(figure: Figure, name: str) -> str:
    """Returns the name of a pass in the title; empty if the user's title replaces all of it."""
    if figure.title is not None and figure.direction != "both":
        return ""
    if figure.like is None:
        return name
    return str(_read("common")["like"]).format(name=name, like=figure.like)


def _coded(figure: Figure, direction: str, layer: Layer, layout: str) -> dict[str, Any]:
    """Returns what a stage says in other code than NumPy's.

    Raises:
        ParameterError: the framework has no such layer, or not with these parameters.
    """
    if figure.code == "numpy":
        return {}
    if figure.code == "none":
        return NO_CODE
    own = _own(figure.layer).get(figure.code)
    if not own:
        raise ParameterError(
            f"code is {figure.code!r}, which has no {figure.layer} layer; use numpy or none"
        )
    code = _read("common")["code"][figure.code]
    arrays = {name: f"{{{name}}}" for name in figure.entry.grids} | {"indices": "indices"}
    taken = {name: code["of_layout"][layout].format(array=array) for name, array in arrays.items()}
    options, plus = [code["options"][layout]] if layout in code["options"] else [], ""
    if figure.entry.kernel_layout:
        weighted = cast("Kernel", layer)
        _check_code(figure, weighted)
        taken |= weights_in(code["of_weights"], weighted)
        if weighted.bias is not None:
            options += [code["bias"].format_map(taken)] if "bias" in code else []
            plus = code.get("plus", "").format_map(taken)
        layout = figure.output_layout(layout, weighted.filters)
    made = call(figure, own, taken, layer, options)
    of_layer = isinstance(own["call"], str) and "{input}" not in own["call"]
    applied = f"{made}({taken['input']})" if of_layer else made
    whole = code["to_layout"][layout]
    calls = {
        "made": made,
        "call": whole.format(array=applied) + plus,
        "call_of_pool": whole.format(array=f"pool({taken['input']})"),
    }
    told = {**code[direction]["stage"], **own.get(direction, {})}
    if direction == "backward":
        told |= own.get("wrt", {}).get(figure.wrt, {}) | code["forms"].get(figure.form, {})
    stage: dict[str, Any] = _filled(told, tuple(calls.items()))
    return NO_CODE | stage


def _check_code(figure: Figure, layer: Kernel) -> None:
    """Raises ParameterError if code of a framework would not compute what is drawn."""
    for name, count in (("channel", layer.channels), ("filter", layer.filters)):
        if getattr(figure, name) not in (None, ALL) and count > 1:
            advice = f"code of {figure.code} runs all of them; leave it out, or use code numpy"
            given, spelled = getattr(figure, name), CHANNEL.spell
            raise ParameterError.about(name, given, advice, depends=("code",), spelled=spelled)
    if layer.bias is None and figure.wrt in ("bias", "all"):
        advice = f"code of {figure.code} needs a bias for it; give one, or use code numpy"
        raise ParameterError.about("wrt", figure.wrt, advice, depends=("code", "bias"))


def _named(
    sentences: dict[str, Any],
    labels: Mapping[str, str],
    article: Mapping[str, str],
    nouns: Mapping[str, str],
) -> dict[str, Any]:
    """Returns the sentences with the labels filled in.

    Code uses the labels of the article if the others cannot be names in code.
    """
    escaped = {name: label.replace("{", "{{").replace("}", "}}") for name, label in labels.items()}
    said = {**nouns, **escaped}
    filled: dict[str, Any] = _filled(sentences, tuple(said.items()))
    stage = {key: sentences["stage"][key] for key in CODED}
    if not can_be_names(labels, map(plain, _texts(stage))):
        filled["stage"] |= _filled(stage, tuple({**nouns, **article}.items()))
    return filled


def _texts(sentences: Any) -> list[str]:
    """Returns all texts within tables and lists."""
    if isinstance(sentences, str):
        return [sentences]
    parts = sentences.values() if isinstance(sentences, dict) else sentences
    return [text for part in parts for text in _texts(part)]


def _filled(sentences: Any, labels: tuple[tuple[str, str], ...]) -> Any:
    """Returns tables and lists of sentences with labels in place of the names in braces.

    Example:
        >>> _filled({"plain": ["{input}[{index}]"]}, (("input", "X"),))
        {'plain': ['X[{index}]']}
    """
    match sentences:
        case str():
            return _filled_text(sentences, labels) if "{" in sentences else sentences
        case list():
            return [_filled(each, labels) for each in sentences]
    return {key: _filled(each, labels) for key, each in sentences.items()}


@lru_cache(maxsize=1024)  # the figures of a batch have the same sentences and labels
def _filled_text(text: str, labels: tuple[tuple[str, str], ...]) -> str:
    names = dict(labels)
    return FIELD.sub(lambda field: names.get(field[1], field[0]), text)


def _formula(figure: Figure, direction: str, layer: Layer, labels: Mapping[str, str]) -> str:
    """Returns the formula of a layer with its symbols filled in, except the divisor."""
    from poolanim.scene.text.formulas import formula, indices, symbol

    formulas = _read("formulas")
    names = (figure.layer, _read(figure.layer).get("base"))
    of_layer = next((formulas[name] for name in names if name in formulas), None)
    if of_layer is None:
        raise ParameterError(f"math: there is no formula of the {figure.layer} layer; leave it out")
    symbols = {name: symbol(labels[name]) for name in figure.entry.grids}
    if figure.labels == "article":
        symbols = formulas["symbols"]["article"]
        if figure.entry.kernel_layout:
            symbols = symbols | formulas["symbols"]["convolution"]
    if figure.entry.kernel_layout:
        symbols = symbols | indices(figure, cast("Kernel", layer))
    template = of_layer[direction]
    if not isinstance(template, str):
        absolute = "absolute" if figure.parameters.get("absolute") else "plain"
        biased = "biased" if figure.bias is not None else "plain"
        sized = "sized" if figure.output_size is not None else "plain"
        kinds = {str(figure.parameters.get("ties")), absolute, biased, sized, str(figure.wrt)}
        template = chosen(template, kinds)
    return formula(template, symbols | {"divisor": "<divisor>"})


@cache
def _own(name: str) -> dict[str, Any]:
    """Returns a layer's words, merged with the words on which they are based."""
    own = _read(name)
    return _merged(_own(own["base"]), own) if "base" in own else own


def _merged(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Returns nested tables in which values of `own` replace values of `base`."""
    merged = dict(base)
    for key, value in own.items():
        old = merged.get(key)
        both = isinstance(old, dict) and isinstance(value, dict)
        merged[key] = _merged(old, value) if both else value  # type: ignore[arg-type]
    return merged


@cache
def _read(name: str) -> dict[str, Any]:
    known = LAYERS[name].words_file if name in LAYERS else templates() / "words" / f"{name}.toml"
    return tomllib.loads(known.read_text("utf-8"))
