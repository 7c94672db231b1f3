"""The kinds of faults that are tried, each a function from a folder to its cases."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import tempfile
import time
from dataclasses import dataclass
from functools import partial

from tests.faults import runs
from tests.faults.calls import DELETING, ERRORS, Counter, plant, plant_all
from tests.workers import Here

FORMATS = ("gif", "mp4", "webm", "webp", "apng", "svg", "pdf", "png", "html", "json", "npz")
STOPPED = (129, 130, 143)
"""Exit codes after a signal."""
MAX = ["max", "--size", "2", "--motion", "steps"]
OLD, NEW = ["--input", "1 2 3; 3 4 1"], ["--input", "9 2 3; 3 4 8"]
SEVERAL = ["-o", "a.gif", "-o", "f/", "-o", "s/b.png", "-o", "s/c.json", "-o", "d.svg"]
MANIFEST = """
[[figure]]
name = "one"
layer = "max"
size = 2
motion = "steps"
output = ["x/one.gif", "one.json"]
input = "{0}"
[[figure]]
name = "two"
layer = "avg"
size = 2
input = "{0}"
output = "two.png"
"""


@dataclass(frozen=True)
class Command:
    """A command that replaces what an older one wrote.

    Attributes:
        name: what it is called.
        arguments: of the command line.
        older: those of the run before.
        batch: whether its figures are made each for itself.
    """

    name: str
    arguments: list
    older: list
    batch: bool = False


def commands(names=None):
    """All commands that are tried, or those of these names."""
    return [each for each in _commands() if names is None or each.name in names]


def _commands():
    for each in (*FORMATS, "frames"):
        output = ["-o", "f/" if each == "frames" else f"a.{each}"]
        yield Command(each, [*MAX, *NEW, *output], _older(output))
    yield Command("several", [*MAX, *NEW, *SEVERAL], _older(SEVERAL))
    stream = ["-o", "-", "--format", "gif", "-o", "a.png"]
    yield Command("stream", [*MAX, *NEW, *stream], _older(stream[4:]))
    yield Command("new", ["new", "n.toml"], ["new", "o.toml"])
    batch = ["batch", "m.toml", "--jobs", "2"]
    yield Command("batch", batch, batch, batch=True)


def _older(output):
    return [*MAX, *OLD, *output]


class Bench:
    """Where commands are run: a folder, with what is in it before and after each of them.

    Args:
        root: a folder for all of it.
        names: of the commands that are tried; all if None.
    """

    def __init__(self, root, names=None):
        self.root, self.names = root, names
        self.work = root / "work"
        self._known = {}

    def states(self, command):
        """The folder before a command, and the contents before and after it."""
        if command.name not in self._known:
            before = self.root / f"before-{command.name}"
            shutil.rmtree(self.work, ignore_errors=True)
            (self.work / "tmp").mkdir(parents=True)
            self._manifest(self.work, OLD[1])
            first = self.run(command.older)
            assert first.code == 0, first.errors
            self._manifest(self.work, NEW[1])
            shutil.copytree(self.work, before)
            second = self.run(command.arguments)
            assert second.code == 0, second.errors
            self._known[command.name] = before, runs.content(before), runs.content(self.work)
        return self._known[command.name]

    def run(self, arguments, prepare=None, **options):
        """Run a command in the folder, with all of a batch in one process."""
        return runs.run(arguments, self.work, partial(self._prepare, prepare), **options)

    def start(self, arguments, prepare=None):
        """Begin to run a command in the folder."""
        return runs.start(arguments, self.work, partial(self._prepare, prepare))

    def _prepare(self, prepare):
        from poolanim.batch import workers

        tempfile.tempdir = str(self.work / "tmp")
        workers.Processes = Here
        return prepare() if prepare else None

    def _manifest(self, folder, grid):
        (folder / "m.toml").write_text(MANIFEST.format(grid))


def judged(bench, command, ended, *, whole=True, may_leave=False):
    """What is wrong with what a command left.

    Args:
        bench: where it ran.
        command: that ran.
        ended: how it ended.
        whole: whether it must have done all or nothing.
        may_leave: whether what is unfinished may lie about until the next run.
    """
    _, old, new = bench.states(command)
    yield from runs.complaint_faults(ended)
    found = runs.content(bench.work)
    left = runs.unfinished(found)
    if left and not may_leave:
        yield "left over", ", ".join(left)
    if may_leave:
        yield from _next_runs(bench, command)
        found = runs.content(bench.work)
        if left := runs.unfinished(found):
            yield "left over", f"after the next run {', '.join(left)}"
    found = {name: what for name, what in found.items() if name not in left}
    yield from _compared(command, ended, found, old, new, whole=whole)
    if command.batch:
        yield from runs.lock_faults(bench.work, done=ended.code == 0 or may_leave)


def _next_runs(bench, command):
    """Run something else in each of the folders, which sweeps them."""
    if command.batch:
        yield from runs.complaint_faults(bench.run(["batch", "m.toml"]))
    for folder in ("", "s/", "tmp/"):
        new = bench.work / folder / "other.json"
        if new.parent.is_dir():
            ended = bench.run(["avg", "-o", f"{folder}other.json"])
            yield from runs.complaint_faults(ended)
            if ended.code != 0:
                yield "lost", f"the next run ended with {ended.code}: {ended.errors}"
            new.unlink(missing_ok=True)


def _compared(command, ended, found, old, new, *, whole):
    """What is neither as before nor as after, or partly so."""
    ours = {name for name in old | new if not name.endswith(".lock")}
    states = set()
    for name in sorted(ours):
        is_old, is_new = found.get(name) == old.get(name), found.get(name) == new.get(name)
        if not (is_old or is_new):
            missing = name not in found
            if missing and command.name in ("frames", "several") and name not in old:
                continue
            yield ("lost" if missing else "torn"), name
        elif is_old != is_new:
            states.add("old" if is_old else "new")
    for name in found:
        if name not in ours and not name.endswith(".lock") and "tmp" not in name.split("/"):
            yield "left over", name
    if len(states) == 2 and whole and not command.batch:
        yield "torn", "some files are new, others old"
    if ended.code == 0 and "old" in states:
        yield "lost", "it ended with 0, but files are old"
    stopped = ended.code in STOPPED  # a signal waits until all have taken their places
    if ended.code != 0 and not stopped and states == {"new"} and whole and not command.batch:
        yield "lost", f"it ended with {ended.code}, but files are new"


def failing_calls(bench, chosen):
    """The Nth call of a kind fails."""
    cases = []
    for command in commands(bench.names):
        runs.fresh(bench.work, bench.states(command)[0])
        counts = bench.run(command.arguments, partial(plant_all, bench.work)).counts
        cases += [
            (command, call, number, error)
            for call, count in counts.items()
            for number in range(1, count + 1)
            for error in ERRORS
        ]
    for command, call, number, error in chosen(cases):
        runs.fresh(bench.work, bench.states(command)[0])
        ended = bench.run(command.arguments, partial(_planted, bench, call, number, error))
        yield (
            f"{command.name}, {call} {number} fails with {error}",
            list(judged(bench, command, ended, may_leave=call in DELETING)),
        )


def _planted(bench, call, number, error):
    plant(call, Counter(bench.work, number, error))


def small_files(bench, chosen):
    """No file may grow beyond some size, whoever writes it."""
    sizes = (1000, 2000, 3000, 10_000, 30_000, 60_000)
    for command, size in chosen([(each, size) for each in commands(bench.names) for size in sizes]):
        runs.fresh(bench.work, bench.states(command)[0])
        limit = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
        ended = bench.run(command.arguments, limit)
        yield f"{command.name}, files of at most {size} bytes", list(judged(bench, command, ended))


def few_handles(bench, chosen):
    """The process may have but so many files open."""
    numbers = range(4, 24)
    for command, number in chosen(
        [(each, number) for each in commands(bench.names) for number in numbers]
    ):
        runs.fresh(bench.work, bench.states(command)[0])
        ended = bench.run(command.arguments, partial(_limited, number))
        yield f"{command.name}, {number} open files", list(judged(bench, command, ended))


def _limited(number):
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (number, most))


def kills(bench, chosen):
    """A signal at a random moment."""
    some = commands(bench.names or ("gif", "mp4", "frames", "several", "batch"))
    signals = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
    took = {}
    for command in some:
        runs.fresh(bench.work, bench.states(command)[0])
        begun = time.monotonic()
        bench.run(command.arguments)
        took[command.name] = time.monotonic() - begun
    cases = [(each, number, part) for each in some for number in signals for part in range(100)]
    for command, number, part in chosen(cases):
        runs.fresh(bench.work, bench.states(command)[0])
        child = bench.start(command.arguments)
        time.sleep(took[command.name] * part / 95)
        os.kill(child, number)
        ended = runs.wait(child, bench.work)
        killed = number == signal.SIGKILL or ended.code == -number
        faults = list(judged(bench, command, ended, whole=not killed, may_leave=killed))
        yield f"{command.name}, {signal.Signals(number).name} after {part} %", faults


def at_once(bench, chosen):
    """Two to four runs write the same files at once."""
    some = commands(bench.names or ("gif", "frames", "several", "batch"))
    cases = [(each, count, turn) for each in some for count in (2, 3, 4) for turn in range(40)]
    for command, count, turn in chosen(cases):
        runs.fresh(bench.work, bench.states(command)[0])
        children = []
        for _ in range(count):
            children.append(bench.start(command.arguments))
            time.sleep(random.Random(turn).random() * 0.02)
        faults = []
        for child in children:
            ended = runs.wait(child, bench.work)
            faults += runs.complaint_faults(ended)
            if ended.code != 0:
                faults.append(("lost", f"a run ended with {ended.code}: {ended.errors}"))
        faults += judged(bench, command, runs.Ended(0, ""))
        yield f"{command.name}, {count} runs at once", faults
