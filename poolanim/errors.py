"""The errors that poolanim raises for users, each with the exit code of the command line."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import Any, Self

MESSAGE = 600
"""The characters of a line that reports an error."""
LONGEST_SHOWN = 60
"""The most characters of a value in an error message."""


class PoolanimError(Exception):
    """An error about something that poolanim refuses or cannot do.

    Args:
        message: the message, one line.
        details: the lines before the message, one for each of several mistakes.
        field: the wrong parameter; None if the error is not about a parameter.
        given: the value of that parameter.
        advice: what to do.
        depends: other parameters that could make the value right.

    Attributes:
        exit_code: the exit code of the command line.
    """

    exit_code = 1

    def __init__(
        self,
        message: str,
        details: Sequence[str] = (),
        *,
        field: str | None = None,
        given: Any = None,
        advice: str = "",
        depends: Iterable[str] = (),
    ) -> None:
        super().__init__(message)
        self.details = details
        self.field = field
        self.given = given
        self.advice = advice
        self.depends = tuple(depends)

    @classmethod
    def about(
        cls,
        field: str,
        given: Any,
        advice: str,
        *,
        depends: Iterable[str] = (),
        spelled: Any = repr,
    ) -> Self:
        """Returns the error that the value of a parameter is wrong.

        Args:
            field: the parameter.
            given: its value.
            advice: what to do.
            depends: other parameters that could make the value right.
            spelled: returns the value as text.

        Example:
            >>> error = ParameterError.about("seed", -1, "give a whole number from 0")
            >>> str(error), error.field, error.given
            ('seed is -1; give a whole number from 0', 'seed', -1)
        """
        message = f"{field} is {shown(given, spelled)}; {advice}"
        return cls(message, field=field, given=given, advice=advice, depends=depends)

    def lines(self) -> list[str]:
        """Returns the lines that the command line prints about the error.

        Example:
            >>> GridError("input: holds   no numbers").lines()
            ['poolanim: input: holds no numbers']
        """
        return [one_line(line) for line in (*self.details, f"poolanim: {self}")]


class ParameterError(PoolanimError):
    """A parameter, an option or a part of a manifest that cannot be used."""

    exit_code = 2


class ManifestError(ParameterError):
    """A manifest with mistakes.

    Args:
        path: of the manifest.
        problems: one line for each mistake, with its file, line and figure.
    """

    def __init__(self, path: Path, problems: Sequence[str]) -> None:
        super().__init__(
            f"manifest {path} has {counted(len(problems), 'mistake')}; nothing is made", problems
        )


class GridError(PoolanimError):
    """An input or gradient source that holds no usable grid."""


class OutputError(PoolanimError):
    """An output that cannot be written."""


class BatchError(PoolanimError):
    """A batch in which at least one figure failed."""

    exit_code = 3


@contextmanager
def concerning(field: str, depends: Iterable[str] = ()) -> Iterator[None]:
    """Sets the parameter of errors that are raised in the block, unless they have one.

    Args:
        field: the parameter.
        depends: other parameters that could make its value right.

    Example:
        >>> try:
        ...     with concerning("input"):
        ...         raise GridError("input holds no numbers; give some")
        ... except GridError as error:
        ...     print(error.field)
        input
    """
    try:
        yield
    except PoolanimError as error:
        if error.field is None:
            error.field = field
        error.depends = (*error.depends, *depends)
        raise


def shown(value: object, spelled: Callable[[object], str] = repr) -> str:
    """Returns a value for an error message, cut off if it is long.

    Args:
        value: the value that the user gave.
        spelled: returns the value as text.

    Example:
        >>> shown((1.5, 0)), shown(10**9999)
        ('(1.5, 0)', 'a huge number')
    """
    try:
        text = spelled(value)
    except ValueError:  # Python converts no numbers of thousands of digits to text
        return "a huge number"
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"


def one_line(message: str) -> str:
    r"""Returns a message in one line. The middle of a long one is left out.

    Example:
        >>> one_line("a\n b"), len(one_line("a" * 9999)) <= MESSAGE
        ('a b', True)
    """
    line = " ".join(message.split())
    if len(line) <= MESSAGE:
        return line
    return f"{line[: MESSAGE // 3]} … {line[3 - 2 * MESSAGE // 3 :]}"


def counted(number: int, thing: str) -> str:
    """Returns a number with the name of the things that it counts.

    Example:
        >>> counted(1, "figure"), counted(2000, "figure")
        ('1 figure', '2,000 figures')
    """
    return f"{number:,} {thing}{'s' * (number != 1)}"


def reason(error: OSError) -> str:
    """Returns the reason in an error of the system, for an error message.

    Example:
        >>> reason(FileNotFoundError(2, "No such file or directory", "a.csv"))
        'no such file or directory'
    """
    text = error.strerror or str(error)
    return text[:1].lower() + text[1:]


def message_of(error: PoolanimError | OSError | MemoryError) -> str:
    """Returns the message about an error that ends a figure or a run.

    Example:
        >>> message_of(BrokenPipeError(32, "Broken pipe"))
        'cannot go on: broken pipe'
    """
    if isinstance(error, OSError):  # such as an error of standard output
        return f"cannot go on: {reason(error)}"
    if isinstance(error, MemoryError):
        return "there is not enough memory; make the figure smaller, or free some"
    return str(error)


def suggestion(word: str, known: Iterable[str]) -> str:
    """Returns the advice to use the nearest known word, or one of all.

    Example:
        >>> suggestion("lihgt", ["light", "dark"])
        "did you mean 'light'?"
        >>> suggestion("zebra", ["light", "dark"])
        'use one of dark, light'
    """
    names = sorted(known)
    near = nearest(word[:MESSAGE].lower(), names)
    return f"did you mean {near!r}?" if near else f"use one of {', '.join(names)}"


def nearest(word: str, known: Sequence[str]) -> str:
    """Returns the known word that is nearest; empty if none is near.

    Example:
        >>> nearest("lihgt", ["light", "dark"]), nearest("zebra", ["light", "dark"])
        ('light', '')
    """
    from difflib import get_close_matches  # slow to load; needed only after a mistake

    return next(iter(get_close_matches(word, known, n=1)), "")
