"""Prints the progress of a batch: for a terminal, for a log, or for a program."""

from __future__ import annotations

import json
import shutil
import sys
from time import monotonic
from typing import TYPE_CHECKING, Any, TextIO

from poolanim.cli.console import is_terminal
from poolanim.errors import counted

if TYPE_CHECKING:
    from pathlib import Path

    from poolanim.batch.plan import Plan
    from poolanim.batch.run import Reporter
    from poolanim.batch.task import Result

REFRESH_S = 0.1
"""The shortest time between two changes of the line in a terminal."""


def reporter(as_json: bool, quiet: bool) -> Reporter:
    """Returns the reporter for the options and for standard output."""
    if as_json and sys.stdout is not None:
        return JsonLines(sys.stdout)
    if quiet or sys.stdout is None:
        return Quiet()
    return Terminal(sys.stdout) if is_terminal() else Lines(sys.stdout)


class Quiet:
    """Counts figures and prints nothing. The caller of the batch prints the errors.

    Args:
        file: the stream to which subclasses print.
    """

    def __init__(self, file: TextIO | None = None) -> None:
        self.total = self.current = self.done = self.failed = 0
        self.started = monotonic()
        self._file = file

    def planned(self, plan: Plan) -> None:
        """Takes the counts of a plan."""
        self.total, self.current = len(plan.stale), plan.current
        if plan.note:
            self._note(plan.note)

    def _note(self, note: str) -> None:
        """Does nothing about versions of libraries."""

    def begun(self, name: str) -> None:
        """Does nothing when a figure begins."""

    def made(self, made: Result) -> None:
        """Counts a figure that was made or failed."""
        self.done += 1
        self.failed += bool(made.error)

    def pruned(self, path: Path) -> None:
        """Does nothing when a file is deleted."""

    def ended(self) -> None:
        """Does nothing when the batch ends."""

    def _counts(self) -> dict[str, int]:
        return {
            "made": self.done - self.failed,
            "current": self.current,
            "failed": self.failed,
            "not begun": self.total - self.done,
        }

    def _write(self, text: str) -> None:
        if self._file is not None:
            self._file.write(text)
            self._file.flush()


class JsonLines(Quiet):
    """Prints a line of JSON for each figure, and one at the end."""

    def _note(self, note: str) -> None:
        """Prints what is said of versions of libraries."""
        self._say(note=note)

    def made(self, made: Result) -> None:
        """Prints the files of a figure, or its error."""
        super().made(made)
        if made.error:
            self._say(figure=made.name, state="failed", error=made.error)
        else:
            fields = {"files": made.files, "size": made.size, "seconds": made.seconds}
            fields |= {"reading": made.reading} if made.reading else {}
            self._say(figure=made.name, state="made", warnings=list(made.warnings), **fields)

    def pruned(self, path: Path) -> None:
        """Prints the path of a deleted file."""
        self._say(deleted=path.as_posix())

    def ended(self) -> None:
        """Prints the counts."""
        counts = {what.replace(" ", "_"): count for what, count in self._counts().items()}
        self._say(**counts, seconds=monotonic() - self.started)

    def _say(self, **fields: Any) -> None:
        self._write(json.dumps(fields) + "\n")


class Lines(Quiet):
    """Prints a line for each figure, and one for each of its warnings."""

    def _note(self, note: str) -> None:
        """Prints what is said of versions of libraries."""
        self._say(note)

    def made(self, made: Result) -> None:
        """Prints the files of a figure, or its error."""
        super().made(made)
        if made.error:
            self._say(f"{made.name}  failed: {made.error}")
        else:
            self._say_files(made)
        if made.reading:
            self._say(f"{made.name}  {made.reading}")
        for warning in made.warnings:
            self._say(f"{made.name}  warning: {warning}")

    def pruned(self, path: Path) -> None:
        """Prints the path of a deleted file."""
        self._say(f"deleted {path}")

    def ended(self) -> None:
        """Prints the counts."""
        counts = ", ".join(f"{count:,} {what}" for what, count in self._counts().items() if count)
        self._say(f"{counts or 'nothing to do'}  {monotonic() - self.started:.1f} s")

    def _say_files(self, made: Result) -> None:
        files = ", ".join(made.files)
        self._say(f"{made.name}  {files}  {made.size / 1000:.1f} KB  {made.seconds:.2f} s")

    def _say(self, line: str) -> None:
        self._write(f"{line}\n")


class Terminal(Lines):
    """Prints one line that changes: finished figures, rate, remaining time, figures in progress.

    Errors, warnings and deleted files get lines that stay.
    """

    def __init__(self, file: TextIO) -> None:
        super().__init__(file)
        self._names: dict[str, None] = {}  # in the order in which they were begun
        self._shown = 0.0

    def begun(self, name: str) -> None:
        """Shows the name of a figure."""
        self._names[name] = None
        self._show()

    def made(self, made: Result) -> None:
        """Shows the new counts."""
        self._names.pop(made.name, None)
        super().made(made)
        self._show()

    def _say_files(self, made: Result) -> None:
        """Does nothing: the line that changes counts the figure."""

    def _show(self) -> None:
        now = monotonic()
        if now - self._shown >= REFRESH_S:
            self._shown = now
            width = shutil.get_terminal_size().columns - 1
            self._write(f"\r{self._state(now)[:width]}\x1b[K")

    def _state(self, now: float) -> str:
        """Returns the text of the line.

        The rate is the mean since the start, because the first figures wait for their workers.
        """
        parts = [f"{self.done:,} of {counted(self.total, 'figure')}"]
        rate = self.done / max(now - self.started, 1e-9)
        if self.done:
            parts += [f"{rate:.1f} a second", f"{_clock((self.total - self.done) / rate)} left"]
        if self.failed:
            parts.append(f"{self.failed:,} failed")
        return "  ".join([*parts, ", ".join(self._names)])

    def _say(self, line: str) -> None:
        super()._say(f"\r\x1b[K{line}")
        self._shown = 0.0


def _clock(seconds: float) -> str:
    """Returns a duration as hours, minutes and seconds.

    Example:
        >>> _clock(59.6), _clock(3725)
        ('1:00', '1:02:05')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
