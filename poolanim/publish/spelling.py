"""A figure as the command line that makes it. Needs no NumPy."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from poolanim.figure import Figure
from poolanim.formats.outputs import OUTPUT_PARAMETERS
from poolanim.parameters.table import PARAMETERS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from poolanim.formats.outputs import Output


def command_line(
    figures: Sequence[Figure], outputs: Sequence[Output], files: Mapping[str, str]
) -> str:
    """Returns the command that makes a figure. Values that are the default are left out.

    Args:
        figures: the figure in each of its themes.
        outputs: of the figure.
        files: the name of each file that the figure reads, by its path.

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
    for entry in PARAMETERS:
        if entry.name in given:
            value = given[entry.name]
            words += entry.spelled(files.get(value, value) if isinstance(value, str) else value)
    for output in outputs:
        words += ["-o", str(output.path)]
    for entry in OUTPUT_PARAMETERS:
        asked = {getattr(output, entry.name) for output in outputs} - {entry.default, None}
        for value in sorted(asked, key=str):
            words += entry.spelled(value)
    return shlex.join(words)
