"""The lock file: what a batch made, of what, and with what content; to be committed beside it.

Each line is one figure as JSON, in the order of their names. It is true at any time: a line is
added when its files are whole, one that comes later counts, and what it says of a file is checked
before it is believed.
"""

from __future__ import annotations

import json
import os
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from poolanim.write.output import whole_files

try:
    import fcntl
except ImportError:  # where there is none, two batches at once may make a figure twice
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

NAME = "poolanim.lock"
HEADER = '{"poolanim.lock": 1, "about": "Written by poolanim batch; commit it with the figures."}'


@dataclass(frozen=True, slots=True)
class Record:
    """What was made of a figure.

    Attributes:
        name: of the figure.
        key: what it was made of, as `Fingerprints` tells it.
        made_with: the libraries it was made with, and their versions.
        manifest: that it is in, relative to the folder of results.
        files: the SHA-256 of each of its files, relative to the folder of results.
    """

    name: str
    key: str
    made_with: str
    manifest: str
    files: Mapping[str, str]

    def line(self) -> str:
        """It as a line of the lock file."""
        return json.dumps(asdict(self), ensure_ascii=False)


def record_of(line: str) -> Record | None:
    """What a line of a lock file says; None if it is no record, such as one cut off.

    Example:
        >>> record_of('{"name": "max", "ke')
    """
    try:
        return Record(**json.loads(line))
    except (ValueError, TypeError):
        return None


class Lock:
    """The lock file of a folder.

    Args:
        out: the folder of results.
        part: which part of a batch this is, such as `2-of-5`. It then writes a file of its own, so
            that parts on several machines need not wait for each other; a batch that is whole
            puts them together.
    """

    def __init__(self, out: Path, part: str = "") -> None:
        self._out = out
        self._part = part
        self._path = out / (f"poolanim.{part}.lock" if part else NAME)

    def lines(self) -> dict[str, str]:
        """The line of each figure, by name: less to keep than the records."""
        return _lines([self._out / NAME, *self._parts()])

    def add(self, record: Record) -> None:
        """Add what was made of a figure."""
        with self._turn(), self._path.open("a+b") as file:
            if file.tell() == 0:
                file.write(f"{HEADER}\n".encode())
            else:
                file.seek(-1, 2)
                if file.read() != b"\n":  # a run was killed within a line
                    file.write(b"\n")
            file.write(f"{record.line()}\n".encode())

    def settle(self, without: Collection[str] = ()) -> None:
        """Put the lines in order, each figure's last one, but those of the names `without`."""
        with self._turn():
            parts = [] if self._part else self._parts()
            lines = _lines([self._path, *parts])
            kept = [lines[name] for name in sorted(lines) if name not in without]
            content = "\n".join([HEADER, *kept, ""]).encode()
            before = self._path.read_bytes() if self._path.exists() else b""
            if content != before and (kept or before):
                with whole_files([self._path]) as [temporary]:
                    temporary.write_bytes(content)
            for path in parts:
                path.unlink(missing_ok=True)

    def _parts(self) -> list[Path]:
        return sorted(self._out.glob("poolanim.*-of-*.lock"))

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Wait until no other batch writes the lock file, and let none write it meanwhile."""
        self._out.mkdir(parents=True, exist_ok=True)
        if fcntl is None:
            yield
            return
        folder = os.open(self._out, os.O_RDONLY)
        try:
            with suppress(OSError):  # some shared folders cannot be locked
                fcntl.flock(folder, fcntl.LOCK_EX)
            yield
        finally:
            os.close(folder)


def _lines(paths: Iterable[Path]) -> dict[str, str]:
    """The last line of each figure in these files, by name."""
    found = {}
    for path in paths:
        if path.exists():
            for line in path.read_text("utf-8", "replace").splitlines():
                record = record_of(line)
                if record is not None:
                    found[record.name] = line
    return found
