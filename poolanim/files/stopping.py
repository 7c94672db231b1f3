"""Ends a process at a signal, with the signal's exit code: the command line, and its workers."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING, Any

from poolanim.files.signals import REASONS, Stopped, handlers

if TYPE_CHECKING:
    from types import FrameType

AGAIN_S = 0.01
"""The delay after which a signal is raised again because Python dropped its exception."""


class Stops:
    """Ends the process at the first signal. Later signals do not disturb its cleaning up.

    Attributes:
        number: the number of the signal that came; 0 before.
    """

    def __init__(self) -> None:
        self.number = 0
        self._dropped = False
        self._ended = False
        self._report = sys.unraisablehook

    def listen(self) -> None:
        """Takes over all signals that end the program."""
        for number in handlers():
            signal.signal(number, self._stop)
        sys.unraisablehook = self._unraisable

    def exit_code(self, otherwise: int = 0) -> int:
        """Returns the exit code of the program, and ignores all signals from now on."""
        self._ended = True
        return 128 + self.number if self.number else otherwise

    @property
    def reason(self) -> str:
        """The message about the signal, such as `interrupted`."""
        return REASONS[signal.Signals(self.number).name]

    def _stop(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002
        if self._ended or (self.number and not self._dropped):
            return
        self.number, self._dropped = self.number or number, False
        raise Stopped(128 + self.number)

    def _unraisable(self, dropped: Any) -> None:
        """Raises the signal again if Python dropped its exception, as it does in destructors."""
        if not self.number:
            self._report(dropped)
        elif isinstance(dropped.exc_value, Stopped):
            from threading import Timer

            self._dropped = True
            timer = Timer(AGAIN_S, _send, [self.number])
            timer.daemon = True
            timer.start()


def _send(number: int) -> None:
    """Sends a signal to the main thread. Where the system can, this ends its waiting."""
    if sys.platform == "win32":
        from _thread import interrupt_main

        interrupt_main(number)
    else:
        from threading import main_thread

        main = main_thread().ident
        assert main is not None
        signal.pthread_kill(main, number)
