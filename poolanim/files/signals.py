"""Signals that stop the program, and how to hold them while files take their places.

Loads nothing that `signal` and `sys` do not, since the command line listens before it loads more.
"""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

SAID = {"SIGINT": "interrupted", "SIGTERM": "terminated", "SIGHUP": "hung up"}
"""What the command line says when a signal stops it. Not every system has the last."""
PATIENCE_S = 1.0
"""A second signal that comes this much later than the first is not held any more."""
AGAIN_S = 0.01
"""Time until a signal is raised again whose exception was dropped."""


class Stopped(SystemExit):
    """A signal stops the program."""


class Stops:
    """Ends the program at the first signal; later ones do not disturb its cleaning up.

    Attributes:
        number: of the signal that came; 0 if none did.
    """

    def __init__(self) -> None:
        self.number = 0
        self._dropped = False
        self._ended = False
        self._report = sys.unraisablehook

    def listen(self) -> None:
        """Take all signals of SAID that the program was not started to ignore, as by nohup."""
        for number in _numbers():
            if signal.getsignal(number) not in (signal.SIG_IGN, None):
                signal.signal(number, self._stop)
        sys.unraisablehook = self._unraisable

    def exit_code(self, otherwise: int = 0) -> int:
        """The exit code of the program, which ends now: that of the signal, if one came."""
        self._ended = True
        return 128 + self.number if self.number else otherwise

    @property
    def told(self) -> str:
        """What the signal did."""
        return SAID[signal.Signals(self.number).name]

    def _stop(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002
        if self._ended or (self.number and not self._dropped):
            return
        self.number, self._dropped = self.number or number, False
        raise Stopped(128 + self.number)

    def _unraisable(self, dropped: Any) -> None:
        """Raise the signal again if Python dropped its exception, as it does in destructors."""
        if not self.number:
            self._report(dropped)
        elif isinstance(dropped.exc_value, Stopped):
            from _thread import interrupt_main
            from threading import Timer

            self._dropped = True
            timer = Timer(AGAIN_S, interrupt_main, [self.number])
            timer.daemon = True
            timer.start()


def _numbers() -> list[signal.Signals]:
    return [getattr(signal, name) for name in SAID if hasattr(signal, name)]


@contextmanager
def held() -> Iterator[None]:
    """Let signals that stop a program wait until the block is left.

    The block should be short. A second signal more than PATIENCE_S after the first is not held.
    In a thread that is not the main one nothing is held, since Python handles no signal there.
    """
    handlers = {number: signal.getsignal(number) for number in _numbers()}
    came: list[tuple[int, float]] = []
    holding = True

    def wait(number: int, frame: FrameType | None) -> None:
        if holding and (not came or monotonic() - came[0][1] <= PATIENCE_S):
            came.append((number, monotonic()))
        else:
            _handle(number, handlers[signal.Signals(number)], frame)

    try:
        for number, handler in handlers.items():
            if handler not in (signal.SIG_IGN, None):
                signal.signal(number, wait)
    except ValueError:  # this is not the main thread
        yield
        return
    try:
        yield
    finally:
        holding = False
        for number, handler in handlers.items():
            if handler not in (signal.SIG_IGN, None):
                signal.signal(number, handler)
        if came:
            signal.raise_signal(came[0][0])


def _handle(number: int, handler: Any, frame: FrameType | None) -> None:
    """Do what a handler does that another one stands for."""
    if callable(handler):
        handler(number, frame)
    else:
        _die(number)


def _die(number: int) -> NoReturn:
    signal.signal(number, signal.SIG_DFL)
    signal.raise_signal(number)
    raise Stopped(128 + number)
