"""Where a manifest's outputs may go, on any system: under the folder of results, each alone."""

from __future__ import annotations

import os
import posixpath
import re
from typing import TYPE_CHECKING
from unicodedata import normalize

from poolanim.errors import ParameterError, shown
from poolanim.formats.outputs import identity

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_PORTS = [f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"]
DEVICES = {"con", "prn", "aux", "nul", "conin$", "conout$", "clock$", *_PORTS}
"""Names that are no files on Windows, whatever their ending."""
FORBIDDEN = re.compile(r'[\x00-\x1f<>:"|?*\\]')
"""Characters that no name may have on Windows, where the last parts folders."""
LONGEST_PATH = 1_000
"""Characters of a path under the folder of results."""
LONGEST_NAME = 255
"""Bytes of a name, the limit of nearly all file systems."""
DRIVE = re.compile(r"[A-Za-z]:")


class Destinations:
    """Takes the outputs of a batch, one after another, and refuses what cannot be.

    Args:
        out: the folder of results.
        allow_outside: whether to allow absolute paths, `..`, and links to elsewhere.
    """

    def __init__(self, out: Path, *, allow_outside: bool = False) -> None:
        self._out = out
        self._allow_outside = allow_outside
        self._owners: dict[str, str] = {}
        self._links: dict[tuple[str, ...], Path | None] = {(): None}

    def take(self, path: str, owner: str, reads: Iterable[str] = ()) -> None:
        """Let the figure `owner` have the output `path`, which has `/` between folders.

        Args:
            path: of the output.
            owner: name of the figure.
            reads: paths of files that the figure is made of.

        Raises:
            ParameterError: it is elsewhere, or no name on some system, or taken, or read.

        Example:
            >>> from pathlib import Path
            >>> Destinations(Path("out")).take("../a.gif", "max")
            Traceback (most recent call last):
            ...
            poolanim.errors.ParameterError: output '../a.gif' is not under out; name it so, ...
        """
        if len(path) > LONGEST_PATH:
            raise ParameterError(
                f"output {shown(path)} has {len(path):,} characters; give at most {LONGEST_PATH:,}"
            )
        drive = DRIVE.match(path)
        parts = tuple(part for part in path[drive.end() if drive else 0 :].split("/") if part)
        outside = drive or path.startswith(("/", "\\")) or ".." in parts
        if outside and not self._allow_outside:
            raise ParameterError(
                f"output {path!r} is not under {self._out}; name it so, "
                "or allow it with --allow-outside"
            )
        for part in parts:
            _check_name(path, part)
        link = None if self._allow_outside else self._link(parts)
        if link:
            raise ParameterError(
                f"output {path!r} leads through the link {link}; name another, "
                "or allow it with --allow-outside"
            )
        for read in reads:
            if identity(read) == identity(self._out / path):
                raise ParameterError(
                    f"output {path!r} would replace {read}, which the figure is made of; "
                    "name another"
                )
        same = same_file(path)
        if same in self._owners:
            other = self._owners[same]
            told = "given twice" if other == owner else f"also that of {other}"
            raise ParameterError(f"output {path!r} is {told}; name each file once")
        self._owners[same] = owner

    def _link(self, parts: tuple[str, ...]) -> Path | None:
        """The first link on the way to a file."""
        folder = parts[:-1]
        if folder not in self._links:
            self._links[folder] = self._link(folder)
        path = self._out.joinpath(*parts)
        return self._links[folder] or (path if os.path.islink(path) else None)  # noqa: PTH114


def _check_name(path: str, part: str) -> None:
    if forbidden := FORBIDDEN.search(part):
        raise ParameterError(
            f"output {path!r} has {forbidden[0]!r} in a name, which not every system allows; "
            "use letters, digits, - and _, with / between folders"
        )
    if len(part.encode()) > LONGEST_NAME:
        raise ParameterError(
            f"output {shown(path)} has a name of over {LONGEST_NAME} bytes, which no system allows"
        )
    ends_badly = part.endswith((" ", ".")) and part not in (".", "..")
    if ends_badly or part.split(".")[0].rstrip().lower() in DEVICES:
        raise ParameterError(
            f"output {path!r} has a name that Windows cannot have, {part!r}; choose another"
        )


def same_file(path: str) -> str:
    """A text that is the same for all paths that are one file on some system.

    Example:
        >>> same_file("x/../A.gif") == same_file("./a.GIF")
        True
    """
    return normalize("NFC", posixpath.normpath(path)).casefold()
