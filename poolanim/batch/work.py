"""What a worker does: make one figure, whole, and tell what came of it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from poolanim.batch.fingerprints import digest, made_with
from poolanim.errors import PoolanimError, reason
from poolanim.files.whole import scratch_folder, whole_files
from poolanim.formats.writing import File, write_figure
from poolanim.pipeline import run
from poolanim.publish.embed import load_embedding
from poolanim.publish.presets import load_preset

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from poolanim.formats.writing import Written
    from poolanim.manifest.entries import Entry

TERMINATED = 143


@dataclass(frozen=True, slots=True)
class Task:
    """A figure to be made by some process, maybe on another machine.

    Attributes:
        entry: the figure.
        key: what it is made of, as `Fingerprints` tells it.
        out: the folder of results, an absolute path.
        processes: how many may paint it.
        proof: a file in `out`; a worker that does not find it has another `out`, and sends back
            what it makes. None if it is the same for sure.
        contents: of the files that the figure reads, by path. For workers elsewhere.
    """

    entry: Entry
    key: str
    out: Path
    processes: int = 1
    proof: Path | None = None
    contents: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a task.

    Attributes:
        name: of the figure.
        error: why it was not made; nothing if it was.
        seconds: how long it took.
        key: that of the task.
        made_with: the libraries it was made with.
        reading: how an input of more than two axes was read; empty for others.
        warnings: which files are more than their place takes, and what to change.
        files: the SHA-256 of each file, by its output's path.
        size: of all files, in bytes.
        contents: the files themselves where the worker could not write them.
    """

    name: str
    error: str = ""
    seconds: float = 0.0
    key: str = ""
    made_with: str = ""
    reading: str = ""
    warnings: Sequence[str] = ()
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
        made = Made(task.entry.name, error=str(error))
    except OSError as error:
        made = Made(task.entry.name, error=f"cannot go on: {reason(error)}")
    except MemoryError:
        made = Made(
            task.entry.name, error="there is not enough memory; make it smaller, or free some"
        )
    except Exception as error:
        made = Made(
            task.entry.name, error=f"{type(error).__name__}: {error}; this is a fault of poolanim"
        )
    return replace(made, seconds=perf_counter() - begun)


def put(contents: Mapping[Path, bytes]) -> None:
    """Let contents become files: all of them, or none."""
    with whole_files(list(contents)) as temporaries:
        for temporary, content in zip(temporaries, contents.values(), strict=True):
            temporary.write_bytes(content)


def _made(task: Task) -> Made:
    if task.proof is None or task.proof.exists():
        with whole_files([task.out / path for path in task.entry.paths]) as files:
            return _drawn(task, task.entry, files)
    with scratch_folder() as folder:
        entry = _with_copies(task, folder)
        files = [folder / str(number) for number in range(len(entry.paths))]
        made = _drawn(task, entry, files)
        contents = {path: file.read_bytes() for path, file in zip(made.files, files, strict=True)}
        return replace(made, contents=contents)


def _drawn(task: Task, entry: Entry, files: Sequence[Path]) -> Made:
    """Draw a figure to files, one for each of its paths."""
    finished = dict(zip(entry.paths, files, strict=True))
    written: list[Written] = []
    for figure, outputs in entry.films:
        places = [File(output, finished[str(output.path)]) for output in outputs]
        written += write_figure(figure, run(figure), places, processes=task.processes)
    if entry.snippet is not None and entry.embed is not None:
        text = load_embedding(entry.embed).snippet(entry.figures, entry.outputs, written)
        finished[entry.snippet].write_text(text, "utf-8")
    return Made(
        entry.name,
        key=task.key,
        made_with=made_with(entry),
        reading=written[0].reading,
        warnings=_warnings(entry, written),
        files={path: digest(file) for path, file in finished.items()},
        size=sum(file.stat().st_size for file in finished.values()),
    )


def _warnings(entry: Entry, files: Sequence[Written]) -> list[str]:
    if entry.place is None:
        return []
    return list(load_preset(entry.place).excesses(entry.figure, files))


def _with_copies(task: Task, folder: Path) -> Entry:
    """A task's figure, which reads copies of its files."""
    copies = {}
    for number, (path, content) in enumerate(task.contents.items()):
        copy = folder / "read" / str(number) / Path(path).name
        copy.parent.mkdir(parents=True)
        copy.write_bytes(content)
        copies[path] = str(copy)
    figures = []
    for figure in task.entry.figures:
        read: dict[str, Any] = {
            name: copies[value]
            for name, value in vars(figure).items()
            if isinstance(value, str) and value in copies
        }
        figures.append(replace(figure, **read))
    embed = task.entry.embed
    return replace(task.entry, figures=tuple(figures), embed=copies.get(embed or "", embed))
