"""The workers that make figures: processes of this machine, or a Dask cluster."""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import signal
import threading
from concurrent.futures import BrokenExecutor, CancelledError, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import wait
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol

from poolanim.batch.work import TERMINATED
from poolanim.errors import ParameterError, PoolanimError
from poolanim.files.signals import held
from poolanim.files.stopping import Stops

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor, Future

GRACE_S = 1.0
"""The time that stopped workers have to clean up."""
PATIENCE_S = 30
"""The time that a cluster has to answer."""


class Workers(Protocol):
    """Workers behind an executor.

    Attributes:
        size: the number of tasks that they do at once.
        killed: the error of a task that ended its worker.
    """

    size: int
    killed: type[Exception]

    def executor(self) -> Executor:
        """Returns the executor that accepts tasks; a new one after `renew`."""

    def renew(self) -> None:
        """Replaces a broken executor."""

    def check(self, error: Exception) -> None:
        """Raises PoolanimError if no worker is left after an error, and none will come."""

    def leave(self) -> None:
        """Ends the workers after their tasks."""

    def stop(self) -> None:
        """Ends the workers at once."""


class Processes:
    """Processes of this machine.

    Args:
        size: the number of processes.
    """

    killed: type[Exception] = BrokenExecutor

    def __init__(self, size: int) -> None:
        self.size = size
        self._others = set(multiprocessing.active_children())
        self._pool: ProcessPoolExecutor | None = None

    def executor(self) -> Executor:
        """Returns a pool, whose processes start with their first task."""
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            with _shielded():  # it starts the process that tracks the pool's locks
                self._pool = _Pool(
                    self.size, context, initializer=_enter, initargs=(gc.get_threshold(),)
                )
        return self._pool

    def renew(self) -> None:
        """Ends the pool, some of whose processes were killed."""
        self.stop()

    def check(self, error: Exception) -> None:
        """Does nothing: a new pool has new processes."""

    def leave(self) -> None:
        """Ends the processes after their tasks."""
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None

    def stop(self) -> None:
        """Stops the processes, and kills those that do not clean up in time."""
        processes = set(multiprocessing.active_children()) - self._others
        for process in processes:
            process.terminate()
        deadline = monotonic() + GRACE_S
        for process in processes:
            process.join(max(deadline - monotonic(), 0))
            process.kill()
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


class Cluster:
    """The workers of a Dask cluster.

    Args:
        address: the address of its scheduler.

    Raises:
        ParameterError: the package distributed is not installed.
        PoolanimError: no scheduler answers, or it has no workers.
    """

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client, KilledWorker
        except ImportError:
            raise ParameterError(
                "--scheduler is given, but Dask is not installed; pip install 'poolanim[dask]'"
            ) from None
        try:
            self._client = Client(address, timeout=PATIENCE_S, set_as_default=False)
            self._client.wait_for_workers(1, timeout=PATIENCE_S)
        except (OSError, TimeoutError, ValueError) as error:
            raise PoolanimError(
                f"no scheduler with workers at {address}: {error}; start them first"
            ) from None
        # It would say by itself, in several lines, that the scheduler has left.
        logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
        self.killed: type[Exception] = KilledWorker
        self._address = address
        self.size = sum(self._client.nthreads().values())
        # The scheduler would run equal pure tasks of several clients only once.
        self._executor: Executor = self._client.get_executor(pure=False)

    def executor(self) -> Executor:
        """Returns the executor of the cluster, which replaces its workers itself."""
        return self._executor

    def renew(self) -> None:
        """Does nothing: the scheduler replaces workers."""

    def check(self, error: Exception) -> None:
        """Raises PoolanimError if the scheduler has left: nobody else cancels a task."""
        if isinstance(error, CancelledError) or self._client.status != "running":
            raise PoolanimError(
                f"the scheduler at {self._address} has left; start it and its workers, and run "
                "again: figures that are made stay"
            )

    def leave(self) -> None:
        """Disconnects from the cluster."""
        self.stop()

    def stop(self) -> None:
        """Cancels the tasks and disconnects from the cluster."""
        self._executor.shutdown(wait=False)
        self._client.close(timeout=GRACE_S)


class _Pool(ProcessPoolExecutor):
    """A pool whose processes are not ended by their terminal from their start on.

    No signal interrupts the start of a process, which would fail with a traceback.
    """

    def submit(self, *task: Any, **options: Any) -> Future[Any]:
        """Submits a task. A process may start for it."""
        with _shielded():
            return super().submit(*task, **options)


@contextmanager
def _shielded() -> Iterator[None]:
    """Holds signals until the block ends, which would otherwise end in a traceback or a lost lock.

    If the system can, it blocks those that a terminal sends to all processes, and processes that
    start in the block inherit this. Blocking alone is not enough: another thread may get a signal.
    """
    with held():
        if not hasattr(signal, "pthread_sigmask"):
            yield
            return
        before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT, signal.SIGHUP])
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _enter(threshold: tuple[int, int, int]) -> None:
    """Lets only the parent process stop a worker, which looks for garbage as seldom as that."""
    gc.set_threshold(*threshold)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # for systems that cannot block signals
    parent = multiprocessing.parent_process()
    assert parent is not None
    threading.Thread(target=_outlive, args=(parent.sentinel,), daemon=True).start()
    Stops().listen()  # last, since a pool prints the errors of this function


def _outlive(parent: int) -> None:
    """Ends when the parent has ended, even if it was killed."""
    wait([parent])
    os._exit(TERMINATED)
