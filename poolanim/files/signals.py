"""Signals that end the program, and how they wait while files take their places.

Loads only small modules of the standard library: the command line listens before it loads more.
"""

from __future__ import annotations

import signal
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

REASONS = {"SIGINT": "interrupted", "SIGTERM": "terminated", "SIGHUP": "hung up"}
"""The message for each signal that ends the program. Windows has no SIGHUP."""
PATIENCE_S = 1.0
"""The time for which a second signal is held, counted from the first."""


class Stopped(SystemExit):
    """A signal ends the program."""


def handlers() -> dict[signal.Signals, Any]:
    """Returns the handlers of the signals that end the program, without the ignored signals.

    A program that `nohup` started ignores SIGHUP.
    """
    numbers = [getattr(signal, name) for name in REASONS if hasattr(signal, name)]
    found = {number: signal.getsignal(number) for number in numbers}
    return {
        number: handler
        for number, handler in found.items()
        if handler not in (signal.SIG_IGN, None)
    }


@contextmanager
def held() -> Iterator[None]:
    """Holds signals until the block ends, and then raises the first that came.

    A signal that comes more than PATIENCE_S after the first is not held. Nothing is held outside
    the main thread, where Python handles no signal.
    """
    before = handlers()
    came: list[tuple[int, float]] = []
    holding = True

    def wait(number: int, frame: FrameType | None) -> None:
        if holding and (not came or monotonic() - came[0][1] <= PATIENCE_S):
            came.append((number, monotonic()))
        else:
            _handle(number, before[signal.Signals(number)], frame)

    try:
        for number in before:
            signal.signal(number, wait)
    except ValueError:  # this is not the main thread
        yield
        return
    try:
        yield
    finally:
        holding = False
        for number, handler in before.items():
            signal.signal(number, handler)
        if came:
            signal.raise_signal(came[0][0])


def _handle(number: int, handler: Any, frame: FrameType | None) -> None:
    """Does for a signal what its own handler does."""
    if callable(handler):
        handler(number, frame)
    else:
        _die(number)


def _die(number: int) -> NoReturn:
    signal.signal(number, signal.SIG_DFL)
    signal.raise_signal(number)
    raise Stopped(128 + number)
