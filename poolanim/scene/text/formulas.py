"""Formulas of layers in TeX."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from poolanim.errors import ParameterError
from poolanim.parameters.sizes import both_ends

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from poolanim.figure import Figure
    from poolanim.layers.kernel import Kernel

SPECIAL = re.compile(r"([$%_{}])")
"""The characters with a special meaning in TeX."""
NOT_IN_TEX = re.compile(r"[\\#^~<>\"'`]")


def formula(template: str, symbols: Mapping[str, str]) -> str:
    r"""Returns a formula with its symbols filled in.

    Example:
        >>> print(formula(r"<output> = \max <input>", {"output": "A", "input": "X"}))
        $A = \max X$
    """
    return f"${re.sub('<([a-z_]+)>', lambda name: symbols[name[1]], template)}$"


def symbol(label: str) -> str:
    r"""Returns the label of a grid as a symbol.

    Raises:
        ParameterError: the label has a character that cannot be part of a formula.

    Example:
        >>> print(symbol("grad_input"))
        \mathrm{grad\_input}
    """
    if NOT_IN_TEX.search(label) or not label.isascii():
        raise ParameterError(
            f"labels has {label!r}, which cannot be part of a formula; use plain letters, or leave "
            "math out"
        )
    escaped = SPECIAL.sub(r"\\\1", label).replace(" ", r"\ ")
    return rf"\mathrm{{{escaped}}}"


def indices(figure: Figure, layer: Kernel) -> dict[str, str]:
    r"""Returns the indices in the formula of a layer with a kernel.

    Channels and filters have none if one is drawn, or if each group of them is a layer of its own.

    Example:
        >>> import numpy as np
        >>> from poolanim import Conv, Figure
        >>> layer = Conv(np.ones((3, 3, 4, 1)), stride=2, padding=(1, 0))
        >>> print(indices(Figure(layer="conv"), layer)["at"])
        2i+u-1,\,2j+v
    """
    grouped = figure.group_count > 1
    several = not (isinstance(figure.channel, int) or grouped) and layer.channels > 1
    filters = not (isinstance(figure.filter, int) or grouped) and layer.filters > 1
    given = layer.parameters
    sides = given["padding"]
    before: Sequence[int | str] = "pp"
    if not isinstance(sides, str):
        before = [both_ends(side)[0] for side in sides]
    steps = zip("ij", "uv", given["stride"], given["dilation"], before, strict=True)
    return {
        "at": r",\,".join(_place(*each) for each in steps),
        "c": ",c" if several else "",
        "f": ",f" if filters else "",
        "of_f": "_f" if filters else "",
    }


def _place(scan: str, cell: str, stride: int, dilation: int, before: int | str) -> str:
    """Returns the index along an axis of the cell that a cell of a kernel meets."""
    factors = (f"{number}" if number > 1 else "" for number in (stride, dilation))
    terms = (factor + letter for factor, letter in zip(factors, scan + cell, strict=True))
    return "+".join(terms) + (f"-{before}" if before else "")
