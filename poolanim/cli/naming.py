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

FLAGS = {each.name: each.flag for each in (*PARAMETERS, *OUTPUT_PARAMETERS) if "_" in each.name}
"""The options of parameters whose names are no words of prose."""
NAMES = re.compile(rf"(?<![\w./'\"-])({'|'.join(FLAGS)})(?![\w./'\"-])")


def with_options(message: str) -> str:
    """Returns a message in which parameters are called as on the command line.

    Example:
        >>> with_options("kernel_size is '0'; each number must be at least 1")
        "--size is '0'; each number must be at least 1"
    """
    return NAMES.sub(lambda name: FLAGS[name[1]], message)


@contextmanager
def naming_options() -> Iterator[None]:
    """Calls parameters as on the command line in errors that are raised in the block."""
    try:
        yield
    except PoolanimError as error:
        error.args = (with_options(str(error)), *error.args[1:])
        raise
