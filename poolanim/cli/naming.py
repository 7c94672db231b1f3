"""What messages call parameters on the command line: by their options."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from poolanim.errors import PoolanimError
from poolanim.formats.outputs import OUTPUT_PARAMETERS
from poolanim.parameters.table import PARAMETERS

if TYPE_CHECKING:
    from collections.abc import Iterator

PUBLISHED = ("output", "for", "embed")
FLAGS = {each.name: each.flag for each in (*PARAMETERS, *OUTPUT_PARAMETERS)}
FLAGS |= {name: f"--{name}" for name in PUBLISHED}
"""The options of parameters, and of what is published."""
PLAIN = "|".join(FLAGS)
LONG = "|".join(name for name in FLAGS if "_" in name)
NAMES = rf"(?<![\w./'\"-])({LONG})(?![\w./'\"-])|^({PLAIN})(?= is | from |: )"
"""Names that are no words of prose, and any name that a message begins with. It is long, so it
is compiled with the first message."""


def with_options(message: str) -> str:
    """Returns a message in which parameters are called as on the command line.

    Example:
        >>> with_options("kernel_size is '0'; each number must be at least 1")
        "--size is '0'; each number must be at least 1"
        >>> with_options("shape is '400x400'; each number must be at most 128")
        "--shape is '400x400'; each number must be at most 128"
        >>> with_options("input from a.csv: holds no numbers")
        '--input from a.csv: holds no numbers'
    """
    return re.sub(NAMES, lambda name: FLAGS[name[0]], message)


@contextmanager
def naming_options() -> Iterator[None]:
    """Calls parameters as on the command line in errors that are raised in the block."""
    try:
        yield
    except PoolanimError as error:
        error.args = (with_options(str(error)), *error.args[1:])
        raise
