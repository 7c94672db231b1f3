"""Adds the files that a batch made to Git's index, for a commit that is under way."""

from __future__ import annotations

import os
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

from poolanim.batch.lock import Lock
from poolanim.errors import OutputError, reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from poolanim.batch.plan import Plan
    from poolanim.batch.run import Order, Reporter
    from poolanim.batch.task import Result


class Adding:
    """A reporter that also adds what is made, and removes what is deleted.

    Args:
        reporter: is told everything as well.
        order: of the batch.
    """

    def __init__(self, reporter: Reporter, order: Order) -> None:
        self._reporter, self._out, self._lock = reporter, order.out, Lock(order.out, order.part)
        self._made: list[Path] = []
        self._deleted: list[Path] = []

    def planned(self, plan: Plan) -> None:
        """The plan is made."""
        self._reporter.planned(plan)

    def begun(self, name: str) -> None:
        """A worker begins a figure."""
        self._reporter.begun(name)

    def made(self, made: Result) -> None:
        """Notes the files of a figure."""
        self._reporter.made(made)
        if not made.error:
            self._made += [self._out / path for path in made.files]

    def pruned(self, path: Path) -> None:
        """Notes a deleted file."""
        self._reporter.pruned(path)
        self._deleted.append(path)

    def ended(self) -> None:
        """The batch ends."""
        self._reporter.ended()

    def add(self) -> None:
        """Tells Git of all these files, and of the lock file.

        Raises:
            OutputError: the folder is in no repository, Git ignores a file, or there is no Git.
        """
        lock = self._lock.path
        every = ["add", "--all", "--pathspec-from-file=-", "--pathspec-file-nul"]
        self._git(every, [*self._made, *([lock] if lock.exists() else [])])
        self._git(["update-index", "--force-remove", "-z", "--stdin"], self._deleted)

    def _git(self, command: Sequence[str], paths: Iterable[Path]) -> None:
        given = b"".join(os.fsencode(path.absolute()) + b"\0" for path in paths)
        if not given:
            return
        # Names are no patterns here.
        words = ["git", "--literal-pathspecs", "-C", str(self._out), *command]
        try:
            subprocess.run(words, input=given, capture_output=True, check=True)
        except OSError as error:
            raise OutputError(f"cannot run git: {reason(error)}; leave out --git-add") from None
        except subprocess.CalledProcessError as error:
            told = error.stderr.decode("utf-8", "backslashreplace").split("\n")[0]
            raise OutputError(f"git {command[0]} failed: {told}; leave out --git-add") from None


@contextmanager
def into_index(reporter: Reporter, order: Order, *, wanted: bool) -> Iterator[Reporter]:
    """Yields the reporter of a batch. If wanted, what it made is in Git's index once it is over.

    Raises:
        OutputError: Git refuses it.
    """
    if not wanted:
        yield reporter
        return
    told = Adding(reporter, order)
    yield told
    told.add()
