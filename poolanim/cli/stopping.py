"""Ends the command line at a signal, in one line and with the signal's exit code."""

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
    """Ends the program at the first signal. Later signals do not disturb its cleaning up.

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
            from _thread import interrupt_main
            from threading import Timer

            self._dropped = True
            timer = Timer(AGAIN_S, interrupt_main, [self.number])
            timer.daemon = True
            timer.start()
