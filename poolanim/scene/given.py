"""Writes the parameters of a layer for the head of a figure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from poolanim.parameters.sizes import as_text
from poolanim.scene.lines import ALWAYS_TOLD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from poolanim.scene.lines import Lines

TIMES = re.compile(r"(?<=\d)x(?=\d)")
"""The sign between the sides of a size as users write it."""


def given(lines: Lines, *, short: bool) -> str:
    """Returns the layer's parameters, and the sizes of the grids if the windows depend on them.

    Parameters with their defaults are left out, except the most important ones.

    Args:
        lines: the sentences of the pass, with its layer.
        short: whether to use as few characters as possible.
    """
    layer, sentences = lines.record.layer, lines.words.sentences
    names: Mapping[str, Any] = sentences["parameters"]["short" if short else "long"]
    told = []
    for name, value in layer.parameters.items():
        usual = getattr(type(layer), name, None)
        said = names.get(name, "")
        if isinstance(said, dict):
            said = said.get(as_text(value), "")
        elif isinstance(value, str) and short:
            said = "{}"
        if (name not in ALWAYS_TOLD and value == usual) or as_text(value) == "0":
            continue
        told.append(said.format(TIMES.sub("×" if short else " × ", as_text(value))))
    shape: str = sentences["shape"]
    told.append(shape.format_map(lines.facts))
    return (" " if short else ", ").join(filter(None, told))
