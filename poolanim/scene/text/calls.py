"""Writes the code with which PyTorch and Keras run a layer."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from poolanim.errors import ParameterError
from poolanim.layers.table import LAYERS
from poolanim.parameters.sizes import as_text
from poolanim.scene.text.sentences import chosen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from poolanim.figure import Figure
    from poolanim.layers.kernel import Kernel
    from poolanim.layers.layer import Layer
    from poolanim.tracing.record import Trace


def call(
    figure: Figure,
    words: Mapping[str, Any],
    arrays: Mapping[str, object],
    layer: Layer,
    options: Sequence[str],
) -> str:
    """Returns the code with which a framework runs a layer.

    Args:
        figure: the figure, with the layer's name and the framework.
        words: the framework's call, of which there may be variants for words of padding, the
            spellings of its options, and their other names.
        arrays: the arguments of the layer, by name.
        layer: the layer. Parameters that have the framework's defaults are left out.
        options: more options, as code.

    Raises:
        ParameterError: the framework's layer lacks a parameter.
    """
    template: str = chosen(words["call"], {str(layer.parameters.get("padding"))})
    parameters, usual = layer.parameters, LAYERS[figure.layer].usual(figure.code)
    told = []
    for name, value in parameters.items():
        said = f"{{{name}}}" in template or name in words.get("unsaid", ())
        if said or value == usual.get(name, getattr(type(layer), name, None)):
            continue
        spelling = _spelling(words.get("options", {}).get(name, {}), value)
        if spelling is None:
            raise ParameterError(
                f"{name} is {as_text(value)}, but {figure.code}'s {figure.layer} layer has no such "
                f"{name}; leave it out, or use code numpy or none"
            )
        told.append(f"{words.get('names', {}).get(name, name)}={spelling}")
    spelled = {name: _spelled(value) for name, value in parameters.items()}
    more = "".join(f", {option}" for option in (*told, *options))
    return template.format_map({**arrays, **spelled, "options": more})


def weights_in(spellings: Mapping[str, Mapping[str, str]], layer: Kernel) -> dict[str, str]:
    """Returns the weights of a layer as a framework takes them, as code, with a field for each.

    Args:
        spellings: of `weight` and `bias`, by the number of their axes.
        layer: the layer.

    Example:
        >>> from poolanim import Conv
        >>> spellings = {"weight": {"2": "{array}[None]"}, "bias": {"0": "{array}[None]"}}
        >>> weights_in(spellings, Conv([[1]], bias=[2]))
        {'weight': '{weight}[None]', 'bias': '{bias}[None]'}
    """
    ranks = {"weight": np.ndim(layer.weight), "bias": int(layer.filters > 1)}
    return {
        name: spellings[name][str(rank)].format(array=f"{{{name}}}")
        for name, rank in ranks.items()
        if getattr(layer, name) is not None
    }


def _spelling(spellings: Mapping[str, Any] | bool, value: object) -> str | None:
    """Returns an option as code; None if the framework has no such value.

    Args:
        spellings: of words; `{ numbers = true }`, or true alone, if it takes numbers as they are.
        value: the value. Sides that differ are no numbers for any framework.

    Example:
        >>> spellings = {"numbers": True, "same-upper": "'same'"}
        >>> _spelling(spellings, (1, 1)), _spelling(spellings, "same-upper"), _spelling(True, "x")
        ('1', "'same'", None)
    """
    words: Mapping[str, Any] = {"numbers": spellings} if isinstance(spellings, bool) else spellings
    if isinstance(value, str):
        return words.get(value)
    uneven = isinstance(value, tuple) and any(isinstance(side, tuple) for side in value)
    if words.get("numbers") and not uneven:
        return _spelled(value)
    return words.get(as_text(value))


def _spelled(value: object) -> str:
    """Returns a parameter as code of Python. A pair of equal numbers becomes one number.

    Example:
        >>> _spelled((3, 3)), _spelled((3, 2)), _spelled(True), _spelled(float("inf"))
        ('3', '(3, 2)', 'True', "float('inf')")
    """
    if isinstance(value, tuple) and len(set(value)) == 1:
        value = value[0]
    endless = isinstance(value, float) and math.isinf(value)
    return f"float('{value}')" if endless else repr(value)


def check_gradient(figure: Figure, trace: Trace) -> None:
    """Checks that the framework of the shown code computes the gradient that is drawn.

    At a root of 0, PyTorch multiplies an infinite slope by 0. The drawn gradient there is 0.

    Raises:
        ParameterError: PyTorch computes NaN instead.
    """
    p = trace.layer.parameters.get("p")
    if figure.code != "torch" or p is None or not 0 < p < 1 or figure.direction == "forward":
        return
    if (trace.grids["output"] == 0).any():
        raise ParameterError(
            f"p is {as_text(p)}, and a window contains only zeros; torch's gradient is NaN there, "
            "and not 0 as drawn; use code numpy or none"
        )
