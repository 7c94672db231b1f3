"""Where outputs of a manifest may be, on any system: in the folder of results, each its own."""

from __future__ import annotations

import os
import posixpath
import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING
from unicodedata import normalize

from poolanim.errors import ParameterError, shown
from poolanim.files.contents import file_on_disk
from poolanim.records.tuples import NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

_PORTS = [f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"]
DEVICES = {"con", "prn", "aux", "nul", "conin$", "conout$", "clock$", *_PORTS}
"""Names that are not files on Windows, whatever their ending."""
FORBIDDEN = re.compile(r'[\x00-\x1f<>:"|?*\\]')
"""Characters that no name has on Windows. The last one separates folders there."""
LONGEST_PATH = 1_000
"""Characters of a path under the folder of results."""
LONGEST_NAME = 255
"""Bytes of a name, the limit of nearly all file systems."""
LOCKS = "poolanim*.lock"
"""The names of lock files, which a batch writes itself."""
DRIVE = re.compile(r"[A-Za-z]:")


class _Claim(NamedTuple):
    """The use of a file on the disk.

    Attributes:
        path: of the file, as it is named.
        owner: the name of the figure, or of the other thing, that uses it.
    """

    path: str
    owner: str


class Destinations:
    """Takes the outputs of a batch, one after another, and refuses those that cannot be.

    It also takes all sources, since no output may replace a source of any figure.

    Args:
        out: the folder of results.
        allow_outside: whether to allow absolute paths, `..`, and links to elsewhere.
    """

    def __init__(self, out: Path, *, allow_outside: bool = False) -> None:
        self._out = out
        self._allow_outside = allow_outside
        self._owners: dict[str, str] = {}
        self._links: dict[tuple[str, ...], Path | None] = {(): None}
        self._sources: dict[object, _Claim] = {}
        self._replaced: dict[object, _Claim] = {}
        for lock in out.glob(LOCKS):
            self._replaced[file_on_disk(lock)] = _Claim(lock.name, "the batch")

    def read(self, field: str, path: str, owner: str) -> None:
        """Takes a source, before the outputs of the same figure.

        Args:
            field: the key that names the file, for the error.
            path: of the file.
            owner: the name of the figure that reads it.

        Raises:
            ParameterError: an output that was taken replaces the file.
        """
        place = file_on_disk(path)
        if place is None:
            return
        self._sources.setdefault(place, _Claim(path, owner))
        if place in self._replaced:
            output, other = self._replaced[place]
            raise ParameterError(
                f"{field} is {path!r}, which output {output!r} of {other} would replace; "
                "name another output"
            )

    def take(self, path: str, owner: str) -> None:
        """Takes an output.

        Args:
            path: of the output, with `/` between folders.
            owner: name of the figure.

        Raises:
            ParameterError: the path is outside of the folder, is no name on some system, is taken,
                or is that of a source.

        Example:
            >>> from pathlib import Path
            >>> Destinations(Path("out")).take("../a.gif", "max")
            Traceback (most recent call last):
            ...
            poolanim.errors.ParameterError: output '../a.gif' is not under out; use a ...
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
                f"output {path!r} is not under {self._out}; use a path there, "
                "or allow it with --allow-outside"
            )
        for part in parts:
            _check_name(path, part)
        link = None if self._allow_outside else self._link(parts)
        if link:
            raise ParameterError(
                f"output {path!r} leads through the link {link}; use another path, "
                "or allow it with --allow-outside"
            )
        self._replace(path, owner)
        same = same_file(path)
        if same in self._owners:
            other = self._owners[same]
            fault = "given twice" if other == owner else f"also that of {other}"
            raise ParameterError(f"output {path!r} is {fault}; name each file once")
        self._owners[same] = owner

    def _replace(self, path: str, owner: str) -> None:
        """Records the file that an output replaces. Refuses the output if the file is a source."""
        if fnmatchcase(same_file(path).rpartition("/")[2], LOCKS):
            raise ParameterError(f"output {path!r} has the name of a lock file; choose another")
        place = file_on_disk(self._out / path)
        if place is None:
            return
        if place in self._sources:
            source, reader = self._sources[place]
            made = "the figure" if reader == owner else reader
            raise ParameterError(
                f"output {path!r} would replace {source}, a source of {made}; use another path"
            )
        self._replaced[place] = _Claim(path, owner)

    def _link(self, parts: tuple[str, ...]) -> Path | None:
        """Returns the first link in the path of a file."""
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
    """Returns a text that is equal for all paths that are one file on any system.

    Example:
        >>> same_file("x/../A.gif") == same_file("./a.GIF")
        True
    """
    return normalize("NFC", posixpath.normpath(path)).casefold()
