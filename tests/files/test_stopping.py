from __future__ import annotations

import signal
import subprocess
import sys

import pytest

STOPS = "import os, signal, sys, time; from poolanim.files.stopping import Stops\nstops = Stops()\n"


def run(code, **options):
    return subprocess.run(
        [sys.executable, "-c", STOPS + code], capture_output=True, text=True, timeout=60, **options
    )


def test_the_first_signal_stops_and_later_ones_do_not_disturb():
    result = run(
        "stops.listen()\n"
        "try:\n"
        "    try: os.kill(os.getpid(), signal.SIGTERM)\n"
        "    finally: os.kill(os.getpid(), signal.SIGINT); print('clean')\n"
        "except SystemExit: print(stops.reason)\n"
        "sys.exit(stops.exit_code())"
    )
    assert (result.returncode, result.stdout, result.stderr) == (143, "clean\nterminated\n", "")


def test_a_signal_that_python_drops_in_a_destructor_is_raised_again():
    result = run(
        "stops.listen()\n"
        "class Dropping:\n"
        "    def __del__(self): os.kill(os.getpid(), signal.SIGINT)\n"
        "Dropping()\n"
        "time.sleep(30)\n"
        "print('went on')"
    )
    assert (result.returncode, result.stdout, result.stderr) == (130, "", "")


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="there is no SIGHUP here")
def test_a_signal_that_the_program_was_started_to_ignore_is_ignored():
    result = run(
        "signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
        "stops.listen()\n"
        "os.kill(os.getpid(), signal.SIGHUP)\n"
        "print('went on')"
    )
    assert (result.returncode, result.stdout) == (0, "went on\n")
