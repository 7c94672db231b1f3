"""Stand-ins for what makes and tells in a batch."""

from __future__ import annotations

import os
import signal
import time
from concurrent.futures import BrokenExecutor, Executor, Future
from typing import TYPE_CHECKING

from poolanim import Figure
from poolanim.batch.lock import Lock

if TYPE_CHECKING:
    from pathlib import Path

    from poolanim.batch.lock import Record


class Here:
    """A workers that does all in this process, at once."""

    killed = BrokenExecutor

    def __init__(self, size=1):
        self.size = size
        self.left = self.stopped = self.renewed = 0

    def executor(self):
        return AtOnce()

    def renew(self):
        self.renewed += 1

    def check(self, error):
        pass

    def leave(self):
        self.left += 1

    def stop(self):
        self.stopped += 1


class AtOnce(Executor):
    def submit(self, function, /, *arguments):
        future = Future()
        try:
            future.set_result(function(*arguments))
        except Exception as error:
            future.set_exception(error)
        return future


class Notes:
    """A reporter that writes down what it is told."""

    def __init__(self, on_made=lambda: None):
        self.plan = None
        self.names, self.made_of, self.failed, self.deleted = [], {}, {}, []
        self.ends = 0
        self.on_made = on_made

    def planned(self, plan):
        self.plan = plan

    def begun(self, name):
        self.names.append(name)

    def made(self, made):
        if made.error:
            self.failed[made.name] = made.error
        else:
            self.made_of[made.name] = made
        self.on_made()

    def pruned(self, path):
        self.deleted.append(path)

    def ended(self):
        self.ends += 1


class Deadly:
    """What ends the process that receives it.

    Args:
        mark: a file that is made then; if it is there already, this is received as a figure.
    """

    def __init__(self, mark=None):
        self.mark = mark

    def __reduce__(self):
        return _die, (self.mark,)


def _die(mark):
    if mark is not None and mark.exists():
        return Figure(layer="max", kernel_size=2, input="1 2; 3 4")
    if mark is not None:
        mark.touch()
    os._exit(9)


class Greedy(Figure):
    """A figure that takes ever more memory, at most 4 GB, and waits until it is killed for it.

    It waits before, since Dask loses a worker for good that dies while it starts.
    """

    def __init__(self):
        pass

    def __getattribute__(self, name):
        if name.startswith("__"):
            return super().__getattribute__(name)
        time.sleep(1)
        taken = [bytearray(os.urandom(1) * 50_000_000) for _ in range(80)]
        time.sleep(60)
        return len(taken)


class Slow:
    """What takes its time to be received, and may not want to be stopped."""

    def __init__(self, stubborn):
        self.stubborn = stubborn

    def __reduce__(self):
        return _sleep, (self.stubborn,)


def _sleep(stubborn):
    if stubborn:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(60)


def whole(folder: Path) -> set[str]:
    """The files in a folder and under it, but for the lock file."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)) for path in files} - {"poolanim.lock"}


def records(out: Path) -> list[Record]:
    """What the lock file of a folder says."""
    with Lock(out).records() as found:
        return [found.get(name) for name in found]
