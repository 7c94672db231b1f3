"""Finds the layers and formats of other installed packages, by their entry points."""

from __future__ import annotations

import os
import sys
import warnings
from functools import cache
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
    if not any(f"[{group}]".encode() in _offered(folder or os.curdir) for folder in sys.path):
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


@cache  # both groups are found in one search
def _offered(folder: str) -> bytes:
    """Returns the entry points of all packages in a folder."""
    try:
        names = os.listdir(folder)  # noqa: PTH208  # three times as fast as pathlib
    except OSError:
        return b""
    infos = (name for name in names if name.endswith("-info"))
    return b"\n".join(_content(f"{folder}/{name}/entry_points.txt") for name in infos)


def _content(file: str) -> bytes:
    try:
        with open(file, "rb") as opened:  # noqa: PTH123  # faster than pathlib
            return opened.read()
    except OSError:
        return b""
