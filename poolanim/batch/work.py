"""What a worker does: make one figure, whole, and tell what came of it."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from poolanim.batch.fingerprints import digest, made_with
from poolanim.errors import PoolanimError
from poolanim.pipeline import animate
from poolanim.write.output import unfinished, whole_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from poolanim.figure import Figure
    from poolanim.outputs import Output

TERMINATED = 143


@dataclass(frozen=True, slots=True)
class Task:
    """A figure to be made by some process, maybe on another machine.

    Attributes:
        name: of the figure.
        key: what it is made of, as `Fingerprints` tells it.
        figure: its spec.
        outputs: its files, relative to `out`.
        out: the folder of results, an absolute path.
        processes: how many may paint it.
        proof: a file in `out`; a worker that does not find it has another `out`, and sends back
            what it makes. None if it is the same for sure.
        files: what the figure reads, by key: the file's name and content. For workers elsewhere.
    """

    name: str
    key: str
    figure: Figure
    outputs: Sequence[Output]
    out: Path
    processes: int = 1
    proof: Path | None = None
    files: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a task.

    Attributes:
        name: of the figure.
        error: why it was not made; nothing if it was.
        seconds: how long it took.
        key: that of the task.
        made_with: the libraries it was made with.
        files: the SHA-256 of each file, by its output's path.
        size: of all files, in bytes.
        contents: the files themselves where the worker could not write them.
    """

    name: str
    error: str = ""
    seconds: float = 0.0
    key: str = ""
    made_with: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    size: int = 0
    contents: Mapping[str, bytes] = field(default_factory=dict)


def make(task: Task) -> Made:
    """Make a figure. Whatever is wrong with it is told, and raises nothing."""
    begun = perf_counter()
    try:
        made = _made(task)
    except SystemExit:  # asked to stop; a pool would take it for the figure's end, not its own
        os._exit(TERMINATED)
    except PoolanimError as error:
        made = Made(task.name, error=str(error))
    except MemoryError:
        made = Made(task.name, error="there is not enough memory; make it smaller, or free some")
    except Exception as error:
        made = Made(
            task.name, error=f"{type(error).__name__}: {error}; this is a fault of poolanim"
        )
    return replace(made, seconds=perf_counter() - begun)


def place(contents: Mapping[Path, Path | bytes]) -> None:
    """Let files, or contents, take their places: all of them, or none."""
    with whole_files(list(contents)) as temporaries:
        for temporary, content in zip(temporaries, contents.values(), strict=True):
            if isinstance(content, bytes):
                temporary.write_bytes(content)
            else:
                shutil.move(content, temporary)


def _made(task: Task) -> Made:
    shared = task.proof is None or task.proof.exists()
    with _scratch(task.out if shared else None) as scratch:
        figure = task.figure if shared else _with_files(task, scratch)
        finished = {
            str(output.path): replace(output, path=str(scratch / str(number) / output.file.name))
            for number, output in enumerate(task.outputs)
        }
        animate(figure, *finished.values(), processes=task.processes)
        made = Made(
            task.name,
            key=task.key,
            made_with=made_with(figure, task.outputs),
            files={path: digest(output.file) for path, output in finished.items()},
            size=sum(output.file.stat().st_size for output in finished.values()),
        )
        if shared:
            place({task.out / path: output.file for path, output in finished.items()})
            return made
        contents = {path: output.file.read_bytes() for path, output in finished.items()}
        return replace(made, contents=contents)


@contextmanager
def _scratch(out: Path | None) -> Iterator[Path]:
    """A folder for unfinished files, which is in `out` if there is one."""
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".", suffix=unfinished("."), dir=out))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _with_files(task: Task, folder: Path) -> Figure:
    """A task's figure, which reads copies of its files."""
    copies: dict[str, Any] = {}
    for key, (name, content) in task.files.items():
        copy = folder / key / name
        copy.parent.mkdir()
        copy.write_bytes(content)
        copies[key] = str(copy)
    return replace(task.figure, **copies)
