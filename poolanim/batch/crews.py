"""Those who make figures: processes of this machine, or the workers of a Dask cluster."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.connection import wait
from time import monotonic
from typing import TYPE_CHECKING, Any, NoReturn, Protocol

from poolanim.batch.work import TERMINATED
from poolanim.errors import ParameterError, PoolanimError

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future
    from types import FrameType

GRACE_S = 1.0
"""Time to clean up for workers that are told to stop."""
PATIENCE_S = 30
"""Time for a cluster to answer."""


class Crew(Protocol):
    """Workers behind an executor.

    Attributes:
        size: how many tasks they do at once.
    """

    size: int

    def executor(self) -> Executor:
        """What takes tasks; another one after `renew`."""

    def renew(self) -> None:
        """Replace an executor that is broken."""

    def leave(self) -> None:
        """End once all is done."""

    def stop(self) -> None:
        """End at once, whatever is being done."""


class Processes:
    """Processes of this machine.

    Args:
        size: how many.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self._others = set(multiprocessing.active_children())
        self._pool: ProcessPoolExecutor | None = None

    def executor(self) -> Executor:
        """A pool whose processes start when there is work for them."""
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = _Pool(self.size, context, initializer=_enter)
        return self._pool

    def renew(self) -> None:
        """Leave the pool, some of whose processes were killed."""
        self.stop()

    def leave(self) -> None:
        """Let the processes end."""
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None

    def stop(self) -> None:
        """End the processes; those that do not clean up in time are killed."""
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
        address: of its scheduler.

    Raises:
        ParameterError: distributed is not installed.
        PoolanimError: no scheduler is there, or it has no workers.
    """

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client
        except ImportError:
            raise ParameterError(
                "scheduler is given, but Dask is not installed; pip install 'poolanim[dask]'"
            ) from None
        try:
            self._client = Client(address, timeout=PATIENCE_S, set_as_default=False)
            self._client.wait_for_workers(1, timeout=PATIENCE_S)
        except (OSError, TimeoutError, ValueError) as error:
            raise PoolanimError(
                f"no scheduler with workers at {address}: {error}; start them first"
            ) from None
        self.size = sum(self._client.nthreads().values())
        # A task that is pure would be done but once for all that ask the scheduler for the same.
        self._executor: Executor = self._client.get_executor(pure=False)

    def executor(self) -> Executor:
        """The cluster. It looks after its workers itself."""
        return self._executor

    def renew(self) -> None:
        """Do nothing: the scheduler replaces workers."""

    def leave(self) -> None:
        """Leave the cluster as it is."""
        self.stop()

    def stop(self) -> None:
        """Take back what is not done."""
        self._executor.shutdown(wait=False)
        self._client.close(timeout=GRACE_S)


class _Pool(ProcessPoolExecutor):
    """A pool whose processes never hear of an interrupt at the keyboard, from their birth on."""

    def submit(self, *task: Any, **options: Any) -> Future[Any]:
        """Submit a task, for which a process may be started; these inherit what is blocked."""
        if not hasattr(signal, "pthread_sigmask"):
            return super().submit(*task, **options)
        before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
        try:
            return super().submit(*task, **options)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _enter() -> None:
    """Prepare a worker process to be stopped by the one that began it, and only so."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # for systems that cannot block it
    parent = multiprocessing.parent_process()
    assert parent is not None
    threading.Thread(target=_outlive, args=(parent.sentinel,), daemon=True).start()
    signal.signal(signal.SIGTERM, _exit)  # last, since a pool tells at length of what ends this


def _exit(number: int, frame: FrameType | None) -> NoReturn:  # noqa: ARG001
    sys.exit(TERMINATED)


def _outlive(parent: int) -> None:
    """End with the parent, even if that was killed."""
    wait([parent])
    os._exit(TERMINATED)
