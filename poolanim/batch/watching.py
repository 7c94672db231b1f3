"""Runs a batch again whenever one of its files is saved."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from poolanim.batch.fingerprints import files_read
from poolanim.batch.run import run_batch
from poolanim.errors import ParameterError, PoolanimError
from poolanim.files.signals import Stopped
from poolanim.manifest.reading import read_manifest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from poolanim.batch.run import Order, Reporter
    from poolanim.manifest.entries import Manifest

LOOK_MS = 1000
"""The time between looks for files that were saved while figures were made."""


def run_and_watch(
    path: Path,
    order: Order,
    allow_outside: bool,
    reporter: Callable[[], Reporter],
    failed: Callable[[PoolanimError], None],
) -> None:
    """Runs a batch whenever one of its files is saved, until a signal comes.

    Args:
        path: the path of the manifest.
        order: how to run it.
        allow_outside: whether outputs may be outside the folder of results.
        reporter: makes the reporter of each run.
        failed: called with the error of a run that fails.

    Raises:
        ParameterError: the package watchfiles is not installed.
    """
    try:
        from watchfiles import watch
    except ImportError:
        raise ParameterError(
            "watch is given, but watchfiles is not installed; pip install 'poolanim[watch]'"
        ) from None
    files = {path}
    while True:
        before = _states(files)
        try:
            manifest = read_manifest(path, order.out, allow_outside=allow_outside)
            files = _files(manifest)
            before = {file: before.get(file, state) for file, state in _states(files).items()}
            run_batch(manifest, order, reporter())
        except PoolanimError as error:
            failed(error)
        folders = {file.parent.absolute() for file in files if file.parent.is_dir()}
        looks = watch(
            *folders,
            recursive=False,
            yield_on_timeout=True,
            rust_timeout=LOOK_MS,
            raise_interrupt=False,
        )
        while _states(files) == before:
            if next(looks, None) is None:  # it ends when a signal comes
                raise Stopped


def _files(manifest: Manifest) -> set[Path]:
    """Returns the files that a manifest and its figures read."""
    files = {document.path for document in manifest.documents}
    for entry in manifest.entries():
        files.update(files_read(entry))
    return files


def _states(files: Iterable[Path]) -> dict[Path, tuple[int, int]]:
    """Returns the time and the size of each file, which change when it is saved."""
    states = {}
    for file in files:
        with suppress(OSError):
            found = os.stat(file)  # noqa: PTH116
            states[file] = found.st_mtime_ns, found.st_size
    return states
