"""Makes one figure in a worker: all its files or none."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from poolanim.batch.fingerprints import digest, made_with
from poolanim.batch.task import Result
from poolanim.errors import PoolanimError, message_of
from poolanim.files.whole import scratch_folder, whole_files
from poolanim.formats.writing import File, write_figure
from poolanim.pipeline import run
from poolanim.publish.embed import load_embedding
from poolanim.publish.presets import load_preset
from poolanim.publish.publishing import warnings_of
from poolanim.records import replace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from poolanim.batch.task import Task
    from poolanim.formats.writing import Written
    from poolanim.manifest.entries import Entry

TERMINATED = 143
"""The exit code of a worker that is stopped, as the shell has it for SIGTERM."""


def make(task: Task) -> Result:
    """Makes a figure."""
    try:
        return attempted(task.entry.name, partial(_made, task))
    except SystemExit:  # the worker is stopped; a pool would take this for an error of the figure
        os._exit(TERMINATED)


def attempted(name: str, make: Callable[[], Result]) -> Result:
    """Returns what `make` returns, with its time. Any error becomes the error of the result."""
    begun = perf_counter()
    try:
        made = make()
    except (PoolanimError, OSError, MemoryError) as error:
        made = Result(name, error=message_of(error))
    except Exception as error:
        made = Result(name, error=f"{type(error).__name__}: {error}; this is a fault of poolanim")
    return replace(made, seconds=perf_counter() - begun)


def _made(task: Task) -> Result:
    if not task.sent_back and (task.proof is None or task.proof.exists()):
        with whole_files([task.out / path for path in task.entry.paths]) as files:
            return _written(task, task.entry, files)
    with scratch_folder() as folder:
        entry = _with_copies(task, folder)
        files = [folder / str(number) for number in range(len(entry.paths))]
        made = _written(task, entry, files)
        contents = {path: file.read_bytes() for path, file in zip(made.files, files, strict=True)}
        return replace(made, contents=contents)


def _written(task: Task, entry: Entry, files: Sequence[Path]) -> Result:
    """Writes a figure to files, one for each of its paths."""
    finished = dict(zip(entry.paths, files, strict=True))
    written: list[Written] = []
    for figure, outputs in entry.films:
        places = [File(output, finished[str(output.path)]) for output in outputs]
        written += write_figure(
            figure, run(figure), places, processes=task.processes, looks=entry.figures
        )
    if entry.snippet is not None and entry.embed is not None:
        embedding = load_embedding(entry.embed, entry.embed_base)
        text = embedding.snippet(entry.figures, entry.outputs, written)
        finished[entry.snippet].write_text(text, "utf-8")
    return Result(
        entry.name,
        key=task.key,
        made_with=made_with(entry),
        reading=written[0].reading,
        warnings=warnings_of(entry.figures, written, load_preset(entry.place)),
        files={path: digest(file) for path, file in finished.items()},
        size=sum(file.stat().st_size for file in finished.values()),
    )


def _with_copies(task: Task, folder: Path) -> Entry:
    """Returns the figure of a task, reading copies of its files in a folder."""
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
