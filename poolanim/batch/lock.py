"""The lock file: the figures that a batch made, and the digests of their sources and files.

Each line is a figure as JSON, sorted by manifest and name. It is meant to be committed beside the
results. It is correct at any time: a line is added when its files are whole, the last line of a
figure counts, and the digest of a file is compared before it is believed.
"""

from __future__ import annotations

import json
import os
from bisect import bisect_right
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

from poolanim.errors import OutputError, reason
from poolanim.files.limits import RECORD_BYTES
from poolanim.files.owned import plainly, turn
from poolanim.files.places import make_folders
from poolanim.files.whole import whole_files
from poolanim.records import frozen

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from io import BufferedReader, FileIO
    from pathlib import Path

NAME = "poolanim.lock"
HEADER = '{"poolanim.lock": 1, "about": "Written by poolanim batch; commit it with the figures."}'


Place = tuple[str, str]
"""A manifest and the name of a figure, which other manifests may use too."""


@frozen
class Record:
    """The record of a figure that was made.

    Attributes:
        name: the name of the figure.
        key: the key from `Fingerprints`.
        made_with: the libraries with which it was made, and their versions.
        manifest: the path of its manifest, relative to the folder of results.
        files: the SHA-256 of each of its files, by path relative to the folder of results.
    """

    name: str
    key: str
    made_with: str
    manifest: str
    files: Mapping[str, str]

    @property
    def place(self) -> Place:
        """The manifest and the name, by which records are found."""
        return self.manifest, self.name

    def line(self) -> str:
        """Returns its line of the lock file. Bytes of a path that are no text become escapes."""
        line = json.dumps(asdict(self), ensure_ascii=False)
        return line.encode("utf-8", "backslashreplace").decode()


def record_of(line: str | bytes) -> Record | None:
    """Returns the record in a line of a lock file; None for any other line.

    Example:
        >>> record_of('{"name": "max", "ke')
    """
    try:
        record = Record(**json.loads(line))
        texts = (record.name, record.key, record.made_with, record.manifest)
        for text in (*texts, *record.files, *record.files.values()):
            # Fails if a value is no text, or has characters that no path contains.
            text.encode("utf-8", "surrogateescape")
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
    return record


class Records:
    """The records of each figure in several lock files. A record is read when it is used.

    The last one counts. A merge of two branches may leave several, of which any may be that of the
    files that are there.

    Use it in a `with` block, during which the files are open. Later lines are not seen.

    Args:
        paths: the paths of the files, which need not exist. A later file overrides an earlier one.

    Raises:
        OutputError: a file is a link, or cannot be read.

    Attributes:
        in_order: whether all lines are records of different figures, sorted by place.
    """

    def __init__(self, paths: Iterable[Path]) -> None:
        self._files = [_opened(path) for path in paths if os.path.lexists(path)]
        self._starts: list[int] = []  # of each file, as if they were one
        self._offsets: dict[Place, list[int]] = {}
        self.in_order = True
        last, end = ("", ""), 0
        for file in self._files:
            self._starts.append(end)
            while line := file.readline(RECORD_BYTES):
                record = record_of(line)
                if record is not None:
                    self.in_order &= record.place > last
                    last = record.place
                    self._offsets.setdefault(record.place, []).append(end)
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
        """Returns the last record of a figure; None if there is none."""
        return next(iter(self.all(place)), None)

    def all(self, place: Place) -> list[Record]:
        """Returns the records of a figure, the last first."""
        lines = map(self._line, reversed(self._offsets.get(place, [])))
        return [record for line in lines if (record := record_of(line)) is not None]

    def line(self, place: Place) -> bytes:
        """Returns the line of a figure's last record."""
        return self._line(self._offsets[place][-1])

    def _line(self, offset: int) -> bytes:
        number = bisect_right(self._starts, offset) - 1
        self._files[number].seek(offset - self._starts[number])
        return self._files[number].readline(RECORD_BYTES).rstrip() + b"\n"


class Lock:
    """The lock file of a folder.

    Args:
        out: the folder of results.
        part: the part of a batch, such as `2-of-5`; empty for a whole batch. A part writes a file
            of its own, so that parts on several machines do not wait for each other. A whole batch
            merges these files.

    Attributes:
        path: of the file.
    """

    def __init__(self, out: Path, part: str = "") -> None:
        self._out = out
        self._part = part
        self.path = out / (f"poolanim.{part}.lock" if part else NAME)

    def records(self) -> Records:
        """Returns the records in this file and in those of parts."""
        return Records([self._out / NAME, *self._parts()])

    def add(self, record: Record) -> None:
        """Adds a record.

        Raises:
            OutputError: the file cannot be written. It is unchanged.
        """
        with self._turn():
            try:
                with open(self.path, "a+b", buffering=0, opener=plainly) as file:
                    _append(file, f"{record.line()}\n".encode())
            except OSError as error:
                raise _refused(self.path, error) from None

    def settle(self, without: Collection[Place] = ()) -> None:
        """Sorts the lines, keeps the last of each figure, and drops the places in `without`."""
        if not os.path.lexists(self.path) and not self._parts():
            return
        with self._turn():
            parts = [] if self._part else self._parts()
            with Records([self.path, *parts]) as records:
                if not records.in_order or parts or without:
                    with (
                        whole_files([self.path], links=False) as [temporary],
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
        """Excludes other batches from the lock file during the block, and waits for them first."""
        try:
            make_folders(self._out, [])
            with turn([self._out]):
                yield
        except OSError as error:
            raise _refused(self.path, error) from None


def _opened(path: Path) -> BufferedReader:
    try:
        return open(path, "rb", opener=plainly)
    except OSError as error:
        raise _refused(path, error) from None


def _append(file: FileIO, line: bytes) -> None:
    """Appends a line: all of it, or nothing."""
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
    return OutputError(f"lock file {path}: {reason(error)}; correct that, or use another --out")
