"""The command line in a forked process, which has all modules and so starts at once."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import traceback

from poolanim.cli import main
from poolanim.layers.table import LAYERS


def fork(cwd, streams, call, *arguments):
    """Forks a process that calls a function, and returns its number.

    Args:
        cwd: its folder.
        streams: the descriptors of its standard input, output and error.
        call: the function. Its exit code, or that of `SystemExit`, is that of the process.
        arguments: of the command line.
    """
    child = os.fork()
    if child:
        return child
    code = 99
    try:
        os.chdir(cwd)
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
        sys.stdin, sys.stdout, sys.stderr = map(os.fdopen, range(3), "rww")
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        sys.argv = ["poolanim", *arguments]
        try:
            code = call()
        except SystemExit as ended:
            code = ended.code
    except BaseException:
        traceback.print_exc()
    finally:
        with contextlib.suppress(BaseException):
            sys.stdout.flush()
        with contextlib.suppress(BaseException):
            sys.stderr.flush()
        os._exit(code if isinstance(code, int) else code is not None)


def in_steps(arguments):
    """The arguments of a command, so that a film is in steps and takes a quarter of the time."""
    smooth = arguments[0] in LAYERS and "--motion" not in arguments
    return [*arguments, "--motion", "steps"] if smooth else arguments


def run(*arguments, cwd, stdin="", call=main):
    """Runs the command line, or another function, to its end.

    Returns:
        What it printed, and its exit code.
    """
    with contextlib.ExitStack() as files:
        streams = [files.enter_context(tempfile.TemporaryFile()) for _ in range(3)]
        streams[0].write(stdin if isinstance(stdin, bytes) else stdin.encode())
        streams[0].seek(0)
        child = fork(cwd, [stream.fileno() for stream in streams], call, *arguments)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        texts = []
        for stream in streams[1:]:
            stream.seek(0)
            texts.append(stream.read().decode())
    return subprocess.CompletedProcess(arguments, code, *texts)
