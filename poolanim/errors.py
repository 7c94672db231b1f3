"""The errors a user can meet, each with the exit code that the command line gives for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.limits import MESSAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


class PoolanimError(Exception):
    """Anything that poolanim refuses or cannot do, told in one line.

    Args:
        message: that line.
        details: lines that come before it, if it sums up several things.

    Attributes:
        exit_code: what the command line exits with.
    """

    exit_code = 1

    def __init__(self, message: str, details: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.details = details

    def lines(self) -> list[str]:
        """What the command line says of it.

        Example:
            >>> GridError("input: holds   no numbers").lines()
            ['poolanim: input: holds no numbers']
        """
        return [one_line(line) for line in (*self.details, f"poolanim: {self}")]


class ParameterError(PoolanimError):
    """A parameter, option or manifest entry that cannot be used."""

    exit_code = 2


class ManifestError(ParameterError):
    """A manifest that has mistakes.

    Args:
        path: of the manifest.
        problems: one line for each mistake, which tells its file, line and figure.
    """

    def __init__(self, path: Path, problems: Sequence[str]) -> None:
        super().__init__(
            f"manifest {path} has {counted(len(problems), 'mistake')}; nothing is made"
        )
        self.details = problems


class GridError(PoolanimError):
    """An input or gradient source that holds no usable grid."""


class OutputError(PoolanimError):
    """An output that cannot be written."""


class BatchError(PoolanimError):
    """A batch in which at least one figure failed."""

    exit_code = 3


def one_line(message: str) -> str:
    r"""A message in one line, without its middle if it is long.

    Example:
        >>> one_line("a\n b"), len(one_line("a" * 9999)) <= MESSAGE
        ('a b', True)
    """
    line = " ".join(message.split())
    if len(line) <= MESSAGE:
        return line
    return f"{line[: MESSAGE // 3]} … {line[3 - 2 * MESSAGE // 3 :]}"


def counted(number: int, thing: str) -> str:
    """How many things there are.

    Example:
        >>> counted(1, "figure"), counted(2000, "figure")
        ('1 figure', '2,000 figures')
    """
    return f"{number:,} {thing}{'s' * (number != 1)}"


def reason(error: OSError) -> str:
    """Why the system refused, in the words of an error message.

    Example:
        >>> reason(FileNotFoundError(2, "No such file or directory", "a.csv"))
        'no such file or directory'
    """
    told = error.strerror or str(error)
    return told[:1].lower() + told[1:]


def suggestion(word: str, known: Iterable[str]) -> str:
    """The end of an error message that names the nearest known word, or all of them.

    Example:
        >>> suggestion("lihgt", ["light", "dark"])
        "did you mean 'light'?"
        >>> suggestion("zebra", ["light", "dark"])
        'use one of dark, light'
    """
    from difflib import get_close_matches  # only who errs waits for it

    names = sorted(known)
    near = get_close_matches(word[:MESSAGE].lower(), names, n=1)
    return f"did you mean {near[0]!r}?" if near else f"use one of {', '.join(names)}"
