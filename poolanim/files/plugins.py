"""Finds the layers and formats of other installed packages, by their entry points."""

from __future__ import annotations

import os
import sys
import warnings
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")


def installed(group: str, kind: type[T]) -> Iterator[T]:
    """Yields the objects of a group of entry points, in the order of their names.

    An entry point that cannot be loaded is left out, with a warning.

    Args:
        group: the name of the group, such as `poolanim.formats`.
        kind: the class of the objects.

    Example:
        >>> list(installed("poolanim.no_such_group", str))
        []
    """
    # The library that finds entry points is slow to load, so it is loaded only if it is needed.
    if not any(_offers(folder or os.curdir, group) for folder in sys.path):
        return
    from importlib.metadata import entry_points

    for point in sorted(entry_points(group=group)):
        try:
            offered = point.load()
        except Exception as error:  # a package of others may raise anything
            warnings.warn(
                f"plug-in {point.value} is left out: {type(error).__name__}: {error}", stacklevel=2
            )
            continue
        if isinstance(offered, kind):
            yield offered
        else:
            warnings.warn(f"plug-in {point.value} is left out: not a {kind.__name__}", stacklevel=2)


def _offers(folder: str, group: str) -> bool:
    """Returns whether a package in a folder has entry points in a group."""
    try:
        names = os.listdir(folder)  # noqa: PTH208  # three times as fast as pathlib
    except OSError:
        return False
    return any(
        _names(f"{folder}/{name}/entry_points.txt", group)
        for name in names
        if name.endswith("-info")
    )


def _names(file: str, group: str) -> bool:
    try:
        with open(file, "rb") as opened:  # noqa: PTH123  # faster than pathlib
            return f"[{group}]".encode() in opened.read()
    except OSError:
        return False
