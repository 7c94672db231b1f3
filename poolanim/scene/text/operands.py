"""The names of grids and of their gradients."""

from __future__ import annotations

GRADIENT = "grad_"
"""The beginning of the names of gradients. The name of the grid that they are of follows."""


def operand(grid: str) -> str:
    """Returns the name of the grid whose gradient a grid is; that of the grid if it is none.

    Example:
        >>> operand("grad_input"), operand("input")
        ('input', 'input')
    """
    return grid.removeprefix(GRADIENT)
