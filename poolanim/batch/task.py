"""What a worker gets and what it gives back. Both can travel to another machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.records import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from poolanim.manifest.entries import Entry


@frozen
class Task:
    """A figure that a worker is to make.

    Attributes:
        entry: the figure.
        key: the key of the figure from `Fingerprints`.
        out: the folder of results, an absolute path.
        processes: the number of processes that may paint it.
        proof: a file in `out`. A worker that does not find it has another folder there, and sends
            the files back. None if all workers have the same folder.
        contents: the content of each file that the figure reads, for workers on other machines.
        sent_back: whether the files are sent back, and not written, wherever the worker is.
    """

    entry: Entry
    key: str
    out: Path
    processes: int = 1
    proof: Path | None = None
    contents: Mapping[str, bytes] = {}
    sent_back: bool = False


@frozen
class Result:
    """The result of a task.

    Attributes:
        name: the name of the figure.
        error: why the figure was not made; empty if it was made.
        seconds: the time that it took.
        key: the key of the task.
        made_with: the libraries with which it was made, and their versions.
        reading: how an input of more than two axes was read; empty for other inputs.
        warnings: as in `Published`.
        files: the SHA-256 of each file, by the path of its output.
        size: the size of all files, in bytes.
        contents: the content of each file, if the worker could not write it.
    """

    name: str
    error: str = ""
    seconds: float = 0.0
    key: str = ""
    made_with: str = ""
    reading: str = ""
    warnings: Sequence[str] = ()
    files: Mapping[str, str] = {}
    size: int = 0
    contents: Mapping[str, bytes] = {}
