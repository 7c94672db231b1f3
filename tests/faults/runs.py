"""Runs of the command line in processes of their own, and what they leave."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import time
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from poolanim.cli import main
from tests.command import fork

LIMIT_S = 60
"""A run that takes longer hangs."""
TEMPORARY = (".poolanim-tmp", ".poolanim-old")


@dataclass
class Ended:
    """How a run ended.

    Attributes:
        code: its exit code; that of a signal is negative.
        errors: what it wrote to standard error.
        counts: how many calls were counted, by their kind.
    """

    code: int
    errors: str
    counts: dict = field(default_factory=dict)


@dataclass
class Tally:
    """What was tried and what came of it."""

    tried: int = 0
    faults: dict = field(default_factory=lambda: dict.fromkeys(FAULTS, 0))
    told: list = field(default_factory=list)

    def note(self, case, *faults):
        self.tried += 1
        for fault, why in faults:
            self.faults[fault] += 1
            self.told.append(f"{fault}: {case}: {why}")


FAULTS = ("torn", "lost", "left over", "traceback", "hung")


def start(arguments, folder, prepare=None, *, text=""):
    """Forks a process that runs the command line in a folder, and returns its id."""
    given = folder.parent / "stdin"
    given.write_text(text)

    def call():
        with contextlib.suppress(OSError):
            os.setpgid(0, 0)
        os.dup2(os.open(folder.parent / f"log-{os.getpid()}", os.O_WRONLY | os.O_CREAT, 0o600), 2)
        counters = prepare() if prepare else None
        try:
            main()
        finally:
            if counters:
                counts = {name: counter.count for name, counter in counters.items()}
                (folder.parent / f"counts-{os.getpid()}").write_text(json.dumps(counts))

    with given.open() as stdin, Path(os.devnull).open("w") as null:
        return fork(folder, [each.fileno() for each in (stdin, null, null)], call, *arguments)


def wait(child, folder):
    """Wait for a process; one that hangs is killed."""
    deadline = time.monotonic() + LIMIT_S
    pause = 0.002
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            code = os.waitstatus_to_exitcode(status)
            break
        if time.monotonic() > deadline:
            os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
            code = None
            break
        time.sleep(pause)
    log, counts_of = folder.parent / f"log-{child}", folder.parent / f"counts-{child}"
    errors = log.read_text("utf-8", "replace") if log.exists() else ""
    counts = json.loads(counts_of.read_text()) if counts_of.exists() else {}
    for file in (log, counts_of):
        file.unlink(missing_ok=True)
    return Ended(code, errors, counts)


def run(arguments, folder, prepare=None, *, text=""):
    """Run the command line in a folder, to its end."""
    return wait(start(arguments, folder, prepare, text=text), folder)


def fresh(folder, before):
    """Make a folder anew, with the content of another."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(before, folder, symlinks=True)


def content(folder):
    """The SHA-256 of every file in a folder, by its path, and the folders."""
    found = {}
    for path in sorted(Path(folder).rglob("*")):
        name = str(path.relative_to(folder))
        found[name] = "folder" if path.is_dir() else sha256(path.read_bytes()).hexdigest()
    return found


def unfinished(found):
    """The names of what is not whole."""
    return [name for name in found if any(part in name for part in TEMPORARY)]


def lock_faults(folder, *, done=True):
    """What a batch's lock file does not say whole, or, once all is done, that is not so."""
    for path in Path(folder).rglob("poolanim*.lock"):
        records = {}
        for line in path.read_text("utf-8").splitlines()[1:]:
            try:
                record = json.loads(line)
            except ValueError:
                yield "torn", f"{path.name} has the line {line[:40]!r}"
            else:
                records[record["manifest"], record["name"]] = record
        files = {name: sha for each in records.values() for name, sha in each["files"].items()}
        for name, sha in files.items() if done else ():
            file = path.parent / name
            if not file.exists() or sha256(file.read_bytes()).hexdigest() != sha:
                yield "torn", f"{path.name} is not true of {name}"


def complaint_faults(ended):
    """What is wrong with how a run told of its end."""
    if ended.code is None:
        yield "hung", "it did not end"
    elif "Traceback" in ended.errors or "Exception ignored" in ended.errors or ended.code == 99:
        yield "traceback", ended.errors[-300:]
