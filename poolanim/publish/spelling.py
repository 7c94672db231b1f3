"""Spells a figure as a command line. Loads no NumPy."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

from poolanim.figure import Figure
from poolanim.formats import looks
from poolanim.formats.outputs import OUTPUT_PARAMETERS
from poolanim.parameters.table import PARAMETERS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from poolanim.formats.outputs import Output


def differing(figure: Figure, other: Figure) -> dict[str, Any]:
    """Returns the fields in which a figure differs from another."""
    others = vars(other)
    return {name: value for name, value in vars(figure).items() if value != others[name]}


def options(fields: Mapping[str, Any]) -> list[str]:
    """Returns the options of a command line for fields of a figure.

    Example:
        >>> options({"kernel_size": (3, 2), "math": True})
        ['--size', '3x2', '--math']
    """
    given = (each for each in PARAMETERS if each.name in fields)
    return [word for each in given for word in each.spelled(fields[each.name])]


def command_line(
    figures: Sequence[Figure], outputs: Sequence[Output], files: Mapping[str, str]
) -> str:
    """Returns the command that makes a figure. Values that are the default are left out.

    Args:
        figures: the figure in each of its looks.
        outputs: the outputs of the figure.
        files: the names of the files that the figure reads, by path.

    Example:
        >>> from poolanim.formats.outputs import Output
        >>> figure = Figure(layer="max", kernel_size=2, padding=(1, 0), input=[[1, 2], [3, 4]])
        >>> command_line([figure], [Output("a.png", still="first")], {})
        "poolanim max --size 2 --padding 1x0 --input '1 2; 3 4' -o a.png --still first"
    """
    figure = figures[0]
    others = differing(figure, Figure(layer=figure.layer))
    # None is for what has no meaning beside the other fields.
    given = {name: value for name, value in others.items() if value is not None}
    for field in looks.differing(figures):
        values = dict.fromkeys(getattr(each, field) for each in figures)
        given[field] = ",".join(files.get(value, value) for value in values)
    named = {
        name: files.get(value, value) if isinstance(value, str) else value
        for name, value in given.items()
    }
    words = ["poolanim", figure.layer, *options(named)]
    for output in outputs:
        words += ["-o", str(output.path)]
    for entry in OUTPUT_PARAMETERS:
        asked = {getattr(output, entry.name) for output in outputs} - {entry.default, None}
        for value in sorted(asked, key=str):
            words += entry.spelled(value)
    return shlex.join(words)
