"""Run a batch: plan it, have it made, keep the lock file true, and tell how it goes."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from poolanim.batch.fingerprints import Fingerprints, digest
from poolanim.batch.lock import Lock, Record
from poolanim.batch.plan import Selection, left_over, manifest_in, survey
from poolanim.errors import (
    BatchError,
    OutputError,
    ParameterError,
    PoolanimError,
    counted,
    reason,
)
from poolanim.files.contents import content_of
from poolanim.files.owned import owned_file, sweep
from poolanim.files.signals import held
from poolanim.formats.processors import usable_processors
from poolanim.limits import BINARY_BYTES
from poolanim.manifest.destinations import Destinations

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from poolanim.batch.crews import Crew
    from poolanim.batch.lock import Place, Records
    from poolanim.batch.plan import Plan
    from poolanim.batch.work import Made, Task
    from poolanim.manifest.entries import Manifest


@dataclass(frozen=True, slots=True)
class Order:
    """How a batch is to be run.

    Attributes:
        out: the folder of results.
        selection: which figures are meant.
        jobs: how many processes make them; as many as there are processors if None.
        scheduler: the address of a Dask cluster that makes them instead.
        prune: whether to delete what was made of figures that are not in the manifest any more.
    """

    out: Path
    selection: Selection = Selection()  # noqa: RUF009
    jobs: int | None = None
    scheduler: str | None = None
    prune: bool = False

    @property
    def part(self) -> str:
        """What its lock file is called after, if it is one part of several."""
        number, count = self.selection.shard
        return f"{number}-of-{count}" if count > 1 else ""


class Reporter(Protocol):
    """Tells how a batch goes."""

    def planned(self, plan: Plan) -> None:
        """It is known what is to do."""

    def begun(self, name: str) -> None:
        """A figure is being made."""

    def made(self, made: Made) -> None:
        """A figure was made, or failed."""

    def pruned(self, path: Path) -> None:
        """A file was deleted."""

    def ended(self) -> None:
        """All is done, or all that could be."""


def planned(manifest: Manifest, order: Order) -> Plan:
    """What a batch has to do. Nothing is written."""
    with Lock(order.out).records() as records:
        return survey(manifest, order.out, records, order.selection)


def run_batch(manifest: Manifest, order: Order, reporter: Reporter) -> None:
    """Make what is not current. A figure that fails does not stop the others.

    Args:
        manifest: the figures.
        order: how.
        reporter: is told how it goes.

    Raises:
        ParameterError: a figure that is not in the manifest is asked for.
        OutputError: the folder of results cannot be made.
        BatchError: at least one figure failed.
    """
    lock = Lock(order.out, order.part)
    pruned: list[Place] = []
    failures: list[str] = []
    try:
        with lock.records() as before:
            plan = survey(manifest, order.out, before, order.selection)
            crew = _crew(order, plan) if plan.stale else None
            _make_folder(order.out)
            reporter.planned(plan)
            sweep(plan.folders)
            try:
                if order.prune:
                    pruned += _prune(manifest, order.out, before, reporter)
                for made in _made(manifest, order, plan, reporter, crew) if crew else ():
                    with held():  # what is told is what the lock file says
                        error = _kept(made, manifest, order.out, before, lock)
                        reporter.made(replace(made, error=error))
                    if error:
                        failures.append(f"figure {made.name}: {error}")
            finally:
                if plan.stale:
                    sweep(plan.folders)  # a worker may have been killed
                reporter.ended()
    finally:
        unsettled = _unsettled(lock, pruned)
    if failures:
        count = counted(len(plan.stale), "figure")
        raise BatchError(f"{len(failures):,} of {count} failed", [*failures, *unsettled])
    if unsettled:
        raise OutputError(*unsettled)


def _unsettled(lock: Lock, pruned: Collection[Place]) -> list[str]:
    """Put the lock file in order; gives why that cannot be. It is true without."""
    try:
        lock.settle(pruned)
    except PoolanimError as error:
        return [str(error)]
    return []


def _make_folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"cannot make the folder {out}: {reason(error)}; name another with --out"
        ) from None


def _crew(order: Order, plan: Plan) -> Crew:
    """Who makes what is to be made."""
    from poolanim.batch.crews import Cluster, Processes

    if order.scheduler is not None:
        return Cluster(order.scheduler)
    return Processes(min(order.jobs or usable_processors(), len(plan.stale)))


def _made(
    manifest: Manifest, order: Order, plan: Plan, reporter: Reporter, crew: Crew
) -> Iterator[Made]:
    """What comes of each figure that is to be made."""
    from poolanim.batch.dispatch import carried_out

    if order.scheduler is None:
        jobs = order.jobs or usable_processors()
        yield from carried_out(_tasks(manifest, order, plan, jobs), crew, reporter.begun)
    else:
        proof = owned_file(order.out)
        try:
            tasks = _tasks(manifest, order, plan, 1, proof.path.resolve())
            yield from carried_out(tasks, crew, reporter.begun)
        finally:
            proof.release()
    yield from _pages(manifest, order, plan, reporter)


def _pages(manifest: Manifest, order: Order, plan: Plan, reporter: Reporter) -> Iterator[Made]:
    """What comes of each page that is to be made."""
    for page in manifest.pages:
        if page.name in plan.stale:
            from poolanim.batch.pages import make_page

            reporter.begun(page.name)
            yield make_page(page, Fingerprints().key(page), order.out)


def _tasks(
    manifest: Manifest, order: Order, plan: Plan, jobs: int, proof: Path | None = None
) -> Iterator[Task]:
    """A task for each figure that is to be made."""
    from poolanim.batch.work import Task

    fingerprints = Fingerprints()
    processes = max(jobs // len(plan.stale), 1)
    for entry in manifest.entries(plan.stale):
        contents = {}
        for file in entry.files if proof else ():
            with suppress(OSError):  # one that is gone by now is told of by the worker
                contents[file.path] = content_of(file.path, BINARY_BYTES)
        key = fingerprints.key(entry)
        yield Task(entry, key, order.out.absolute(), processes, proof, contents)


def _kept(made: Made, manifest: Manifest, out: Path, before: Records, lock: Lock) -> str:
    """Write what a worker sent back, and record what was made; gives why it failed, if it did."""
    from poolanim.batch.work import put

    if made.error:
        return made.error
    try:
        put({out / path: content for path, content in made.contents.items()})
        _record(made, manifest_in(out, manifest), before, lock)
    except PoolanimError as error:
        return str(error)
    return ""


def _record(made: Made, manifest: str, before: Records, lock: Lock) -> None:
    """Let the lock file say what was made of a figure.

    Files that it was written to before, and is no more, get a record, so that they can be pruned.
    """
    lock.add(Record(made.name, made.key, made.made_with, manifest, made.files))
    older = f"{made.name} (before)"
    old = before.get((manifest, made.name))
    if old is not None:
        oldest = before.get((manifest, older))
        files = {**(oldest.files if oldest else {}), **old.files}
        files = {path: sha for path, sha in files.items() if path not in made.files}
        if files:
            lock.add(replace(old, name=older, files=files))


def _prune(manifest: Manifest, out: Path, records: Records, reporter: Reporter) -> Iterator[Place]:
    """Delete what earlier runs left, unless somebody changed it; gives the records it was in."""
    destinations = Destinations(out)
    for entry in manifest.entries():
        for source in entry.files:
            destinations.read(source.key, source.path, entry.name)
    for record in left_over(manifest, out, records):
        for path, sha in record.files.items():
            try:
                destinations.take(path, record.name)
            except ParameterError:  # a lock file may come from anywhere, and files become sources
                continue
            file = out / path
            if file.is_file() and digest(file) == sha:
                try:
                    file.unlink()
                except OSError as error:
                    raise OutputError(
                        f"cannot delete {file}: {reason(error)}; delete it, or leave out --prune"
                    ) from None
                reporter.pruned(file)
        yield record.place
