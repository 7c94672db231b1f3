"""The command line. A signal ends it with one line of text, even while the commands load."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from poolanim.files.stopping import Stops

if TYPE_CHECKING:
    from typing import NoReturn

OBJECTS = 100_000
"""The number of new objects among which garbage is looked for. A usual figure makes fewer."""


def main() -> NoReturn:
    """Runs the command line. Turns a signal into one line of text and an exit code."""
    stops = Stops()
    code = 0
    try:
        stops.listen()
        code = _run()
    except BaseException:
        if not stops.number:  # after a signal, the exception is due to it
            raise
    if stops.number and sys.stderr is not None:
        with suppress(OSError):
            print(f"poolanim: {stops.reason}", file=sys.stderr, flush=True)
    if code and sys.stdout is not None:
        with suppress(OSError):  # it may be full, and Python would flush it again, and complain
            sys.stdout.close()
    gc.freeze()  # Python would look for garbage in all that was loaded before it ends
    sys.exit(stops.exit_code(code))


def _run() -> int:
    """Runs the commands. Turns an error into one line of text and an exit code."""
    # poolanim multiplies no large arrays, and NumPy starts faster without a pool of threads.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # What loads stays: looking for garbage in it, again and again, would take time for nothing.
    gc.set_threshold(OBJECTS)
    import click

    from poolanim.cli.commands import poolanim
    from poolanim.cli.console import complain, prepare_streams, say
    from poolanim.errors import PoolanimError, message_of

    prepare_streams()
    try:
        poolanim.main(prog_name="poolanim", standalone_mode=False)
    except PoolanimError as error:
        say("\n".join(error.lines()), err=True)
        return error.exit_code
    except click.ClickException as error:
        complain(error.format_message())
        return error.exit_code
    except (OSError, MemoryError) as error:
        complain(message_of(error))
        return 1
    return 0
