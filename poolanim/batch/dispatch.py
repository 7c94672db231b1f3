"""Hands tasks to workers, a few at a time, through `concurrent.futures.Executor`."""

from __future__ import annotations

from collections import deque
from concurrent.futures import BrokenExecutor
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from poolanim.batch.task import Result
from poolanim.batch.work import make

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future

    from poolanim.batch.task import Task
    from poolanim.batch.workers import Workers

AHEAD = 2
"""The tasks in progress for each worker, so that none waits for its next task."""
POLL_S = 0.5
"""The longest wait. Some systems do not let a signal end a wait without a limit."""


def carried_out(
    tasks: Iterator[Task], workers: Workers, begun: Callable[[str], None] = lambda _: None
) -> Iterator[Result]:
    """Carries out tasks in parallel, a few at a time.

    When a worker of a pool is killed, the tasks of all workers of the pool fail. They are tried
    again one by one. A task that ends its worker while no other task runs has caused it, and fails.

    Args:
        tasks: the tasks. Each is requested when a worker is free.
        workers: the workers. They end after the last task, and at once if the caller stops.
        begun: called with the name of each task that begins.

    Yields:
        The result of each task, as soon as it is known.

    Raises:
        PoolanimError: no worker is left, and none will come.
    """
    flow = _Flow(workers, begun)
    try:
        while True:
            while not flow.suspects and flow.under_way < AHEAD * workers.size:
                task = next(tasks, None)
                if task is None:
                    break
                flow.give(task)
            if flow.under_way:
                made = flow.take()
                if made is not None:
                    yield made
            elif flow.suspects:
                yield flow.alone()
            else:
                break
    except BaseException:
        workers.stop()
        raise
    workers.leave()


class _Flow:
    """The tasks in progress, and the tasks whose worker ended."""

    def __init__(self, workers: Workers, begun: Callable[[str], None]) -> None:
        self.under_way = 0
        self.suspects: deque[tuple[Task, Exception]] = deque()
        self._workers = workers
        self._begun = begun
        self._done: SimpleQueue[tuple[Task, Future[Result]]] = SimpleQueue()

    def give(self, task: Task) -> None:
        """Gives a task to a worker."""
        self._begun(task.entry.name)
        try:
            future = self._workers.executor().submit(make, task)
        except (BrokenExecutor, BrokenPipeError) as error:  # the latter as a worker starts
            self.suspects.append((task, error))
        except Exception as error:
            self._workers.check(error)
            raise
        else:
            self.under_way += 1
            future.add_done_callback(lambda future: self._done.put((task, future)))

    def take(self) -> Result | None:
        """Waits for a task. Returns its result; None if its worker ended."""
        while True:
            try:
                task, future = self._done.get(timeout=POLL_S)
                break
            except Empty:
                pass
        self.under_way -= 1
        try:
            return future.result()
        except Exception as error:
            self._workers.check(error)
            self.suspects.append((task, error))
            return None

    def alone(self) -> Result:
        """Tries the task of an ended worker again, while no other task runs."""
        task, _ = self.suspects.popleft()
        self._workers.renew()
        self.give(task)
        made = self.take() if self.under_way else None
        if made is not None:
            return made
        _, error = self.suspects.pop()
        self._workers.renew()
        if isinstance(error, self._workers.killed):
            cause = "it killed its worker; maybe it needs more memory than there is"
        else:
            cause = f"its worker failed: {type(error).__name__}: {error}"
        return Result(task.entry.name, error=cause)
