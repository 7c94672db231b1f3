"""Hand tasks to a crew, a few at a time, through the standard `concurrent.futures.Executor`."""

from __future__ import annotations

from collections import deque
from concurrent.futures import BrokenExecutor
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from poolanim.batch.work import Made, make

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future

    from poolanim.batch.crews import Crew
    from poolanim.batch.work import Task

AHEAD = 2
"""Tasks for each worker that are under way, so that none has to wait for its next."""
POLL_S = 0.5
"""Not every system lets a signal end a wait that has no end."""


def carried_out(
    tasks: Iterator[Task], crew: Crew, begun: Callable[[str], None] = lambda _: None
) -> Iterator[Made]:
    """Do tasks, a few at a time, in parallel.

    A worker of a pool that is killed takes with it what all others of the pool do. All that were
    under way are tried again one by one: one that ends its worker when it is alone is to blame,
    and is given up.

    Args:
        tasks: are asked for as workers become free.
        crew: does them. It is left once all is done, and stopped if not all is wanted.
        begun: is told of each that is under way, by its name.

    Yields:
        what came of each task, as soon as it is known.
    """
    flow = _Flow(crew, begun)
    try:
        while True:
            while not flow.suspects and flow.under_way < AHEAD * crew.size:
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
        crew.stop()
        raise
    crew.leave()


class _Flow:
    """Tasks that are under way, and those whose worker ended."""

    def __init__(self, crew: Crew, begun: Callable[[str], None]) -> None:
        self.under_way = 0
        self.suspects: deque[tuple[Task, Exception]] = deque()
        self._crew = crew
        self._begun = begun
        self._done: SimpleQueue[tuple[Task, Future[Made]]] = SimpleQueue()

    def give(self, task: Task) -> None:
        """Let a worker do a task."""
        self._begun(task.entry.name)
        try:
            future = self._crew.executor().submit(make, task)
        except (BrokenExecutor, BrokenPipeError) as error:  # the latter as a worker starts
            self.suspects.append((task, error))
        else:
            self.under_way += 1
            future.add_done_callback(lambda future: self._done.put((task, future)))

    def take(self) -> Made | None:
        """Wait for what comes of a task; None if its worker ended."""
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
            self.suspects.append((task, error))
            return None

    def alone(self) -> Made:
        """Try a task of a worker that ended again, and no other meanwhile."""
        task, _ = self.suspects.popleft()
        self._crew.renew()
        self.give(task)
        made = self.take() if self.under_way else None
        if made is not None:
            return made
        _, error = self.suspects.pop()
        self._crew.renew()
        if isinstance(error, BrokenExecutor):
            told = "it killed its worker; maybe it needs more memory than there is"
        else:
            told = f"its worker failed: {type(error).__name__}: {error}"
        return Made(task.entry.name, error=told)
