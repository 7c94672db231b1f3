"""Runs a batch: plans it, has the figures made, keeps their results, and reports."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from poolanim.batch.fingerprints import Fingerprints
from poolanim.batch.lock import Lock
from poolanim.batch.plan import Selection, survey
from poolanim.batch.results import Results
from poolanim.batch.task import Task
from poolanim.errors import (
    BatchError,
    OutputError,
    PoolanimError,
    counted,
    reason,
)
from poolanim.files.contents import content_of
from poolanim.files.limits import BINARY_BYTES
from poolanim.files.owned import owned_file, sweep
from poolanim.files.places import make_folders
from poolanim.files.signals import held
from poolanim.files.whole import is_full
from poolanim.formats.processors import usable_processors
from poolanim.records import frozen, replace

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from poolanim.batch.lock import Place
    from poolanim.batch.plan import Plan
    from poolanim.batch.task import Result
    from poolanim.batch.workers import Workers
    from poolanim.manifest.entries import Manifest


@frozen
class Order:
    """How to run a batch.

    Attributes:
        out: the folder of results.
        selection: the figures to make.
        jobs: the number of processes; the number of processors if None.
        scheduler: the address of the Dask cluster that makes the figures; None for processes.
        prune: whether to delete the files of figures that are no longer in the manifest.
    """

    out: Path
    selection: Selection = Selection()
    jobs: int | None = None
    scheduler: str | None = None
    prune: bool = False

    @property
    def part(self) -> str:
        """The name of this part of a batch, as in its lock file; empty for a whole batch."""
        number, count = self.selection.shard
        return f"{number}-of-{count}" if count > 1 else ""


class Reporter(Protocol):
    """Reports the progress of a batch."""

    def planned(self, plan: Plan) -> None:
        """The plan is made."""

    def begun(self, name: str) -> None:
        """A worker begins a figure."""

    def made(self, made: Result) -> None:
        """A figure was made, or failed."""

    def pruned(self, path: Path) -> None:
        """A file was deleted."""

    def ended(self) -> None:
        """The batch ends."""


def planned(manifest: Manifest, order: Order) -> Plan:
    """Returns the plan of a batch. Writes nothing."""
    with Lock(order.out).records() as records:
        return survey(manifest, order.out, records, order.selection)


def files_left_over(manifest: Manifest, order: Order) -> list[Path]:
    """Returns the files that `prune` deletes. Writes nothing."""
    lock = Lock(order.out)
    with lock.records() as records:
        found = Results(manifest, order.out, records, lock).left_over()
        return [file for _, files in found for file in files]


def rendered_anew(manifest: Manifest, order: Order) -> Plan:
    """Returns a plan by the pictures of figures, which are made anew. Writes nothing."""
    from poolanim.batch.rendering import rendered

    plan = planned(manifest, order)
    workers = _workers(order, len(plan.stale) + plan.current)
    return rendered(manifest, order.out, order.selection.entries(manifest), plan, workers)


def run_batch(manifest: Manifest, order: Order, reporter: Reporter) -> None:
    """Makes the figures that are not current. A figure that fails does not stop the others.

    Args:
        manifest: the figures.
        order: how to run.
        reporter: reports the progress.

    Raises:
        ParameterError: a selected figure is not in the manifest.
        OutputError: the folder of results cannot be made.
        BatchError: at least one figure failed.
    """
    lock = Lock(order.out, order.part)
    pruned: list[Place] = []
    failures: list[str] = []
    try:
        with lock.records() as before:
            plan = survey(manifest, order.out, before, order.selection)
            results = Results(manifest, order.out, before, lock)
            workers = _workers(order, len(plan.stale)) if plan.stale else None
            _make_folder(order.out)
            for record in plan.revived:
                lock.add(record)
            reporter.planned(plan)
            sweep(plan.folders)
            try:
                for place, deleted in results.prune() if order.prune else ():
                    pruned.append(place)
                    for file in deleted:
                        reporter.pruned(file)
                for made in _made(manifest, order, plan, reporter, workers) if workers else ():
                    with held():  # so that the report and the lock file agree
                        error = results.keep(made)
                        reporter.made(replace(made, error=error))
                    if error:
                        failures.append(f"figure {made.name}: {error}")
                        if is_full(order.out):  # the others would fail as well
                            break
            finally:
                if plan.stale:
                    sweep(plan.folders)  # a worker may have been killed
                reporter.ended()
    finally:
        unsettled = _unsettled(lock, pruned)
    if failures:
        raise BatchError(_failed(plan, failures, order.out), [*failures, *unsettled])
    if unsettled:
        raise OutputError(*unsettled)


def _failed(plan: Plan, failures: Collection[str], out: Path) -> str:
    """Returns how many figures failed, and what to do if the disk is full."""
    failed = f"{len(failures):,} of {counted(len(plan.stale), 'figure')} failed"
    if not is_full(out):
        return failed
    advice = "free some of it, and run again: figures that are made stay"
    return f"{failed}, as the disk of {out} is full; {advice}"


def _unsettled(lock: Lock, pruned: Collection[Place]) -> list[str]:
    """Sorts the lock file. Returns why that fails, which leaves the file unsorted but correct."""
    try:
        lock.settle(pruned)
    except PoolanimError as error:
        return [str(error)]
    return []


def _make_folder(out: Path) -> None:
    try:
        make_folders(out, [])
    except OSError as error:
        raise OutputError(
            f"cannot make the folder {out}: {reason(error)}; name another with --out"
        ) from None


def _workers(order: Order, count: int) -> Workers:
    """Returns the workers for so many figures."""
    from poolanim.batch.workers import Cluster, Processes

    if order.scheduler is not None:
        return Cluster(order.scheduler)
    return Processes(min(order.jobs or usable_processors(), max(count, 1)))


def _made(
    manifest: Manifest, order: Order, plan: Plan, reporter: Reporter, workers: Workers
) -> Iterator[Result]:
    """Yields the result of each figure and page of a plan."""
    from poolanim.batch.dispatch import carried_out

    if order.scheduler is None:
        jobs = order.jobs or usable_processors()
        yield from carried_out(_tasks(manifest, order, plan, jobs), workers, reporter.begun)
    else:
        proof = owned_file(order.out)
        try:
            tasks = _tasks(manifest, order, plan, 1, proof.path.resolve())
            yield from carried_out(tasks, workers, reporter.begun)
        finally:
            proof.release()
    yield from _pages(manifest, order, plan, reporter)


def _pages(manifest: Manifest, order: Order, plan: Plan, reporter: Reporter) -> Iterator[Result]:
    """Yields the result of each page of a plan."""
    for page in manifest.pages:
        if page.name in plan.stale:
            from poolanim.batch.pages import make_page

            reporter.begun(page.name)
            yield make_page(page, Fingerprints().key(page), order.out)


def _tasks(
    manifest: Manifest, order: Order, plan: Plan, jobs: int, proof: Path | None = None
) -> Iterator[Task]:
    """Yields a task for each figure of a plan."""
    fingerprints = Fingerprints()
    processes = max(jobs // len(plan.stale), 1)
    for entry in manifest.entries(plan.stale):
        contents = {}
        for file in entry.files if proof else ():
            with suppress(OSError):  # the worker reports a missing file
                contents[file.path] = content_of(file.path, BINARY_BYTES)
        key = fingerprints.key(entry)
        yield Task(entry, key, order.out.absolute(), processes, proof, contents)
