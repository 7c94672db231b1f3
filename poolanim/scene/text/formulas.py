"""Formulas of layers in TeX."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from poolanim.errors import ParameterError

if TYPE_CHECKING:
    from collections.abc import Mapping

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
