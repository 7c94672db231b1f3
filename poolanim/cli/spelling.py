"""A figure as the command line that makes it. Needs no NumPy."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, Any

from poolanim.figure import Figure
from poolanim.options import OPTIONS, OUTPUT_OPTIONS
from poolanim.parameters import PairField, as_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from poolanim.formats.outputs import Output
    from poolanim.options import Option


def command_line(
    figures: Sequence[Figure], outputs: Sequence[Output], files: Mapping[str, str]
) -> str:
    """What to type for a figure. What goes without saying is not said.

    Args:
        figures: its spec in each of its themes.
        outputs: what it is written to.
        files: what to call each file that it reads, by its path.

    Example:
        >>> from poolanim.formats.outputs import Output
        >>> figure = Figure(layer="max", kernel_size=2, padding=(1, 0), input=[[1, 2], [3, 4]])
        >>> command_line([figure], [Output("a.png", still="first")], {})
        "poolanim max --size 2 --padding 1x0 --input '1 2; 3 4' -o a.png --still first"
    """
    figure = figures[0]
    usual = vars(Figure(layer=figure.layer))
    given = {name: value for name, value in vars(figure).items() if value != usual[name]}
    if len(figures) > 1:
        given["theme"] = ",".join(files.get(each.theme, each.theme) for each in figures)
    words = ["poolanim", figure.layer]
    for option in OPTIONS:
        if option.field in given:
            value = given[option.field]
            words += _words(option, files.get(value, value) if isinstance(value, str) else value)
    for output in outputs:
        words += ["-o", str(output.path)]
    for option in OUTPUT_OPTIONS:
        asked = {getattr(output, option.field) for output in outputs} - {option.default, None}
        for value in sorted(asked, key=str):
            words += _words(option, value)
    return shlex.join(words)


def _words(option: Option, value: Any) -> Iterator[str]:
    """The words that give an option a value."""
    long = next(flag for flag in option.flags.split() if flag.startswith("--"))
    on, _, off = long.partition("/")
    if isinstance(value, bool):
        yield on if value else off
    else:
        yield from (on, _text(option.field, value))


def _text(field: str, value: Any) -> str:
    """A value as the command line reads it; numbers in more than rows are for a file."""
    kind = vars(Figure).get(field)
    if field == "labels" and not isinstance(value, str):
        return ",".join(value)
    if field in ("input", "grad") and not isinstance(value, str):
        if not isinstance(value[0], tuple):
            return json.dumps(value)
        deep = any(isinstance(cell, tuple) for row in value for cell in row)
        return "FILE.json" if deep else "; ".join(" ".join(map(str, row)) for row in value)
    if isinstance(kind, PairField) and kind.separator != "x":
        return kind.separator.join(map(str, value))
    return as_text(value)
