"""Tell how a batch goes: to a person at a terminal, to a log, or to a program."""

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
    from poolanim.batch.work import Made

REFRESH_S = 0.1
"""The line of a terminal changes no more often."""


def reporter(as_json: bool, quiet: bool) -> Reporter:
    """The way to tell how a batch goes that suits where standard output leads."""
    if as_json and sys.stdout is not None:
        return JsonLines(sys.stdout)
    if quiet or sys.stdout is None:
        return Quiet()
    return Terminal(sys.stdout) if is_terminal() else Lines(sys.stdout)


class Quiet:
    """Counts, and says nothing: errors are told by the one who runs the batch."""

    def __init__(self) -> None:
        self.total = self.current = self.done = self.failed = 0
        self.started = monotonic()

    def planned(self, plan: Plan) -> None:
        """It is known what is to do."""
        self.total, self.current = len(plan.stale), plan.current

    def begun(self, name: str) -> None:
        """A figure is being made."""

    def made(self, made: Made) -> None:
        """A figure was made, or failed."""
        self.done += 1
        self.failed += bool(made.error)

    def pruned(self, path: Path) -> None:
        """A file was deleted."""

    def ended(self) -> None:
        """All is done, or all that could be."""

    def summary(self) -> str:
        """What came of it, in one line."""
        counts = {
            "made": self.done - self.failed,
            "current": self.current,
            "failed": self.failed,
            "not begun": self.total - self.done,
        }
        told = [f"{count:,} {what}" for what, count in counts.items() if count]
        seconds = monotonic() - self.started
        return f"{', '.join(told) or 'nothing to do'}  {seconds:.1f} s"


class Lines(Quiet):
    """A plain line for each figure.

    Args:
        file: where to.
    """

    def __init__(self, file: TextIO) -> None:
        super().__init__()
        self._file = file

    def made(self, made: Made) -> None:
        """Tell what a figure's files are, or why there are none."""
        super().made(made)
        self._say(f"{made.name}  {_outcome(made)}")
        self._notify(made)

    def pruned(self, path: Path) -> None:
        """Tell of a file that was deleted."""
        self._say(f"deleted {path}")

    def ended(self) -> None:
        """Tell what came of it."""
        self._say(self.summary())

    def _notify(self, made: Made) -> None:
        if made.reading:
            self._say(f"{made.name}  {made.reading}")
        for warning in made.warnings:
            self._say(f"{made.name}  warning: {warning}")

    def _say(self, line: str) -> None:
        self._file.write(f"{line}\n")
        self._file.flush()


def _outcome(made: Made) -> str:
    if made.error:
        return f"failed: {made.error}"
    return f"{', '.join(made.files)}  {made.size / 1000:.1f} KB  {made.seconds:.2f} s"


class JsonLines(Quiet):
    """A JSON object on a line for each figure, and one at the end.

    Args:
        file: where to.
    """

    def __init__(self, file: TextIO) -> None:
        super().__init__()
        self._file = file

    def made(self, made: Made) -> None:
        """Tell what a figure's files are, or why there are none."""
        super().made(made)
        if made.error:
            self._say(figure=made.name, state="failed", error=made.error)
        else:
            told = {"files": made.files, "size": made.size, "seconds": made.seconds}
            told |= {"reading": made.reading} if made.reading else {}
            self._say(figure=made.name, state="made", warnings=list(made.warnings), **told)

    def pruned(self, path: Path) -> None:
        """Tell of a file that was deleted."""
        self._say(deleted=path.as_posix())

    def ended(self) -> None:
        """Tell what came of it."""
        made, left = self.done - self.failed, self.total - self.done
        seconds = monotonic() - self.started
        self._say(
            made=made, current=self.current, failed=self.failed, not_begun=left, seconds=seconds
        )

    def _say(self, **fields: Any) -> None:
        self._file.write(json.dumps(fields) + "\n")
        self._file.flush()


class Terminal(Lines):
    """One line that changes: figures done, rate, time that remains, what is being made.

    Args:
        file: a terminal.
    """

    def __init__(self, file: TextIO) -> None:
        super().__init__(file)
        self._names: dict[str, None] = {}  # in the order in which they were begun
        self._shown = 0.0

    def begun(self, name: str) -> None:
        """Show what is being made."""
        self._names[name] = None
        self._show()

    def made(self, made: Made) -> None:
        """Show how far it is; what failed is told on a line that stays."""
        Quiet.made(self, made)
        self._names.pop(made.name, None)
        if made.error:
            self._say(f"{made.name}  {_outcome(made)}")
        self._notify(made)
        self._show()

    def ended(self) -> None:
        """Tell what came of it in place of the line."""
        self._say(self.summary())

    def _show(self) -> None:
        now = monotonic()
        if now - self._shown >= REFRESH_S:
            self._shown = now
            width = shutil.get_terminal_size().columns - 1
            self._file.write(f"\r{self._state(now)[:width]}\x1b[K")
            self._file.flush()

    def _state(self, now: float) -> str:
        """What the line says.

        The rate is that of all so far; the first figures wait for their workers to start.
        """
        parts = [f"{self.done:,} of {counted(self.total, 'figure')}"]
        rate = self.done / max(now - self.started, 1e-9)
        if self.done:
            parts += [f"{rate:.1f} a second", f"{_clock((self.total - self.done) / rate)} left"]
        if self.failed:
            parts.append(f"{self.failed:,} failed")
        return "  ".join([*parts, ", ".join(self._names)])

    def _say(self, line: str) -> None:
        self._file.write("\r\x1b[K")
        super()._say(line)
        self._shown = 0.0


def _clock(seconds: float) -> str:
    """A time as people read it.

    Example:
        >>> _clock(59.6), _clock(3725)
        ('1:00', '1:02:05')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
