"""Calls of the operating system, of which the Nth fails."""

from __future__ import annotations

import builtins
import errno
import io
import os

ERRORS = ("ENOSPC", "EIO", "EACCES", "EMFILE", "EXDEV")
CALLS = {
    "open": ("open",),
    "rename": ("rename", "replace"),
    "link": ("link",),
    "mkdir": ("mkdir",),
    "unlink": ("unlink", "remove"),
    "rmdir": ("rmdir",),
    "fsync": ("fsync",),
    "chmod": ("chmod", "fchmod"),
}
"""The functions of `os` that stand for a call."""
WRITE = "write"
DELETING = ("unlink", "rmdir")
"""Calls after whose failure something has to lie about, until the next run."""


class Counter:
    """Counts a kind of call below a folder, and lets one of them fail.

    Args:
        folder: only calls about paths in it count.
        number: of the call that fails, from 1 on; 0 for none.
        error: name of the error.
    """

    def __init__(self, folder, number, error):
        self.folder, self.number, self.error = os.path.realpath(folder), number, error
        self.count = 0

    def meet(self, path):
        if isinstance(path, int):
            return
        where = os.path.abspath(os.fsdecode(path))  # noqa: PTH100
        if not where.startswith(self.folder):
            return
        self.count += 1
        if self.count == self.number:
            code = getattr(errno, self.error)
            raise OSError(code, os.strerror(code), os.fsdecode(path))


def plant_all(folder):
    """Count all kinds of calls from now on, in this process; gives their counters."""
    counters = {call: Counter(folder, 0, "EIO") for call in (*CALLS, WRITE)}
    for call, counter in counters.items():
        plant(call, counter)
    return counters


def plant(call, counter):
    """Let a kind of call fail from now on, in this process."""
    if call == WRITE:
        _plant_writes(counter)
        return
    for name in CALLS[call]:
        setattr(os, name, _failing(getattr(os, name), counter, call))
    if call == "open":
        builtins.open = io.open = _failing(io.open, counter, call)


def _failing(function, counter, call):
    def failing(path, *arguments, **options):
        if call == "fsync":
            counter.meet(os.readlink(f"/proc/self/fd/{path}"))  # noqa: PTH115
        else:
            counter.meet(path)
        return function(path, *arguments, **options)

    return failing


class _Raw(io.FileIO):
    """A file of which a write fails, after half of it."""

    counter = None

    def write(self, content):
        try:
            self.counter.meet(self.name)
        except OSError:
            super().write(memoryview(content)[: len(content) // 2])
            raise
        return super().write(content)


def _plant_writes(counter):
    _Raw.counter = counter
    plain = io.open

    def opened(path, mode="r", buffering=-1, *arguments, **options):
        writes = set(mode) & set("wax+")
        if not writes or isinstance(path, int) or arguments:
            return plain(path, mode, buffering, *arguments, **options)
        raw = _Raw(path, mode.replace("b", "").replace("t", ""), opener=options.pop("opener", None))
        if buffering == 0:
            return raw
        file = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
        if "b" in mode:
            return file
        options.pop("closefd", None)
        return io.TextIOWrapper(file, **options)

    builtins.open = io.open = opened
