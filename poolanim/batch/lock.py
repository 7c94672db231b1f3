"""The lock file: what a batch made, of what, and with what content; to be committed beside it.

Each line is one figure as JSON, in the order of manifests and names. It is true at any time: a
line is added when its files are whole, one that comes later counts, and what it says of a file is
checked before it is believed.
"""

from __future__ import annotations

import json
import os
from bisect import bisect_right
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from poolanim.errors import OutputError, reason
from poolanim.files.owned import plainly, turn
from poolanim.files.whole import whole_files
from poolanim.limits import RECORD_BYTES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from io import BufferedReader, FileIO
    from pathlib import Path

NAME = "poolanim.lock"
HEADER = '{"poolanim.lock": 1, "about": "Written by poolanim batch; commit it with the figures."}'


Place = tuple[str, str]
"""A manifest and the name of a figure: two manifests may use one name."""


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

    @property
    def place(self) -> Place:
        """Where it is kept."""
        return self.manifest, self.name

    def line(self) -> str:
        """It as a line of the lock file. Bytes of a path that are no text become JSON's escapes."""
        line = json.dumps(asdict(self), ensure_ascii=False)
        return line.encode("utf-8", "backslashreplace").decode()


def record_of(line: str | bytes) -> Record | None:
    """What a line of a lock file says; None if it is no record, such as one cut off.

    Example:
        >>> record_of('{"name": "max", "ke')
    """
    try:
        record = Record(**json.loads(line))
        told = (record.name, record.key, record.made_with, record.manifest)
        for text in (*told, *record.files, *record.files.values()):
            # Fails for what is no text, and for characters that stand in no path.
            text.encode("utf-8", "surrogateescape")
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
    return record


class Records:
    """The last record of each figure in some lock files, each read when it is asked for.

    Use it in a `with` block: the files are open. What is added to them meanwhile is not seen.

    Args:
        paths: of the files, as far as they exist; a later one counts more.

    Raises:
        OutputError: one of them is a link, or cannot be read.

    Attributes:
        in_order: whether all lines are records of different figures, sorted by place.
    """

    def __init__(self, paths: Iterable[Path]) -> None:
        self._files = [_opened(path) for path in paths if os.path.lexists(path)]
        self._starts: list[int] = []  # of each file, as if they were one
        self._offsets: dict[Place, int] = {}
        self.in_order = True
        last, end = ("", ""), 0
        for file in self._files:
            self._starts.append(end)
            while line := file.readline(RECORD_BYTES):
                record = record_of(line)
                if record is not None:
                    self.in_order &= record.place > last
                    last = record.place
                    self._offsets[record.place] = end
                elif line.strip() != HEADER.encode() or any(last):
                    self.in_order = False
                end += len(line)

    def __enter__(self) -> Records:
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._files:
            file.close()

    def __iter__(self) -> Iterator[Place]:
        return iter(self._offsets)

    def get(self, place: Place) -> Record | None:
        """The record of a figure, if there is one."""
        return record_of(self.line(place)) if place in self._offsets else None

    def line(self, place: Place) -> bytes:
        """The line of a figure's record."""
        offset = self._offsets[place]
        number = bisect_right(self._starts, offset) - 1
        self._files[number].seek(offset - self._starts[number])
        return self._files[number].readline(RECORD_BYTES).rstrip() + b"\n"


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

    def records(self) -> Records:
        """What it and its parts say."""
        return Records([self._out / NAME, *self._parts()])

    def add(self, record: Record) -> None:
        """Add what was made of a figure.

        Raises:
            OutputError: the file cannot be written. It is as it was.
        """
        with self._turn():
            try:
                with open(self._path, "a+b", buffering=0, opener=plainly) as file:
                    _append(file, f"{record.line()}\n".encode())
            except OSError as error:
                raise _refused(self._path, error) from None

    def settle(self, without: Collection[Place] = ()) -> None:
        """Put the lines in order, each figure's last one, but those of the places `without`."""
        if not os.path.lexists(self._path) and not self._parts():
            return
        with self._turn():
            parts = [] if self._part else self._parts()
            with Records([self._path, *parts]) as records:
                if not records.in_order or parts or without:
                    with (
                        whole_files([self._path], links=False) as [temporary],
                        temporary.open("wb") as file,
                    ):
                        file.write(f"{HEADER}\n".encode())
                        for place in sorted(records):
                            if place not in without:
                                file.write(records.line(place))
            for path in parts:
                path.unlink(missing_ok=True)

    def _parts(self) -> list[Path]:
        return sorted(self._out.glob("poolanim.*-of-*.lock"))

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Wait until no other batch writes the lock file, and let none write it meanwhile."""
        try:
            self._out.mkdir(parents=True, exist_ok=True)
            with turn([self._out]):
                yield
        except OSError as error:
            raise _refused(self._path, error) from None


def _opened(path: Path) -> BufferedReader:
    try:
        return open(path, "rb", opener=plainly)
    except OSError as error:
        raise _refused(path, error) from None


def _append(file: FileIO, line: bytes) -> None:
    """Append a line, whole or not at all."""
    size = file.seek(0, os.SEEK_END)
    if size == 0:
        line = f"{HEADER}\n".encode() + line
    else:
        file.seek(size - 1)
        if file.read(1) != b"\n":  # a run was killed within a line
            line = b"\n" + line
    try:
        rest = memoryview(line)
        while rest:
            rest = rest[file.write(rest) :]
    except OSError:
        file.truncate(size)
        raise


def _refused(path: Path, error: OSError) -> OutputError:
    return OutputError(f"lock file {path}: {reason(error)}; mend that, or use another --out")
