"""Grids of one row or one column: the parameters of one dimension. Loads no NumPy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poolanim.errors import ParameterError
from poolanim.parameters.sizes import both_ends, by, spell

if TYPE_CHECKING:
    from collections.abc import Mapping

    from poolanim.parameters.sizes import Pair

ACROSS = {
    "kernel_size": 1,
    "stride": 1,
    "dilation": 1,
    "output_size": 1,
    "padding": 0,
    "output_padding": 0,
}
"""The parameters that have a number for each axis, with the one across a line."""


def along_line(
    parameters: Mapping[str, Any], plane: Pair, kernel: Pair | None = None
) -> dict[str, Any]:
    """Returns parameters for a grid. Over a line, one number stands for the axis of the line.

    A line is a grid of one row or one column. A window over it that is wider than that axis has
    two dimensions, and so have all parameters.

    Args:
        parameters: of a figure.
        plane: (height, width) of the grid.
        kernel: (height, width) of the weights of a layer that has some.

    Example:
        >>> given = {"kernel_size": (3, 3), "padding": (1, 1), "ties": "all"}
        >>> along_line(given, (1, 20))
        {'kernel_size': (1, 3), 'padding': (0, 1), 'ties': 'all'}
        >>> along_line(given, (8, 20)) == given
        True
    """
    if min(plane) > 1 or max(plane) == 1:
        return dict(parameters)
    across = plane.index(1)
    line = {name: _along(name, value, across) for name, value in parameters.items()}
    window = kernel or line.get("kernel_size")
    return dict(parameters) if window is not None and window[across] > 1 else line


def _along(name: str, value: Any, across: int) -> Any:
    """Returns a parameter along a line; a pair of different numbers as it is."""
    if name not in ACROSS or not isinstance(value, tuple) or value[0] != value[1]:
        return value
    along = value[0]
    none = (ACROSS[name],) * 2 if isinstance(along, tuple) else ACROSS[name]
    return (along, none) if across else (none, along)


def check_row(parameters: Mapping[str, Any]) -> None:
    """Raises ParameterError if parameters need rows that an input of one axis does not have.

    Example:
        >>> check_row({"kernel_size": (1, 2), "padding": (1, 0)})
        Traceback (most recent call last):
        ...
        poolanim.errors.ParameterError: padding is 1x0; the input has one axis, so give a number \
for columns alone, such as 0x0
    """
    for name, none in ACROSS.items():
        value = parameters.get(name)
        if isinstance(value, tuple) and value[0] not in (none, (none, none)):
            least = by((none, both_ends(value[1])[0]))
            advice = f"the input has one axis, so give a number for columns alone, such as {least}"
            raise ParameterError.about(name, value, advice, spelled=spell)
